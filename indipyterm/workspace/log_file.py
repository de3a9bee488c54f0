"""A log file: lines are appended, and nothing that happens to the file is fatal."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


class LogFile:
    """Appends each line to a file at once. It raises nothing: a fault is returned once, as a sentence."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self._torn = False  # only a part of the last line was written
        self._missing = 0  # lines that could not be written since the last one that was
        self._reported: set[str] = set()

    def write(self, line: str) -> str | None:
        """Append a line; return what went wrong, or None if nothing did or it was returned before."""
        try:
            fault = self._open()
            gap = f"… {self._missing} lines are missing here\n" if self._missing else ""
            self._append(f"{gap}{line}\n".encode("utf-8", "backslashreplace"))
            self._missing = 0
        except OSError as error:
            self._missing += 1
            fault = f"cannot be written: {(error.strerror or str(error)).lower()}"
        except ValueError as error:  # a NUL in the path
            self._missing += 1
            fault = f"cannot be written: {error}"
        if fault is None or fault in self._reported:
            return None
        self._reported.add(fault)
        return f"log file {self.path} {fault}"

    def close(self) -> None:
        """Close the file; a later line opens it again."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _open(self) -> str | None:
        """Open the file if it is not open, or if another file has its name by now; return what is to be reported."""
        lost = self._file is not None and not self._has_its_name(self._file)
        if lost:
            self.close()
        if self._file is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK  # a pipe without a reader must not hang us
            self._file, self._torn = os.open(self.path, flags, 0o666), False
        return "was moved or removed; a new file was created" if lost else None

    def _has_its_name(self, file: int) -> bool:
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(file))
        except OSError:
            return False

    def _append(self, data: bytes) -> None:
        assert self._file is not None
        data = b"\n" + data if self._torn else data
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
        finally:
            self._torn = 0 < written < len(data) or (self._torn and not written)
