import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Dome
from indipyterm.protocol.messages import State
from tests.demo.caller import Caller

INSTRUMENT = Dome
DOME = "Dome"
ABS = "ABS_DOME_POSITION"
REL = "REL_DOME_POSITION"
PARK = "DOME_PARK"
SHUTTER = "DOME_SHUTTER"
MOTION = "DOME_MOTION"


async def until(caller: Caller, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await caller.listen()


def azimuth(caller: Caller) -> float:
    return caller.number(DOME, ABS, "DOME_ABSOLUTE_POSITION")


async def test_it_turns_to_an_azimuth(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(DOME, ABS, DOME_ABSOLUTE_POSITION=200)
    await until(caller, clock, 1)
    assert (caller.state(DOME, ABS), azimuth(caller)) == (State.BUSY, 190)
    await until(caller, clock, 1)
    assert (caller.state(DOME, ABS), azimuth(caller)) == (State.OK, 200)


async def test_it_turns_by_some_degrees_past_north(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(DOME, REL, DOME_RELATIVE_POSITION=-170)
    await until(caller, clock, 17)
    await caller.ask(DOME, REL, DOME_RELATIVE_POSITION=-20)
    assert caller.state(DOME, REL) is State.BUSY
    await until(caller, clock, 2)
    assert (caller.state(DOME, REL), azimuth(caller)) == (State.OK, 350)


@pytest.mark.parametrize(("way", "goal"), [("DOME_CW", 200), ("DOME_CCW", 160)])
async def test_it_turns_until_told_to_stop(caller: Caller, clock: ManualClock, way: str, goal: float) -> None:
    await caller.ask(DOME, MOTION, **{way: True})
    await until(caller, clock, 2)
    assert (caller.state(DOME, MOTION), azimuth(caller)) == (State.BUSY, goal)
    await caller.ask(DOME, MOTION, **{way: False})
    await until(caller, clock, 2)
    assert (caller.state(DOME, MOTION), caller.state(DOME, ABS), azimuth(caller)) == (State.OK, State.OK, goal)


async def test_the_shutter_opens_and_closes(caller: Caller, clock: ManualClock) -> None:
    assert caller.value(DOME, SHUTTER, "SHUTTER_CLOSE") == "On"
    await caller.ask(DOME, SHUTTER, SHUTTER_OPEN=True)
    await until(caller, clock, 5.9)
    assert (caller.state(DOME, SHUTTER), caller.value(DOME, SHUTTER, "SHUTTER_OPEN")) == (State.BUSY, "On")
    await until(caller, clock, 0.1)
    assert caller.state(DOME, SHUTTER) is State.OK
    assert caller.messages(DOME) == ["[INFO] Shutter is open."]
    caller.forget()
    await caller.ask(DOME, SHUTTER, SHUTTER_OPEN=True)
    assert caller.state(DOME, SHUTTER) is State.OK


async def test_parking_turns_and_closes_and_then_it_refuses_to_move(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(DOME, SHUTTER, SHUTTER_OPEN=True)
    await until(caller, clock, 6)
    await caller.ask(DOME, ABS, DOME_ABSOLUTE_POSITION=100)
    await until(caller, clock, 8)
    await caller.ask(DOME, PARK, PARK=True)
    await until(caller, clock, 5)
    assert (caller.state(DOME, PARK), azimuth(caller)) == (State.BUSY, 90)
    await until(caller, clock, 1)
    assert (caller.state(DOME, PARK), caller.value(DOME, SHUTTER, "SHUTTER_CLOSE")) == (State.OK, "On")
    assert caller.messages(DOME)[-1] == "[INFO] Dome is parked."
    await caller.ask(DOME, ABS, DOME_ABSOLUTE_POSITION=10)
    assert (caller.state(DOME, ABS), azimuth(caller)) == (State.ALERT, 90)
    assert caller.messages(DOME)[-1] == "[ERROR] Please unpark the dome first."
    await caller.ask(DOME, PARK, PARK=True)
    assert caller.state(DOME, PARK) is State.OK
    await caller.ask(DOME, "DOME_SHUTTER_PARK_POLICY", SHUTTER_OPEN_ON_UNPARK=True)
    await caller.ask(DOME, PARK, UNPARK=True)
    assert (caller.state(DOME, PARK), caller.state(DOME, SHUTTER)) == (State.OK, State.BUSY)


async def test_abort_stops_everything(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(DOME, SHUTTER, SHUTTER_OPEN=True)
    await caller.ask(DOME, PARK, PARK=True)
    await until(caller, clock, 1)
    await caller.ask(DOME, "DOME_ABORT_MOTION", ABORT=True)
    await until(caller, clock, 30)
    assert (caller.state(DOME, ABS), azimuth(caller)) == (State.IDLE, 170)
    assert (caller.state(DOME, SHUTTER), caller.state(DOME, PARK)) == (State.ALERT, State.ALERT)
    assert caller.value(DOME, PARK, "UNPARK") == "On"
