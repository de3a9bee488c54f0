"""Settings files: TOML that users can read and edit. We write it ourselves, as Python can only read TOML.

    # Settings of INDI devices, saved from localhost:7624 on 2026-11-22 22:43:07 UTC.
    indipyterm-settings = 1

    # Absolute Position · Main Control
    ["Focuser Simulator".ABS_FOCUS_POSITION]
    FOCUS_ABSOLUTE_POSITION = 50000             # Ticks; 0 to 100000

Each vector is a table, ``[device.vector]``, with a key for each member: true or false for a switch, a number, or a
text. A number may also be written as a text, ``"5:35:17.3"``.
"""

from __future__ import annotations

import errno
import os
import re
import select
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indipyterm.commands.settings import VERSION_KEY, Setting, Settings, setting_values
from indipyterm.exceptions import BadFile
from indipyterm.files.opening import read_regular
from indipyterm.files.replacing import write_atomically
from indipyterm.model.control_characters import CONTROL
from indipyterm.model.members import Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Rule
from indipyterm.protocol.numbers import decimal_text, format_number

VERSION = 1

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNWRITABLE = re.compile(rf"[{CONTROL}\"\\]")
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_COMMENT_COLUMN = 44
_LARGEST_FILE = 16 << 20
_PATIENCE = 3.0
"""Seconds to wait for the reader of a pipe: signals wait, too."""

_RULES = {
    Rule.ONE_OF_MANY: "one of these",
    Rule.AT_MOST_ONE: "one of these, or none",
    Rule.ANY_OF_MANY: "any of these",
}


def dumps(vectors: Iterable[Vector], heading: Sequence[str] = (), kept: Settings | None = None) -> str:
    """Return the current values of vectors as TOML, after a comment with the lines of `heading`.

    `loads` returns exactly these values. Members whose values are None in `settings.setting_values` are left out.
    `kept` are settings of an earlier file, which are written as they are, and marked as such.
    """
    lines = [f"# {_comment(line)}".rstrip() for line in heading]
    lines += [f"{VERSION_KEY} = {VERSION}"]
    for vector in vectors:
        lines += ["", *_table(vector)]
    for device, tables in (kept or {}).items():
        lines += ["", f"# Nothing was heard of {_comment(device)}: these settings are those saved before."]
        for name, members in tables.items():
            lines += [
                "",
                f"[{_key(device)}.{_key(name)}]",
                *(f"{_key(one)} = {_value(members[one])}" for one in members),
            ]
    return "\n".join(lines) + "\n"


def loads(text: str) -> Settings:
    """Parse settings. Raises `BadFile` if the text is not TOML, or not of this form."""
    try:
        content = tomllib.loads(text)
    except ValueError as error:  # includes numbers of thousands of digits
        raise BadFile(f"not TOML: {error}") from None
    except RecursionError:
        raise BadFile("not TOML: brackets are nested too deeply") from None
    if content.pop(VERSION_KEY, None) != VERSION:
        raise BadFile(f"not a settings file: it has no line {VERSION_KEY} = {VERSION}")
    return {
        device: {vector: _members(f"{device} {vector}", members) for vector, members in _vector_tables(device, vectors)}
        for device, vectors in content.items()
    }


def read_file(path: str | Path, *, regular: bool = False) -> Settings:
    """Read a settings file. It waits for a pipe; with `regular` anything but a regular file is refused.

    Raises `BadFile`.
    """
    try:
        data = read_regular(path, _LARGEST_FILE) if regular else _read_any(path)
        if data is None:
            raise BadFile(f"{path}: larger than {_LARGEST_FILE} bytes")
        return loads(data.decode())
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path}: not UTF-8") from None
    except BadFile as error:
        raise BadFile(str(error) if str(path) in str(error) else f"{path}: {error}") from None


def _read_any(path: str | Path) -> bytes | None:
    with open(path, "rb") as file:
        data = file.read(_LARGEST_FILE + 1)
    return data if len(data) <= _LARGEST_FILE else None


def write_file(path: str | Path, text: str, *, regular: bool = False) -> None:
    """Replace a file as a whole, or leave it unchanged on failure; a symbolic link is followed.

    A device or pipe is written to, not replaced; with `regular` it is refused. Raises `BadFile`, also for a pipe that
    nobody reads.
    """
    try:
        if not os.path.exists(path) or os.path.isfile(path):
            write_atomically(Path(path), text.encode())
        elif regular:
            raise BadFile(f"{path}: not a regular file")
        else:
            _write_special_file(path, text.encode())
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None


def _write_special_file(path: str | Path, data: bytes) -> None:
    """Write to a device or a pipe. Raises OSError, also if nothing is taken from a pipe for some seconds."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    try:
        left = memoryview(data)
        while left:
            _, ready, _ = select.select([], [descriptor], [], _PATIENCE)
            if not ready:
                raise OSError(errno.EAGAIN, "nobody reads it")
            left = left[os.write(descriptor, left) :]
    finally:
        os.close(descriptor)


def _table(vector: Vector) -> Iterator[str]:
    comment_parts = [vector.label, vector.group]
    if vector.rule is not None:
        comment_parts.append(_RULES[vector.rule])
    yield f"# {' · '.join(map(_comment, comment_parts))}"
    yield f"[{_key(vector.device)}.{_key(vector.name)}]"
    for name, value in setting_values(vector).items():
        if value is not None:
            line = f"{_key(name)} = {_value(value)}"
            comment = _member_comment(vector.members[name])
            yield f"{line.ljust(_COMMENT_COLUMN)}# {comment}" if comment else line


def _member_comment(member: Member) -> str:
    """Return the comment on a member: its label, and for a number its formatted value and limits."""
    comment_parts = [] if member.label == member.name else [_comment(member.label)]
    if isinstance(member, NumberMember):
        shown = member.formatted().strip()
        if ":" in shown:
            comment_parts.append(_comment(shown))
        if limits := member.limits():
            low, high = (_comment(format_number(limit, member.format).strip()) for limit in limits)
            comment_parts.append(f"{low} to {high}")
    return "; ".join(comment_parts)


def _value(value: Setting) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(value) if isinstance(value, str) else decimal_text(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return '"' + _UNWRITABLE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def _comment(text: str) -> str:
    """Put text from the network on one line, without control characters."""
    return _UNWRITABLE.sub(lambda found: found[0] if found[0] in '"\\' else " ", text)


def _vector_tables(device: str, vectors: object) -> Iterable[tuple[str, object]]:
    if not isinstance(vectors, dict):
        raise BadFile(f"{device!r} is not a table of a device's vectors")
    return vectors.items()


def _members(where: str, members: object) -> dict[str, Setting]:
    if not isinstance(members, dict):
        raise BadFile(f"{where} is not a table of a vector's members")
    for name, value in members.items():
        if not isinstance(value, str | int | float | bool):
            raise BadFile(f"{where} {name} is not a text, a number, true or false")
    return members
