"""Client, device and vector as dictionaries, and what may be set on them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.instruments import CAMERA
from tests.indipyclient_comparison.server import line
from tests.indipyclient_comparison.session import Session, attempt, attributes


@behaviour("client, device and vector read like dictionaries")
async def reading(session: Session) -> Seen:
    client = await session.start()
    mount, place = client["Mount"], client["Mount"]["PLACE"]
    return {
        "names": [list(client), len(mount), list(place)],
        "in": ["Mount" in client, "Dome" in client, "PLACE" in mount, "WHO" in place],
        "get": [client.get("Dome"), mount.get("NONE", 1), place.get("WHO"), place.get("NONE")],
        "items": [list(place.items()), list(place.keys()), list(place.values())],
        "true": [bool(client), bool(mount), bool(place)],
        "missing": [await attempt(lambda: client["Dome"]), await attempt(lambda: place["NONE"])],
    }


@behaviour("nothing can be put into client, device, vector or event")
async def writing(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO">I</oneText></setTextVector>'
    )

    def put(mapping: Any) -> Any:
        def work() -> None:
            mapping["WHO"] = "x"

        return attempt(work)

    items = [client, client["Mount"], client["Mount"]["PLACE"], session.events[0]]
    return {"put": [await put(item) for item in items]}


@behaviour("`del` of a device, until it is defined again")
async def deleting(session: Session) -> Seen:
    client = await session.start()
    del client["Camera"]
    deleted = list(client)
    session.server.say(CAMERA)
    await session.event("DefineBLOB")
    return {"deleted": deleted, "defined again": list(client)}


@behaviour("`data` of client, device, vector, event and snapshots")
async def data(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO">I</oneText></setTextVector>'
    )
    snapshot = client.snapshot()
    return {
        "client": await attempt(lambda: list(client.data)),
        "device": await attempt(lambda: client["Mount"].data["PLACE"] is client["Mount"]["PLACE"]),
        "vector": await attempt(lambda: client["Mount"]["PLACE"].data["WHO"].membervalue),
        "event": await attempt(lambda: session.events[0].data),
        "snapshot": await attempt(lambda: [list(snapshot.data), list(snapshot.data["Camera"].data)]),
        "snapshot of a vector": await attempt(lambda: snapshot["Mount"]["PLACE"].data["WHO"].membervalue),
    }


@behaviour("devices, vectors and members are the same objects each time, and keep attributes of yours")
async def identity(session: Session) -> Seen:
    client = await session.start()
    vector = client["Mount"]["PLACE"]
    client["Mount"].hung_on, vector.hung_on, vector.member("WHO").hung_on = "d", "v", "m"
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO">I</oneText></setTextVector>'
    )
    return {
        "same": [client["Mount"]["PLACE"] is vector, vector.member("WHO") is vector.members()["WHO"]],
        "kept": [getattr(item, "hung_on", None) for item in (client["Mount"], vector, vector.member("WHO"))],
    }


@behaviour("equality and hashing of client, device and vector")
async def equality(session: Session) -> Seen:
    client = await session.start()
    one, other = client["Mount"]["PLACE"], client["Mount"]["SERIAL"]
    return {
        "itself": [client == client, one == one],
        "others": [one == other, client == {}, one != other],
        "hashes": [isinstance(await attempt(hash, item), int) for item in (client, client["Mount"], one)],
    }


@behaviour("`state`, `perm` and `rule` are shown as strings in a list")
async def strings(session: Session) -> Seen:
    client = await session.start()
    await session.say('<setSwitchVector device="Mount" name="PARK" state="Busy"/>')
    park = client["Mount"]["PARK"]
    values = [
        park.state,
        park.perm,
        park.rule,
        park["PARK"],
        client["Mount"]["HEALTH"]["FUSE"],
        session.events[0].state,
    ]
    return {"list": str(values), "formatted": f"{park.state} {park.perm:>4} {park.rule}"}


@behaviour("a member's `membervalue` by kind")
async def member_values(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<defSwitchVector device="Camera" name="S" state="Ok" perm="rw" rule="AnyOfMany"><defSwitch name="S">On</defSwitch></defSwitchVector>'
    )
    places = ["Camera.S.S", "Mount.PLACE.WHO", "Mount.COORD.DEC", "Mount.HEALTH.FUSE", "Camera.CCD1.CCD1"]
    members = [client[device][vector].member(member) for device, vector, member in (each.split(".") for each in places)]
    return {
        "values": [member.membervalue for member in members],
        "classes": [type(member).__name__ for member in members],
    }


@behaviour("`memberlabel`, `members` and `member` of a vector")
async def members(session: Session) -> Seen:
    place = (await session.start())["Mount"]["PLACE"]
    return {
        "labels": [place.memberlabel("SITE"), place.memberlabel("WHO")],
        "members": {name: member.label for name, member in place.members().items()},
        "missing": [await attempt(lambda: place.member("NONE")), await attempt(lambda: place.memberlabel("NONE"))],
    }


@behaviour("attributes of a number, a BLOB and a text member")
async def member_attributes(session: Session) -> Seen:
    client = await session.start()
    return {
        "number": attributes(client["Mount"]["RATE"].member("X"), "name label format min max step user_string"),
        "BLOB": attributes(
            client["Camera"]["CCD1"].member("CCD1"), "name label blobsize blobformat filename user_string"
        ),
        "text": attributes(client["Mount"]["PLACE"].member("WHO"), "name label user_string"),
    }


def _setting(item: Any, name: str, value: Any) -> Any:
    """Set an attribute and read it."""
    setattr(item, name, value)
    return getattr(item, name)


@behaviour("attributes of a vector can be set")
async def set_vector(session: Session) -> Seen:
    vector = (await session.start())["Mount"]["PARK"]
    when = datetime(2026, 11, 22, tzinfo=UTC)
    wanted = {
        "state": "Busy",
        "timestamp": when,
        "enable": False,
        "label": "New",
        "group": "New",
        "timeout": 3.0,
        "message": "new",
        "message_timestamp": when,
        "perm": "ro",
        "rule": "AnyOfMany",
    }
    return {name: await attempt(_setting, vector, name, value) for name, value in wanted.items()}


@behaviour("attributes of a member can be set")
async def set_member(session: Session) -> Seen:
    client = await session.start()
    mount, image = client["Mount"], client["Camera"]["CCD1"].member("CCD1")
    return {
        "text": await attempt(_setting, mount["PLACE"].member("WHO"), "membervalue", "me"),
        "the vector has it": mount["PLACE"]["WHO"],
        "switch": await attempt(_setting, mount["PARK"].member("UNPARK"), "membervalue", "On"),
        "number": await attempt(_setting, mount["RATE"].member("X"), "membervalue", 7),
        "label": await attempt(_setting, mount["PLACE"].member("WHO"), "label", "Who"),
        "filename": await attempt(_setting, image, "filename", "a.fits"),
        "BLOB": await attempt(_setting, image, "membervalue", b"abc"),
        "min": await attempt(_setting, mount["RATE"].member("X"), "min", "-5"),
    }


@behaviour("a state, a switch, a number or a text that is none can't be set")
async def set_bad(session: Session) -> Seen:
    mount = (await session.start())["Mount"]
    wanted = [
        (mount["PARK"], "state", "Fine"),
        (mount["PARK"].member("PARK"), "membervalue", "Perhaps"),
        (mount["RATE"].member("X"), "membervalue", "much"),
        (mount["PLACE"].member("WHO"), "membervalue", 5),
    ]
    raised = [await attempt(_setting, *each) for each in wanted]
    return {"refused": [str(each).startswith("raises") for each in raised]}


@behaviour("a value that was set on a member is sent along with the others")
async def set_then_send(session: Session) -> Seen:
    place = (await session.start())["Mount"]["PLACE"]
    await attempt(_setting, place.member("SITE"), "membervalue", "Teide")
    await place.send_newTextVector(members={"WHO": "me"})
    return {"sent": await session.sent()}


@behaviour("`user_string` of client, device, vector and member")
async def user_strings(session: Session) -> Seen:
    client = await session.start()
    items = [client, client["Mount"], client["Mount"]["PLACE"], client["Mount"]["PLACE"].member("WHO")]
    before = [item.user_string for item in items]
    for number, item in enumerate(items):
        item.user_string = f"s{number}"
    return {
        "at first": before,
        "set": [item.user_string for item in items],
        "found": [
            client.get_user_string("Mount", *names) for names in ((None, None), ("PLACE", None), ("PLACE", "WHO"))
        ],
        "none": [client.get_user_string("Mount", "NONE", None), client.get_user_string("Dome", None, None)],
    }


@behaviour("`set_user_string` before the server defines anything")
async def user_strings_before(session: Session) -> Seen:
    client = session.new()
    client.set_user_string("Mount", None, None, "d")
    client.set_user_string("Mount", "PLACE", None, "v")
    client.set_user_string("Mount", "PLACE", "WHO", "m")
    early = client.get_user_string("Mount", "PLACE", "WHO")
    await session.start(client)
    place = client["Mount"]["PLACE"]
    return {"early": early, "later": [client["Mount"].user_string, place.user_string, place.member("WHO").user_string]}


@behaviour("`set_user_string` and `get_user_string` without a device, or a member without a vector")
async def user_strings_bad(session: Session) -> Seen:
    client = await session.start()
    return {
        "set": [
            await attempt(lambda: client.set_user_string("", None, None, "x")),
            await attempt(lambda: client.set_user_string("Mount", None, "WHO", "x")),
        ],
        "get": [
            await attempt(lambda: client.get_user_string("", None, None)),
            await attempt(lambda: client.get_user_string("Mount", None, "WHO")),
        ],
    }


@behaviour("each device, vector and member has an `itemid` of its own")
async def itemids(session: Session) -> Seen:
    client = await session.start()
    items = [
        item
        for device in client.values()
        for item in (
            device,
            *device.values(),
            *(member for vector in device.values() for member in vector.members().values()),
        )
    ]
    ids = [item.itemid for item in items]
    return {"all different": len(set(ids)) == len(ids), "numbers": all(isinstance(each, int) for each in ids)}


@behaviour("`create_itemid` overridden")
async def create_itemid(session: Session) -> Seen:
    asked: list[list[Any]] = []

    def create_itemid(self: Any, devicename: str = "", vectorname: str = "", membername: str = "", **_: Any) -> int:
        asked.append([devicename, vectorname, membername])
        return 1000 + len(asked)

    client = await session.start(session.new(create_itemid=create_itemid))
    return {"asked first": asked[:4], "asked": len(asked), "given": client["Mount"]["PARK"].member("UNPARK").itemid}


@behaviour("`checkvalue` of a vector and a switch")
async def checkvalue(session: Session) -> Seen:
    park = (await session.start())["Mount"]["PARK"]
    allowed = ["On", "Off"]
    refused = await attempt(lambda: park.checkvalue("Perhaps", allowed))
    return {
        "member": await attempt(lambda: park.member("PARK").checkvalue("On", allowed)),
        "vector": await attempt(lambda: park.checkvalue("On", allowed)),
        "refused": str(refused).startswith("raises"),
    }


@behaviour("`clientdata`, and what a client has before it runs")
async def client_attributes(session: Session) -> Seen:
    client = session.new({"mine": 1})
    default = session.library.IPyClient()
    return {
        "clientdata": client.clientdata,
        "client": attributes(client, "connected stop enable_reports BLOBfolder enableBLOBdefault user_string"),
        "stopped": client.stopped.is_set(),
        "default server": [default.indihost, default.indiport],
        "messages": list(client.messages),
        "enabled": client.enabledlen(),
    }


@behaviour("`get_vector_state` and `enabledlen`")
async def states(session: Session) -> Seen:
    client = await session.start()
    asked = [("Mount", "PARK"), ("Mount", "NONE"), ("Dome", "PARK")]
    return {"states": [client.get_vector_state(*each) for each in asked], "enabled": client.enabledlen()}


@behaviour("`create_clientevent` of a vector")
async def client_event(session: Session) -> Seen:
    client = await session.start()
    await client["Mount"]["PLACE"].create_clientevent("Mine", one=1, two="b")
    await client["Mount"]["PLACE"].create_clientevent()
    first, second = session.events
    return {
        "event": attributes(first, "eventtype devicename vectorname timestamp payload"),
        "class": isinstance(first, session.library.ClientEvent),
        "values": dict(first),
        "leads to": first.vector is client["Mount"]["PLACE"],
        "default": [second.eventtype, second.payload],
    }


@behaviour("`event.root` and `str(event)` are the XML that was received")
async def root(session: Session) -> Seen:
    await session.start()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO">I</oneText></setTextVector>'
    )
    (event,) = session.events
    return {
        "root": await attempt(lambda: [event.root.tag, event.root.get("name"), event.root[0].text]),
        "str": await attempt(lambda: line(ElementTree.fromstring(str(event)))),
    }


@behaviour("`event.root` of an event that the server did not send")
async def no_root(session: Session) -> Seen:
    client = session.new()
    session.run(client)
    made = await session.event("ConnectionMade")
    return {
        "root": await attempt(lambda: made.root),
        **attributes(made, "devicename vectorname device vector timestamp"),
    }


@behaviour("`indihost`, `indiport` and `BLOBfolder` can be set before a client runs")
async def address(session: Session) -> Seen:
    client = session.library.IPyClient(indihost="somewhere", indiport=1)
    return {
        "host": await attempt(_setting, client, "indihost", "elsewhere"),
        "port": await attempt(_setting, client, "indiport", 7),
        "folder": await attempt(lambda: _setting(client, "BLOBfolder", Path(session.folder)) == session.folder),
    }
