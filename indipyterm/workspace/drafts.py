"""Switches picked or ticked but not sent: they belong to the user, and no update from a server touches them.

A draft belongs to its property, and goes with it: what was picked for one property is never sent to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import OFF, ON, Rule


class Drafts:
    """What is picked on a row, and which members of an AnyOfMany are ticked, by vector."""

    def __init__(self) -> None:
        self._picked: dict[VectorKey, str] = {}
        self._ticks: dict[VectorKey, dict[str, str]] = {}

    def picked(self, key: VectorKey | None) -> str | None:
        """The member that is picked."""
        return self._picked.get(key) if key else None

    def pick(self, key: VectorKey, member: str) -> None:
        """Pick a member; nothing is sent."""
        self._picked[key] = member

    def unpick(self, key: VectorKey | None) -> None:
        """Forget which member is picked; ticks are kept."""
        if key:
            self._picked.pop(key, None)

    def ticks(self, key: VectorKey) -> Mapping[str, str]:
        """What was ticked of an AnyOfMany, and how it is to be, by member: On or Off."""
        return self._ticks.get(key, {})

    def unsent(self, vector_of: Callable[[VectorKey], Vector | None]) -> list[VectorKey]:
        """The vectors with ticks, and those where another member of a OneOfMany is picked than is On."""
        found = [key for key, ticks in self._ticks.items() if ticks]
        for key, member in self._picked.items():
            vector = vector_of(key)
            if vector and vector.rule is Rule.ONE_OF_MANY and member in vector.members:
                found += [key] if vector.members[member].value != ON else []
        return found

    def step(self, key: VectorKey, vector: Vector, direction: int) -> None:
        """Pick the next member, beginning beside the one that is On."""
        names = list(vector.members)
        picked = self._picked.get(key)
        if picked in names:
            place = names.index(picked) + direction
        else:
            on = [index for index, member in enumerate(vector.members.values()) if member.value == ON]
            place = on[0] + direction if on and vector.rule is not Rule.ANY_OF_MANY else (0 if direction > 0 else -1)
        self._picked[key] = names[place % len(names)]

    def discard(self, key: VectorKey) -> bool:
        """Forget what was picked and ticked on a vector, since it is sent or given up; False when nothing was."""
        picked = self._picked.pop(key, None) is not None
        return bool(self._ticks.pop(key, None)) or picked

    def discard_deleted(self, deleted: Callable[[VectorKey], bool]) -> list[VectorKey]:
        """Forget what was picked and ticked on vectors that were deleted; gives those of them that had something."""
        gone = [key for key in {**self._picked, **self._ticks} if deleted(key)]
        return [key for key in gone if self.discard(key)]

    def discard_unknown_members(self, key: VectorKey, vector: Vector) -> bool:
        """Forget what was picked or ticked of members that a new definition has no more; False where nothing was."""
        ticks = self._ticks.get(key, {})
        unknown = [name for name in ticks if name not in vector.members]
        for name in unknown:
            del ticks[name]
        if (picked := self._picked.get(key)) is not None and picked not in vector.members:
            del self._picked[key]
            return True
        return bool(unknown)

    def keys(self) -> list[VectorKey]:
        """The vectors that something is picked or ticked on."""
        return list({*self._picked, *(key for key, ticks in self._ticks.items() if ticks)})

    def tick(self, key: VectorKey, vector: Vector) -> bool:
        """Tick or untick the picked member of an AnyOfMany; False for other rules."""
        if vector.rule is not Rule.ANY_OF_MANY or not vector.writable or not vector.members:
            return False
        picked = self._picked.get(key)
        name = picked if picked in vector.members else next(iter(vector.members))
        self._picked[key] = name
        ticks = self._ticks.setdefault(key, {})
        value = ticks.pop(name, vector.members[name].value)
        wanted = OFF if value == ON else ON
        if wanted != vector.members[name].value:
            ticks[name] = wanted
        return True

    def wanted(self, key: VectorKey, vector: Vector) -> dict[str, str]:
        """What Enter sends: the ticks, or the pick, or the only one there could be; nothing where none is clear."""
        if ticks := self._ticks.get(key):
            return dict(ticks)
        picked = self._picked.get(key)
        name = picked if picked in vector.members else _only_choice(vector)
        return toggled(vector, name) if name else {}


def toggled(vector: Vector, name: str) -> dict[str, str]:
    """What picking a member sends: On, or Off for one that is On where the rule allows that."""
    off = vector.members[name].value == ON and vector.rule is not Rule.ONE_OF_MANY
    return {name: OFF if off else ON}


def _only_choice(vector: Vector) -> str | None:
    """The member that Enter can only mean: a lone one, or the one of two that is Off while the other is On."""
    names = list(vector.members)
    if len(names) == 1:
        return names[0]
    off = [name for name in names if vector.members[name].value == OFF]
    return off[0] if len(names) == 2 and len(off) == 1 and vector.rule is Rule.ONE_OF_MANY else None
