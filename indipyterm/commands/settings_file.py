"""Settings as a TOML file that people can read and change: written by us, since Python can only read TOML.

    # Settings of INDI devices, saved from localhost:7624 on 2026-11-22 22:43:07 UTC.
    indipyterm-settings = 1

    # Absolute Position · Main Control
    ["Focuser Simulator".ABS_FOCUS_POSITION]
    FOCUS_ABSOLUTE_POSITION = 50000             # Ticks; 0 to 100000

A table is a vector, ``[device.vector]``, with a key for each member: true or false for a switch, a number, or a text.
A number may also be written as a text, ``"5:35:17.3"``.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indipyterm.commands.settings import Setting, Settings, values_of
from indipyterm.exceptions import BadFile
from indipyterm.model.members import Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Rule
from indipyterm.protocol.numbers import decimal_text, format_number

STANDARD = "-"
"""The file name that means stdin or stdout."""

VERSION_KEY = "indipyterm-settings"
VERSION = 1

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\"\\]")
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_COMMENT_COLUMN = 44
_LARGEST_FILE = 16 << 20

_RULES = {
    Rule.ONE_OF_MANY: "one of these",
    Rule.AT_MOST_ONE: "one of these, or none",
    Rule.ANY_OF_MANY: "any of these",
}


def dumps(vectors: Iterable[Vector], heading: Sequence[str] = ()) -> str:
    """Write the present values of vectors as TOML, under a comment of `heading`'s lines.

    What `loads` gives of it is exactly these values. Members whose values are None in `settings.values_of` are passed
    over.
    """
    lines = [f"# {_comment(line)}".rstrip() for line in heading]
    lines += [f"{VERSION_KEY} = {VERSION}"]
    for vector in vectors:
        lines += ["", *_table(vector)]
    return "\n".join(lines) + "\n"


def loads(text: str) -> Settings:
    """Read settings; raises `BadFile` where they are no TOML, or not of this form."""
    try:
        content = tomllib.loads(text)
    except ValueError as error:  # a number of thousands of digits, too
        raise BadFile(f"no TOML: {error}") from None
    except RecursionError:
        raise BadFile("no TOML: brackets in brackets without end") from None
    if content.pop(VERSION_KEY, None) != VERSION:
        raise BadFile(f"no file of settings: it has no line {VERSION_KEY} = {VERSION}")
    return {
        device: {vector: _members(f"{device} {vector}", members) for vector, members in _sub(device, vectors)}
        for device, vectors in content.items()
    }


def read(path: str | Path) -> Settings:
    """Read a file, or stdin for "-"; raises `BadFile`."""
    try:
        if path == STANDARD:
            return loads(sys.stdin.buffer.read().decode())
        with open(path, "rb") as file:
            data = file.read(_LARGEST_FILE + 1)
        if len(data) > _LARGEST_FILE:
            raise BadFile(f"{path}: larger than {_LARGEST_FILE} bytes")
        return loads(data.decode())
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BadFile(f"{path}: not UTF-8") from None
    except BadFile as error:
        raise BadFile(str(error) if str(path) in str(error) else f"{path}: {error}") from None


def write(path: str | Path, text: str) -> None:
    """Write a file whole, or leave it as it was; through a link, to the file that it names.

    A device or a pipe is written to and stays what it is. Raises `BadFile`, where nobody reads a pipe, too.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".indipyterm-{secrets.token_hex(8)}.part")
    try:
        if os.path.exists(path) and not os.path.isfile(path):
            _pour(path, text)
            return
        with open(temporary, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            os.chmod(temporary, target.stat().st_mode & 0o7777)
        os.replace(temporary, target)
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror or error}") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _pour(path: str | Path, text: str) -> None:
    """Write to what is no regular file: ``/dev/stdout``, a pipe of the shell's; raises OSError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)  # a pipe that nobody reads would keep us here for ever
    os.set_blocking(descriptor, True)
    with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _table(vector: Vector) -> Iterator[str]:
    about = [vector.label, vector.group]
    if vector.rule is not None:
        about.append(_RULES[vector.rule])
    yield f"# {' · '.join(map(_comment, about))}"
    yield f"[{_key(vector.device)}.{_key(vector.name)}]"
    for name, value in values_of(vector).items():
        if value is not None:
            line = f"{_key(name)} = {_value(value)}"
            about_member = _about(vector.members[name])
            yield f"{line.ljust(_COMMENT_COLUMN)}# {about_member}" if about_member else line


def _about(member: Member) -> str:
    """What a reader may want to know of a member: its label, and of a number its limits and how it is shown."""
    about = [] if member.label == member.name else [_comment(member.label)]
    if isinstance(member, NumberMember):
        shown = member.formatted().strip()
        if ":" in shown:
            about.append(_comment(shown))
        if limits := member.limits():
            low, high = (_comment(format_number(limit, member.format).strip()) for limit in limits)
            about.append(f"{low} to {high}")
    return "; ".join(about)


def _value(value: Setting) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return _string(value) if isinstance(value, str) else decimal_text(value)


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _string(name)


def _string(text: str) -> str:
    return '"' + _UNWRITABLE.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text) + '"'


def _comment(text: str) -> str:
    """Put what the network said on one line, without what a terminal would obey."""
    return _UNWRITABLE.sub(lambda found: found[0] if found[0] in '"\\' else " ", text)


def _sub(device: str, vectors: object) -> Iterable[tuple[str, object]]:
    if not isinstance(vectors, dict):
        raise BadFile(f"{device!r} is no table of a device's vectors")
    return vectors.items()


def _members(where: str, members: object) -> dict[str, Setting]:
    if not isinstance(members, dict):
        raise BadFile(f"{where} is no table of a vector's members")
    for name, value in members.items():
        if not isinstance(value, str | int | float | bool):
            raise BadFile(f"{where} {name} is no text, number, true or false")
    return members
