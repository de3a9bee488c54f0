"""A driver for terminals that may go away at any moment, as at the other end of an SSH connection."""

from __future__ import annotations

import os
import selectors
import signal
import termios
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region, Size
from textual.message import Message

from indipyterm.tui.terminal.input import TerminalInput
from indipyterm.tui.terminal.job_control import JobControl
from indipyterm.tui.terminal.output import open_terminal

_READ_SIZE = 1 << 12
_POLL_SECONDS = 0.1  # between two checks whether the thread is to end
_POP_KEYBOARD = "\x1b[<u"  # the keyboard's modes are on a stack: never twice there

_SIZES = Region(1, 1, 2000, 2000)
"""The sizes of terminals that are believed, in cells."""


class LossyFile:
    """A file that discards what cannot be written any more, instead of raising."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write text, or discard it; return its length."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):  # the latter where it is closed
            return len(text)

    def flush(self) -> None:
        """Flush what was written, or discard it."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class ResilientDriver(LinuxDriver):
    """Textual's driver, made to survive the loss of its terminal and any input from it.

    - If the thread that writes died with the terminal, its queue would fill up and the program would hang at its end.
    - The terminal can report its size as text, and so can pasted text: 100000x100000 would take all memory.
    - The kernel sends SIGCONT with the SIGHUP of a terminal that goes away, and anybody may send it at any time.
      Textual would start two more threads each time. Here one thread reads and one writes while the terminal is ours,
      and none otherwise. The thread that reads ends the app at the end of input.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        # GNU screen holds Escape back until the next key while a program heeds the mouse.
        super().__init__(app, debug=debug, mouse=mouse and "STY" not in os.environ, size=size)
        with suppress(OSError):  # no terminal: whatever is drawn goes where Textual writes
            self._file = open_terminal()  # Textual draws on stderr, which may be a file
        self._file: Any = LossyFile(self._file)
        self._ours = False  # whether the terminal is set up for the app now
        self._wanted = False  # whether to set it up at the next SIGCONT
        self._setting_up: list[str] | None = None  # what is written while it is being set up
        self._set_up = ""
        self._modes: list[Any] | None = None  # of the line (termios), as they were set up
        self._jobs = JobControl(self._leave, self._resume)  # in place of Textual's handlers

    def _get_terminal_size(self) -> tuple[int, int]:
        try:
            width, height = os.get_terminal_size(self._file.fileno())
        except OSError:  # it is gone
            width, height = super()._get_terminal_size()
        return min(width, _SIZES.right - 1), min(height, _SIZES.bottom - 1)

    # Getting and giving up the terminal

    def start_application_mode(self) -> None:
        """Set up the terminal and start to read and write. In the background, the kernel stops the process here."""
        self._ours, self._setting_up = True, []
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        finally:
            self._set_up, self._setting_up = "".join(self._setting_up), None
            self._ours = bool(self._set_up)
            self._wanted = not self._ours
        with suppress(termios.error):
            self._modes = termios.tcgetattr(self.fileno)
        self._changed()

    def stop_application_mode(self) -> None:
        """Put the terminal back as it was, and stop reading."""
        self._wanted = False
        if not self._ours:
            return
        if announcer := getattr(self._app, "announcer", None):
            self.write(announcer.restore())
        if self._in_background():
            self.attrs_before = None  # the line has the modes that the shell needs
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # which would stop it halfway there
        try:
            super().stop_application_mode()
        finally:
            self._ours = False
            signal.signal(signal.SIGTTOU, before)

    def disable_input(self) -> None:
        """Stop reading."""
        if self._ours:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the terminal, if it is ours."""
        if not self._ours or (self._jobs.resuming and self._in_background()):
            return  # everything is painted again when it is
        if (setting_up := self._setting_up) is not None:  # another thread may reset it
            setting_up.append(data)
        super().write(data)

    def _leave(self) -> None:
        """Give up the terminal, before the process stops."""
        if before := getattr(self._app, "before_suspension", None):
            before()
        if self._ours:
            self.suspend_application_mode()
            self._wanted = True

    def _resume(self) -> bool:
        """Take the terminal back after SIGCONT; return False if another job has it, so that we must stop again."""
        if self._app.return_code is not None:
            return True  # it is ending
        if self.input_tty and not os.isatty(self.fileno):
            self._hung_up()
        elif self._in_background():
            return False
        elif self._ours:
            self._renew()
        elif self._wanted:
            self.resume_application_mode()
            self._app.post_message(self.SignalResume())
            self._repaint()
        return True

    @contextmanager
    def no_automatic_restart(self) -> Iterator[None]:
        """Leave signals alone while the app lends the terminal to another program."""
        with self._jobs.disabled(), super().no_automatic_restart():
            yield

    def _in_background(self) -> bool:
        """Whether another job, or the shell, has the terminal."""
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:  # no jobs are controlled by this terminal
            return False

    def _renew(self) -> None:
        """Set up the terminal again and repaint: another program may have changed anything meanwhile."""
        if self._modes:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._modes)
        self.write(_POP_KEYBOARD + self._set_up)
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))  # no signal tells of a new size while another job has it
        self._repaint()

    def _changed(self) -> None:
        if changed := getattr(self._app, "terminal_changed", None):
            changed()

    def _repaint(self) -> None:
        self._changed()
        self._app.call_later(self._app.refresh, layout=True)

    # Input

    def run_input_thread(self) -> None:
        """Read and process input until the app ends; Textual runs this in a thread."""
        terminal_input = TerminalInput()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_POLL_SECONDS):
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._hung_up)
                        return
                    self._process(terminal_input.feed(data))
                self._process(terminal_input.tick())
            if selector.select(_POLL_SECONDS):  # what was typed meanwhile is not for the shell
                self._read()

    def _read(self) -> bytes:
        """Read what there is; return nothing at the end of input."""
        try:
            return os.read(self.fileno, _READ_SIZE)
        except OSError:  # of a terminal that is gone
            return b""

    def _hung_up(self) -> None:
        """End the app as SIGHUP does, which does not always come."""
        if self._app.return_code is None:
            self._app.exit(return_code=128 + signal.SIGHUP)

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Pass a message on to the app, unless it reports a size that no terminal has."""
        if not isinstance(message, events.Resize) or _SIZES.contains_point(message.size):
            super().process_message(message)
