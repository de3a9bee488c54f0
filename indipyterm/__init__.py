"""indipyterm: an INDI client in a terminal, and the asyncio client it is built on, for scripts.

    from indipyterm import IPyClient

Names are loaded when they are first used, so that ``indipyterm --version`` loads nothing. None loads the screen.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from indipyterm._version import __version__

if TYPE_CHECKING:
    from indipyterm.client.events import (
        ClientEvent,
        ConnectionLost,
        ConnectionMade,
        Event,
        Message,
        VectorTimeOut,
        defBLOBVector,
        defLightVector,
        defNumberVector,
        defSwitchVector,
        defTextVector,
        delProperty,
        getProperties,
        setBLOBVector,
        setLightVector,
        setNumberVector,
        setSwitchVector,
        setTextVector,
    )
    from indipyterm.client.ipyclient import IPyClient
    from indipyterm.client.member_views import BLOBMember, Member, NumberMember, getfloat
    from indipyterm.client.queclient import EventItem, QueClient, runqueclient
    from indipyterm.client.snapshots import Snap, SnapDevice, SnapNumberVector, SnapVector
    from indipyterm.client.views import BLOBVector, Device, LightVector, NumberVector, SwitchVector, TextVector, Vector
    from indipyterm.exceptions import NotSaved, NotSent, Refused

_MODULES = {
    "indipyterm.exceptions": ("NotSaved", "NotSent", "Refused"),
    "indipyterm.client.events": (
        "ClientEvent",
        "ConnectionLost",
        "ConnectionMade",
        "Event",
        "Message",
        "VectorTimeOut",
        "defBLOBVector",
        "defLightVector",
        "defNumberVector",
        "defSwitchVector",
        "defTextVector",
        "delProperty",
        "getProperties",
        "setBLOBVector",
        "setLightVector",
        "setNumberVector",
        "setSwitchVector",
        "setTextVector",
    ),
    "indipyterm.client.ipyclient": ("IPyClient",),
    "indipyterm.client.member_views": ("BLOBMember", "Member", "NumberMember", "getfloat"),
    "indipyterm.client.queclient": ("EventItem", "QueClient", "runqueclient"),
    "indipyterm.client.snapshots": ("Snap", "SnapDevice", "SnapNumberVector", "SnapVector"),
    "indipyterm.client.views": (
        "BLOBVector",
        "Device",
        "LightVector",
        "NumberVector",
        "SwitchVector",
        "TextVector",
        "Vector",
    ),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "BLOBMember",
    "BLOBVector",
    "ClientEvent",
    "ConnectionLost",
    "ConnectionMade",
    "Device",
    "Event",
    "EventItem",
    "IPyClient",
    "LightVector",
    "Member",
    "Message",
    "NotSaved",
    "NotSent",
    "NumberMember",
    "NumberVector",
    "QueClient",
    "Refused",
    "Snap",
    "SnapDevice",
    "SnapNumberVector",
    "SnapVector",
    "SwitchVector",
    "TextVector",
    "Vector",
    "VectorTimeOut",
    "__version__",
    "defBLOBVector",
    "defLightVector",
    "defNumberVector",
    "defSwitchVector",
    "defTextVector",
    "delProperty",
    "getProperties",
    "getfloat",
    "runqueclient",
    "setBLOBVector",
    "setLightVector",
    "setNumberVector",
    "setSwitchVector",
    "setTextVector",
]


def __getattr__(name: str) -> Any:
    """Load a public name; AttributeError where there is none."""
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_WHERE[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
