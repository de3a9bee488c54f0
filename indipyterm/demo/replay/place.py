"""A place in a recording: what comes next, and what every server has said until there."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from indipyterm.demo.replay.said import Said
from indipyterm.exceptions import NoRecording
from indipyterm.recording.format import Entry, Reader


class Extent(NamedTuple):
    """The first and the last time in a recording, and the servers that are in it."""

    start: datetime
    end: datetime
    servers: tuple[str, ...]


def extent(path: Path) -> Extent:
    """Read a whole recording, as far as it goes. Raises `NoRecording`, where there is nothing in it, too."""
    start = end = None
    servers: dict[str, None] = {}
    for entry in Reader(path):
        start = start or entry.when
        end = max(end or entry.when, entry.when)
        servers[entry.server] = None
    if start is None or end is None:
        raise NoRecording(f"{path} has nothing in it")
    return Extent(start, end, tuple(servers))


class Place:
    """Goes forward only; `upcoming` is the next entry, None at the end."""

    def __init__(self, path: Path) -> None:
        """Take the beginning of a recording. Raises `NoRecording`."""
        self.said: dict[str, Said] = {}
        self._reader = Reader(path)
        self.upcoming = next(self._reader, None)

    def copy(self) -> Place | None:
        """The same place again; None where a server is in the middle of an element."""
        if not all(said.at_rest for said in self.said.values()):
            return None
        other = Place.__new__(Place)
        other._reader, other.upcoming = self._reader.copy(), self.upcoming
        other.said = {server: said.copy() for server, said in self.said.items()}
        return other

    def step(self) -> Entry | None:
        """Give the entry that comes next, and go behind it; what it says is not heard yet.

        A file that cannot be read any more ends there.
        """
        entry = self.upcoming
        try:
            self.upcoming = next(self._reader, None)
        except NoRecording:
            self.upcoming = None
        return entry


class Places:
    """A recording as a book with marks in it: going to a time is quick where one has been before."""

    def __init__(self, path: Path, between: int = 2000) -> None:
        """Take a recording; `between` two marks are so many entries. Raises `NoRecording`."""
        self._between = between
        self._marks = [Place(path)]

    def find(self, when: datetime) -> Place:
        """The place behind all that was said until a time, included. Takes a while: call it in a thread."""
        start = next(mark for mark in reversed(self._marks) if mark is self._marks[0] or _is_before(mark, when))
        place, latest = start.copy(), start is self._marks[-1]
        assert place is not None  # no mark is in the middle of an element
        passed = 0
        while place.upcoming is not None and place.upcoming.when <= when:
            entry = place.upcoming
            place.said.setdefault(entry.server, Said()).hear(entry)
            place.step()
            passed += 1
            if latest and passed >= self._between and (mark := place.copy()):
                self._marks.append(mark)
                passed = 0
        return place


def _is_before(mark: Place, when: datetime) -> bool:
    return mark.upcoming is not None and mark.upcoming.when <= when
