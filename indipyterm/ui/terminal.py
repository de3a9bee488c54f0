"""A terminal that may go away at any moment, as one at the other end of an SSH line does."""

from __future__ import annotations

from typing import IO, Any

from textual.drivers.linux_driver import LinuxDriver


class Forgiving:
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


class EnduringDriver(LinuxDriver):
    """Textual's, but that its thread which writes outlasts the terminal.

    Without that thread nobody empties its queue, and the program would wait for ever when it says goodbye.
    """

    def __init__(self, *arguments: Any, **words: Any) -> None:
        super().__init__(*arguments, **words)
        self._file: Any = Forgiving(self._file)
