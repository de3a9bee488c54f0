"""Switches that the user picked or ticked and did not send yet. No new value from a server changes them.

A draft belongs to its property and is dropped with it: what was picked for one property is never sent to another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from indipyterm.model.events import Deleted
from indipyterm.model.roles import Role
from indipyterm.model.standard import finishes, moves, role
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import OFF, ON, DelProperty, Rule
from indipyterm.workspace.frames import Frame


class Drafts:
    """The picked member of each switch vector, and the ticked members of AnyOfMany vectors."""

    def __init__(self) -> None:
        self._picked: dict[VectorKey, str] = {}
        self._ticks: dict[VectorKey, dict[str, str]] = {}
        self._meant: dict[VectorKey, dict[str, tuple[object, ...]]] = {}  # what each member was, as the user saw it

    def picked(self, key: VectorKey | None) -> str | None:
        """The picked member, if there is one."""
        return self._picked.get(key) if key else None

    def pick(self, key: VectorKey, member: str, vector: Vector | None = None) -> None:
        """Pick a member of a vector as the user sees it."""
        self._picked[key] = member
        if vector:
            kept = self._meant.get(key, {})
            self._meant[key] = _meanings(vector) | {name: kept[name] for name in self.ticks(key) if name in kept}

    def unpick(self, key: VectorKey | None) -> None:
        """Forget the picked member, and keep the ticks."""
        if key:
            self._picked.pop(key, None)

    def ticks(self, key: VectorKey) -> Mapping[str, str]:
        """The members of an AnyOfMany vector that the user changed, each with its new value: On or Off."""
        return self._ticks.get(key, {})

    def has(self, key: VectorKey) -> bool:
        """Whether anything of a vector is picked or ticked."""
        return key in self._picked or bool(self._ticks.get(key))

    def unsent(self, vector_of: Callable[[VectorKey], Vector | None]) -> list[VectorKey]:
        """The vectors with ticks, and the OneOfMany vectors with a picked member that is not On."""
        found = [key for key, ticks in self._ticks.items() if ticks]
        for key, member in self._picked.items():
            vector = vector_of(key)
            if vector and vector.rule is Rule.ONE_OF_MANY and member in vector.members:
                found += [key] if vector.members[member].value != ON else []
        return found

    def step(self, key: VectorKey, vector: Vector, direction: int) -> None:
        """Pick the next member (`direction` 1) or the one before (-1); at first from the one that is On."""
        names = list(vector.members)
        picked = self._picked.get(key)
        if picked in names:
            place = names.index(picked) + direction
        else:
            on = [index for index, member in enumerate(vector.members.values()) if member.value == ON]
            place = on[0] + direction if on and vector.rule is not Rule.ANY_OF_MANY else (0 if direction > 0 else -1)
        self.pick(key, names[place % len(names)], vector)

    def discard(self, key: VectorKey) -> bool:
        """Drop the draft of a vector, because it was sent or cancelled; return whether there was one."""
        self._meant.pop(key, None)
        picked = self._picked.pop(key, None) is not None
        return bool(self._ticks.pop(key, None)) or picked

    def discard_where(self, condition: Callable[[VectorKey], bool]) -> list[VectorKey]:
        """Drop the drafts of the vectors for which a condition holds; return these vectors."""
        found = [key for key in {**self._picked, **self._ticks} if condition(key)]
        return [key for key in found if self.discard(key)]

    def discard_deleted(self, frame: Frame, vector_of: Callable[[VectorKey], Vector | None]) -> list[VectorKey]:
        """Drop the drafts of properties and members that a frame deleted or changed, even if they were defined again.

        Returns the vectors of these drafts.
        """
        dropped: list[VectorKey] = []
        for event in frame.events:
            if isinstance(event, Deleted):
                dropped += self.discard_where(partial(_is_deleted, frame.server, event.message))
        for key in self.keys() if frame.devices else ():
            vector = vector_of(key)
            if vector and key.owner in frame.devices and self.discard_changed_members(key, vector):
                dropped.append(key)
        return dropped

    def discard_changed_members(self, key: VectorKey, vector: Vector) -> bool:
        """Drop the drafts of members that a new definition lacks or means otherwise; return whether there were any."""
        meant, now = self._meant.get(key, {}), _meanings(vector)
        changed = {name for name in meant if now.get(name) != meant[name]}
        ticks, picked = self._ticks.get(key, {}), self._picked.get(key)
        if not changed & {*ticks, picked}:
            return False
        for name in changed & {*ticks}:
            del ticks[name]
        if picked in changed:
            del self._picked[key]
        return True

    def keys(self) -> list[VectorKey]:
        """The vectors with drafts."""
        return list({*self._picked, *(key for key, ticks in self._ticks.items() if ticks)})

    def tick(self, key: VectorKey, vector: Vector) -> bool:
        """Tick or untick the picked member of an AnyOfMany vector, else the first; False for other vectors."""
        if vector.rule is not Rule.ANY_OF_MANY or not vector.writable or not vector.members:
            return False
        picked = self._picked.get(key)
        name = picked if picked in vector.members else next(iter(vector.members))
        self.pick(key, name, vector)
        ticks = self._ticks.setdefault(key, {})
        value = ticks.pop(name, vector.members[name].value)
        wanted = OFF if value == ON else ON
        if wanted != vector.members[name].value:
            ticks[name] = wanted
        return True

    def wanted(self, key: VectorKey, vector: Vector) -> dict[str, str]:
        """The values to send: the ticks, else the picked member, else the only possible choice, else none.

        Until a request is answered only what was picked is sent, so that a key that is held down sends nothing twice;
        what aborts, and what lets a button go that moves something, is always sent.
        """
        if ticks := self._ticks.get(key):
            return dict(ticks)
        picked = self._picked.get(key)
        if picked not in vector.members:
            if held := _held(vector):
                return dict.fromkeys(held, OFF)
            asked = vector.request is not None and not vector.request.answered
            waits = asked and role(vector.name) is not Role.ABORTS
            picked = None if waits else _only_choice(vector)
        return toggled(vector, picked) if picked else {}


def _meanings(vector: Vector) -> dict[str, tuple[object, ...]]:
    """What the user knows each member by."""
    return {member.name: (vector.kind, vector.rule, vector.label, member.label) for member in vector.members.values()}


def _is_deleted(server: str, deleted: DelProperty, key: VectorKey) -> bool:
    return key.server == server and deleted.device in (None, key.device) and deleted.name in (None, key.vector)


def toggled(vector: Vector, name: str) -> dict[str, str]:
    """The value that picking a member means: On; Off if it is On and the rule allows that all are Off."""
    off = vector.members[name].value == ON and vector.rule is not Rule.ONE_OF_MANY
    return {name: OFF if off and role(vector.name) is not Role.ABORTS else ON}


def is_on_already(vector: Vector, values: Mapping[str, str]) -> bool:
    """Whether picking these values would change nothing: the choice is On, and no other was asked for.

    What acts each time that it is sent is none of these.
    """
    if vector.rule is not Rule.ONE_OF_MANY or len(vector.members) < 2 or vector.request or not vector.readable:
        return False
    members = vector.members
    on = all(name in members and members[name].value == value == ON for name, value in values.items())
    return bool(values) and on and role(vector.name) not in (Role.ACTS, Role.ABORTS)


def _held(vector: Vector) -> list[str]:
    """The buttons that move something until they are let go, and that are On, or were asked to be: Enter lets go."""
    if vector.rule is not Rule.AT_MOST_ONE or not moves(vector.name) or finishes(vector.name):
        return []
    asked = vector.request.members if vector.request and not vector.request.answered else {}
    return [name for name, member in vector.members.items() if asked.get(name, member.value) == ON]


def _only_choice(vector: Vector) -> str | None:
    """The only member that can be meant: a single one, the one of two that is Off while the other is On.

    Where at most one is On, that one, to turn it Off; but a shutter that is open is to be closed.
    """
    names = list(vector.members)
    if len(names) == 1:
        return names[0]
    on = [name for name in names if vector.members[name].value == ON]
    if len(on) != 1 or vector.rule is Rule.ANY_OF_MANY:
        return None
    if vector.rule is Rule.AT_MOST_ONE and not finishes(vector.name):
        return on[0]
    return next(name for name in names if name not in on) if len(names) == 2 else None
