"""Objects of the sky by the names that people type: ``m42``, ``ngc 1976``, ``orion neb``, ``alpha lyr``, ``α Lyr``."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from indipyterm.presentation.sky.places import J2000, Place, moved

_SHORT = {"alpha": "alf", "theta": "tet", "xi": "ksi"}  # as SIMBAD writes them
_YEAR_SECONDS = 365.25 * 86400
_SPACES = {code: "" if chr(code) == "'" else " " for code in range(128) if not chr(code).isalnum()}


class SkyObject(NamedTuple):
    """An object: its name and the others, its place in J2000, its proper motion in milliarcseconds a year."""

    name: str
    others: tuple[str, ...]
    place: Place
    motion: tuple[float, float] = (0.0, 0.0)

    @property
    def title(self) -> str:
        """Its name and the most common of the others: ``M42 Orion Nebula``, ``Vega α Lyr``."""
        return f"{self.name} {self.others[0]}"

    def place_at(self, when: datetime) -> Place:
        """Its place in the coordinates of J2000 at a time: stars move."""
        return moved(self.place, self.motion, (when - J2000).total_seconds() / _YEAR_SECONDS)


class SkyObjects:
    """The objects of a table: see the head of `objects.csv` for its columns."""

    def __init__(self, table: str) -> None:
        lines = [line for line in table.splitlines() if line and not line.startswith("#")]
        self._meanings = dict(line[1:].split(";") for line in lines if line.startswith("="))
        self._objects = [_parsed(line) for line in lines if not line.startswith("=")]
        self._names = [[self._words(name) for name in (one.name, *one.others)] for one in self._objects]
        self._by_key: dict[str, SkyObject] = {}
        for one in self._objects:
            for name in (one.name, *one.others):
                for spelling in self._spellings(name):
                    self._by_key.setdefault("".join(self._words(spelling)), one)

    def __iter__(self) -> Iterator[SkyObject]:
        return iter(self._objects)

    def find(self, text: str) -> SkyObject | None:
        """The object that a text names in full, in any case and with any spaces; None if there is none."""
        return self._by_key.get("".join(self._words(text)))

    def beginning_with(self, text: str) -> list[SkyObject]:
        """The objects with a name whose words, or some of them, begin with the words of a text."""
        typed = self._words(text)
        return [
            one
            for one, names in zip(self._objects, self._names, strict=True)
            if typed and any(_begin(typed, name) for name in names)
        ]

    def _spellings(self, name: str) -> Iterator[str]:
        """A name, and what else is written for it: with a genitive, or the first three letters of the Greek one."""
        yield name
        start, _, constellation = name.rpartition(" ")
        genitive = self._meanings.get(constellation)
        if genitive is None:
            return
        yield f"{start} {genitive}"
        if letter := self._meanings.get(start[:1]):
            for short in (_SHORT.get(letter, letter), letter[:3]):
                yield f"{short}{start[1:]} {constellation}"
            if start[1:] == "1":  # the brighter one, where nobody says which
                yield f"{start[0]} {constellation}"
                yield f"{start[0]} {genitive}"

    def _words(self, text: str) -> list[str]:
        """The words of a text in lower case, Greek letters written out, without accents."""
        if text.isascii():
            return text.casefold().translate(_SPACES).split()
        letters = unicodedata.normalize("NFKD", text).casefold()
        plain = "".join(self._meanings.get(one, one) for one in letters if not unicodedata.combining(one))
        return "".join(one if one.isalnum() else " " for one in plain.replace("’", "")).split()


def _parsed(line: str) -> SkyObject:
    name, others, ra, dec, east, north = line.split(";")
    motion = (float(east), float(north)) if east else (0.0, 0.0)
    return SkyObject(name, tuple(others.split("|")), Place(float(ra) / 15, float(dec)), motion)


def _begin(typed: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(one) for word in words) for one in typed)
