"""What is closed is gone: a screen that is used all night holds no more than in the evening."""

from __future__ import annotations

import gc

import pytest

from indipyterm.tui import app
from indipyterm.tui.sheet.editor import Editor
from tests.servers import WireServer
from tests.tui.emulator import terminal
from tests.tui.host import DEFINITIONS


async def test_a_notification_that_is_taken_away_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "TICK_SECONDS", 0.05)
    async with WireServer() as server, terminal(server.port) as screen:
        await screen.shows("● live")
        for number in range(3):
            screen.app.notify(f"this is number {number}", timeout=60)
            await screen.shows(f"this is number {number}")
            await screen.press(":", "escape")  # the palette clears them
        await screen.hides("this is number")
        await screen.until(lambda: not screen.app.main.query("ToastHolder"))


async def test_an_editor_that_is_closed_is_forgotten() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port) as screen:
        await screen.select("Mount", "COORD")
        for _ in range(5):
            await screen.press("e")
            await screen.until(lambda: screen.app.main.pane.editor)
            await screen.type("5")
            await screen.press("escape")
            await screen.until(lambda: not screen.app.main.pane.editor)
        gc.collect()
        left = [each for each in gc.get_objects() if isinstance(each, Editor)]
        assert len(left) <= 1, "Textual remembers what had the focus last, but no more than that"
