import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Wheel
from indipyterm.protocol.messages import State
from tests.demo.caller import Caller

INSTRUMENT = Wheel
WHEEL = "Filter Wheel"


def slot(caller: Caller) -> tuple[State, str]:
    return caller.state(WHEEL, "FILTER_SLOT"), caller.value(WHEEL, "FILTER_SLOT", "FILTER_SLOT_VALUE")


async def test_it_is_busy_while_it_turns(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=3)
    seen = [slot(caller)]
    for _ in range(2):
        await clock.advance(1)
        await caller.listen()
        seen.append(slot(caller))
    assert seen == [(State.BUSY, "1"), (State.BUSY, "2"), (State.OK, "3")]
    assert caller.messages(WHEEL)[-1] == "[INFO] Filter is Blue."


@pytest.mark.parametrize(("goal", "seconds"), [(8, 1), (6, 3), (5, 4), (1, 0)])
async def test_it_goes_the_shorter_way(caller: Caller, clock: ManualClock, goal: int, seconds: int) -> None:
    await caller.ask(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=goal)
    await clock.advance(seconds)
    await caller.listen()
    assert slot(caller) == (State.OK, str(goal))


async def test_a_turning_wheel_changes_its_goal(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=4)
    await clock.advance(1)
    await caller.ask(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=1)
    await clock.advance(1)
    await caller.listen()
    assert slot(caller) == (State.OK, "1")


async def test_slots_beyond_the_last_are_refused(caller: Caller) -> None:
    await caller.ask(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=9)
    assert slot(caller) == (State.ALERT, "1")


async def test_the_names_can_be_changed_but_not_emptied(caller: Caller) -> None:
    names = [caller.value(WHEEL, "FILTER_NAME", f"FILTER_SLOT_NAME_{number}") for number in range(1, 9)]
    assert names == ["Red", "Green", "Blue", "H_Alpha", "SII", "OIII", "LPR", "Luminance"]
    await caller.ask(WHEEL, "FILTER_NAME", FILTER_SLOT_NAME_7="UV/IR cut")
    assert caller.value(WHEEL, "FILTER_NAME", "FILTER_SLOT_NAME_7") == "UV/IR cut"
    await caller.ask(WHEEL, "FILTER_NAME", FILTER_SLOT_NAME_7=" ")
    assert caller.state(WHEEL, "FILTER_NAME") is State.ALERT
