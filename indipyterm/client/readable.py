"""What can be read of a vector, both of a live one and of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from indipyterm.client.member_views import Member, getfloat, member_view
from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData
from indipyterm.model import vectors
from indipyterm.model.members import NumberMember


class ReadableVector(HasScriptData, Mapping[str, Any]):
    """A mapping of member names to values, read from the model at each call."""

    def __init__(self, vector: vectors.Vector, script_data: ScriptData) -> None:
        self._vector = vector
        self._script_data = script_data

    @property
    def _item(self) -> ItemName:
        return self._vector.device, self._vector.name, None

    def __getitem__(self, membername: str) -> Any:
        return self.member(membername).membervalue

    def __iter__(self) -> Iterator[str]:
        return iter(self._vector.members)

    def __len__(self) -> int:
        return len(self._vector.members)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.devicename!r} {self.name!r}>"

    @property
    def vectortype(self) -> str:
        """ "SwitchVector", "TextVector", "NumberVector", "LightVector" or "BLOBVector"."""
        return f"{self._vector.kind}Vector"

    @property
    def name(self) -> str:
        """The INDI name."""
        return self._vector.name

    @property
    def vectorname(self) -> str:
        """The INDI name."""
        return self._vector.name

    @property
    def devicename(self) -> str:
        """The name of the device."""
        return self._vector.device

    @property
    def label(self) -> str:
        """The label, or the name where there is none."""
        return self._vector.label

    @property
    def group(self) -> str:
        """The group that the vector is shown in."""
        return self._vector.group

    @property
    def state(self) -> str:
        """ "Idle", "Ok", "Busy" or "Alert"."""
        return self._vector.state

    @property
    def perm(self) -> str:
        """ "ro", "wo" or "rw"."""
        return self._vector.perm

    @property
    def rule(self) -> str | None:
        """The rule of a switch vector; None for others."""
        return self._vector.rule

    @property
    def timeout(self) -> float:
        """The longest time in seconds that the driver needs to answer; 0 where it gave none."""
        return self._vector.timeout

    @property
    def timestamp(self) -> datetime | None:
        """When the vector last changed, UTC."""
        return self._vector.timestamp

    @property
    def message(self) -> str:
        """The last text for the operator that came with the vector."""
        return self._vector.message

    @property
    def message_timestamp(self) -> datetime | None:
        """When that was, UTC."""
        return self._vector.message_timestamp

    @property
    def enable(self) -> bool:
        """False once the vector was deleted."""
        return self._vector.enabled

    def member(self, membername: str) -> Member:
        """A member by name; KeyError where there is none."""
        return member_view(self._vector, membername, self._script_data)

    def members(self) -> dict[str, Member]:
        """The members by name."""
        return {name: member_view(self._vector, name, self._script_data) for name in self._vector.members}

    def memberlabel(self, membername: str) -> str:
        """The label of a member; KeyError where there is none."""
        return self._vector.members[membername].label


class Numbers(ReadableVector):
    """What can be read of numbers only."""

    def getfloatvalue(self, membername: str) -> float:
        """A member's value as a float; KeyError or, where it is no number, TypeError."""
        return getfloat(self[membername])

    def getformattedvalue(self, membername: str) -> str:
        """A member's value as its format wants it; KeyError where there is none."""
        member = self._vector.members[membername]
        return member.formatted() if isinstance(member, NumberMember) else member.value
