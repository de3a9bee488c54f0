"""A terminal that may go away at any moment, as one at the other end of an SSH line does."""

from __future__ import annotations

import os
import selectors
from collections.abc import Iterable
from typing import IO, Any

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Region
from textual.message import Message

from indipyterm.tui.terminal.input import TerminalInput

_READ_SIZE = 1 << 12
_LOOK_SECONDS = 0.1  # between two looks whether it is time to end

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
    """Textual's, but that its thread which writes outlasts the terminal, and that it takes whatever the terminal says.

    Without that thread nobody empties its queue, and the program would wait for ever when it says goodbye. A size can
    come as text from the terminal, so with what is pasted, too: one of 100000x100000 would take all memory.
    """

    def __init__(self, *arguments: Any, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self._file: Any = LossyFile(self._file)

    def _get_terminal_size(self) -> tuple[int, int]:
        width, height = super()._get_terminal_size()
        return min(width, _SIZES.right - 1), min(height, _SIZES.bottom - 1)

    def run_input_thread(self) -> None:
        """Textual calls this in a thread: take what the terminal says, until it is time to end."""
        said = TerminalInput()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                self._process(said.take(os.read(self.fileno, _READ_SIZE)) if selector.select(_LOOK_SECONDS) else ())
                self._process(said.tick())
            if selector.select(_LOOK_SECONDS):  # what was said meanwhile is not for the shell
                os.read(self.fileno, _READ_SIZE)

    def _process(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def process_message(self, message: Message) -> None:
        """Take what the terminal said."""
        if not isinstance(message, events.Resize) or _SIZES.contains_point(message.size):
            super().process_message(message)
