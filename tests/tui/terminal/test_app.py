"""The base of the app: what a slow line is spared, which screens are painted, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widgets import Static

from indipyterm.tui import app as screen_app
from indipyterm.tui.app import IPyTerm
from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.tui.terminal.driver import ResilientDriver
from tests.servers import WireServer
from tests.tui.emulator import terminal


def test_the_app_writes_with_a_driver_that_outlasts_its_terminal() -> None:
    assert IPyTerm([]).driver_class is ResilientDriver


def test_over_ssh_nothing_is_animated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_CONNECTION", raising=False)
    assert IPyTerm([]).animation_level == "full"
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
    assert IPyTerm([]).animation_level == "none"


async def test_a_notification_that_is_taken_away_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_app, "TICK_SECONDS", 0.05)
    async with WireServer() as server, terminal(server.port) as screen:
        await screen.shows("● live")
        for number in range(3):
            screen.app.notify(f"this is number {number}", severity="error", timeout=60)
            await screen.until(lambda: screen.app.main.query("ToastHolder"))
            await screen.press(":", "escape")  # the palette clears them
        await screen.until(lambda: not screen.app.main.query("ToastHolder"))


async def test_notices_are_left_alone_once_the_screens_are_gone() -> None:
    app = TerminalApp()
    async with app.run_test():
        app.refresh_notices()
    app.refresh_notices()  # a timer's last tick


class Covered(TerminalApp):
    """A screen to lay others over."""

    def painted_below(self) -> bool:
        """Whether changes of the first screen are sent to the terminal."""
        return self.screen_stack[0] in self._background_screens


async def test_a_screen_is_painted_under_a_dialog_and_not_under_a_screen_that_covers_it() -> None:
    app = Covered()
    async with app.run_test():
        assert not app.painted_below()
        await app.push_screen(Screen())
        assert not app.painted_below()
        app.screen.styles.background = "red 50%"
        assert app.painted_below()
        app.pop_screen()
        await app.push_screen(ModalScreen())
        assert app.painted_below()


@pytest.mark.parametrize("ascii_only", [True, False])
async def test_in_ascii_a_scrollbar_is_drawn_in_colour_alone(ascii_only: bool) -> None:
    class Scrolled(TerminalApp):
        def compose(self) -> ComposeResult:
            with VerticalScroll():
                yield Static("\n".join(map(str, range(100))))

    app = Scrolled(ascii_only=ascii_only)
    try:
        async with app.run_test(size=(20, 10)) as pilot:
            assert app.has_class("-ascii") is app.ascii is ascii_only
            app.query_one(VerticalScroll).scroll_to(y=7, animate=False, immediate=True)
            await pilot.pause()
            shown = "".join(strip.text for strip in app.screen._compositor.render_strips())
            assert shown.isascii() is ascii_only
    finally:
        ScrollBar.renderer = ScrollBarRender


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
async def test_a_signal_ends_it_with_the_status_that_tells_which_until_it_is_ending(number: signal.Signals) -> None:
    usual = signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL
    before = signal.getsignal(number)
    app = TerminalApp()
    async with app.run_test() as pilot:
        app.exit_on_signals()
        os.kill(os.getpid(), number)
        async with asyncio.timeout(10):
            while app.return_code is None:
                await pilot.pause()
        assert app.return_code == 128 + number
        app.stop_handling_signals()
        assert signal.getsignal(number) is usual
    signal.signal(number, before)
