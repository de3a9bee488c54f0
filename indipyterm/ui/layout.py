"""Where everything stands in a sheet: vectors under headings, a row number for each. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len

from indipyterm.model.devices import Device
from indipyterm.model.vectors import DEFAULT_GROUP, Vector
from indipyterm.ui.keys import DeviceKey, Key
from indipyterm.ui.panels.kinds import panel_for
from indipyterm.ui.panels.panel import Panel
from indipyterm.ui.panels.parts import Part, Row, plain

_FOLD = "\0"  # no vector's name begins so: the key of a folded heading does


@dataclass(slots=True)
class Section:
    """A heading and the vectors of one device under it; folded, only the heading is shown."""

    title: str
    owner: DeviceKey
    vectors: list[Vector]
    folded: bool = False

    def key_of(self, vector: Vector) -> Key:
        """The key of one of the vectors."""
        return Key(*self.owner, vector.name)

    @property
    def fold_key(self) -> Key:
        """The key of the heading while it is folded, so that the cursor can stand on it."""
        return Key(*self.owner, _FOLD + self.title)


def sections_of(device: Device, owner: DeviceKey, folded: Collection[str] = ()) -> list[Section]:
    """The groups of a device in the driver's order, the main one first."""
    groups: dict[str, list[Vector]] = {}
    for vector in device.present():
        groups.setdefault(vector.group, []).append(vector)
    order = sorted(groups, key=lambda group: group != DEFAULT_GROUP)
    return [Section(group, owner, groups[group], group in folded) for group in order]


def heading(section: Section, width: int) -> Row:
    """The row that stands over a section."""
    title, count = plain(section.title), f" {len(section.vectors)} folded" if section.folded else ""
    line = "─" * max(0, width - 4 - cell_len(title) - len(count))
    return [Part(f"{'▸' if section.folded else '─'}─ {title}{count} {line}", "heading")]


@dataclass(slots=True)
class Item:
    """A heading (no panel) or a panel, at row `top` of the sheet, `height` rows high.

    `key` is None for what the cursor cannot stand on.
    """

    top: int
    height: int
    section: int
    key: Key | None = None
    panel: Panel | None = None


@dataclass(slots=True)
class Panels:
    """The panels made so far, kept over layouts: they remember how wide values were."""

    made: dict[Key, Panel] = field(default_factory=dict)

    def panel(self, key: Key, vector: Vector) -> Panel:
        """The panel of a vector, a new one where the vector is a new object."""
        panel = self.made.get(key)
        if panel is None or panel.vector is not vector:
            panel = self.made[key] = panel_for(vector)
        return panel


class Layout:
    """The items of a sheet `width` cells wide.

    `room` is a vector and the rows that it has at the least. The first section of a device has no heading
    (`headless`), unless it is folded: the group line names it.
    """

    def __init__(
        self,
        sections: Iterable[Section] = (),
        width: int = 80,
        panels: Panels | None = None,
        headless: bool = True,
        room: tuple[Key, int] | None = None,
    ) -> None:
        self.sections = list(sections)
        self.width = width
        self._room = room
        self.items: list[Item] = []
        self.height = 0
        self._index: dict[Key, int] = {}
        panels = panels or Panels()
        for number, section in enumerate(self.sections):
            if section.folded:
                self._add(Item(self.height, 1, number, section.fold_key))
                continue
            if number or not headless:
                self._add(Item(self.height, 1, number))
            for vector in section.vectors:
                key = section.key_of(vector)
                panel = panels.panel(key, vector)
                self._add(Item(self.height, self.lines(panel, key), number, key, panel))
        self._tops = [item.top for item in self.items]
        self._keys = list(self._index)
        self._places = {key: place for place, key in enumerate(self._keys)}

    def lines(self, panel: Panel, key: Key) -> int:
        """The rows of a vector: those that it paints, and no fewer than an editor of it needs (`room`)."""
        needed = self._room[1] if self._room and self._room[0] == key else 0
        return max(panel.lines(self.width), needed)

    def _add(self, item: Item) -> None:
        if item.key:
            self._index[item.key] = len(self.items)
        self.items.append(item)
        self.height += item.height

    def __contains__(self, key: object) -> bool:
        return key in self._index

    def at(self, row: int) -> Item | None:
        """The item that row `row` belongs to."""
        index = bisect_right(self._tops, row) - 1
        return self.items[index] if 0 <= row < self.height else None

    def find(self, key: Key | None) -> Item | None:
        """The item with a key."""
        index = self._index.get(key) if key else None
        return None if index is None else self.items[index]

    def between(self, top: int, bottom: int) -> Iterator[Item]:
        """The items with any of the rows from `top` up to, not with, `bottom`."""
        for item in self.items[max(0, bisect_right(self._tops, top) - 1) :]:
            if item.top >= bottom:
                return
            yield item

    def step(self, key: Key | None, count: int) -> Key | None:
        """The key `count` keys further on (back where negative), or the last one before the end."""
        if not self._keys:
            return None
        place = self._places.get(key, 0) if key else 0
        return self._keys[max(0, min(len(self._keys) - 1, place + count))]

    def first_of(self, section: int) -> Key | None:
        """The first key of a section."""
        if not 0 <= section < len(self.sections):
            return None
        found = self.sections[section]
        if found.folded:
            return found.fold_key
        return found.key_of(found.vectors[0]) if found.vectors else None

    def near(self, row: int) -> Key | None:
        """The key at a row, or the next one, or the last."""
        for item in self.items[max(0, bisect_right(self._tops, row) - 1) :]:
            if item.key and item.top + item.height > row:
                return item.key
        return self._keys[-1] if self._keys else None
