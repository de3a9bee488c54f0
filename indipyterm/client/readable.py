"""What can be read of a vector, both of a live one and of a snapshot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, TypeVar

from indipyterm.client.member_views import Member, allowed_value, getfloat, member_view
from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData, ScriptMapping
from indipyterm.model import vectors
from indipyterm.model.members import NumberMember
from indipyterm.protocol.messages import Kind, Perm, Rule, State

UNNAMED_GROUP = "DEFAULT GROUP"
"""The group of vectors whose definition names none, as scripts know it."""

_V = TypeVar("_V")


class ReadableVector(HasScriptData, ScriptMapping[Any]):
    """A mapping of member names to values, read from the model at each call.

    Attributes may be set, too: that changes what this client knows until the server says otherwise; nothing is sent.
    `state`, `perm` and `rule` take INDI's words only, and raise `ParseException` for others.
    """

    def __init__(self, vector: vectors.Vector, script_data: ScriptData) -> None:
        self._ipt_vector = vector
        self._ipt_script_data = script_data
        self._ipt_members: dict[str, Member] = {}

    @property
    def _ipt_item(self) -> ItemName:
        return self._ipt_vector.device, self._ipt_vector.name, None

    @property
    def data(self) -> dict[str, Member]:
        """The members by name."""
        return {name: self.member(name) for name in self._ipt_vector.members}

    def __getitem__(self, membername: str) -> Any:
        return self.member(membername).membervalue

    def __iter__(self) -> Iterator[str]:
        return iter(self._ipt_vector.members)

    def __len__(self) -> int:
        return len(self._ipt_vector.members)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.devicename!r} {self.name!r}>"

    @property
    def vectortype(self) -> str:
        """ "SwitchVector", "TextVector", "NumberVector", "LightVector" or "BLOBVector"."""
        return f"{self._ipt_vector.kind}Vector"

    @property
    def name(self) -> str:
        """The INDI name."""
        return self._ipt_vector.name

    @property
    def vectorname(self) -> str:
        """The INDI name."""
        return self._ipt_vector.name

    @property
    def devicename(self) -> str:
        """The name of the device."""
        return self._ipt_vector.device

    @property
    def label(self) -> str:
        """The label, or the name where there is none."""
        return self._ipt_vector.label

    @label.setter
    def label(self, text: str) -> None:
        self._ipt_vector.label = text

    @property
    def group(self) -> str:
        """The group that the vector is shown in; "DEFAULT GROUP" where its definition names none."""
        return self._ipt_vector.group if self._ipt_vector.grouped else UNNAMED_GROUP

    @group.setter
    def group(self, text: str) -> None:
        self._ipt_vector.group, self._ipt_vector.grouped = text, True

    @property
    def state(self) -> str:
        """ "Idle", "Ok", "Busy" or "Alert"."""
        return self._ipt_vector.state.value

    @state.setter
    def state(self, word: str) -> None:
        self._ipt_vector.state = State(allowed_value(word, list(State)))

    @property
    def perm(self) -> str:
        """ "ro", "wo" or "rw"."""
        return self._ipt_vector.perm.value

    @perm.setter
    def perm(self, word: str) -> None:
        self._ipt_vector.perm = Perm(allowed_value(word, list(Perm)))

    @property
    def rule(self) -> str | None:
        """The rule of a switch vector; None for others."""
        rule = self._ipt_vector.rule
        return None if rule is None else rule.value

    @rule.setter
    def rule(self, word: str) -> None:
        allowed = list(Rule) if self._ipt_vector.kind is Kind.SWITCH else ()
        self._ipt_vector.rule = Rule(allowed_value(word, allowed))

    @property
    def timeout(self) -> float:
        """The longest time in seconds that the driver needs to answer; 0 where it gave none."""
        return self._ipt_vector.timeout

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self._ipt_vector.timeout = getfloat(seconds)

    @property
    def timestamp(self) -> datetime | None:
        """When the vector last changed, UTC."""
        return self._ipt_vector.timestamp

    @timestamp.setter
    def timestamp(self, when: datetime) -> None:
        self._ipt_vector.timestamp = when

    @property
    def message(self) -> str:
        """The last text for the operator that came with the vector."""
        return self._ipt_vector.message

    @message.setter
    def message(self, text: str) -> None:
        self._ipt_vector.message = text

    @property
    def message_timestamp(self) -> datetime | None:
        """When that was, UTC; where there was none yet, when the vector was defined."""
        return self._ipt_vector.message_timestamp

    @message_timestamp.setter
    def message_timestamp(self, when: datetime) -> None:
        self._ipt_vector.message_timestamp = when

    @property
    def enable(self) -> bool:
        """False once the vector was deleted."""
        return self._ipt_vector.enabled

    @enable.setter
    def enable(self, there: bool) -> None:
        self._ipt_vector.enabled = bool(there)

    def member(self, membername: str) -> Member:
        """A member by name, the same object each time; KeyError where there is none."""
        if membername not in self._ipt_vector.members:
            raise KeyError(membername)
        found = self._ipt_members.get(membername)
        if found is None:
            found = self._ipt_members[membername] = self._ipt_member(membername)
        return found

    def _ipt_member(self, membername: str) -> Member:
        return member_view(self._ipt_vector, membername, self._ipt_script_data)

    def members(self) -> dict[str, Member]:
        """The members by name."""
        return self.data

    def memberlabel(self, membername: str) -> str:
        """The label of a member; KeyError where there is none."""
        return self._ipt_vector.members[membername].label

    def checkvalue(self, value: _V, allowed: Collection[Any]) -> _V:
        """The value, if it is an allowed one; else `ParseException`."""
        return allowed_value(value, allowed)


class Numbers(ReadableVector):
    """What can be read of numbers only."""

    def getfloatvalue(self, membername: str) -> float:
        """A member's value as a float; KeyError or, where it is not a number, TypeError."""
        return getfloat(self[membername])

    def getformattedvalue(self, membername: str) -> str:
        """A member's value as its format wants it; KeyError where there is none."""
        member = self._ipt_vector.members[membername]
        return member.formatted() if isinstance(member, NumberMember) else member.value
