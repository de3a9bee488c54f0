"""Every INDI element as a frozen value.

Source: "INDI: Instrument-Neutral Distributed Interface" 1.7 (the white paper), section "XML DTD".
A message holds what the element said and nothing else: number texts stay as they were received (``"12:30:36"``),
so that nothing is rounded on the way. ``None`` means that an optional attribute was absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from indipyterm.protocol.blobdata import BlobData

VERSION = "1.7"
"""The INDI protocol version that ``getProperties`` asks for."""


class Kind(StrEnum):
    """The five kinds of vector; the value is the word inside the element names (``defNumberVector``)."""

    TEXT = "Text"
    NUMBER = "Number"
    SWITCH = "Switch"
    LIGHT = "Light"
    BLOB = "BLOB"

    __hash__ = str.__hash__  # many times faster than that of enums, and the same


class State(StrEnum):
    """The state of a vector, and the value of a light."""

    IDLE = "Idle"
    OK = "Ok"
    BUSY = "Busy"
    ALERT = "Alert"


class Perm(StrEnum):
    """What a client may do with a vector. Lights are always read-only."""

    RO = "ro"
    WO = "wo"
    RW = "rw"


class Rule(StrEnum):
    """How many switches of a vector may be On."""

    ONE_OF_MANY = "OneOfMany"
    AT_MOST_ONE = "AtMostOne"
    ANY_OF_MANY = "AnyOfMany"


class BlobPolicy(StrEnum):
    """Whether a server sends BLOBs to this connection: none, along with all else, or nothing else."""

    NEVER = "Never"
    ALSO = "Also"
    ONLY = "Only"


ON = "On"
OFF = "Off"


class DefMember(NamedTuple):
    """``defText``, ``defSwitch``, ``defLight`` or ``defBLOB``: the vector's kind tells which.

    ``value`` is the text, "On" or "Off", or the name of a `State`; for a BLOB it is empty.
    """

    name: str
    label: str
    value: str = ""


class DefNumber(NamedTuple):
    """``defNumber``. All numbers are the texts received; `numbers.parse_number` reads them."""

    name: str
    label: str
    value: str = "0"
    format: str = "%g"
    min: str = "0"
    max: str = "0"
    step: str = "0"


class OneMember(NamedTuple):
    """``oneText``, ``oneSwitch`` or ``oneLight``: the vector's kind tells which."""

    name: str
    value: str


class OneNumber(NamedTuple):
    """``oneNumber``; a server may change the limits with it."""

    name: str
    value: str
    min: str | None = None
    max: str | None = None
    step: str | None = None


class OneBlob(NamedTuple):
    """``oneBLOB``: `size` is that of the uncompressed data in bytes; 0 with empty `data` is a state change only."""

    name: str
    size: int
    format: str
    data: BlobData


AnyDef = DefMember | DefNumber
AnyOne = OneMember | OneNumber | OneBlob


class DefVector(NamedTuple):
    """``def{Text,Number,Switch,Light,BLOB}Vector``: a device offers a property.

    `perm` is RO for a light; `rule` is None but for a switch; `timeout` is in seconds, 0 where absent.
    `label` and member labels are the name where absent; `group` may be empty.
    """

    kind: Kind
    device: str
    name: str
    members: tuple[AnyDef, ...]
    label: str = ""
    group: str = ""
    state: State = State.IDLE
    perm: Perm = Perm.RO
    rule: Rule | None = None
    timeout: float = 0.0
    timestamp: datetime | None = None
    message: str | None = None


class SetVector(NamedTuple):
    """``set*Vector``: new values, state, timeout (seconds) or message of a property; any part may be absent."""

    kind: Kind
    device: str
    name: str
    members: Sequence[AnyOne] = ()
    state: State | None = None
    timeout: float | None = None
    timestamp: datetime | None = None
    message: str | None = None


class NewVector(NamedTuple):
    """``new*Vector``: a client asks for values; servers echo it to the other clients."""

    kind: Kind
    device: str
    name: str
    members: Sequence[AnyOne] = ()
    timestamp: datetime | None = None


class GetProperties(NamedTuple):
    """``getProperties``: ask for definitions of everything, a device or one property."""

    version: str = VERSION
    device: str | None = None
    name: str | None = None


class DelProperty(NamedTuple):
    """``delProperty``: a property is gone; without a name the device; without a device everything."""

    device: str | None = None
    name: str | None = None
    timestamp: datetime | None = None
    message: str | None = None


class Message(NamedTuple):
    """``message``: text for the operator, of a device or (None) of the server."""

    device: str | None = None
    timestamp: datetime | None = None
    message: str | None = None


class EnableBlob(NamedTuple):
    """``enableBLOB``: which BLOBs this connection wants."""

    policy: BlobPolicy
    device: str
    name: str | None = None


class PingRequest(NamedTuple):
    """``pingRequest`` (libindi): to be answered with `PingReply` of the same uid."""

    uid: str


class PingReply(NamedTuple):
    """``pingReply`` (libindi)."""

    uid: str


class Malformed(NamedTuple):
    """Something heard that could not be understood, or only in part; `reason` says what in words for the log."""

    reason: str


Element = (
    DefVector | SetVector | NewVector | GetProperties | DelProperty | Message | EnableBlob | PingRequest | PingReply
)
"""What can be written to the wire."""

Received = Element | Malformed
"""What a parser gives."""
