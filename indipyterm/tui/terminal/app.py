"""A Textual app for a terminal at the other end of a line: few bytes, ordered keys, and no end without an end.

All that the program needs of Textual beyond its public ways stands in this folder, and here it is put together.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import Any

from rich.console import RenderableType
from textual import events, on
from textual._compositor import ChopsUpdate
from textual.app import App
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from indipyterm.tui.terminal.driver import ResilientDriver
from indipyterm.tui.terminal.key_queue import KeyQueue, Marker
from indipyterm.tui.terminal.narrow_update import NarrowUpdate
from indipyterm.tui.terminal.scrollbars import WholeCells

_SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)


class TerminalApp(App[None]):
    """The base of the app; `ascii` draws with ASCII characters only."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, ascii_only: bool = False) -> None:
        super().__init__()
        self.ascii = ascii_only
        """Whether only ASCII characters are painted."""
        self._key_queue = KeyQueue(self, super().on_event)
        self.set_class(ascii_only, "-ascii")
        ScrollBar.renderer = WholeCells if ascii_only else ScrollBarRender
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"  # each frame of an animation goes over the line

    def get_driver_class(self) -> type[Driver]:
        """Textual asks what to write to the terminal with."""
        driver = super().get_driver_class()
        return ResilientDriver if driver is LinuxDriver else driver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Textual writes to the terminal here."""
        super()._display(screen, NarrowUpdate.of(renderable) if isinstance(renderable, ChopsUpdate) else renderable)

    def exit_on_signals(self) -> None:
        """End in order on SIGTERM, SIGINT, and SIGHUP: the SSH line drops. The exit status tells which it was."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def stop_handling_signals(self) -> None:
        """The app is ending: signals have their usual effect again."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().remove_signal_handler(number)

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """Textual asks which screens can be seen through the top one: else each change below would be sent, too."""
        opaque = not isinstance(self.screen, ModalScreen) and self.screen.styles.background.a == 1
        return [] if opaque else super()._background_screens

    async def on_event(self, event: events.Event) -> None:
        """Textual's entry for events: keys are handled one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._key_queue.put(event)
        else:
            await super().on_event(event)

    @on(Marker)
    def _marker_returned(self, marker: Marker) -> None:
        self._key_queue.marker_returned(marker)

    def remove_empty_toasts(self) -> None:
        """Remove what Textual leaves behind of each notification that was taken away before its time."""
        for screen in self.screen_stack:
            for holder in screen.query("ToastHolder"):
                if holder.is_mounted and not holder.children:
                    holder.remove()
