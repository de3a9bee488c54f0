"""The positions of vectors and headings in a sheet, by row. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len

from indipyterm.model.vectors import Vector
from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import VectorRow
from indipyterm.tui.rows.styled import Styled, StyledLine

_AROUND = 64  # items above and below those that must be measured: all that most devices have


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

    `key` is None for what the cursor cannot stand on.
    """

    top: int
    height: int
    section: int
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
    ) -> None:
        self.sections = list(sections)
        self.width = width
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
        self._tops: Sequence[int] = range(len(self._heights))

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

    @property
    def height(self) -> int:
        """The rows of the whole sheet, as far as is known."""
        return self._tops[-1] + self._heights[-1] if self._heights else 0

    # Measuring

    def measure_rows(self, top: int, bottom: int) -> bool:
        """Measure the items from row `top` to row `bottom`, and some around them; return whether any has moved."""
        first, behind = self._place(top), self._place(bottom) + 1
        if all(self._measured[first:behind]):
            return False
        return self._measure(range(max(0, first - _AROUND), min(len(self._heights), behind + _AROUND)))

    def mark_changed(self, keys: Iterable[VectorKey], top: int, bottom: int) -> list[VectorKey]:
        """Note that vectors have new values; return those with any of the rows from `top` to before `bottom`.

        The others are measured again when they come near the screen.
        """
        first, last = self._place(top), self._place(bottom - 1)
        shown = []
        for key in keys:
            place = self._place_of(key)
            if place is None:
                continue
            if first <= place <= last:
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
            self._tops = [0, *accumulate(self._heights[:-1])]
        return changed

    def _lines(self, place: int) -> int:
        """The rows of an item: those that it paints, and no fewer than an editor of it needs (`room`)."""
        key, vector_row = self._what(place)
        if key is None or vector_row is None:
            return 1
        needed = self._room[1] if self._room and self._room[0] == key else 0
        return max(vector_row.height(self.width), needed)

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
        return Item(self._tops[place], self._heights[place], self._section(place), *self._what(place))

    def _place(self, row: int) -> int:
        """The place of the item at a row, or of that nearest to it."""
        return max(0, min(len(self._heights), bisect_right(self._tops, row)) - 1)

    def _place_of(self, key: VectorKey | None) -> int | None:
        return self._places.get(key.owner, {}).get(key.vector) if key else None

    def __contains__(self, key: VectorKey | None) -> bool:
        return self._place_of(key) is not None

    def at(self, row: int) -> Item | None:
        """The item that row `row` belongs to."""
        return self._item(self._place(row)) if 0 <= row < self.height else None

    def find(self, key: VectorKey | None) -> Item | None:
        """The item with a key."""
        place = self._place_of(key)
        return None if place is None else self._item(place)

    def between(self, top: int, bottom: int) -> Iterator[Item]:
        """The items with any of the rows from `top` up to, not with, `bottom`."""
        for place in range(self._place(top), len(self._heights)):
            if self._tops[place] >= bottom:
                return
            yield self._item(place)

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

    def near(self, row: int) -> VectorKey | None:
        """The key at a row, or the next one, or the last."""
        if not self._stops:
            return None
        stop = bisect_left(self._stops, self._place(row))
        return self._what(self._stops[min(stop, len(self._stops) - 1)])[0]
