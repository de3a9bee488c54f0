"""The state kept from one run to the next, in a small JSON file. A damaged file never stops the program."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from indipyterm.files.replacing import write_atomically
from indipyterm.workspace.small_files import read_small_file, reason_of


class LastRun(NamedTuple):
    """Where the user was at the end of the last run, and what was set in it."""

    hosts: tuple[str, ...] = ()
    """The servers: ``pi4``, ``dome:7625``."""
    device: str | None = None
    """The device that was shown last."""
    vector: str | None = None
    """The name of the vector that the cursor was on."""
    folded: tuple[tuple[str, str], ...] = ()
    """Folded groups: device and group."""
    watch: tuple[tuple[str, str, str], ...] = ()
    """The watch list: server, device and vector."""
    blobfolder: Path | None = None
    """Where BLOBs were saved last."""
    theme: str | None = None
    """The theme that was chosen last."""


def default_path() -> Path:
    """The file of this platform."""
    return platformdirs.user_state_path("indipyterm") / "state.json"


def load_state(path: Path | None = None) -> tuple[LastRun, list[str]]:
    """Read the state; return it with a warning for each fault. Without a file the state is empty.

    A faulty file is renamed to ``state.json.broken``; what is valid in it is used.
    """
    path = path or default_path()
    try:
        content = json.loads(read_small_file(path))
    except FileNotFoundError:
        return LastRun(), []
    except OSError as error:
        return LastRun(), [f"{path} is ignored: {reason_of(error)}; {_put_aside(path)}"]
    except (ValueError, RecursionError):  # not JSON, not UTF-8, an endless number, endless brackets
        content = None
    if not isinstance(content, dict):
        return LastRun(), [f"{path} is ignored: it is damaged; {_put_aside(path)}"]
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for name, read in _READERS.items():
        if content.get(name) is None:
            continue
        try:
            found[name] = read(content[name])
        except ValueError:
            wrong.append(name)
    warnings = [f"{path}: wrong value of {', '.join(wrong)} is ignored; {_put_aside(path)}"] if wrong else []
    return LastRun(**found), warnings


def save_state(path: Path | None, state: LastRun) -> str | None:
    """Save the state for the next run; return a sentence if that failed, else None. Waits for the disk."""
    path = path or default_path()
    text = json.dumps(state._asdict(), indent=1, default=str)  # ASCII only: names may be invalid Unicode
    try:
        Path(os.path.realpath(path)).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_atomically(path, text.encode("ascii"))
    except OSError as error:
        return f"{path}: not saved: {reason_of(error)}"
    return None


def _put_aside(path: Path) -> str:
    """Rename a faulty file, so that the next save does not overwrite it; return what became of it."""
    name = f"{path.name}.broken"
    kept = path.with_name(name)
    number = 1
    while os.path.lexists(kept):
        number += 1
        kept = path.with_name(f"{name}-{number}")
    try:
        os.rename(path, kept)
    except OSError as error:
        return f"it could not be kept as {kept.name}: {reason_of(error)}"
    return f"it is kept as {kept.name}"


# Readers of the values: each raises ValueError for an invalid one.


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _path(value: object) -> Path:
    return Path(_text(value))


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(value)
    return tuple(map(_text, value))


def _rows(length: int) -> Callable[[object], tuple[tuple[str, ...], ...]]:
    def read(value: object) -> tuple[tuple[str, ...], ...]:
        if not isinstance(value, list):
            raise ValueError(value)
        rows = tuple(map(_texts, value))
        if any(len(row) != length for row in rows):
            raise ValueError(value)
        return rows

    return read


_READERS: dict[str, Callable[[object], object]] = {
    "hosts": _texts,
    "device": _text,
    "vector": _text,
    "folded": _rows(2),
    "watch": _rows(3),
    "blobfolder": _path,
    "theme": _text,
}
