"""What a script sees of a definition."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attributes

EVENT = "eventtype devicename vectorname timestamp state message label group memberlabels"
VECTOR = "name label group state perm timestamp message message_timestamp devicename vectortype enable user_string"


async def _defined(session: Session, vector: str, event: str = EVENT, kept: str = VECTOR) -> Seen:
    """The event, and the vector, of a definition that the server sends again."""
    client = session.new()
    session.run(client)
    await session.until(lambda: "UPLOAD" in client.get("Camera", {}))
    (found,) = (each for each in session.events if each.vectorname == vector)
    item = client[found.devicename][vector]
    return {
        "class": type(found).__name__,
        **{f"event.{name}": value for name, value in attributes(found, event).items()},
        "event's members": dict(found),
        **{f"vector.{name}": value for name, value in attributes(item, kept).items()},
        "values": dict(item),
        "the event leads to": [found.device is client[found.devicename], found.vector is item],
    }


@behaviour("a definition of switches")
async def switches(session: Session) -> Seen:
    return await _defined(session, "PARK", f"{EVENT} perm rule timeout", f"{VECTOR} rule timeout")


@behaviour("a definition of texts")
async def texts(session: Session) -> Seen:
    return await _defined(session, "PLACE", f"{EVENT} perm timeout", f"{VECTOR} timeout")


@behaviour("a definition of numbers")
async def numbers(session: Session) -> Seen:
    return await _defined(session, "COORD", f"{EVENT} perm timeout", f"{VECTOR} timeout")


@behaviour("a definition of lights")
async def lights(session: Session) -> Seen:
    return await _defined(session, "HEALTH")


@behaviour("a definition of BLOBs")
async def blobs(session: Session) -> Seen:
    return await _defined(session, "UPLOAD", f"{EVENT} perm")


@behaviour("the timeout of a light vector and a BLOB vector")
async def other_timeouts(session: Session) -> Seen:
    client = await session.start()
    return {"lights": client["Mount"]["HEALTH"].timeout, "BLOB": client["Camera"]["CCD1"].timeout}


@behaviour("a definition without label and group")
async def no_label(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<defTextVector device="Mount" name="BARE" state="Ok" perm="rw"><defText name="T">t</defText></defTextVector>'
    )
    (event,) = session.events
    vector = client["Mount"]["BARE"]
    return {
        "event": [event.label, event.group, event.memberlabels],
        "vector": [vector.label, vector.group, vector.memberlabel("T")],
        "times": [vector.timestamp, vector.message_timestamp],
    }


async def _after(session: Session, xml: str, vector: str = "NEW") -> Seen:
    """The events of what the server says, and what is known of a vector then."""
    client = await session.start()
    await session.say(xml)
    device: Any = client["Mount"]
    events = [text for text in session.seen() if not text.startswith("Message message")]
    told = sum(event.eventtype == "Message" and not event.devicename for event in session.events)
    return {"events": events, "told": told, "vector": dict(device[vector]) if vector in device else None}


@behaviour("blanks and line breaks around values are not part of them")
async def blanks(session: Session) -> Seen:
    return await _after(
        session,
        '<defTextVector device="Mount" name="NEW" state="Ok" perm="rw">'
        '<defText name="A">\n  a b \n</defText><defText name="B">\n</defText></defTextVector>',
    )


@behaviour("a member that is defined twice")
async def twice(session: Session) -> Seen:
    return await _after(
        session,
        '<defTextVector device="Mount" name="NEW" state="Ok" perm="rw">'
        '<defText name="A">1</defText><defText name="A">2</defText></defTextVector>',
    )


@behaviour("a definition again with new values, labels and limits")
async def again(session: Session) -> Seen:
    client = await session.start()
    vector, member = client["Mount"]["RATE"], client["Mount"]["RATE"].member("X")
    member.hung_on = "mine"
    await session.say(
        '<defNumberVector device="Mount" name="RATE" label="Speed" group="New" state="Busy" perm="ro" timeout="7">'
        '<defNumber name="X" label="Ex" format="%g" min="-1" max="99" step="2">3</defNumber></defNumberVector>'
    )
    return {
        "same objects": [vector is client["Mount"]["RATE"], member is vector.member("X")],
        "vector": attributes(vector, "label group state perm timeout"),
        "member": attributes(member, "label format min max step membervalue hung_on"),
    }


@behaviour("a definition again with other members")
async def other_members(session: Session) -> Seen:
    return await _after(
        session,
        '<defTextVector device="Mount" name="PLACE" state="Ok" perm="rw"><defText name="NEW">n</defText></defTextVector>',
        "PLACE",
    )


@behaviour("a definition again as another kind")
async def other_kind(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<defTextVector device="Mount" name="RATE" state="Ok" perm="rw"><defText name="NEW">n</defText></defTextVector>'
    )
    vector = client["Mount"]["RATE"]
    return {"vector": [vector.vectortype, dict(vector)]}


@behaviour("a definition with a state that INDI does not have")
async def bad_state(session: Session) -> Seen:
    return await _after(
        session,
        '<defTextVector device="Mount" name="NEW" state="Fine" perm="rw"><defText name="A">1</defText></defTextVector>',
    )


@behaviour("a number that is defined without format, limits and step")
async def no_limits(session: Session) -> Seen:
    return await _after(
        session,
        '<defNumberVector device="Mount" name="NEW" state="Ok" perm="rw"><defNumber name="A">1</defNumber></defNumberVector>',
    )


@behaviour("a number that is defined with a value that is none")
async def bad_number(session: Session) -> Seen:
    return await _after(
        session,
        '<defNumberVector device="Mount" name="NEW" state="Ok" perm="rw">'
        '<defNumber name="A" format="%g" min="0" max="1" step="0">much</defNumber></defNumberVector>',
    )


@behaviour("a definition without members")
async def no_members(session: Session) -> Seen:
    return await _after(session, '<defTextVector device="Mount" name="NEW" state="Ok" perm="rw"/>')


@behaviour("an element that INDI does not have, and a good one behind it")
async def unknown_element(session: Session) -> Seen:
    return await _after(session, '<somethingElse device="Mount" name="NEW"/><message device="Mount" message="good"/>')


@behaviour("damaged XML, and a good element behind it")
async def damaged(session: Session) -> Seen:
    client = await session.start()
    session.server.say(
        '<setTextVector device="Mount" name="PLACE"><oneText name="WHO">me</setTextVector>'
        '<message device="Mount" message="good"/>'
    )
    await session.until(lambda: _of_mount(session) or not client.connected, "what is behind it")
    return {"the good one": _of_mount(session), "connected": client.connected}


def _of_mount(session: Session) -> list[str]:
    return [event.message for event in session.events if event.devicename == "Mount"]


@behaviour("a definition of a second device")
async def second_device(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<defLightVector device="Dome" name="NEW" state="Ok"><defLight name="A">Idle</defLight></defLightVector>'
    )
    return {"devices": list(client), "enabled": client.enabledlen(), "events": session.seen()}
