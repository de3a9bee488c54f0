"""What is kept from one run to the next: a small JSON file, which no run can damage and no damage can stop."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

from indipyterm.workspace.files import read_small_file, reason_of, write_atomically


@dataclass(frozen=True, slots=True)
class LastRun:
    """Where the user was, and what was set up while running."""

    hosts: tuple[str, ...] = ()
    """The servers of the last run, as they were given: ``pi4``, ``dome:7625``."""
    device: str | None = None
    """The device that was shown last."""
    vector: str | None = None
    """The row of it that the cursor was on, by its vector's name."""
    folded: tuple[tuple[str, str], ...] = ()
    """Groups shown as a heading only: device and group."""
    watch: tuple[tuple[str, str, str], ...] = ()
    """The watch list: server, device and vector."""
    blobfolder: Path | None = None
    """Where BLOBs were saved last."""
    theme: str | None = None
    """The theme that was chosen last."""


def default_path() -> Path:
    """Where the platform wants it."""
    return platformdirs.user_state_path("indipyterm") / "state.json"


def load_state(path: Path | None = None) -> tuple[LastRun, list[str]]:
    """The state and what was wrong with it, as sentences. Without a file, an empty state.

    A file with something wrong in it is kept beside, as ``state.json.broken``; what is good in it still counts.
    """
    path = path or default_path()
    try:
        content = json.loads(read_small_file(path))
    except FileNotFoundError:
        return LastRun(), []
    except OSError as error:
        return LastRun(), [f"{path} is ignored: {reason_of(error)}; {_put_aside(path)}"]
    except (ValueError, RecursionError):  # no JSON, no UTF-8, a number without end, brackets without end
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
    told = [f"{path}: wrong value of {', '.join(wrong)} is ignored; {_put_aside(path)}"] if wrong else []
    return LastRun(**found), told


def save_state(path: Path | None, state: LastRun) -> str | None:
    """Keep the state for the next run; gives a sentence where that failed. The last of several to save wins.

    Waits for the disk: call it in a thread while the screen is up.
    """
    path = path or default_path()
    content = {field.name: getattr(state, field.name) for field in fields(state)}
    text = json.dumps(content, indent=1, default=str)  # all in ASCII: names may be no valid Unicode
    try:
        write_atomically(path, text.encode("ascii"))
    except OSError as error:
        return f"{path}: not saved: {reason_of(error)}"
    return None


def _put_aside(path: Path) -> str:
    """Rename a file that is no good, so that the next save does not destroy it; tells what became of it."""
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


# Reading values: each raises ValueError for what it cannot take.


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
