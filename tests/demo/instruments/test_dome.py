import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Dome
from indipyterm.protocol.messages import State
from tests.demo.client import DemoClient

INSTRUMENT = Dome
DOME = "Dome"
ABS = "ABS_DOME_POSITION"
REL = "REL_DOME_POSITION"
PARK = "DOME_PARK"
SHUTTER = "DOME_SHUTTER"
MOTION = "DOME_MOTION"


async def until(client: DemoClient, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await client.receive_all()


def azimuth(client: DemoClient) -> float:
    return client.number(DOME, ABS, "DOME_ABSOLUTE_POSITION")


async def test_it_turns_to_an_azimuth(client: DemoClient, clock: ManualClock) -> None:
    await client.request(DOME, ABS, DOME_ABSOLUTE_POSITION=200)
    await until(client, clock, 1)
    assert (client.state(DOME, ABS), azimuth(client)) == (State.BUSY, 190)
    await until(client, clock, 1)
    assert (client.state(DOME, ABS), azimuth(client)) == (State.OK, 200)


async def test_it_turns_by_some_degrees_past_north(client: DemoClient, clock: ManualClock) -> None:
    await client.request(DOME, REL, DOME_RELATIVE_POSITION=-170)
    await until(client, clock, 17)
    await client.request(DOME, REL, DOME_RELATIVE_POSITION=-20)
    assert client.state(DOME, REL) is State.BUSY
    await until(client, clock, 2)
    assert (client.state(DOME, REL), azimuth(client)) == (State.OK, 350)


@pytest.mark.parametrize(("way", "goal"), [("DOME_CW", 200), ("DOME_CCW", 160)])
async def test_it_turns_until_told_to_stop(client: DemoClient, clock: ManualClock, way: str, goal: float) -> None:
    await client.request(DOME, MOTION, **{way: True})
    await until(client, clock, 2)
    assert (client.state(DOME, MOTION), azimuth(client)) == (State.BUSY, goal)
    await client.request(DOME, MOTION, **{way: False})
    await until(client, clock, 2)
    assert (client.state(DOME, MOTION), client.state(DOME, ABS), azimuth(client)) == (State.OK, State.OK, goal)


async def test_the_shutter_opens_and_closes(client: DemoClient, clock: ManualClock) -> None:
    assert client.value(DOME, SHUTTER, "SHUTTER_CLOSE") == "On"
    await client.request(DOME, SHUTTER, SHUTTER_OPEN=True)
    await until(client, clock, 5.9)
    assert (client.state(DOME, SHUTTER), client.value(DOME, SHUTTER, "SHUTTER_OPEN")) == (State.BUSY, "On")
    await until(client, clock, 0.1)
    assert client.state(DOME, SHUTTER) is State.OK
    assert client.messages(DOME) == ["[INFO] Shutter is open."]
    client.clear()
    await client.request(DOME, SHUTTER, SHUTTER_OPEN=True)
    assert client.state(DOME, SHUTTER) is State.OK


async def test_parking_turns_and_closes_and_then_it_refuses_to_move(client: DemoClient, clock: ManualClock) -> None:
    await client.request(DOME, SHUTTER, SHUTTER_OPEN=True)
    await until(client, clock, 6)
    await client.request(DOME, ABS, DOME_ABSOLUTE_POSITION=100)
    await until(client, clock, 8)
    await client.request(DOME, PARK, PARK=True)
    await until(client, clock, 5)
    assert (client.state(DOME, PARK), azimuth(client)) == (State.BUSY, 90)
    await until(client, clock, 1)
    assert (client.state(DOME, PARK), client.value(DOME, SHUTTER, "SHUTTER_CLOSE")) == (State.OK, "On")
    assert client.messages(DOME)[-1] == "[INFO] Dome is parked."
    await client.request(DOME, ABS, DOME_ABSOLUTE_POSITION=10)
    assert (client.state(DOME, ABS), azimuth(client)) == (State.ALERT, 90)
    assert client.messages(DOME)[-1] == "[ERROR] Please unpark the dome first."
    await client.request(DOME, PARK, PARK=True)
    assert client.state(DOME, PARK) is State.OK
    await client.request(DOME, "DOME_SHUTTER_PARK_POLICY", SHUTTER_OPEN_ON_UNPARK=True)
    await client.request(DOME, PARK, UNPARK=True)
    assert (client.state(DOME, PARK), client.state(DOME, SHUTTER)) == (State.OK, State.BUSY)


async def test_abort_stops_everything(client: DemoClient, clock: ManualClock) -> None:
    await client.request(DOME, SHUTTER, SHUTTER_OPEN=True)
    await client.request(DOME, PARK, PARK=True)
    await until(client, clock, 1)
    await client.request(DOME, "DOME_ABORT_MOTION", ABORT=True)
    await until(client, clock, 30)
    assert (client.state(DOME, ABS), azimuth(client)) == (State.IDLE, 170)
    assert (client.state(DOME, SHUTTER), client.state(DOME, PARK)) == (State.ALERT, State.ALERT)
    assert client.value(DOME, PARK, "UNPARK") == "On"
