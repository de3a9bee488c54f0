"""A Textual app for a terminal behind a slow line: it sends few bytes, handles keys in order, and ends when told to.

Everything that depends on Textual's internals is in this package. `tests/tui/terminal` has a test for each such
dependency, which fails when Textual changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Collection
from time import monotonic
from typing import Any, ClassVar

from rich.color import ColorSystem
from rich.console import RenderableType
from textual import events, on
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.binding import Keymap
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.notifications import Notification
from textual.screen import ModalScreen, Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.widgets import Input

from indipyterm.tui.terminal.announcer import Announcer
from indipyterm.tui.terminal.driver import ResilientDriver
from indipyterm.tui.terminal.key_queue import KeyQueue, Marker
from indipyterm.tui.terminal.notice_placement import place_notices
from indipyterm.tui.terminal.output import only_ascii
from indipyterm.tui.terminal.screen_writer import ScreenWriter

_SIGNALS = (
    *(signal.SIGTERM, signal.SIGHUP, signal.SIGINT),
    *(signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM),  # they end a program that does not expect them
)


_ATOMIC = 400  # bytes that arrive together even without asking the terminal to wait for all

_HOME = "\x1b[H"  # where a shell goes on writing, if the process is stopped

_MAX_WAITING = 3
_LEAST_SECONDS = 1.5
"""That a notice is shown at the least, while others wait."""


class WholeCellRender(ScrollBarRender):
    """Draws scrollbars in colour alone, without the characters at their ends that fill a part of a cell."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]


class TerminalApp(App[None]):
    """The base of the app; with `ascii_only`, or where the terminal has no others, it draws with ASCII characters.

    `notify_by` are the ways in which its announcer reaches the user; with ASCII characters only, none.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *, ascii_only: bool = False, notify_by: Collection[str] = ()) -> None:
        super().__init__()
        self.ascii = ascii_only or only_ascii()
        """Whether only ASCII characters are painted."""
        self._waiting_notices: dict[str, dict[str, Any]] = {}
        self._notice_since = 0.0
        self.announcer = Announcer(self._write_to_terminal, os.environ, () if self.ascii else notify_by)
        self._writer = ScreenWriter(os.environ.get("TERM", ""))
        self._key_queue = KeyQueue(self, super().on_event, self._too_many_keys)
        self.set_class(self.ascii, "-ascii")
        ScrollBar.renderer = WholeCellRender if self.ascii else ScrollBarRender  # of all apps in this process
        if os.environ.get("SSH_CONNECTION"):
            self.animation_level = "none"  # each frame of an animation goes over the line

    @property
    def keymap(self) -> Keymap:
        """The keys that the user chose, by the ids of bindings, as given to `set_keymap`."""
        return self._keymap

    @property
    def text_waits(self) -> bool:
        """Whether the next key is a character that waits to be handled."""
        return self._key_queue.text_waits

    @property
    def key_changes(self) -> int:
        """How often another key than the one before was handled so far; see `KeyQueue`."""
        return self._key_queue.changes

    def get_driver_class(self) -> type[Driver]:
        """Return the class that reads from the terminal and writes to it."""
        driver = super().get_driver_class()
        return ResilientDriver if driver is LinuxDriver else driver

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Write what changed to the terminal, as few bytes as possible."""
        if not isinstance(renderable, LayoutUpdate | ChopsUpdate) or self._driver is None or self._driver.is_headless:
            super()._display(screen, renderable)
            return
        if self._batch_count or not self._running or self._closed:
            self._writer.forget()  # what it is not told of
        else:
            if not isinstance(renderable, LayoutUpdate) and not self._writer.knows_all:
                screens = self._background_screens
                renderable = screen._compositor.render_update(full=True, screen_stack=screens)
                assert isinstance(renderable, LayoutUpdate)
            self._write_update(self._writer.write(renderable, self.console._color_system or ColorSystem.TRUECOLOR))
        self.post_display_hook()

    def _write_update(self, sequence: str) -> None:
        if self._driver is None or not sequence:
            return
        if isinstance(self.focused, Input):  # where an input method shows what is composed
            column, line = self.screen.outer_size.clamp_offset(self.cursor_position)
            sequence += f"\x1b[{line + 1};{column + 1}H"
        else:
            sequence += _HOME
        at_once = len(sequence) > _ATOMIC
        if at_once:
            self._begin_update()
        self._driver.write(sequence)
        if at_once:
            self._end_update()
        self._driver.flush()

    def terminal_changed(self) -> None:
        """Something else may have been written to the terminal: all cells are written with the next update."""
        self._writer.forget()

    def action_repaint(self) -> None:
        """Write the whole screen anew, whatever another program may have written over it."""
        self.terminal_changed()
        self.screen.refresh()

    def exit_on_signals(self) -> None:
        """End in order on a signal, as SIGHUP where the SSH line drops. The exit status tells which it was."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):  # not in the main thread
                asyncio.get_running_loop().add_signal_handler(number, self.exit, None, 128 + number)

    def stop_handling_signals(self) -> None:
        """The app is ending: signals have their usual effect again."""
        for number in _SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                asyncio.get_running_loop().remove_signal_handler(number)

    def _write_to_terminal(self, sequence: str) -> None:
        if self._driver and not self._driver.is_headless:
            self._driver.write(sequence)

    def before_suspension(self) -> None:
        """Called before the process stops (Ctrl+Z): what is sent now still goes out."""

    @property
    def _background_screens(self) -> list[Screen[Any]]:
        """The screens that show through the top one.

        Textual always counts the one below, and so sends each change of a screen that an opaque one covers.
        """
        opaque = not isinstance(self.screen, ModalScreen) and self.screen.styles.background.a == 1
        return [] if opaque else super()._background_screens

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; keys one after the other."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._key_queue.put(event)
            return
        await super().on_event(event)
        if isinstance(event, events.Resize) and self.screen_stack:
            self.action_repaint()  # terminals do as they like with what is on them

    @on(Marker)
    def _marker_returned(self, marker: Marker) -> None:
        self._key_queue.marker_returned(marker)

    def _too_many_keys(self) -> None:
        self.bell()
        self.notify("Too many keys at once: those that waited were dropped", severity="warning")

    # Notices

    def notify(self, message: str, **options: Any) -> None:
        """Show a notice as soon as there is none, and nothing that the user types in would be covered.

        Of those that wait only the last few are kept, none twice, and the newest is the next: the log has all.
        """
        self._waiting_notices.pop(message, None)
        self._waiting_notices[message] = options
        for oldest in list(self._waiting_notices)[:-_MAX_WAITING]:
            del self._waiting_notices[oldest]
        self.refresh_notices()

    def clear_notifications(self) -> None:
        """Show no notice any more, nor those that wait."""
        self._waiting_notices.clear()
        super().clear_notifications()

    def on_descendant_focus(self) -> None:
        """Keep notices off the field that has the focus now."""
        self.call_after_refresh(self.refresh_notices)

    def refresh_notices(self) -> None:
        """Place the notice anew, or show the next one, and remove the empty containers that Textual leaves behind."""
        if not self.screen_stack:  # the app ends, and timers go on for a moment
            return
        if place_notices(self.screen) and self._waiting_notices:
            shown = next(iter(self._notifications), None)
            if shown and monotonic() - self._notice_since >= _LEAST_SECONDS:
                self._unnotify(shown)
                shown = None
            if shown is None:
                message, options = self._waiting_notices.popitem()
                options = {"timeout": self.NOTIFICATION_TIMEOUT} | options
                self._notice_since = monotonic()
                self._notifications.add(Notification(message, **options))
                self._refresh_notifications()
        for screen in self.screen_stack:
            for holder in screen.query("ToastHolder"):
                if holder.is_mounted and not holder.children:
                    holder.remove()
