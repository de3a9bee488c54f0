"""Argument types: functions that parse one argument, and raise ArgumentTypeError with the reason if it is wrong."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.client.hosts import host_and_port

if TYPE_CHECKING:
    from indipyterm.workspace.panel_file import PanelFile

MAX_SPEED = 10_000.0
"""How many times as fast a recording can be played."""


def server(text: str) -> str:
    """Check ``HOST[:PORT]``, and return it unchanged."""
    try:
        host_and_port(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    return text


def port(text: str) -> int:
    """Parse a port number."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a port (1 to 65535)")


def seconds(text: str) -> float:
    """Parse a time in seconds, above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value < 1e9:
        return value
    raise ArgumentTypeError(f"{text!r} is not a time in seconds")


def duration(text: str) -> float:
    """Parse a time of 0 or more, such as ``2``, ``30s`` or ``5m``, in seconds."""
    from indipyterm.presentation.durations import parse_duration  # noqa: PLC0415 - --help need not load it

    try:
        value = parse_duration(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None
    if value < 0:
        raise ArgumentTypeError(f"{text!r} is below 0")
    return value


def count(text: str) -> int:
    """Parse a number of times, 0 or more."""
    if text.isascii() and text.isdigit() and len(text) < 7:
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a number of times")


def speed(text: str) -> float:
    """Parse a playback speed, above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value <= MAX_SPEED:
        return value
    raise ArgumentTypeError(f"{text!r} is not a number above 0, up to {MAX_SPEED:g}")


def new_file(text: str) -> Path:
    """Check that a file does not exist and can be created."""
    path = Path(text).expanduser()
    if os.path.lexists(path):
        raise ArgumentTypeError(f"{path} exists already: recordings do not overwrite files")
    if not path.parent.is_dir():  # say so now: otherwise a night would not be recorded
        raise ArgumentTypeError(f"{path.parent} is not a directory")
    if not os.access(path.parent, os.W_OK):
        raise ArgumentTypeError(f"{path.parent} cannot be written")
    return path


def log_file(text: str) -> Path:
    """Check that a file can be appended to; it is created if missing."""
    path = Path(text).expanduser()
    try:
        # Without waiting: a pipe that nobody reads is refused.
        os.close(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o666))
        return path
    except OSError as error:
        raise ArgumentTypeError(f"{path} cannot be written: {error.strerror}") from None


def existing_file(text: str) -> Path:
    """Check that a file exists."""
    path = Path(text).expanduser()
    if not path.is_file():
        raise ArgumentTypeError(f"{path} is not a file")
    return path


def panel_file(text: str) -> PanelFile:
    """Read a panel file."""
    from indipyterm.exceptions import BadPanel  # noqa: PLC0415 - --help need not load it
    from indipyterm.workspace.panel_file import read_panel  # noqa: PLC0415

    try:
        return read_panel(Path(text).expanduser())
    except BadPanel as error:
        raise ArgumentTypeError(str(error)) from None


def writable_folder(text: str) -> Path:
    """Check that a directory exists and can be written to."""
    from indipyterm.client.blobs import check_folder  # noqa: PLC0415 - --help need not load it
    from indipyterm.exceptions import NotSaved  # noqa: PLC0415

    try:
        return check_folder(text)
    except NotSaved as error:
        raise ArgumentTypeError(str(error)) from None
