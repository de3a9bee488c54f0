"""Names and patterns of properties as users write them: ``Device.VECTOR.MEMBER``.

The parts are joined by dots; an omitted vector or member means all of them. A part is written in one of two ways:

* plain, as in ``Focuser Simulator``: everything up to the next dot, without surrounding blanks. ``*`` matches any
  number of characters and ``?`` exactly one; a backslash makes the next character literal;
* in double or single quotes, as in ``"ASI 1.0"``: everything between them is literal, also dots, ``=``, ``*`` and
  ``?``; a backslash makes the next character literal.

So a name with a dot in it must be quoted. An unquoted member that begins with an underscore also matches the pseudo
members of a vector (see `selection.PSEUDO_MEMBERS`): ``_STATE``, or ``_*`` for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from indipyterm.exceptions import BadPattern
from indipyterm.model.wildcards import wildcard_regex

QUOTES = "\"'"
_NEEDS_QUOTES = re.compile(r"[.=*?\\\"']|^\s|\s$|^$")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: a name, or a wildcard pattern with its `regex`."""

    text: str
    quoted: bool = False
    regex: re.Pattern[str] | None = field(default=None, compare=False)

    def matches(self, name: str) -> bool:
        """Return whether it matches a name."""
        return self.text == name if self.regex is None else self.regex.fullmatch(name) is not None

    @property
    def pseudo(self) -> bool:
        """Whether it may match pseudo members."""
        return not self.quoted and self.text.startswith("_")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern for a device, vector and member; the vector or member is None if omitted."""

    device: Part
    vector: Part | None = None
    member: Part | None = None

    def matches(self, device: str, vector: str) -> bool:
        """Return whether it matches a vector, or members of it."""
        return self.device.matches(device) and (self.vector is None or self.vector.matches(vector))

    @property
    def exact(self) -> tuple[str, str] | None:
        """Device and vector name if only one vector can match, else None."""
        if self.device.regex or self.vector is None or self.vector.regex:
            return None
        return self.device.text, self.vector.text


def parse_pattern(text: str) -> Pattern:
    """Parse a pattern of one to three parts. Raises `BadPattern`."""
    parts, end = parse_parts(text, 0, ".")
    assert end == len(text)  # only a dot ends a part, and what follows a dot is another part
    return make_pattern(parts, text)


def make_pattern(parts: list[Part], text: str) -> Pattern:
    """Make a pattern of the parts parsed from `text`. Raises `BadPattern` for more than three."""
    if len(parts) > 3:
        raise BadPattern("more than three parts; put a name that has a dot in it in quotes", text, 0)
    return Pattern(*parts)


def with_device(text: str, meant: Mapping[str, str]) -> str:
    """The same pattern with the device that its own stands for, if it is one of those. Raises `BadPattern`."""
    part, end = _parse_part(text, 0, ".")
    name = None if part.regex else meant.get(part.text)
    return text if name is None else format_name(name) + text[end:]


def device_part(text: str) -> Part:
    """The part for a device alone, in which only ``*`` and ``?`` are special: a dot in the name needs no quotes."""
    return _unquoted_part(list(text)) if set(text) & {"*", "?"} else Part(text, quoted=True)


def parse_parts(text: str, position: int, terminators: str) -> tuple[list[Part], int]:
    """Parse parts joined by dots from `position` up to one of `terminators` or the end; return them and their end.

    Raises `BadPattern`.
    """
    parts: list[Part] = []
    while True:
        part, position = _parse_part(text, position, terminators)
        parts.append(part)
        if position == len(text) or text[position] != ".":
            return parts, position
        position += 1


def _parse_part(text: str, position: int, terminators: str) -> tuple[Part, int]:
    start = position
    while text[position : position + 1] == " " and " " not in terminators:
        position += 1
    if text[position : position + 1] and text[position] in QUOTES:
        return _parse_quoted(text, position, terminators)
    letters: list[str] = []  # with the backslash where there is one
    while position < len(text) and text[position] != "." and text[position] not in terminators:
        letters.append(text[position : position + 2] if text[position] == "\\" else text[position])
        position += len(letters[-1])
    if letters and letters[-1] == "\\":
        raise BadPattern("nothing follows the backslash", text, position - 1)
    while letters and letters[-1] == " ":
        letters.pop()
    if not letters:
        raise BadPattern("a name is missing here", text, start)
    return _unquoted_part(letters), position


def _unquoted_part(letters: list[str]) -> Part:
    """Make a part of the letters of a plain text, each with its backslash, if any."""
    if "*" not in letters and "?" not in letters:
        return Part("".join(letter[-1] for letter in letters))
    pieces = [""]
    for letter in letters:
        if letter == "*":
            pieces.append("")
        else:
            pieces[-1] += "." if letter == "?" else re.escape(letter[-1])
    return Part("".join(letters), False, wildcard_regex(pieces))


def _parse_quoted(text: str, position: int, terminators: str) -> tuple[Part, int]:
    quote, start, name = text[position], position, ""
    position += 1
    while text[position : position + 1] != quote:
        if text[position : position + 1] == "\\":
            position += 1
        if position >= len(text):
            raise BadPattern("this quote is not closed", text, start)
        name += text[position]
        position += 1
    position += 1
    while text[position : position + 1] == " " and " " not in terminators:
        position += 1
    if position < len(text) and text[position] != "." and text[position] not in terminators:
        raise BadPattern("expected a dot after the quoted name", text, position)
    if not name:
        raise BadPattern("a name is missing here", text, start)
    return Part(name, quoted=True), position


def format_name(*names: str) -> str:
    """Format names as a pattern that matches exactly them, with quotes where needed (not for blanks)."""
    return ".".join(_quoted(name) if _NEEDS_QUOTES.search(name) else name for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
