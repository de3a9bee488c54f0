"""What goes out when a script sends new values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.indipyclient_comparison.behaviours import Seen, behaviour
from tests.indipyclient_comparison.session import Session, attempt, raised


async def _sent(session: Session, vector: str, *members: dict[str, Any]) -> Seen:
    """What is sent for each dictionary of members, and the vector's state afterwards."""
    client = await session.start()
    for each in members:
        await attempt(client.send_newVector, "Mount", vector, members=each)
    return {"sent": await session.sent(), "state": client["Mount"][vector].state}


@behaviour("one switch of a OneOfMany vector On")
async def one_of_many(session: Session) -> Seen:
    return await _sent(session, "PARK", {"UNPARK": "On"})


@behaviour("all switches of a OneOfMany vector, the On first")
async def all_of_one_of_many(session: Session) -> Seen:
    return await _sent(session, "PARK", {"UNPARK": "On", "PARK": "Off"})


@behaviour("a switch of a OneOfMany vector Off")
async def one_of_many_off(session: Session) -> Seen:
    return await _sent(session, "PARK", {"PARK": "Off"})


@behaviour("two switches of a OneOfMany vector On")
async def two_on(session: Session) -> Seen:
    return await _sent(session, "PARK", {"PARK": "On", "UNPARK": "On"})


@behaviour("one switch of an AtMostOne vector On, then Off")
async def at_most_one(session: Session) -> Seen:
    return await _sent(session, "MOTION", {"NORTH": "On"}, {"NORTH": "Off"})


@behaviour("two switches of an AtMostOne vector On")
async def at_most_one_two(session: Session) -> Seen:
    return await _sent(session, "MOTION", {"NORTH": "On", "SOUTH": "On"})


@behaviour("one switch of an AnyOfMany vector")
async def any_of_many(session: Session) -> Seen:
    return await _sent(session, "OPTIONS", {"B": "On"})


@behaviour("some switches of an AnyOfMany vector, On and Off")
async def any_of_many_two(session: Session) -> Seen:
    return await _sent(session, "OPTIONS", {"B": "On", "A": "Off"})


@behaviour("a switch that is neither On nor Off")
async def bad_switch(session: Session) -> Seen:
    return await _sent(session, "OPTIONS", {"B": "perhaps", "C": "On"})


@behaviour("a switch given as True")
async def switch_true(session: Session) -> Seen:
    return await _sent(session, "OPTIONS", {"B": True})


@behaviour("one text of two: both are sent")
async def one_text(session: Session) -> Seen:
    return await _sent(session, "PLACE", {"WHO": "me"})


@behaviour("a text with signs of XML, quotes and other letters")
async def odd_text(session: Session) -> Seen:
    return await _sent(session, "PLACE", {"WHO": "<a> & \"b\" 'c' Äλ", "SITE": "a\tb"})


@behaviour("a text with blanks around it")
async def blank_text(session: Session) -> Seen:
    return await _sent(session, "PLACE", {"WHO": " me ", "SITE": ""})


@behaviour("a text with a line break")
async def lines(session: Session) -> Seen:
    return await _sent(session, "PLACE", {"WHO": "a\nb", "SITE": "x"})


@behaviour("a text that is no string")
async def no_text(session: Session) -> Seen:
    client = await session.start()
    session.server.received.clear()
    result = await attempt(lambda: client.send_newVector("Mount", "PLACE", members={"WHO": 5}))
    return {
        "raises": raised(result),
        "sent": session.server.received,
        "still connected": client.connected,
    }


@behaviour("numbers as int, float and texts")
async def number_kinds(session: Session) -> Seen:
    return await _sent(session, "RATE", *({"X": value} for value in (5, 2.5, "3", "3.250", "1e0")))


@behaviour("sexagesimal numbers")
async def sexagesimal(session: Session) -> Seen:
    return await _sent(session, "COORD", {"RA": "1:30:00", "DEC": "-0:30"})


@behaviour("a float without a fraction")
async def whole(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": 3.0})


@behaviour("a float is written with all its digits")
async def all_digits(session: Session) -> Seen:
    return await _sent(session, "COORD", {"RA": 1 / 3, "DEC": 0.1 + 0.2})


@behaviour("very small and very large floats")
async def exponents(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": 1e-7}, {"X": 0.00001234})


@behaviour("a sexagesimal number beside the one that is sent")
async def as_received(session: Session) -> Seen:
    return await _sent(session, "COORD", {"RA": 1})


@behaviour("a number out of its range")
async def out_of_range(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": 11}, {"X": -1})


@behaviour("a number between its steps")
async def between_steps(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": 0.3})


@behaviour("a number that is none")
async def no_number(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": "much"})


@behaviour("a number given as None")
async def none(session: Session) -> Seen:
    return await _sent(session, "RATE", {"X": None})


@behaviour("an unknown member among known ones")
async def unknown_among_known(session: Session) -> Seen:
    client = await session.start()
    for vector, members in (
        ("PLACE", {"WHO": "me", "NONE": "x"}),
        ("RATE", {"X": 2, "NONE": 3}),
        ("OPTIONS", {"C": "On", "NONE": "On"}),
    ):
        await client.send_newVector("Mount", vector, members=members)
    return {"sent": await session.sent()}


@behaviour("unknown members only")
async def unknown_only(session: Session) -> Seen:
    client = await session.start()
    for vector in ("PLACE", "RATE", "OPTIONS"):
        await client.send_newVector("Mount", vector, members={"NONE": "1"})
    return {"sent": await session.sent()}


@behaviour("no members: texts and numbers are sent again")
async def no_members(session: Session) -> Seen:
    client = await session.start()
    await client.send_newVector("Mount", "PLACE")
    await client.send_newVector("Mount", "RATE", members={})
    await client["Mount"]["RATE"].send_newNumberVector()
    return {"sent": await session.sent()}


@behaviour("no members of a switch vector")
async def no_switches(session: Session) -> Seen:
    return await _sent(session, "PARK", {})


@behaviour("a read-only vector")
async def read_only(session: Session) -> Seen:
    client = await session.start()
    await client.send_newVector("Mount", "ALTITUDE", members={"ALT": 5})
    await client.send_newVector("Mount", "SERIAL", members={"NUMBER": "x"})
    await client.send_newVector("Mount", "SHOWN", members={"S": "Off"})
    return {"sent": await session.sent(), "state": client["Mount"]["SERIAL"].state}


@behaviour("a write-only vector")
async def write_only(session: Session) -> Seen:
    client = await session.start()
    await client.send_newVector("Mount", "ABORT", members={"ABORT": "On"})
    await client.send_newVector("Mount", "PASSWORD", members={"WORD": "secret"})
    return {"sent": await session.sent()}


@behaviour("lights can't be sent")
async def lights(session: Session) -> Seen:
    client = await session.start()
    result = await attempt(lambda: client.send_newVector("Mount", "HEALTH", members={"FUSE": "Ok"}))
    return {
        "raises": raised(result),
        "sent": await session.sent(),
        "state": client["Mount"]["HEALTH"].state,
    }


@behaviour("an unknown device or vector")
async def unknown(session: Session) -> Seen:
    client = await session.start()
    results = [
        await attempt(lambda: client.send_newVector("Dome", "PARK", members={"PARK": "On"})),
        await attempt(lambda: client.send_newVector("Mount", "NONE", members={"PARK": "On"})),
    ]
    return {"raises": [raised(result) for result in results], "sent": await session.sent()}


@behaviour("the events of a vector that can't be sent")
async def told(session: Session) -> Seen:
    client = await session.start()
    await client.send_newVector("Mount", "NONE", members={"X": 3})
    return {"events": [event.eventtype for event in session.events]}


@behaviour("what `send_newVector` returns")
async def returned(session: Session) -> Seen:
    client = await session.start()
    return {
        "sent": await attempt(lambda: client.send_newVector("Mount", "RATE", members={"X": 2})),
        "not sent": await attempt(lambda: client.send_newVector("Mount", "NONE", members={"X": 2})),
    }


@behaviour("timestamps: UTC and without a time zone")
async def timestamps(session: Session) -> Seen:
    client = await session.start()
    for when in (datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2026, 11, 22, 10)):  # noqa: DTZ001
        await client.send_newVector("Mount", "RATE", when, {"X": 2})
    await session.sent()
    return {"timestamps": session.server.timestamps}


@behaviour("a timestamp of another time zone")
async def other_zone(session: Session) -> Seen:
    client = await session.start()
    zone = timezone(timedelta(hours=2))
    await attempt(lambda: client.send_newVector("Mount", "RATE", datetime(2026, 11, 22, 10, tzinfo=zone), {"X": 2}))
    return {"sent": await session.sent(), "timestamps": session.server.timestamps}


@behaviour("a timestamp that is no datetime")
async def no_datetime(session: Session) -> Seen:
    client = await session.start()
    result = await attempt(lambda: client.send_newVector("Mount", "RATE", "2026-11-22", {"X": 2}))
    return {"raises": raised(result), "sent": await session.sent()}


@behaviour("what is sent without a timestamp")
async def no_timestamp(session: Session) -> Seen:
    client = await session.start()
    await client.send_newVector("Mount", "RATE", members={"X": 2})
    await session.sent()
    return {"timestamps": session.server.timestamps}


@behaviour("each kind of vector has its own `send_new…` method")
async def by_vector(session: Session) -> Seen:
    mount = (await session.start())["Mount"]
    await mount["OPTIONS"].send_newSwitchVector(members={"B": "On"})
    await mount["PLACE"].send_newTextVector(members={"WHO": "me"})
    await mount["RATE"].send_newNumberVector(None, {"X": "4"})
    return {
        "sent": await session.sent(),
        "others": [hasattr(mount["PARK"], "send_newTextVector"), hasattr(mount["HEALTH"], "send_newLightVector")],
    }


@behaviour("the offset of a clock (`TIME_UTC`) alone: the time that is sent along")
async def clock(session: Session) -> Seen:
    client = await session.start()
    await session.say(
        '<defTextVector device="Mount" name="TIME_UTC" state="Ok" perm="rw"><defText name="UTC">2026-11-22T10:00:00'
        '</defText><defText name="OFFSET">0</defText></defTextVector>'
    )
    await client.send_newVector("Mount", "TIME_UTC", members={"OFFSET": "2"})
    (sent,) = await session.sent()
    time = datetime.fromisoformat(sent.partition("UTC=")[2].partition(",")[0]).replace(tzinfo=UTC)
    return {"sent": time}


@behaviour("a vector is Busy once it was sent, and then what the driver answers")
async def busy(session: Session) -> Seen:
    client = await session.start()
    rate = client["Mount"]["RATE"]
    await rate.send_newNumberVector(members={"X": 2})
    asked = [rate.state, rate["X"]]
    await session.say(
        '<setNumberVector device="Mount" name="RATE" state="Ok"><oneNumber name="X">2</oneNumber></setNumberVector>'
    )
    return {"asked": asked, "answered": [rate.state, rate["X"]], "events": session.seen()}


@behaviour("sending before the client runs, and after its end")
async def not_running(session: Session) -> Seen:
    client = session.new()
    early = await attempt(lambda: client.send_newVector("Mount", "RATE", members={"X": 2}))
    await client.send_getProperties()
    await session.start(client)
    client.shutdown()
    await session.until(client.stopped.is_set)
    before = len(session.server.received)
    late = await attempt(lambda: client.send_newVector("Mount", "RATE", members={"X": 2}))
    return {
        "raises": [raised(early), raised(late)],
        "sent": session.server.received[before:],
    }


@behaviour("`send_getProperties` of all, a device and a vector")
async def get_properties(session: Session) -> Seen:
    client = await session.start()
    await client.send_getProperties()
    await client.send_getProperties("Mount")
    await client.send_getProperties("Mount", "PARK")
    await client.send_getProperties(devicename="Dome")
    return {"sent": await session.sent()}


@behaviour("many vectors at once, in order")
async def many(session: Session) -> Seen:
    client = await session.start()
    for number in range(5):
        await client.send_newVector("Mount", "RATE", members={"X": number})
        await client.send_newVector("Mount", "OPTIONS", members={"B": "On"})
    return {"sent": await session.sent()}
