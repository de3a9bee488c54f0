import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import FilterWheel
from indipyterm.protocol.messages import State
from tests.demo.client import DemoClient

INSTRUMENT = FilterWheel
WHEEL = "Filter Wheel"


def slot(client: DemoClient) -> tuple[State, str]:
    return client.state(WHEEL, "FILTER_SLOT"), client.value(WHEEL, "FILTER_SLOT", "FILTER_SLOT_VALUE")


async def test_it_is_busy_while_it_turns(client: DemoClient, clock: ManualClock) -> None:
    await client.request(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=3)
    seen = [slot(client)]
    for _ in range(2):
        await clock.advance(1)
        await client.receive_all()
        seen.append(slot(client))
    assert seen == [(State.BUSY, "1"), (State.BUSY, "2"), (State.OK, "3")]
    assert client.messages(WHEEL)[-1] == "[INFO] Filter is Blue."


@pytest.mark.parametrize(("goal", "seconds"), [(8, 1), (6, 3), (5, 4), (1, 0)])
async def test_it_goes_the_shorter_way(client: DemoClient, clock: ManualClock, goal: int, seconds: int) -> None:
    await client.request(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=goal)
    await clock.advance(seconds)
    await client.receive_all()
    assert slot(client) == (State.OK, str(goal))


async def test_a_turning_wheel_changes_its_goal(client: DemoClient, clock: ManualClock) -> None:
    await client.request(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=4)
    await clock.advance(1)
    await client.request(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=1)
    await clock.advance(1)
    await client.receive_all()
    assert slot(client) == (State.OK, "1")


async def test_slots_beyond_the_last_are_refused(client: DemoClient) -> None:
    await client.request(WHEEL, "FILTER_SLOT", FILTER_SLOT_VALUE=9)
    assert slot(client) == (State.ALERT, "1")


async def test_the_names_can_be_changed_but_not_emptied(client: DemoClient) -> None:
    names = [client.value(WHEEL, "FILTER_NAME", f"FILTER_SLOT_NAME_{number}") for number in range(1, 9)]
    assert names == ["Red", "Green", "Blue", "H_Alpha", "SII", "OIII", "LPR", "Luminance"]
    await client.request(WHEEL, "FILTER_NAME", FILTER_SLOT_NAME_7="UV/IR cut")
    assert client.value(WHEEL, "FILTER_NAME", "FILTER_SLOT_NAME_7") == "UV/IR cut"
    await client.request(WHEEL, "FILTER_NAME", FILTER_SLOT_NAME_7=" ")
    assert client.state(WHEEL, "FILTER_NAME") is State.ALERT
