"""What a script sees of new values from the server."""

from __future__ import annotations

from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attributes

EVENT = "eventtype devicename vectorname timestamp state message timeout"


async def _updated(session: Session, vector: str, xml: str) -> Seen:
    """The event of a set, and the vector after it."""
    client = await session.start()
    await session.say(xml)
    item = client["Mount"][vector]
    return {
        "events": [text for text in session.seen() if not text.startswith("Message")],
        **{f"event.{name}": value for event in session.events for name, value in attributes(event, EVENT).items()},
        "the event leads to": session.events[-1].vector is item,
        "vector": attributes(item, "state timestamp message message_timestamp"),
        "values": dict(item),
    }


@behaviour("new values of switches")
async def switches(session: Session) -> Seen:
    return await _updated(
        session,
        "PARK",
        '<setSwitchVector device="Mount" name="PARK" state="Ok" timeout="9" timestamp="2026-11-22T10:45:00" '
        'message="unparked"><oneSwitch name="PARK">Off</oneSwitch><oneSwitch name="UNPARK">On</oneSwitch>'
        "</setSwitchVector>",
    )


@behaviour("a new value of one text of two")
async def texts(session: Session) -> Seen:
    return await _updated(
        session,
        "PLACE",
        '<setTextVector device="Mount" name="PLACE" state="Ok"><oneText name="WHO"> somebody\n</oneText></setTextVector>',
    )


@behaviour("new values of numbers")
async def numbers(session: Session) -> Seen:
    return await _updated(
        session,
        "COORD",
        '<setNumberVector device="Mount" name="COORD" state="Busy" timestamp="2026-11-22T10:45:00.25">'
        '<oneNumber name="RA">\n 7:30:00\n</oneNumber><oneNumber name="DEC">1e1</oneNumber></setNumberVector>',
    )


@behaviour("new values of lights")
async def lights(session: Session) -> Seen:
    return await _updated(
        session,
        "HEALTH",
        '<setLightVector device="Mount" name="HEALTH" state="Alert"><oneLight name="FUSE">Busy</oneLight></setLightVector>',
    )


@behaviour("new values without a state")
async def no_state(session: Session) -> Seen:
    return await _updated(
        session, "PLACE", '<setTextVector device="Mount" name="PLACE"><oneText name="WHO">me</oneText></setTextVector>'
    )


@behaviour("a new state without values")
async def state_alone(session: Session) -> Seen:
    return await _updated(session, "PLACE", '<setTextVector device="Mount" name="PLACE" state="Alert"/>')


@behaviour("new values with a state that INDI does not have")
async def bad_state(session: Session) -> Seen:
    return await _updated(
        session,
        "PLACE",
        '<setTextVector device="Mount" name="PLACE" state="Fine"><oneText name="WHO">me</oneText></setTextVector>',
    )


@behaviour("a new value of an unknown member, beside a known one")
async def unknown_member(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok">'
        '<oneText name="OTHER">x</oneText><oneText name="WHO">me</oneText></setTextVector>'
    )
    (event,) = (event for event in session.events if event.eventtype == "Set")
    return {"event's members": dict(event), "values": dict(client["Mount"]["PLACE"])}


@behaviour("a new value of a member, twice")
async def twice(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<setTextVector device="Mount" name="PLACE" state="Ok">'
        '<oneText name="WHO">one</oneText><oneText name="WHO">two</oneText></setTextVector>'
    )
    return {"value": client["Mount"]["PLACE"]["WHO"]}


async def _ignored(session: Session, xml: str, vector: str = "RATE") -> Seen:
    """What bad values change, and that the next good element is received."""
    client = await session.start()
    await session.say(xml + '<message device="Mount" message="good"/>')
    kinds = [event.eventtype for event in session.events if event.eventtype != "Message"]
    return {"events": kinds, "values": dict(client["Mount"][vector]), "then": session.seen()[-1]}


@behaviour("new values of a vector that was never defined")
async def unknown_vector(session: Session) -> Seen:
    return await _ignored(
        session, '<setTextVector device="Mount" name="NONE" state="Ok"><oneText name="A">x</oneText></setTextVector>'
    )


@behaviour("new values of a device that was never defined")
async def unknown_device(session: Session) -> Seen:
    return await _ignored(
        session, '<setTextVector device="Dome" name="NONE" state="Ok"><oneText name="A">x</oneText></setTextVector>'
    )


@behaviour("a new value that is not a number")
async def bad_number(session: Session) -> Seen:
    return await _ignored(
        session,
        '<setNumberVector device="Mount" name="RATE" state="Ok"><oneNumber name="X">much</oneNumber></setNumberVector>',
    )


@behaviour("a new value that is neither On nor Off")
async def bad_switch(session: Session) -> Seen:
    return await _ignored(
        session,
        '<setSwitchVector device="Mount" name="PARK" state="Ok"><oneSwitch name="PARK">Perhaps</oneSwitch></setSwitchVector>',
        "PARK",
    )


@behaviour("a new value that is no state of a light")
async def bad_light(session: Session) -> Seen:
    return await _ignored(
        session,
        '<setLightVector device="Mount" name="HEALTH" state="Ok"><oneLight name="FUSE">Green</oneLight></setLightVector>',
        "HEALTH",
    )


@behaviour("a set of numbers that brings new limits")
async def limits(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<setNumberVector device="Mount" name="RATE" state="Ok"><oneNumber name="X" min="1" max="20" step="2">2'
        "</oneNumber></setNumberVector>"
    )
    return attributes(client["Mount"]["RATE"].member("X"), "membervalue min max step")


@behaviour("the values are current when the event comes, and events keep theirs")
async def current(session: Session) -> Seen:
    states = []

    async def rxevent(self: Any, event: Any) -> None:
        if event.eventtype == "Set":
            states.append([event["X"], event.vector["X"], self["Mount"]["RATE"]["X"], event.vector.state])

    await session.start(session.new(rxevent=rxevent))
    new = '<setNumberVector device="Mount" name="RATE" state="{}"><oneNumber name="X">{}</oneNumber></setNumberVector>'
    await session.say("".join(new.format(state, value) for state, value in (("Busy", 2), ("Busy", 3), ("Ok", 4))))
    return {"in rxevent": states, "afterwards": session.seen()}


@behaviour("a vector's timeout after new values, with and without one")
async def timeout(session: Session) -> Seen:
    client = await session.start()
    new = '<setTextVector device="Mount" name="PLACE" state="Ok"{}/>'
    await session.say(new.format(' timeout="7"'))
    given = client["Mount"]["PLACE"].timeout
    await session.say(new.format(""))
    return {"with": given, "without": client["Mount"]["PLACE"].timeout}


@behaviour("a `getProperties` of another client or driver")
async def get_properties(session: Session) -> Seen:
    await session.start()
    await session.say('<getProperties version="1.7" device="Dome" name="SHUTTER"/><getProperties version="1.7"/>')
    return {"events": [attributes(event, "eventtype devicename vectorname vector") for event in session.events]}


@behaviour("what other clients send (new values, enableBLOB) is no event")
async def of_others(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<newTextVector device="Mount" name="PLACE"><oneText name="WHO">me</oneText></newTextVector>'
        '<enableBLOB device="Camera">Also</enableBLOB>'
    )
    return {"events": session.seen(), "value": client["Mount"]["PLACE"]["WHO"]}
