"""What a script sees when the server deletes."""

from __future__ import annotations

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attributes

AGAIN = '<defTextVector device="Mount" name="PLACE" state="Ok" perm="rw"><defText name="SITE">Here</defText><defText name="WHO">I</defText></defTextVector>'


@behaviour("a vector is deleted")
async def vector(session: Session) -> Seen:
    client = await session.start()
    await session.say('<delProperty device="Mount" name="PLACE" timestamp="2026-11-22T10:45:00" message="gone"/>')
    (event,) = session.events
    device = client["Mount"]
    return {
        "event": attributes(event, "eventtype devicename vectorname timestamp message"),
        "the vector": ["PLACE" in device, device["PLACE"].enable, device["PLACE"]["WHO"]],
        "the device": [device.enable, client.enabledlen()],
        "messages": [session.texts(device)[:1], "gone" in session.texts()],
        "state": client.get_vector_state("Mount", "PLACE"),
    }


@behaviour("a device is deleted")
async def device(session: Session) -> Seen:
    client = await session.start()
    await session.say('<delProperty device="Mount" message="all gone"/>')
    (event,) = session.events
    mount = client["Mount"]
    return {
        "event": attributes(event, "eventtype devicename vectorname timestamp message vector"),
        "enabled": [mount.enable, client.enabledlen(), any(each.enable for each in mount.values())],
        "kept": ["Mount" in client, len(mount)],
        "messages": [session.texts(mount)[:1], "all gone" in session.texts()],
    }


@behaviour('a deletion without a message has the message ""')
async def no_message(session: Session) -> Seen:
    await session.start()
    await session.say('<delProperty device="Mount" name="PLACE"/>')
    return {"message": session.events[0].message}


@behaviour("a deletion of what was never defined")
async def unknown(session: Session) -> Seen:
    await session.start()
    await session.say('<delProperty device="Mount" name="NONE"/><delProperty device="Dome"/>')
    return {"events": session.seen()}


@behaviour("a deletion of what is deleted already")
async def twice(session: Session) -> Seen:
    await session.start()
    await session.say('<delProperty device="Mount" name="PLACE"/><delProperty device="Mount" name="PLACE"/>')
    return {"events": [type(event).__name__ for event in session.events]}


@behaviour("new values of a deleted vector are ignored")
async def set_deleted(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<delProperty device="Mount" name="PLACE"/>'
        '<setTextVector device="Mount" name="PLACE" state="Busy"><oneText name="WHO">me</oneText></setTextVector>'
    )
    place = client["Mount"]["PLACE"]
    return {"set": [event.eventtype for event in session.events if event.eventtype == "Set"], "state": place.state}


@behaviour("nothing is sent to a deleted vector")
async def send_deleted(session: Session) -> Seen:
    client = await session.start()
    await session.say('<delProperty device="Mount" name="PLACE"/>')
    await client.send_newVector("Mount", "PLACE", members={"WHO": "me"})
    return {"sent": await session.sent(), "state": client["Mount"]["PLACE"].state}


@behaviour("a deleted vector is defined again")
async def again(session: Session) -> Seen:
    client = await session.start()
    before = client["Mount"]["PLACE"]
    before.user_string = "mine"
    await session.say(f'<delProperty device="Mount" name="PLACE"/>{AGAIN}')
    after = client["Mount"]["PLACE"]
    return {"same": after is before, "enable": after.enable, "values": dict(after), "user_string": after.user_string}


@behaviour("`device.disable()`")
async def disable(session: Session) -> Seen:
    client = await session.start()
    client["Mount"].disable()
    return {"enable": client["Mount"].enable, "enabled": client.enabledlen(), "vector": client["Mount"]["PARK"].enable}
