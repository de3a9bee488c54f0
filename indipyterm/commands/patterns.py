"""Names and patterns of properties as people write them: ``Device.VECTOR.MEMBER``.

The parts are joined by dots; a vector or member left out stands for all of them. A part is written in one of two ways:

* plain, as in ``Focuser Simulator``: everything up to the next dot, without the blanks around it. ``*`` stands for any
  number of characters and ``?`` for one; a backslash takes the next character as it is;
* in double or single quotes, as in ``"ASI 1.0"``: everything between them as it is, dots, ``=``, ``*`` and ``?``
  included; a backslash takes the next character as it is.

So a name that has a dot in it must be quoted, since nobody could tell where it ends. An unquoted member that begins
with an underscore also names the pseudo members of a vector (see `readings.PSEUDO`): ``_STATE``, or ``_*`` for all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indipyterm.exceptions import BadPattern

QUOTES = "\"'"
_NEEDS_QUOTES = re.compile(r"[.=*?\\\"']|^\s|\s$|^$")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a pattern: a name, or (`wild`) a pattern of names."""

    text: str
    quoted: bool = False
    wild: re.Pattern[str] | None = field(default=None, compare=False)

    def matches(self, name: str) -> bool:
        """Whether it stands for this name."""
        return self.text == name if self.wild is None else self.wild.fullmatch(name) is not None

    @property
    def pseudo(self) -> bool:
        """Whether it may stand for pseudo members."""
        return not self.quoted and self.text.startswith("_")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Properties by device, vector and member; None for a vector or member that was left out."""

    device: Part
    vector: Part | None = None
    member: Part | None = None

    def matches(self, device: str, vector: str) -> bool:
        """Whether it stands for a vector, or for something in it."""
        return self.device.matches(device) and (self.vector is None or self.vector.matches(vector))

    @property
    def exact(self) -> tuple[str, str] | None:
        """Device and vector name, where there can be only one such vector."""
        if self.device.wild or self.vector is None or self.vector.wild:
            return None
        return self.device.text, self.vector.text


def parse_pattern(text: str) -> Pattern:
    """Read a pattern of one to three parts; raises `BadPattern`."""
    parts, end = read_parts(text, 0, ".")
    assert end == len(text)  # only a dot ends a part, and what follows a dot is another part
    return pattern_of(parts, text)


def pattern_of(parts: list[Part], text: str) -> Pattern:
    """Make a pattern of the parts that were read in `text`; raises `BadPattern` for more than three."""
    if len(parts) > 3:
        raise BadPattern("more than three parts; put a name that has a dot in it in quotes", text, 0)
    return Pattern(*parts)


def read_parts(text: str, at: int, ends: str) -> tuple[list[Part], int]:
    """Read parts joined by dots from `at` on; give them and where they end: at one of `ends`, or at the end.

    Raises `BadPattern`.
    """
    parts: list[Part] = []
    while True:
        part, at = _read_part(text, at, ends)
        parts.append(part)
        if at == len(text) or text[at] != ".":
            return parts, at
        at += 1


def _read_part(text: str, at: int, ends: str) -> tuple[Part, int]:
    start = at
    while text[at : at + 1] == " " and " " not in ends:
        at += 1
    if text[at : at + 1] and text[at] in QUOTES:
        return _read_quoted(text, at, ends)
    letters: list[str] = []  # with the backslash where there is one
    while at < len(text) and text[at] != "." and text[at] not in ends:
        letters.append(text[at : at + 2] if text[at] == "\\" else text[at])
        at += len(letters[-1])
    if letters and letters[-1] == "\\":
        raise BadPattern("nothing follows the backslash", text, at - 1)
    while letters and letters[-1] == " ":
        letters.pop()
    if not letters:
        raise BadPattern("a name is missing here", text, start)
    return _plain(letters), at


def _plain(letters: list[str]) -> Part:
    """Make a part of plain text, letter by letter, of which some have a backslash before them."""
    if "*" not in letters and "?" not in letters:
        return Part("".join(letter[-1] for letter in letters))
    wild = "".join({"*": ".*", "?": "."}.get(letter) or re.escape(letter[-1]) for letter in letters)
    return Part("".join(letters), False, re.compile(wild, re.DOTALL))


def _read_quoted(text: str, at: int, ends: str) -> tuple[Part, int]:
    quote, start, name = text[at], at, ""
    at += 1
    while text[at : at + 1] != quote:
        if text[at : at + 1] == "\\":
            at += 1
        if at >= len(text):
            raise BadPattern("this quote is not closed", text, start)
        name += text[at]
        at += 1
    at += 1
    while text[at : at + 1] == " " and " " not in ends:
        at += 1
    if at < len(text) and text[at] != "." and text[at] not in ends:
        raise BadPattern("expected a dot after the quoted name", text, at)
    if not name:
        raise BadPattern("a name is missing here", text, start)
    return Part(name, quoted=True), at


def written(*names: str) -> str:
    """Write names as a pattern that means just them, with quotes where they are needed (not for blanks)."""
    return ".".join(_quoted(name) if _NEEDS_QUOTES.search(name) else name for name in names)


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
