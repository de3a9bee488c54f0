import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Focuser
from indipyterm.protocol.messages import OneNumber, State
from tests.demo.caller import Caller

INSTRUMENT = Focuser
FOCUSER = "Focuser"
ABS = "ABS_FOCUS_POSITION"
REL = "REL_FOCUS_POSITION"


async def until(caller: Caller, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await caller.listen()


def place(caller: Caller) -> float:
    return caller.number(FOCUSER, ABS, "FOCUS_ABSOLUTE_POSITION")


async def test_a_move_takes_its_time(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=45000)
    assert (caller.state(FOCUSER, ABS), place(caller)) == (State.BUSY, 50000)
    await until(caller, clock, 1)
    assert (caller.state(FOCUSER, ABS), place(caller)) == (State.BUSY, 48000)
    await until(caller, clock, 1.5)
    assert (caller.state(FOCUSER, ABS), place(caller)) == (State.OK, 45000)
    assert caller.messages(FOCUSER)[-1] == "[INFO] Focuser is at 45000."


@pytest.mark.parametrize(("direction", "goal"), [("FOCUS_INWARD", 49000), ("FOCUS_OUTWARD", 51000)])
async def test_a_relative_move_goes_by_the_direction(
    caller: Caller, clock: ManualClock, direction: str, goal: float
) -> None:
    await caller.ask(FOCUSER, "FOCUS_MOTION", **{direction: True})
    await caller.ask(FOCUSER, REL, FOCUS_RELATIVE_POSITION=1000)
    assert (caller.state(FOCUSER, REL), caller.state(FOCUSER, ABS)) == (State.BUSY, State.BUSY)
    await until(caller, clock, 1)
    assert (caller.state(FOCUSER, REL), caller.state(FOCUSER, ABS)) == (State.OK, State.OK)
    assert place(caller) == goal


@pytest.mark.parametrize("goal", [-1, 100001])
async def test_the_limits_are_kept(caller: Caller, goal: float) -> None:
    await caller.ask(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=goal)
    assert caller.state(FOCUSER, ABS) is State.ALERT
    assert "out of range, 0 to 100000" in caller.messages(FOCUSER)[0]


async def test_a_relative_move_past_the_end_is_refused(caller: Caller) -> None:
    await caller.ask(FOCUSER, REL, FOCUS_RELATIVE_POSITION=60000)
    assert caller.state(FOCUSER, REL) is State.ALERT
    assert caller.messages(FOCUSER) == ["[ERROR] Cannot move to -10000: the focuser reaches from 0 to 100000."]


async def test_the_end_can_be_set_and_moves_the_limits(caller: Caller) -> None:
    await caller.ask(FOCUSER, "FOCUS_MAX", FOCUS_MAX_VALUE=60000)
    assert caller.sets(FOCUSER, ABS)[-1].members == (
        OneNumber("FOCUS_ABSOLUTE_POSITION", "50000", "0", "60000", "1000"),
    )
    await caller.ask(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=70000)
    assert caller.state(FOCUSER, ABS) is State.ALERT
    await caller.ask(FOCUSER, "FOCUS_MAX", FOCUS_MAX_VALUE=40000)
    assert caller.state(FOCUSER, "FOCUS_MAX") is State.ALERT


async def test_abort_and_sync(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(FOCUSER, "FOCUS_SPEED", FOCUS_SPEED_VALUE=5)
    await caller.ask(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=0)
    await until(caller, clock, 1)
    await caller.ask(FOCUSER, "FOCUS_SYNC", FOCUS_SYNC_VALUE=1)
    assert caller.state(FOCUSER, "FOCUS_SYNC") is State.ALERT
    await caller.ask(FOCUSER, "FOCUS_ABORT_MOTION", ABORT=True)
    await until(caller, clock, 9)
    assert (caller.state(FOCUSER, ABS), place(caller)) == (State.IDLE, 40000)
    await caller.ask(FOCUSER, "FOCUS_SYNC", FOCUS_SYNC_VALUE=1234)
    assert place(caller) == 1234


async def test_the_temperature_changes(caller: Caller, clock: ManualClock) -> None:
    before = caller.value(FOCUSER, "FOCUS_TEMPERATURE", "TEMPERATURE")
    await until(caller, clock, 10)
    assert caller.value(FOCUSER, "FOCUS_TEMPERATURE", "TEMPERATURE") != before
