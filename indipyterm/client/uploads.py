"""BLOBs to be sent: from what a script or the screen gives to bytes. Reads files: call it off the event loop."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indipyterm.model.requests import Refused


def read_files(values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace each path in ``(value, size, format)`` by the file's bytes, and an empty format by its suffix.

    Raises `Refused` where a file cannot be read.
    """
    return {name: _read(name, value) for name, value in values.items()}


def _read(name: str, value: Any) -> Any:
    match value:
        case (str() | Path() as path, size, suffix):
            try:
                path = Path(path).expanduser()
                return _contents(path), size, suffix or _suffix(path)
            except OSError as error:
                raise Refused(f"{path}: {error.strerror or error}", name) from None
            except (RuntimeError, ValueError) as error:  # nobody is called ~name; a NUL in the path
                raise Refused(f"{path}: {error}", name) from None
    return value


def _contents(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError("not a file")  # a pipe might never end
    return path.read_bytes()


def _suffix(path: Path) -> str:
    """The suffix, with the one before it where the last only tells of a compression: ``.fits.fz``."""
    packed = path.suffix in (".fz", ".gz", ".z") and len(path.suffixes) > 1
    return "".join(path.suffixes[-2:]) if packed else path.suffix
