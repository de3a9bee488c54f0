"""What browsers are shown, and in which frame each part changed last: the difference since any frame is known."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from typing import Any

from indipyterm.presentation.keys import VectorKey
from indipyterm.web.vector_json import Json

_MOST_DELETED = 10_000


class VersionedVector:
    """A vector with the frames in which its definition, the keys of its state and its values changed last."""

    __slots__ = ("_defined_at", "_state", "_state_at", "_value_at", "_values", "changed_at", "definition", "number")

    def __init__(self, number: int, definition: Json, state: Json, values: list[str], frame: int) -> None:
        self.number = number
        self.define(definition, state, values, frame)

    def define(self, definition: Json, state: Json, values: list[str], frame: int) -> None:
        """Replace everything."""
        self.definition, self._state, self._values = definition, state, values
        self._defined_at = self.changed_at = frame
        self._state_at = dict.fromkeys(self._state, frame)
        self._value_at = [frame] * len(self._values)

    def update(self, state: Json, new: list[str], frame: int) -> None:
        """Take over what is new, and note which of it is."""
        for name, value in state.items():
            if self._state[name] != value:
                self._state[name], self._state_at[name], self.changed_at = value, frame, frame
        values = self._values
        for place, text in enumerate(new):
            if values[place] != text:
                values[place], self._value_at[place], self.changed_at = text, frame, frame

    def whole(self) -> Json:
        """Everything, as `define` in a frame."""
        return {
            "id": self.number,
            "defined": self._defined_at,
            **self.definition,
            **self._state,
            "v": self._values,
        }

    @property
    def defined_at(self) -> int:
        """The frame in which it was defined as it is now."""
        return self._defined_at

    def difference(self, since: int) -> list[Any]:
        """What changed after a frame, as an item of `set`."""
        state = {name: value for name, value in self._state.items() if self._state_at[name] > since}
        changed = [place for place, frame in enumerate(self._value_at) if frame > since]
        if 2 * len(changed) >= len(self._values):
            return [self.number, state, self._values if changed else None]
        return [self.number, state, {str(place): self._values[place] for place in changed} or None]


class VersionedVectors:
    """All vectors that browsers are shown, or were, by key; each has a number that is used once."""

    def __init__(self) -> None:
        self._vectors: dict[VectorKey, VersionedVector] = {}
        self._numbers = count(1)
        self._deleted: list[tuple[int, int, VectorKey]] = []
        self.oldest = 0
        """The first frame since which all deletions are known."""

    def define(self, key: VectorKey, definition: Json, state: Json, values: list[str], frame: int) -> None:
        """Note a vector as it is in a frame; its definition may be as before."""
        known = self._vectors.get(key)
        if known is None:
            self._vectors[key] = VersionedVector(next(self._numbers), definition, state, values, frame)
        elif known.definition == definition:
            known.update(state, values, frame)
        else:
            known.define(definition, state, values, frame)

    def update(self, key: VectorKey, state: Json, values: list[str], frame: int) -> None:
        """Note the state and values of a vector in a frame, if it is known."""
        if known := self._vectors.get(key):
            known.update(state, values, frame)

    def delete(self, keys: Iterable[VectorKey], frame: int) -> None:
        """Note that vectors are gone."""
        for key in keys:
            if known := self._vectors.pop(key, None):
                self._deleted.append((frame, known.number, key))
        if len(self._deleted) > _MOST_DELETED:
            half = len(self._deleted) // 2
            self.oldest = self._deleted[half - 1][0]
            del self._deleted[:half]

    def defined_at(self, key: VectorKey) -> int | None:
        """The frame in which a vector was defined as it is now; None if it is not known here."""
        known = self._vectors.get(key)
        return known.defined_at if known else None

    def keys_of(self, owner: tuple[str, str]) -> list[VectorKey]:
        """The vectors of a device."""
        return [key for key in self._vectors if key[:2] == owner]

    def difference(self, keys: Iterable[VectorKey], since: int) -> Json:
        """What changed of some vectors after a frame: `define` and `set` of a frame."""
        define, change = list[Json](), list[list[Any]]()
        for key in keys:
            one = self._vectors.get(key)
            if one is None or one.changed_at <= since:
                continue
            if one.defined_at > since:
                define.append(one.whole())
            else:
                change.append(one.difference(since))
        return {name: items for name, items in (("define", define), ("set", change)) if items}

    def deleted(self, since: int, owner: tuple[str, str] | None, keys: frozenset[VectorKey]) -> list[int]:
        """The numbers of vectors of a device, or among some, that are gone since a frame."""
        found = list[int]()
        for frame, number, key in reversed(self._deleted):
            if frame <= since:
                break
            if key[:2] == owner or key in keys:
                found.append(number)
        return found
