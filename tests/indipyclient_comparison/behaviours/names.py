"""What can be imported, the attributes of the module, and its loggers."""

from __future__ import annotations

import logging
from collections import UserDict

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt

SUBMODULES = {
    "ipyclient": "IPyClient Snap SnapDevice Device",
    "events": "ConnectionMade ConnectionLost VectorTimeOut Event Message getProperties delProperty defVector "
    "defSwitchVector defTextVector defNumberVector defLightVector defBLOBVector setVector setSwitchVector "
    "setTextVector setNumberVector setLightVector setBLOBVector",
    "propertyvectors": "Vector SnapVector SnapNumberVector PropertyVector ClientEvent SwitchVector LightVector "
    "TextVector NumberVector BLOBVector",
    "propertymembers": "getfloat ParseException Member SnapMember SwitchMember LightMember TextMember NumberMember "
    "SnapNumberMember BLOBMember SnapBLOBMember",
    "queclient": "EventItem QueClient runqueclient",
}


@behaviour("what `from indipyclient import *` gives is there")
async def names(session: Session) -> Seen:
    wanted = (
        "version IPyClient ClientEvent getfloat ConnectionMade ConnectionLost delProperty defSwitchVector defTextVector "
        "defNumberVector defLightVector defBLOBVector setSwitchVector setTextVector setNumberVector setLightVector "
        "setBLOBVector Message VectorTimeOut"
    )
    return {
        "missing": [name for name in wanted.split() if not hasattr(session.library, name)],
        "missing in __all__": [name for name in wanted.split() if name not in session.library.__all__],
    }


@behaviour("`version` of the module is a string of numbers")
async def version(session: Session) -> Seen:
    return {"version": session.library.version.replace(".", "").isdigit()}


@behaviour("each submodule can be imported, with its classes")
async def submodules(session: Session) -> Seen:
    found = {}
    for module, wanted in SUBMODULES.items():
        loaded = await attempt(session.submodule, module)
        if loaded == "module":
            real = session.submodule(module)
            loaded = [name for name in wanted.split() if not hasattr(real, name)]
        found[f"missing in {module}"] = loaded
    return found


@behaviour("the client, a device, a vector and their snapshots are each a `UserDict`")
async def user_dicts(session: Session) -> Seen:
    client = await session.start()
    items = {
        "client": client,
        "device": client["Mount"],
        "vector": client["Mount"]["PARK"],
        "snapshot": client.snapshot(),
        "snapshot of a device": client["Mount"].snapshot(),
        "snapshot of a vector": client["Mount"]["PARK"].snapshot(),
    }
    return {name: isinstance(item, UserDict) for name, item in items.items()}


@behaviour("a handler of the logger `indipyclient`, or of that with the module's name")
async def logger(session: Session) -> Seen:
    texts: dict[str, list[str]] = {"indipyclient": [], session.library.__name__: []}
    for name, kept in texts.items():
        logging.getLogger(name).addHandler(_Keeper(kept))
    client = await session.start()
    await client.warning("heard by both")
    return {"heard": all("heard by both" in kept for kept in texts.values())}


class _Keeper(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())
