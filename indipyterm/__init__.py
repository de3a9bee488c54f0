"""indipyterm: an INDI client in a terminal, and the asyncio client it is built on, for scripts.

    from indipyterm import IPyClient

Names are loaded when they are first used, so that ``indipyterm --version`` loads nothing. None loads the screen.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from indipyterm._version import __version__
from indipyterm._version import __version__ as version

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
        defVector,
        delProperty,
        getProperties,
        setBLOBVector,
        setLightVector,
        setNumberVector,
        setSwitchVector,
        setTextVector,
        setVector,
    )
    from indipyterm.client.ipyclient import IPyClient
    from indipyterm.client.member_views import (
        BLOBMember,
        LightMember,
        Member,
        NumberMember,
        SwitchMember,
        TextMember,
        getfloat,
    )
    from indipyterm.client.queclient import EventItem, QueClient, runqueclient
    from indipyterm.client.snapshots import (
        Snap,
        SnapBLOBMember,
        SnapDevice,
        SnapMember,
        SnapNumberMember,
        SnapNumberVector,
        SnapVector,
    )
    from indipyterm.client.views import BLOBVector, Device, LightVector, NumberVector, SwitchVector, TextVector, Vector
    from indipyterm.exceptions import NotSaved, NotSent, ParseException, Refused

_MODULES = {
    "indipyterm.exceptions": ("NotSaved", "NotSent", "ParseException", "Refused"),
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
        "defVector",
        "delProperty",
        "getProperties",
        "setBLOBVector",
        "setLightVector",
        "setNumberVector",
        "setSwitchVector",
        "setTextVector",
        "setVector",
    ),
    "indipyterm.client.ipyclient": ("IPyClient",),
    "indipyterm.client.member_views": (
        "BLOBMember",
        "LightMember",
        "Member",
        "NumberMember",
        "SwitchMember",
        "TextMember",
        "getfloat",
    ),
    "indipyterm.client.queclient": ("EventItem", "QueClient", "runqueclient"),
    "indipyterm.client.snapshots": (
        "Snap",
        "SnapBLOBMember",
        "SnapDevice",
        "SnapMember",
        "SnapNumberMember",
        "SnapNumberVector",
        "SnapVector",
    ),
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
_OTHER_NAMES = {"PropertyVector": "Vector", "ParentBLOBMember": "BLOBMember", "ParentNumberMember": "NumberMember"}
"""What scripts written for indipyclient may call a class."""

for _module in ("events", "ipyclient", "propertymembers", "propertyvectors", "queclient"):
    sys.modules[f"{__name__}.{_module}"] = sys.modules[__name__]
    globals()[_module] = sys.modules[__name__]
"""They import names from these modules, too: all of them are this package, which has all the names."""

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
    "LightMember",
    "LightVector",
    "Member",
    "Message",
    "NotSaved",
    "NotSent",
    "NumberMember",
    "NumberVector",
    "ParseException",
    "QueClient",
    "Refused",
    "Snap",
    "SnapBLOBMember",
    "SnapDevice",
    "SnapMember",
    "SnapNumberMember",
    "SnapNumberVector",
    "SnapVector",
    "SwitchMember",
    "SwitchVector",
    "TextMember",
    "TextVector",
    "Vector",
    "VectorTimeOut",
    "__version__",
    "defBLOBVector",
    "defLightVector",
    "defNumberVector",
    "defSwitchVector",
    "defTextVector",
    "defVector",
    "delProperty",
    "getProperties",
    "getfloat",
    "runqueclient",
    "setBLOBVector",
    "setLightVector",
    "setNumberVector",
    "setSwitchVector",
    "setTextVector",
    "setVector",
    "version",
]


def __getattr__(name: str) -> Any:
    """Load a public name; AttributeError where there is none."""
    found = _OTHER_NAMES.get(name, name)
    if found not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_WHERE[found]), found)
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
