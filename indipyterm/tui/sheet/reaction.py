"""What a server changes is not what the user acts on before they can have seen it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from time import monotonic
from typing import Any

REACTION_SECONDS = 0.4
"""How long people take at least to see a change and act on it."""


class MovedLines:
    """Remembers what stood on the lines of a widget, or on those of its columns, before a server moved them."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._before: Mapping[Any, Hashable] = {}
        self._first = self._last = -REACTION_SECONDS

    def moving(self, before: Mapping[Any, Hashable]) -> None:
        """Note that lines move now; `before` is what stands on each that is not empty."""
        now = self._clock()
        if now - self._first >= REACTION_SECONDS:
            self._first, self._before = now, before
        self._last = now

    @property
    def settled(self) -> bool:
        """Whether all lines have stood where they are for a moment."""
        return self._clock() - self._last >= REACTION_SECONDS

    def replaced(self, line: Hashable, item: Hashable) -> bool:
        """Whether something else stood on a line just now: a click there is not meant for the item."""
        return not self.settled and self._before.get(line, item) != item


class Watched:
    """Remembers since when a value is what it is."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._value: Hashable = None
        self._since = -REACTION_SECONDS

    def look(self, value: Hashable) -> None:
        """The user moved here and sees this value."""
        self._value, self._since = value, -REACTION_SECONDS

    def update(self, value: Hashable) -> None:
        """Note the value as it is now."""
        if value != self._value:
            self._value, self._since = value, self._clock()

    @property
    def settled(self) -> bool:
        """Whether the user can have seen the value."""
        return self._clock() - self._since >= REACTION_SECONDS
