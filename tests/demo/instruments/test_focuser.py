import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Focuser
from indipyterm.protocol.messages import OneNumber, State
from tests.demo.client import DemoClient

INSTRUMENT = Focuser
FOCUSER = "Focuser"
ABS = "ABS_FOCUS_POSITION"
REL = "REL_FOCUS_POSITION"


async def until(client: DemoClient, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await client.receive_all()


def position(client: DemoClient) -> float:
    return client.number(FOCUSER, ABS, "FOCUS_ABSOLUTE_POSITION")


async def test_a_move_takes_its_time(client: DemoClient, clock: ManualClock) -> None:
    await client.request(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=45000)
    assert (client.state(FOCUSER, ABS), position(client)) == (State.BUSY, 50000)
    await until(client, clock, 1)
    assert (client.state(FOCUSER, ABS), position(client)) == (State.BUSY, 48000)
    await until(client, clock, 1.5)
    assert (client.state(FOCUSER, ABS), position(client)) == (State.OK, 45000)
    assert client.messages(FOCUSER)[-1] == "[INFO] Focuser is at 45000."


@pytest.mark.parametrize(("direction", "goal"), [("FOCUS_INWARD", 49000), ("FOCUS_OUTWARD", 51000)])
async def test_a_relative_move_follows_the_direction(
    client: DemoClient, clock: ManualClock, direction: str, goal: float
) -> None:
    await client.request(FOCUSER, "FOCUS_MOTION", **{direction: True})
    await client.request(FOCUSER, REL, FOCUS_RELATIVE_POSITION=1000)
    assert (client.state(FOCUSER, REL), client.state(FOCUSER, ABS)) == (State.BUSY, State.BUSY)
    await until(client, clock, 1)
    assert (client.state(FOCUSER, REL), client.state(FOCUSER, ABS)) == (State.OK, State.OK)
    assert position(client) == goal


@pytest.mark.parametrize("goal", [-1, 100001])
async def test_the_limits_are_kept(client: DemoClient, goal: float) -> None:
    await client.request(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=goal)
    assert client.state(FOCUSER, ABS) is State.ALERT
    assert "out of range, 0 to 100000" in client.messages(FOCUSER)[0]


async def test_a_relative_move_past_the_end_is_refused(client: DemoClient) -> None:
    await client.request(FOCUSER, REL, FOCUS_RELATIVE_POSITION=60000)
    assert client.state(FOCUSER, REL) is State.ALERT
    assert client.messages(FOCUSER) == ["[ERROR] Cannot move to -10000: the focuser reaches from 0 to 100000."]


async def test_the_end_can_be_set_and_moves_the_limits(client: DemoClient) -> None:
    await client.request(FOCUSER, "FOCUS_MAX", FOCUS_MAX_VALUE=60000)
    assert client.sets(FOCUSER, ABS)[-1].members == (
        OneNumber("FOCUS_ABSOLUTE_POSITION", "50000", "0", "60000", "1000"),
    )
    await client.request(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=70000)
    assert client.state(FOCUSER, ABS) is State.ALERT
    await client.request(FOCUSER, "FOCUS_MAX", FOCUS_MAX_VALUE=40000)
    assert client.state(FOCUSER, "FOCUS_MAX") is State.ALERT


async def test_abort_and_sync(client: DemoClient, clock: ManualClock) -> None:
    await client.request(FOCUSER, "FOCUS_SPEED", FOCUS_SPEED_VALUE=5)
    await client.request(FOCUSER, ABS, FOCUS_ABSOLUTE_POSITION=0)
    await until(client, clock, 1)
    await client.request(FOCUSER, "FOCUS_SYNC", FOCUS_SYNC_VALUE=1)
    assert client.state(FOCUSER, "FOCUS_SYNC") is State.ALERT
    await client.request(FOCUSER, "FOCUS_ABORT_MOTION", ABORT=True)
    await until(client, clock, 9)
    assert (client.state(FOCUSER, ABS), position(client)) == (State.IDLE, 40000)
    await client.request(FOCUSER, "FOCUS_SYNC", FOCUS_SYNC_VALUE=1234)
    assert position(client) == 1234


async def test_the_temperature_changes(client: DemoClient, clock: ManualClock) -> None:
    before = client.value(FOCUSER, "FOCUS_TEMPERATURE", "TEMPERATURE")
    await until(client, clock, 10)
    assert client.value(FOCUSER, "FOCUS_TEMPERATURE", "TEMPERATURE") != before
