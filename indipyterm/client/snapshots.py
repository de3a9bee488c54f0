"""Copies of what a client knows, which stay as they are: for another thread, for a record, as JSON.

All of them give dictionaries with `dictdump`, and JSON with `dumps` and `dump`: times are ISO texts, UTC; a BLOB is
left out (null) unless it is asked for, and is base64 text in JSON then.
"""

from __future__ import annotations

import json
import math
from abc import ABC, abstractmethod
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from indipyterm.client.member_views import BLOBMember, Member, NumberMember
from indipyterm.client.readable import Numbers, ReadableVector
from indipyterm.client.script_data import HasScriptData, ItemName, ScriptData, ScriptMapping
from indipyterm.model import devices, vectors
from indipyterm.protocol.messages import Kind


class TextFile(Protocol):
    """What JSON is written to."""

    def write(self, text: str, /) -> object:
        """Write a text."""


class Dumped(ABC):
    """What can become a dictionary and JSON."""

    @abstractmethod
    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary; BLOBs, and strings and ids of the script, only where asked for."""

    def dumps(
        self,
        indent: int | str | None = None,
        separators: tuple[str, str] | None = None,
        inc_blob: bool = False,
        inc_user_string: bool = False,
        inc_itemid: bool = False,
    ) -> str:
        """The same as JSON; `indent` and `separators` are those of `json.dumps`."""
        found = self.dictdump(inc_blob, inc_user_string, inc_itemid)
        return json.dumps(found, indent=indent, separators=separators, default=_base64)

    def dump(
        self,
        fp: TextFile,
        indent: int | str | None = None,
        separators: tuple[str, str] | None = None,
        inc_blob: bool = False,
        inc_user_string: bool = False,
        inc_itemid: bool = False,
    ) -> None:
        """Write the same to a text file."""
        fp.write(self.dumps(indent, separators, inc_blob, inc_user_string, inc_itemid))


class SnapMember(Member):
    """A copy of a text, a switch or a light."""

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary."""
        return {"label": self.label, "value": self.membervalue, **_script_data(self, inc_user_string, inc_itemid)}


class SnapNumberMember(NumberMember):
    """A copy of a number."""

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary."""
        return {
            "label": self.label,
            "format": self.format,
            "min": self.min,
            "max": self.max,
            "step": self.step,
            "value": self.membervalue,
            "floatvalue": _float(self),
            "formattedvalue": self.getformattedvalue(),
            **_script_data(self, inc_user_string, inc_itemid),
        }


class SnapBLOBMember(BLOBMember):
    """A copy of a BLOB."""

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary."""
        return {
            "label": self.label,
            "filename": self.filename,
            "blobsize": self.blobsize,
            "blobformat": self.blobformat,
            "value": self.membervalue if inc_blob else None,
            **_script_data(self, inc_user_string, inc_itemid),
        }


class SnapVector(ReadableVector, Dumped):
    """A copy of a vector: a mapping of member names to values."""

    def _ipt_member(self, membername: str) -> SnapMember | SnapNumberMember | SnapBLOBMember:
        kinds = {Kind.NUMBER: SnapNumberMember, Kind.BLOB: SnapBLOBMember}
        made = kinds.get(self._ipt_vector.kind, SnapMember)(self._ipt_vector, membername, self._ipt_script_data)
        assert isinstance(made, SnapMember | SnapNumberMember | SnapBLOBMember)
        return made

    def __setitem__(self, membername: str, value: Any) -> None:
        self.member(membername).membervalue = value

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary, its members by name under ``members``."""
        found = {
            "vectortype": self.vectortype,
            "name": self.name,
            "devicename": self.devicename,
            "label": self.label,
            "enable": self.enable,
            "message": self.message,
            "message_timestamp": _time(self.message_timestamp),
            "group": self.group,
            "state": self.state,
            "timeout": self.timeout,
            "timestamp": _time(self.timestamp),
            **({} if self.rule is None else {"rule": self.rule}),
            "perm": self.perm,
            **_script_data(self, inc_user_string, inc_itemid),
        }
        found["members"] = {
            name: self._ipt_member(name).dictdump(inc_blob, inc_user_string, inc_itemid) for name in self
        }
        return found


class SnapNumberVector(SnapVector, Numbers):
    """A copy of a vector of numbers."""


class SnapDevice(HasScriptData, ScriptMapping[SnapVector], Dumped):
    """A copy of a device: a mapping of vector names to vectors."""

    def __init__(self, device: devices.Device, script_data: ScriptData) -> None:
        self.devicename = device.name
        self.enable = device.enabled
        self.messages = list(device.messages)
        self._ipt_script_data = script_data
        self._ipt_vectors = {name: snap_vector(vector, script_data) for name, vector in device.vectors.items()}

    @property
    def _ipt_item(self) -> ItemName:
        return self.devicename, None, None

    @property
    def data(self) -> dict[str, SnapVector]:
        """The vectors by name."""
        return self._ipt_vectors

    def disable(self) -> None:
        """Take the device and all its vectors for deleted."""
        self.enable = False
        for vector in self._ipt_vectors.values():
            vector.enable = False

    def __getitem__(self, vectorname: str) -> SnapVector:
        return self._ipt_vectors[vectorname]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ipt_vectors)

    def __len__(self) -> int:
        return len(self._ipt_vectors)

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary, its vectors by name under ``vectors``."""
        return {
            "devicename": self.devicename,
            "enable": self.enable,
            "messages": _messages(self.messages),
            **_script_data(self, inc_user_string, inc_itemid),
            "vectors": {name: vector.dictdump(inc_blob, inc_user_string, inc_itemid) for name, vector in self.items()},
        }


class Snap(ScriptMapping[SnapDevice], Dumped):
    """A copy of all that a client knew: a mapping of device names to devices."""

    def __init__(
        self,
        devices: Mapping[str, devices.Device],
        script_data: ScriptData,
        *,
        host: str,
        port: int,
        connected: bool,
        messages: Iterable[tuple[datetime, str]],
        user_string: str,
    ) -> None:
        self.indihost, self.indiport, self.connected = host, port, connected
        self.messages = list(messages)
        self.user_string = user_string
        self._ipt_devices = {name: SnapDevice(device, script_data) for name, device in devices.items()}

    @property
    def data(self) -> dict[str, SnapDevice]:
        """The devices by name."""
        return self._ipt_devices

    def __getitem__(self, devicename: str) -> SnapDevice:
        return self._ipt_devices[devicename]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ipt_devices)

    def __len__(self) -> int:
        return len(self._ipt_devices)

    def enabledlen(self) -> int:
        """How many devices were there."""
        return sum(device.enable for device in self.values())

    def get_vector_state(self, devicename: str, vectorname: str) -> str | None:
        """The state of a vector, or None where there was none by that name."""
        vector = self[devicename].get(vectorname) if devicename in self else None
        return vector.state if vector else None

    def dictdump(
        self, inc_blob: bool = False, inc_user_string: bool = False, inc_itemid: bool = False
    ) -> dict[str, Any]:
        """Everything in it as a dictionary, its devices by name under ``devices``."""
        return {
            "indihost": self.indihost,
            "indiport": self.indiport,
            "connected": self.connected,
            "messages": _messages(self.messages),
            **({"user_string": self.user_string} if inc_user_string else {}),
            "devices": {name: device.dictdump(inc_blob, inc_user_string, inc_itemid) for name, device in self.items()},
        }


def snap_vector(vector: vectors.Vector, script_data: ScriptData) -> SnapVector:
    """Copy a vector of the model; `script_data` is a copy already."""
    copied = replace(
        vector, known_members={name: copy(member) for name, member in vector.members.items()}, request=None
    )
    return (SnapNumberVector if vector.kind is Kind.NUMBER else SnapVector)(copied, script_data)


def _float(member: NumberMember) -> float | None:
    """The value as a number that JSON has; None where there is no such."""
    try:
        value = member.getfloatvalue()
    except TypeError:
        return None
    return value if math.isfinite(value) else None


def _script_data(item: HasScriptData, user_string: bool, itemid: bool) -> dict[str, Any]:
    return {
        **({"user_string": item.user_string} if user_string else {}),
        **({"itemid": item.itemid} if itemid else {}),
    }


def _messages(messages: Sequence[tuple[datetime, str]]) -> list[list[str]]:
    return [[when.isoformat(), text] for when, text in messages]


def _time(when: datetime | None) -> str | None:
    return None if when is None else when.isoformat()


def _base64(data: object) -> str:
    """Write a BLOB for JSON, which asks for what it does not know."""
    assert isinstance(data, bytes)
    return b64encode(data).decode()
