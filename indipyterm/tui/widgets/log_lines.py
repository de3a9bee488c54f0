"""Which lines of the log are shown, and where: each entry takes as many rows as its text needs. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from rich.cells import cell_len

from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted, padded, wrapped
from indipyterm.workspace.journal import LEVELS, Entry, Journal

YOURS = "(you)"
_TIME = 10  # cells: the cursor, the time, a space
_CACHED = 500


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What of the log is shown: of one device or of all, from a level on, with a text in it."""

    device: DeviceKey | None = None
    level: str = LEVELS[0]
    text: str = ""

    def matches(self, entry: Entry) -> bool:
        """Whether a line is shown."""
        if self.device is not None and (entry.server, entry.device) != self.device:
            return False
        if LEVELS.index(entry.level) < LEVELS.index(self.level):
            return False
        wanted = self.text.casefold()
        return not wanted or wanted in printable(entry.text).casefold() or wanted in printable(entry.device).casefold()


class LogLines:
    """The shown entries of a journal in rows `width` cells wide.

    Entries are called by their numbers in the journal. Rows are counted from the first one that is there still;
    `name` gives what stands in the column of devices.
    """

    def __init__(self, journal: Journal, name: Callable[[Entry], str]) -> None:
        self._journal, self._name = journal, name
        self.filter = LogFilter()
        self.width = 80
        self._next = 0  # the first number that is not added
        self._numbers: list[int] = []
        self._entries: list[Entry] = []
        self._tops: list[int] = []  # counted over all entries, also those that are gone
        self._end = 0
        self._cache: dict[int, list[StyledLine]] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return self._end - self._tops[0] if self._tops else 0

    def set_filter(self, shown: LogFilter, width: int) -> None:
        """Start again with another filter or width."""
        self.filter, self.width = shown, max(20, width)
        self._next = self._end = 0
        for each in (self._numbers, self._entries, self._tops, self._cache):
            each.clear()
        self.add_new()

    def add_new(self) -> int:
        """Add the new entries of the journal, and drop those that it no longer keeps; how many rows went at the top."""
        for number, entry in self._journal.since(self._next):
            if self.filter.matches(entry):
                self._numbers.append(number)
                self._entries.append(entry)
                self._tops.append(self._end)
                self._end += self._rows_of(entry)
        self._next = self._journal.total
        first = self._tops[0] if self._tops else self._end
        gone = bisect_left(self._numbers, self._journal.total - len(self._journal.entries))
        for each in (self._numbers, self._entries, self._tops):
            del each[:gone]
        return (self._tops[0] if self._tops else self._end) - first

    @property
    def column(self) -> int:
        """Cells for the name of the device."""
        return 7 if self.width < 60 else 11 if self.width < 110 else 21

    @property
    def room(self) -> int:
        """Cells for the text."""
        return max(8, self.width - _TIME - self.column)

    def _rows_of(self, entry: Entry) -> int:
        text = entry.text
        if len(text) <= self.room and text.isascii() and text.isprintable() and not entry.sent:
            return 1  # as most are: quick
        return len(self._texts(entry))

    def _texts(self, entry: Entry) -> list[str]:
        """The text of an entry, row by row; one's own sends end in a mark on the right."""
        texts = wrapped(printable(entry.text), self.room)
        if entry.sent:
            left = self.room - cell_len(texts[-1])
            if left <= len(YOURS):
                texts.append("")
                left = self.room
            texts[-1] += f"{YOURS:>{left}}"
        return texts

    # Places

    def last(self) -> int | None:
        """The newest entry."""
        return self._numbers[-1] if self._numbers else None

    def at(self, row: int) -> int | None:
        """The entry that a row belongs to; the first or last one for rows beyond the ends."""
        if not self._tops:
            return None
        return self._numbers[max(0, bisect_right(self._tops, row + self._tops[0]) - 1)]

    def near(self, number: int | None) -> int | None:
        """An entry if it is shown, or else the one shown next to it."""
        if number is None or not self._numbers:
            return None
        place = bisect_left(self._numbers, number)
        return self._numbers[min(place, len(self._numbers) - 1)]

    def step(self, number: int | None, count: int) -> int | None:
        """The entry `count` entries further on (back where negative), or the last one before the end."""
        if not self._numbers:
            return None
        place = bisect_left(self._numbers, number) + count if number is not None else 0
        return self._numbers[max(0, min(len(self._numbers) - 1, place))]

    def span(self, number: int) -> tuple[int, int]:
        """The first row of an entry, and how many it takes."""
        place = bisect_left(self._numbers, number)
        end = self._tops[place + 1] if place + 1 < len(self._tops) else self._end
        return self._tops[place] - self._tops[0], end - self._tops[place]

    def entry(self, number: int | None) -> Entry | None:
        """An entry that is shown."""
        place = bisect_left(self._numbers, number) if number is not None else len(self._numbers)
        return self._entries[place] if place < len(self._numbers) and self._numbers[place] == number else None

    def entries(self) -> list[Entry]:
        """All that are shown."""
        return list(self._entries)

    # Painting

    def row(self, row: int, cursor: int | None) -> StyledLine:
        """What to paint on a row."""
        if not 0 <= row < self.height:
            return []
        number = self.at(row)
        assert number is not None
        if number not in self._cache:
            if len(self._cache) > _CACHED:
                self._cache.clear()
            self._cache[number] = self._styled(number)
        first, _ = self.span(number)
        mark = states.CURSOR if number == cursor and row == first else " "
        return [Styled(mark, "cursor"), *self._cache[number][row - first]]

    def _styled(self, number: int) -> list[StyledLine]:
        entry = self.entry(number)
        assert entry is not None
        head = [
            Styled(f"{entry.when:%H:%M:%S} ", "dim"),
            Styled(padded(self._name(entry), self.column - 1), "label"),
            Styled(" "),
        ]
        indent = [Styled(" " * (_TIME - 1 + self.column))]
        rows = [[Styled(text, entry.role)] for text in self._texts(entry)]
        if entry.sent:
            rows[-1] = [rows[-1][0]._replace(text=rows[-1][0].text.removesuffix(YOURS)), Styled(YOURS, "mark")]
        rows = [[*(indent if place else head), *row] for place, row in enumerate(rows)]
        return [highlighted(row, self.filter.text) for row in rows] if self.filter.text else rows
