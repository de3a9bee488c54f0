"""Notices never cover what the user types in."""

from __future__ import annotations

import pytest
from textual.events import Paste

from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal
from tests.tui.host import DEFINITIONS

SIZES = [(80, 24), (40, 12)]


def covered(screen: Terminal) -> list[str]:
    """The lines of the editor that show a notice."""
    editor = screen.app.main.pane.editor
    assert editor is not None
    return [line for line in screen.lines[editor.region.y : editor.region.bottom] if "the notice" in line]


@pytest.mark.parametrize("vector", ["COORD", "ABOVE"])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_no_notice_covers_the_editor(size: tuple[int, int], vector: str) -> None:
    first = DEFINITIONS.replace(b'"COORD"', b'"ABOVE"').split(b"<defSwitch")[0]
    async with WireServer(first + DEFINITIONS) as server, terminal(server.port, size) as screen:
        await screen.select("Mount", vector)
        screen.app.notify("the notice before", severity="error")
        await screen.press("e")
        for number in range(4):
            screen.app.notify(f"the notice {number}", severity="error")
        await screen.until(lambda: screen.app.main.pane.editor)
        await screen.pilot.pause()
        assert not covered(screen), screen.text
        await screen.press("5")
        assert not covered(screen), screen.text
        assert screen.app.screen.query_one("ToastRack").styles.margin.right == 1  # beside the edge, as at other times
        await screen.press("escape")
        await screen.shows("the notice")


async def test_a_notice_that_has_no_room_waits_until_the_editor_is_closed() -> None:
    many = b"".join(b'<defText name="M%d" label="M%d">x</defText>' % (n, n) for n in range(30))
    vector = b'<defTextVector device="Mount" name="LONG" state="Idle" perm="rw">%s</defTextVector>' % many
    async with WireServer(vector) as server, terminal(server.port, (40, 12)) as screen:
        await screen.select("Mount", "LONG")
        await screen.press("e")
        await screen.until(lambda: screen.app.main.pane.editor)
        screen.app.notify("the notice", severity="error")
        await screen.press("a", "b")
        assert "the notice" not in screen.text
        await screen.press("escape")
        await screen.shows("the notice")


async def test_a_pasted_text_that_was_cut_is_told_of_beside_the_field() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        await screen.until(lambda: screen.app.main.pane.editor)
        await paste(screen, "\n \r\n  5:35:17 \nsecond\n")
        await screen.shows("= 5.588056")
        await screen.shows("only the first line was pasted")
        assert "only the" not in screen.line("= 5.588056")


async def paste(screen: Terminal, text: str) -> None:
    """Paste as a terminal does."""
    screen.app.post_message(Paste(text))
    await screen.pilot.pause()
