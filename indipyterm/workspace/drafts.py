"""Switches picked or ticked but not sent: they belong to the user, and no update from the server touches them."""

from __future__ import annotations

from collections.abc import Mapping

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import OFF, ON, Rule


class Drafts:
    """The choice on the row under the cursor, and the ticks of any row."""

    def __init__(self) -> None:
        self.choice: str | None = None
        self._ticks: dict[VectorKey, dict[str, str]] = {}

    def move(self) -> None:
        """The cursor left the row: the choice on it is dropped, ticks are kept."""
        self.choice = None

    def drafts(self, key: VectorKey) -> Mapping[str, str]:
        """The ticks of a vector by member: On or Off."""
        return self._ticks.get(key, {})

    def unsent(self, key: VectorKey | None = None, vector: Vector | None = None) -> list[VectorKey]:
        """The vectors with ticks that were not sent, and that under the cursor where another choice is picked."""
        found = [each for each, ticks in self._ticks.items() if ticks]
        if key and vector and vector.rule is Rule.ONE_OF_MANY and self.choice in vector.members:
            return found if vector.members[self.choice].value == ON else [*found, key]
        return found

    def step(self, vector: Vector, direction: int) -> None:
        """Move the choice to the next member, beginning beside the one that is On."""
        names = list(vector.members)
        if self.choice in names:
            place = names.index(self.choice) + direction
        else:
            on = [index for index, member in enumerate(vector.members.values()) if member.value == ON]
            place = on[0] + direction if on and vector.rule is not Rule.ANY_OF_MANY else (0 if direction > 0 else -1)
        self.choice = names[place % len(names)]

    def drop(self, key: VectorKey) -> bool:
        """Forget the choice and the ticks of a vector; False when there were none."""
        ticks = self._ticks.pop(key, None)
        dropped = bool(ticks) or self.choice is not None
        self.choice = None
        return dropped

    def tick(self, key: VectorKey, vector: Vector) -> bool:
        """Tick or untick the chosen member of an AnyOfMany; False for other rules."""
        if vector.rule is not Rule.ANY_OF_MANY or not vector.writable or not vector.members:
            return False
        name = self.choice if self.choice in vector.members else next(iter(vector.members))
        self.choice = name
        ticks = self._ticks.setdefault(key, {})
        value = ticks.pop(name, vector.members[name].value)
        wanted = OFF if value == ON else ON
        if wanted != vector.members[name].value:
            ticks[name] = wanted
        return True

    def sent(self, key: VectorKey) -> None:
        """What was picked or ticked on a vector is on its way."""
        self._ticks.pop(key, None)
        self.choice = None

    def wanted(self, key: VectorKey, vector: Vector) -> dict[str, str]:
        """What Enter sends: the ticks, or the choice, or the only one there could be; nothing where none is clear."""
        if ticks := self._ticks.get(key):
            return dict(ticks)
        name = self.choice if self.choice in vector.members else None
        if name is None:
            name = _only_one(vector)
        return self.picked(vector, name) if name else {}

    @staticmethod
    def picked(vector: Vector, name: str) -> dict[str, str]:
        """What picking a member sends: On, or Off for one that is On where the rule allows that."""
        off = vector.members[name].value == ON and vector.rule is not Rule.ONE_OF_MANY
        return {name: OFF if off else ON}


def _only_one(vector: Vector) -> str | None:
    """The member that Enter can only mean: a lone one, or the one of two that is Off while the other is On."""
    names = list(vector.members)
    if len(names) == 1:
        return names[0]
    off = [name for name in names if vector.members[name].value == OFF]
    return off[0] if len(names) == 2 and len(off) == 1 and vector.rule is Rule.ONE_OF_MANY else None
