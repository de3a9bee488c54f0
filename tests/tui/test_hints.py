"""Hints: in a line of the screen for some seconds, on whatever screen; boxes are for errors, one at a time."""

from __future__ import annotations

from indipyterm.tui.screens.confirm import ask
from indipyterm.workspace.submission import Question
from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal
from tests.tui.host import DEFINITIONS

LONG = "one two three four five six seven eight nine ten " * 4


def boxes(screen: Terminal) -> list[str]:
    """What the boxes on screen say."""
    return [str(toast.render()) for toast in screen.app.screen.query("Toast") if toast.region]


async def test_a_hint_stands_in_the_line_of_details_until_its_time_is_over() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        line = screen.app.main.detail.region.y
        details = screen.lines[line]
        screen.app.notify("only this", severity="warning")
        await screen.until(lambda: screen.lines[line].strip() == "only this")
        assert not boxes(screen)
        await screen.press("j", "k")
        assert screen.lines[line].strip() == "only this"

        screen.app.hints.show("more", seconds=0.05)
        await screen.until(lambda: screen.lines[line] == details)

        screen.app.notify(LONG, title="Many")
        await screen.until(lambda: screen.lines[line].startswith(" Many: one two"))
        shown = " ".join(" ".join(screen.lines[line:]).split())
        assert shown.startswith(f"Many: {LONG.strip()} ")
        screen.app.notify(LONG * 3)
        await screen.until(lambda: screen.lines[-1].rstrip().endswith("…"))
        screen.app.hints.clear()
        await screen.until(lambda: screen.lines[line] == details and "Help" in screen.lines[-1])


async def test_a_hint_goes_along_to_another_screen_and_nothing_covers_log_and_plot() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        screen.app.notify("the contrary")
        screen.app.notify("a fault", severity="error")
        await screen.until(lambda: boxes(screen) == ["a fault"])
        await screen.hides("the contrary")
        screen.app.notify("only this")
        first = screen.sheet.region.y
        assert "a fault" not in "".join(screen.lines[: first + 1])
        assert screen.app.screen.query_one("Toast").region.bottom == screen.app.main.detail.region.y
        for key in ("L", "t", "p"):
            await screen.press(key)
            await screen.until(lambda: "only this" in screen.lines[-1])
            assert not boxes(screen)
            assert key == "L" or "a fault" not in screen.text, "the log has it"
            screen.app.notify("another fault", severity="error")
            await screen.until(lambda: "another fault" in screen.lines[-1])
            screen.app.notify("only this")
            await screen.press("escape")
            await screen.until(lambda: "only this" in screen.lines[screen.app.main.detail.region.y])


async def test_a_hint_from_before_goes_into_no_dialog_and_none_covers_what_would_be_sent() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        screen.app.notify("only this")
        await screen.until(lambda: "only this" in screen.text)
        ask(screen.app, Question("Really?", "one"), lambda: None)
        await screen.until(lambda: "y Yes" in screen.text)
        screen.app.hints.place()
        await screen.until(lambda: "only this" in screen.lines[-1], 3)
        assert screen.text.count("only this") == 1
        screen.app.notify("while it asks")
        await screen.until(lambda: "│  while it asks" in screen.text, 3)
        await screen.press("n", "colon")
        screen.app.notify("at the palette")
        await screen.until(lambda: "at the palette" in screen.lines[-1], 3)
        screen.app.hints.clear()
        await screen.hides("at the palette")


async def test_a_box_stands_above_the_plot() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, (120, 40)) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("t")
        await screen.until(lambda: screen.app.main.plot.size.height)
        screen.app.notify("a fault", severity="error")
        screen.app.notify("a fault", severity="error")
        await screen.until(lambda: boxes(screen) == ["a fault"])
        assert screen.app.screen.query_one("Toast").region.bottom <= screen.app.main.plot.region.y
