"""Copies of what a client knows."""

from __future__ import annotations

import copy
import io
import json
import pickle
from datetime import datetime
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.instruments import IMAGE
from tests.indipyclient_comparison.session import Session, attempt, attributes, plain


@behaviour("a snapshot of the client")
async def of_client(session: Session) -> Seen:
    client = await session.start()
    client.user_string = "mine"
    await session.say('<message message="hello"/>')
    snapshot = client.snapshot()
    return {
        "class": type(snapshot).__name__,
        "names": [list(snapshot), len(snapshot["Mount"]), snapshot.enabledlen()],
        "server": [snapshot.indihost, snapshot.indiport == session.server.port, snapshot.connected],
        "user_string": snapshot.user_string,
        "messages": snapshot.messages[0],
        "states": [snapshot.get_vector_state("Mount", "PARK"), snapshot.get_vector_state("Dome", "PARK")],
    }


@behaviour("snapshots of a device and a vector")
async def of_parts(session: Session) -> Seen:
    client = await session.start()
    await session.say('<message device="Mount" message="hello"/>')
    device, vector, number = (
        client["Mount"].snapshot(),
        client["Mount"]["PARK"].snapshot(),
        client["Mount"]["COORD"].snapshot(),
    )
    names = "name label group state perm rule timeout timestamp message message_timestamp devicename vectortype enable user_string"
    return {
        "classes": [type(each).__name__ for each in (device, vector, number)],
        "device": attributes(device, "devicename enable user_string"),
        "messages": list(device.messages)[:1],
        "vector": attributes(vector, names),
        "values": [dict(vector), dict(number)],
        "itemids": [device.itemid == client["Mount"].itemid, vector.itemid == client["Mount"]["PARK"].itemid],
        "number": [number.getfloatvalue("DEC"), number.getformattedvalue("DEC"), vector.memberlabel("PARK")],
    }


@behaviour("the classes of a snapshot's members")
async def classes(session: Session) -> Seen:
    snapshot = (await session.start()).snapshot()
    places = ["Mount.PARK.PARK", "Mount.PLACE.WHO", "Mount.HEALTH.FUSE", "Mount.RATE.X", "Camera.CCD1.CCD1"]
    found = [snapshot[device][vector].member(member) for device, vector, member in (each.split(".") for each in places)]
    return {"classes": [type(member).__name__ for member in found]}


@behaviour("a snapshot stays as it is")
async def stays(session: Session) -> Seen:
    client = await session.start()
    snapshot = client.snapshot()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Busy"><oneText name="WHO">me</oneText></setTextVector>'
        '<delProperty device="Camera"/>'
    )
    place = snapshot["Mount"]["PLACE"]
    return {
        "vector": [place.state, place["WHO"]],
        "enable": snapshot["Camera"].enable,
        "can send": hasattr(place, "send_newTextVector"),
    }


@behaviour("values and attributes of a snapshot can be changed, without any effect on the client")
async def changed(session: Session) -> Seen:
    client = await session.start()
    snapshot = client["Mount"]["PLACE"].snapshot()

    def value() -> Any:
        snapshot["WHO"] = "x"
        return snapshot["WHO"]

    def state() -> Any:
        snapshot.state = "Alert"
        return snapshot.state

    place = client["Mount"]["PLACE"]
    return {"value": await attempt(value), "state": await attempt(state), "client": [place["WHO"], place.state]}


def _recent(text: str | None) -> Any:
    """A time as `dictdump` has it, "now" where it is the present."""
    return plain(None if text is None else datetime.fromisoformat(text))


def _without(dump: Any, names: str) -> Any:
    return {name: value for name, value in dump.items() if name not in names.split()}


@behaviour("`dictdump` of each kind of vector")
async def dictdump(session: Session) -> Seen:
    client = await session.start()
    found = {name: client["Mount"][name].snapshot().dictdump() for name in ("PARK", "COORD", "PLACE", "HEALTH")}
    dumps = {**found, "CCD1": client["Camera"]["CCD1"].snapshot().dictdump()}
    times = {name: [_recent(dump["timestamp"]), _recent(dump["message_timestamp"])] for name, dump in dumps.items()}
    names = "timestamp message_timestamp timeout"
    return {"times": times, **{name: _without(dump, names) for name, dump in dumps.items()}}


@behaviour("`dictdump` of device and client")
async def dictdump_of_client(session: Session) -> Seen:
    client = await session.start()
    snapshot = client.snapshot()
    dump, device = snapshot.dictdump(), snapshot["Camera"].dictdump()
    return {
        "client": [list(dump), dump["indihost"], dump["connected"], list(dump["devices"])],
        "device": [list(device), device["devicename"], device["enable"], list(device["vectors"])],
    }


@behaviour("the order of the names in `dictdump`")
async def order(session: Session) -> Seen:
    mount = (await session.start())["Mount"]
    dump = mount["PARK"].snapshot().dictdump(inc_user_string=True, inc_itemid=True)
    return {"vector": list(dump), "member": list(dump["members"]["PARK"])}


@behaviour("`dictdump` with user strings and ids")
async def dictdump_with(session: Session) -> Seen:
    client = await session.start()
    client.user_string, client["Mount"].user_string, client["Mount"]["PARK"].user_string = "c", "d", "v"
    device = client["Mount"].snapshot().dictdump(inc_user_string=True, inc_itemid=True)
    vector = device["vectors"]["PARK"]
    return {
        "client": client.snapshot().dictdump(inc_user_string=True).get("user_string"),
        "user strings": [device["user_string"], vector["user_string"], vector["members"]["PARK"]["user_string"]],
        "ids": [isinstance(each["itemid"], int) for each in (device, vector, vector["members"]["PARK"])],
    }


@behaviour("`dictdump` of a client's snapshot with ids")
async def client_id(session: Session) -> Seen:
    client = await session.start()
    dump = await attempt(lambda: sorted(client.snapshot().dictdump(inc_itemid=True)))
    return {"names": dump}


@behaviour("`dumps` and `dump` are JSON of `dictdump`")
async def dumps(session: Session) -> Seen:
    client = await session.start()
    results = {}
    for name, item in {"client": client, "device": client["Mount"], "vector": client["Mount"]["COORD"]}.items():
        snapshot, file = item.snapshot(), io.StringIO()
        snapshot.dump(file, indent=1)
        plain = json.loads(snapshot.dumps()) == json.loads(json.dumps(snapshot.dictdump()))
        results[name] = [plain, json.loads(file.getvalue()) == json.loads(snapshot.dumps(separators=(",", ":")))]
    return results


@behaviour("a snapshot with a BLOB, with and without it in `dictdump`")
async def with_blob(session: Session) -> Seen:
    client = await session.start()
    session.server.say(IMAGE)
    await session.event("SetBLOB")
    snapshot = client["Camera"]["CCD1"].snapshot()
    return {
        "value": snapshot["CCD1"],
        "without": snapshot.dictdump()["members"]["CCD1"],
        "with": snapshot.dictdump(inc_blob=True)["members"]["CCD1"],
    }


@behaviour("`dumps(inc_blob=True)` of a BLOB")
async def blob_as_json(session: Session) -> Seen:
    client = await session.start()
    session.server.say(IMAGE)
    await session.event("SetBLOB")
    snapshot = client["Camera"]["CCD1"].snapshot()
    return {"value": await attempt(lambda: json.loads(snapshot.dumps(inc_blob=True))["members"]["CCD1"]["value"])}


@behaviour("snapshots can be copied and pickled")
async def pickled(session: Session) -> Seen:
    client = await session.start()
    snapshot = client.snapshot()
    return {
        "copy": await attempt(lambda: copy.deepcopy(snapshot)["Mount"]["PLACE"]["WHO"]),
        "pickle": await attempt(lambda: pickle.loads(pickle.dumps(snapshot))["Mount"]["PLACE"]["WHO"]),
    }
