"""A vector: one property of a device with its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from indipyterm.model.members import NO_VALUES, BlobMember, LatestValues, Member, NumberMember
from indipyterm.protocol.lazy_members import LazyMembers, MemberLayout
from indipyterm.protocol.messages import (
    AnyDef,
    AnyOne,
    DefNumber,
    DefVector,
    Kind,
    OneBlob,
    OneNumber,
    Perm,
    Rule,
    SetVector,
    State,
)

DEFAULT_GROUP = "Main Control"
"""Where vectors are shown whose definition names no group."""


@dataclass(slots=True)
class Request:
    """The values that were last sent to a vector, as texts. `answered` once it sent anything while it is still Busy."""

    members: dict[str, str]
    when: datetime
    answered: bool = False


@dataclass(slots=True, eq=False)
class Vector:
    """One property of a device. `enabled` is False once it was deleted; the values stay readable.

    `request` holds the values that were sent to it, until it is no longer Busy, or Busy only because they are in
    effect (see `standard.is_in_effect`); `other` is when another client last
    sent some, until this one does. `stale` is True from the loss of the connection until the vector is defined again.
    `grouped` says whether its definition named the group. `timeout` is in seconds, 0 where the driver gave none.
    `asked` holds the values that anybody asked for last, as far as is known, answered or not, at the time `asked_at`.
    `timestamp` is the time of the last change, UTC. `latest` holds the latest values until somebody reads a member.
    `definitions` are the members as they were defined, and `known_members` what was made of them, None before.
    """

    kind: Kind
    device: str
    name: str
    label: str = ""
    group: str = DEFAULT_GROUP
    state: State = State.IDLE
    perm: Perm = Perm.RO
    rule: Rule | None = None
    timeout: float = 0.0
    timestamp: datetime | None = None
    message: str = ""
    message_timestamp: datetime | None = None
    definitions: Sequence[AnyDef] = ()
    known_members: dict[str, Member] | None = field(default=None, repr=False)
    enabled: bool = True
    stale: bool = False
    grouped: bool = False
    request: Request | None = None
    other: datetime | None = None
    asked: Mapping[str, str] = field(default_factory=dict)
    asked_at: datetime | None = None
    latest: LatestValues = field(default=NO_VALUES, repr=False)

    @property
    def members(self) -> dict[str, Member]:
        """The members by name."""
        if self.known_members is None:
            self.known_members = {member.name: _member(self.kind, member, {}) for member in self.definitions}
        return self.known_members

    @property
    def readable(self) -> bool:
        """Whether the values mean anything: those of a write-only vector do not."""
        return self.perm is not Perm.WO

    @property
    def writable(self) -> bool:
        """Whether values may be sent."""
        return self.perm is not Perm.RO

    @property
    def signature(self) -> tuple[object, ...]:
        """What people know it by: kind, rule, label, and the names and labels of its members.

        Where it differs, a definition under the same name may mean something else than the one before.
        """
        return self.kind, self.rule, self.label, *((member.name, member.label) for member in self.members.values())

    def define(self, definition: DefVector, when: datetime) -> None:
        """Apply a definition: it replaces everything that an earlier one said, members too."""
        self.label, self.group = definition.label or definition.name, definition.group or DEFAULT_GROUP
        self.grouped = bool(definition.group)
        self.state, self.perm, self.rule = definition.state, definition.perm, definition.rule
        self.timeout = definition.timeout
        self._define_members(definition.members)
        self.latest = NO_VALUES
        self.enabled, self.stale, self.request = True, False, None
        self._set_time(definition.timestamp, definition.message, when)
        self.message_timestamp = self.message_timestamp or self.timestamp

    def _define_members(self, definitions: Sequence[AnyDef]) -> None:
        """Have the members made when they are needed: of many vectors nobody ever looks at them."""
        self.definitions = definitions
        if self.kind is Kind.BLOB:
            old = self.known_members or {}
            self.known_members = {member.name: _member(self.kind, member, old) for member in definitions}
        else:
            self.known_members = None

    def update(self, change: SetVector, when: datetime) -> Sequence[str]:
        """Apply new values; gives the names of members that this vector does not have, which were ignored.

        Whatever a ``set`` leaves out stays as it was.
        """
        values = change.members
        unknown: Sequence[str] = ()
        if isinstance(values, LazyMembers) and (self.latest.layout is values.layout or self.bind(values.layout)):
            self.latest.values = values
        else:
            unknown = self._update_each(values)
        self.update_state(change.state, change.timeout, change.timestamp or when)
        if change.message:
            self.message, self.message_timestamp = change.message, self.timestamp
        return unknown

    def update_state(self, state: State | None, timeout: float | None, timestamp: datetime) -> None:
        """Apply what a ``set`` says of the vector itself; None leaves it as it was."""
        if state is not None:
            self.state = state
        if timeout is not None:
            self.timeout = timeout
        if self.request is not None:
            self._answered(self.request)
        self.timestamp = timestamp

    def bind(self, layout: MemberLayout) -> bool:
        """Let `latest` hold values of a layout; False where some are for members that this vector does not have."""
        if any(name not in self.members for name in layout.names):
            return False
        self.latest.store()
        self.latest = LatestValues(layout, [self.members[name] for name in layout.names])
        return True

    def _update_each(self, values: Sequence[AnyOne]) -> Sequence[str]:
        unknown = []
        for one in values:
            member = self.members.get(one.name)
            if member is None:
                unknown.append(one.name)
            elif isinstance(one, OneNumber):
                assert isinstance(member, NumberMember)
                member.update(one)
            elif isinstance(one, OneBlob):
                assert isinstance(member, BlobMember)
                member.update(one)
            else:
                member.value = one.value
        return unknown

    def _answered(self, request: Request) -> None:
        if self.state is State.BUSY:
            request.answered = True
        else:
            self.request = None

    def _set_time(self, timestamp: datetime | None, message: str | None, when: datetime) -> None:
        self.timestamp = timestamp or when
        if message:
            self.message, self.message_timestamp = message, self.timestamp


def _member(kind: Kind, definition: AnyDef, old: dict[str, Member]) -> Member:
    if isinstance(definition, DefNumber):
        return NumberMember(*definition)
    if kind is Kind.BLOB:  # a definition has no value: what was received before is still the last BLOB
        last = old.get(definition.name)
        if isinstance(last, BlobMember):
            last.label = definition.label
            return last
        return BlobMember(definition.name, definition.label)
    return Member(definition.name, definition.label, definition.value)
