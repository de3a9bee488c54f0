"""The positions of vectors and headings in a sheet, by row and column. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain
from typing import NamedTuple

from rich.cells import cell_len

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import VectorRow
from indipyterm.tui.rows.styled import Styled, StyledLine

GAP = 1
"""Cells between two columns."""

_WIDE_SHEET, _WIDE_TERMINAL = 120, 160  # cells from which there are two columns

_AROUND = 64  # items above and below those that must be measured: all that most devices have


def columns_in(width: int, terminal: int) -> int:
    """How many columns of rows there are in a sheet of `width` cells, in a terminal of so many."""
    return 2 if width >= _WIDE_SHEET and terminal >= _WIDE_TERMINAL else 1


def heading(section: Section, width: int) -> StyledLine:
    """The row that stands over a section."""
    title, count = printable(section.title), f" {len(section.vectors)} folded" if section.folded else ""
    line = "─" * max(0, width - 4 - cell_len(title) - len(count))
    return [Styled(f"{'▸' if section.folded else '─'}─ {title}{count} {line}", "heading")]


class Place(NamedTuple):
    """Where the user is in a sheet: what is under the cursor, and on which line of the screen that stands."""

    key: VectorKey | None = None
    line: int = 0


@dataclass(slots=True)
class Item:
    """A heading (no `vector_row`) or a vector, at row `top` of the sheet, `height` rows high.

    `key` is None for what the cursor cannot stand on. A heading stands over all columns.
    """

    top: int
    height: int
    section: int
    column: int = 0
    key: VectorKey | None = None
    vector_row: VectorRow | None = None


@dataclass(slots=True)
class RowCache:
    """The rows of vectors made so far, kept over layouts: they remember how wide values were."""

    rows: dict[VectorKey, VectorRow] = field(default_factory=dict)

    def row_of(self, key: VectorKey, vector: Vector) -> VectorRow:
        """The row of a vector, a new one where the vector is a new object."""
        row = self.rows.get(key)
        if row is None or row.vector is not vector:
            row = self.rows[key] = row_for(vector)
        return row


class Layout:
    """Where the items of a sheet `width` cells wide stand.

    Each section has its vectors in one or more `columns`: the first of them on the left, from top to bottom, as many
    as on the right or one more. Which vector stands in which column does not depend on how high any is, so that no
    value moves a row to another one.

    Only items that came near the view are measured, since a device may have thousands: `measure_rows` does so before
    anything around a row is painted. Until then an item counts as one row, or as what it took when it was measured.

    `room` is a vector and the rows that it has at the least. The first section of a device has no heading
    (`headless`), unless it is folded: the group line names it. Nor has one without a title.
    """

    def __init__(
        self,
        sections: Iterable[Section] = (),
        width: int = 80,
        cache: RowCache | None = None,
        headless: bool = True,
        room: tuple[VectorKey, int] | None = None,
        columns: int = 1,
    ) -> None:
        self.sections = list(sections)
        self.width, self.columns = width, columns
        self.row_width = (width - GAP * (columns - 1)) // columns
        """The cells of a vector's row."""
        self.height = 0
        """The rows of the whole sheet, as far as is known."""
        self._room = room
        self._cache = cache or RowCache()
        self._firsts: list[int] = []  # of each section: the place of its first vector, and of what is behind its last
        self._ends: list[int] = []
        self._stops: list[int] = []  # places that the cursor can stand on
        self._places: dict[DeviceKey, dict[str, int]] = {}
        for number, section in enumerate(self.sections):
            self._add(section, heading=bool(section.title) and (number > 0 or not headless))
        self._heights = [1] * (self._ends[-1] if self._ends else 0)
        self._measured = bytearray(len(self._heights))
        self._tops = [0] * len(self._heights)
        self._section_tops = [0] * len(self.sections)
        self._stack()

    def _add(self, section: Section, heading: bool) -> None:
        """Number the items of a section: each has a place."""
        begin = self._ends[-1] if self._ends else 0
        places = self._places.setdefault(section.owner, {})
        if section.folded:
            places[section.fold_key.vector] = begin
            first = end = begin + 1
            self._stops.append(begin)
        else:
            first = begin + heading
            end = first + len(section.vectors)
            places.update({vector.name: place for place, vector in enumerate(section.vectors, first)})
            self._stops.extend(range(first, end))
        self._firsts.append(first)
        self._ends.append(end)

    def _columns_of(self, number: int) -> list[range]:
        """The places of a section's vectors, column by column."""
        first, end = self._firsts[number], self._ends[number]
        size = -(-(end - first) // self.columns)
        return [range(min(end, at), min(end, at + size)) for at in (first + size * n for n in range(self.columns))]

    def _begin(self, number: int) -> int:
        """The place of a section's heading, or of its first vector where it has none."""
        return self._ends[number - 1] if number else 0

    def _stack(self) -> None:
        """Put every item below the one before it in its column, and every section below the one before it."""
        top = 0
        for number, first in enumerate(self._firsts):
            self._section_tops[number] = top
            if (begin := self._begin(number)) < first:
                self._tops[begin] = top
                top += 1
            bottom = top
            for places in self._columns_of(number):
                if places:
                    heights = self._heights[places.start : places.stop]
                    *self._tops[places.start : places.stop], behind = accumulate(heights, initial=top)
                    bottom = max(bottom, behind)
            top = bottom
        self.height = top

    # Measuring

    def measure_rows(self, top: int, bottom: int) -> bool:
        """Measure the items from row `top` to row `bottom`, and some around them; return whether any has moved."""
        near = list(self._ranges(top, bottom + 1))
        if all(all(self._measured[places.start : places.stop]) for places in near):
            return False
        last = len(self._heights)
        around = (range(max(0, places.start - _AROUND), min(last, places.stop + _AROUND)) for places in near)
        return self._measure(chain.from_iterable(around))

    def mark_changed(self, keys: Iterable[VectorKey], top: int, bottom: int) -> list[VectorKey]:
        """Note that vectors have new values; return those with any of the rows from `top` to before `bottom`.

        The others are measured again when they come near the screen.
        """
        shown = []
        for key in keys:
            place = self._place_of(key)
            if place is None:
                continue
            if self._tops[place] < bottom and self._tops[place] + self._heights[place] > top:
                shown.append(key)
            else:
                self._measured[place] = False
        return shown

    def measure_again(self, keys: Iterable[VectorKey]) -> bool:
        """Measure vectors again; return whether any has another height now."""
        places = (self._place_of(key) for key in keys)
        return self._measure([place for place in places if place is not None], again=True)

    def _measure(self, places: Iterable[int], again: bool = False) -> bool:
        changed = False
        for place in places:
            if again or not self._measured[place]:
                self._measured[place] = True
                height = self._lines(place)
                if height != self._heights[place]:
                    self._heights[place], changed = height, True
        if changed:
            self._stack()
        return changed

    def _lines(self, place: int) -> int:
        """The rows of an item: those that it paints, and no fewer than an editor of it needs (`room`)."""
        key, vector_row = self._what(place)
        if key is None or vector_row is None:
            return 1
        needed = self._room[1] if self._room and self._room[0] == key else 0
        return max(vector_row.height(self.row_width), needed)

    # Finding

    def _section(self, place: int) -> int:
        return bisect_right(self._ends, place)

    def _what(self, place: int) -> tuple[VectorKey | None, VectorRow | None]:
        """The key and the vector's row at a place; a heading has no row, and no key unless it is folded."""
        number = self._section(place)
        section, index = self.sections[number], place - self._firsts[number]
        if section.folded:
            return section.fold_key, None
        if index < 0:
            return None, None
        vector = section.vectors[index]
        key = section.key_of(vector)
        return key, self._cache.row_of(key, vector)

    def _item(self, place: int) -> Item:
        section = self._section(place)
        column = 0
        if self.columns > 1 and place >= self._firsts[section]:
            column = next(column for column, places in enumerate(self._columns_of(section)) if place in places)
        return Item(self._tops[place], self._heights[place], section, column, *self._what(place))

    def _section_at(self, row: int) -> int:
        """The section that a row belongs to, or the one nearest to it."""
        return max(0, bisect_right(self._section_tops, max(0, min(row, self.height - 1))) - 1)

    def _place(self, row: int, column: int = 0) -> int:
        """The place of the item at a row in a column, or of that nearest to it; there must be items."""
        number = self._section_at(row)
        begin, first = self._begin(number), self._firsts[number]
        columns = self._columns_of(number)
        places = columns[min(column, self.columns - 1)] or columns[0]
        if not places or (begin < first and row <= self._tops[begin]):
            return begin
        return max(places.start, bisect_right(self._tops, row, places.start, places.stop) - 1)

    def _ranges(self, top: int, bottom: int) -> Iterator[range]:
        """The places of items with any of the rows from `top` up to, not with, `bottom`: headings, and columns."""
        for number in range(self._section_at(top), len(self.sections)):
            if self._section_tops[number] >= bottom:
                return
            begin, first = self._begin(number), self._firsts[number]
            if begin < first and self._tops[begin] >= top:
                yield range(begin, first)
            for places in self._columns_of(number):
                start = max(places.start, bisect_right(self._tops, top, places.start, places.stop) - 1)
                stop = bisect_left(self._tops, bottom, start, places.stop)
                if start < stop and self._tops[stop - 1] + self._heights[stop - 1] > top:
                    yield range(start, stop)

    def _place_of(self, key: VectorKey | None) -> int | None:
        return self._places.get(key.owner, {}).get(key.vector) if key else None

    def __contains__(self, key: VectorKey | None) -> bool:
        return self._place_of(key) is not None

    def at(self, row: int, column: int = 0) -> Item | None:
        """The item that row `row` of a column belongs to; a heading belongs to all columns."""
        if not 0 <= row < self.height:
            return None
        item = self._item(self._place(row, column))
        heading = item.vector_row is None
        return item if (heading or item.column == column) and item.top <= row < item.top + item.height else None

    def find(self, key: VectorKey | None) -> Item | None:
        """The item with a key."""
        place = self._place_of(key)
        return None if place is None else self._item(place)

    def between(self, top: int, bottom: int) -> Iterator[Item]:
        """The items with any of the rows from `top` up to, not with, `bottom`."""
        return map(self._item, chain.from_iterable(self._ranges(top, bottom)))

    def step(self, key: VectorKey | None, count: int) -> VectorKey | None:
        """The key `count` keys further on (back where negative), or the last one before the end."""
        if not self._stops:
            return None
        place = self._place_of(key)
        stop = 0 if place is None else bisect_left(self._stops, place)
        return self._what(self._stops[max(0, min(len(self._stops) - 1, stop + count))])[0]

    def first_of(self, section: int) -> VectorKey | None:
        """The first key of a section."""
        if not 0 <= section < len(self.sections):
            return None
        found = self.sections[section]
        if found.folded:
            return found.fold_key
        return found.key_of(found.vectors[0]) if found.vectors else None

    def near(self, row: int, column: int = 0) -> VectorKey | None:
        """The key at a row of a column, or the next one, or the last."""
        if not self._stops:
            return None
        place = self._place(row, column)
        if self._what(place)[0] is None:  # a heading: the column goes on below it
            place = max(place, self._place(row + 1, column))
        stop = bisect_left(self._stops, place)
        return self._what(self._stops[min(stop, len(self._stops) - 1)])[0]
