"""A terminal that may go away at any moment, as one at the other end of an SSH line does."""

from __future__ import annotations

import os
import selectors
import signal
import termios
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region, Size
from textual.message import Message

from indipyterm.tui.terminal.input import TerminalInput
from indipyterm.tui.terminal.job_control import JobControl

_READ_SIZE = 1 << 12
_LOOK_SECONDS = 0.1  # between two looks whether it is time to end
_POP_KEYBOARD = "\x1b[<u"  # the keyboard's modes are on a stack: never twice there

_SIZES = Region(1, 1, 2000, 2000)
"""Of terminals, in cells: a larger one is made up."""


class LossyFile:
    """A file to which everything can be written: what it no longer takes is dropped."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write text, or drop it."""
        try:
            return self._file.write(text)
        except (OSError, ValueError):  # the latter where it is closed
            return len(text)

    def flush(self) -> None:
        """Have it written, or dropped."""
        try:
            self._file.flush()
        except (OSError, ValueError):
            return

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class ResilientDriver(LinuxDriver):
    """Textual's, but that it outlasts the terminal, and that it takes whatever the terminal says.

    Without the thread that writes nobody empties its queue, and the program would wait for ever when it says goodbye.
    A size can come as text from the terminal, so with what is pasted, too: one of 100000x100000 would take all memory.

    The kernel sends SIGCONT with the SIGHUP of a terminal that goes away, and anybody may send it at any time. Textual
    would start two more threads at each. Here there is one that reads and one that writes as long as the terminal is
    ours, and none while it is not; the one that reads ends the app when there is nothing to be read any more.
    """

    def __init__(self, *arguments: Any, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self._file: Any = LossyFile(self._file)
        self._ours = False  # whether the terminal is set up for the app
        self._wanted = False  # whether it is to be at the next SIGCONT
        self._setting_up: list[str] | None = None  # what is written for that, while it is
        self._set_up = ""
        self._modes: list[Any] | None = None  # of the terminal's line, as they are set up
        self._jobs = JobControl(self._leave, self._resume)  # in place of Textual's handlers

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        return min(width, _SIZES.right - 1), min(height, _SIZES.bottom - 1)

    # Who has the terminal

    def start_application_mode(self) -> None:
        """Set up the terminal, and begin to read and write; a process in the background is stopped here instead."""
        self._ours, self._setting_up = True, []
        try:
            super().start_application_mode()  # type: ignore[no-untyped-call]
        finally:
            self._set_up, self._setting_up = "".join(self._setting_up), None
            self._ours = bool(self._set_up)
            self._wanted = not self._ours
        with suppress(termios.error):
            self._modes = termios.tcgetattr(self.fileno)

    def stop_application_mode(self) -> None:
        """Put the terminal back as it was, and no longer read."""
        self._wanted = False
        if not self._ours:
            return
        if self._in_background():
            self.attrs_before = None  # the line has the modes that the shell needs
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # which would stop it halfway there
        try:
            super().stop_application_mode()
        finally:
            self._ours = False
            signal.signal(signal.SIGTTOU, before)

    def disable_input(self) -> None:
        """Read no more."""
        if self._ours:
            super().disable_input()

    def write(self, data: str) -> None:
        """Write to the terminal, while it is ours."""
        if not self._ours or (self._jobs.resuming and self._in_background()):
            return  # all is painted anew when it is
        if (setting_up := self._setting_up) is not None:  # another thread may end it
            setting_up.append(data)
        super().write(data)

    def _leave(self) -> None:
        """The process is about to stop."""
        if self._ours:
            self.suspend_application_mode()
            self._wanted = True

    def _resume(self) -> bool:
        """The process goes on after a stop, or SIGCONT came to one that ran; False if it has to have the terminal."""
        if self._app.return_code is not None:
            return True  # to end
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
        """The app lends the terminal to another program, and may be busy with that: there is nothing to leave."""
        with self._jobs.disabled(), super().no_automatic_restart():
            yield

    def _in_background(self) -> bool:
        """Whether the terminal is that of a shell's, or of another job."""
        try:
            return os.tcgetpgrp(self.fileno) != os.getpgrp()
        except OSError:  # no jobs are controlled by this terminal
            return False

    def _renew(self) -> None:
        """Set up the terminal again, and paint all: whoever had it meanwhile may have changed anything."""
        if self._modes:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self._modes)
        self.write(_POP_KEYBOARD + self._set_up)
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))  # nobody is told of a new one while another job has it
        self._repaint()

    def _repaint(self) -> None:
        self._app.call_later(self._app.refresh, layout=True)

    # What the terminal says

    def run_input_thread(self) -> None:
        """Textual calls this in a thread: take what the terminal says, until it is time to end."""
        terminal_input = TerminalInput()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_LOOK_SECONDS):
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._hung_up)
                        return
                    self._process(terminal_input.feed(data))
                self._process(terminal_input.tick())
            if selector.select(_LOOK_SECONDS):  # what was terminal_input meanwhile is not for the shell
                self._read()

    def _read(self) -> bytes:
        """Read what there is; nothing at the end of all input."""
        try:
            return os.read(self.fileno, _READ_SIZE)
        except OSError:  # of a terminal that is gone
            return b""

    def _hung_up(self) -> None:
        """End the app as SIGHUP does, for that does not always come."""
        if self._app.return_code is None:
            self._app.exit(return_code=128 + signal.SIGHUP)

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Take what the terminal terminal_input."""
        if not isinstance(message, events.Resize) or _SIZES.contains_point(message.size):
            super().process_message(message)
