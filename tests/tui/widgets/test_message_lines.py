"""The last messages above the keys."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.tui.widgets.message_lines import MessageLines
from indipyterm.workspace.journal import Entry
from tests.tui.emulator import NOON
from tests.tui.host import SERVER, alone, workspace

LONG_NAME = (
    b'<defTextVector device="Filter Wheel Simulator" name="T" state="Ok" perm="ro">'
    b'<defText name="T">t</defText></defTextVector>'
)


def entry(number: int, text: str, device: str = "Mount") -> Entry:
    return Entry(NOON + timedelta(seconds=number), SERVER, device, text)


async def test_the_newest_comes_last_and_older_ones_give_way() -> None:
    lines = MessageLines(workspace().servers)
    async with alone(lines, (60, 10)) as (screen, _):
        assert lines.size.height == 2
        shown = [entry(1, "[INFO] Slewing to [b]RA[/b]")]
        lines.set_entries(shown)
        await screen.until(lambda: screen.lines[0].rstrip() == " 12:00:01 Mount      [INFO] Slewing to [b]RA[/b]")
        assert not screen.lines[1].strip()
        shown += [entry(2, "second"), entry(3, "third")]
        lines.set_entries(shown)
        await screen.until(lambda: "third" in screen.lines[1])
        assert "second" in screen.lines[0]
        assert "Slewing" not in screen.text
        lines.set_entries([])
        await screen.until(lambda: not screen.text.strip())


async def test_a_long_name_is_cut_and_what_a_server_says_commands_no_terminal() -> None:
    lines = MessageLines(workspace(LONG_NAME).servers)
    async with alone(lines, (60, 10)) as (screen, _):
        lines.set_entries([entry(1, "one\x1b[31m", "Filter Wheel Simulator"), entry(2, "two", "")])
        await screen.shows("Filter Wh… one")
        assert "\x1b" not in screen.text
        assert screen.lines[1].startswith(" 12:00:02 -          two")


async def test_a_name_of_wide_characters_leaves_a_blank_before_the_text() -> None:
    lines = MessageLines(workspace(LONG_NAME.replace(b"Filter Wheel Simulator", "望遠鏡シミュレータ".encode())).servers)
    async with alone(lines, (60, 10)) as (screen, _):
        lines.set_entries([entry(1, "one", "望遠鏡シミュレータ")])
        await screen.until(lambda: screen.lines[0].startswith(" 12:00:01 望遠鏡シ … one"))
