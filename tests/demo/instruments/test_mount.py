import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Mount
from indipyterm.protocol.messages import State
from tests.demo.client import DemoClient

INSTRUMENT = Mount
MOUNT = "Telescope"
COORD = "EQUATORIAL_EOD_COORD"
PARK = "TELESCOPE_PARK"


async def until(client: DemoClient, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await client.receive_all()


def position(client: DemoClient) -> tuple[float, float]:
    return client.number(MOUNT, COORD, "RA"), client.number(MOUNT, COORD, "DEC")


async def test_a_slew_is_busy_with_coordinates_between_and_then_ok(client: DemoClient, clock: ManualClock) -> None:
    start = position(client)
    client.clear()
    await client.request(MOUNT, COORD, RA=5.588139, DEC=-5.391111)
    assert client.state(MOUNT, COORD) is State.BUSY
    assert client.number(MOUNT, "TARGET_EOD_COORD", "RA") == 5.588139
    assert client.messages(MOUNT) == ["[INFO] Slewing to RA: 5:35:17 - DEC: -5:23:28"]
    positions = [start]
    while client.state(MOUNT, COORD) is State.BUSY:
        await until(client, clock, 0.25)
        positions.append(position(client))
    assert len(positions) > 10
    assert positions == sorted(positions, reverse=True)
    assert positions[-1] == (5.588139, -5.391111)
    assert client.state(MOUNT, COORD) is State.OK
    assert client.messages(MOUNT)[-1] == "[INFO] Telescope slew is complete. Tracking..."
    assert client.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_ON") == "On"


async def test_right_ascension_goes_the_shorter_way_past_midnight(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, "ON_COORD_SET", SYNC=True)
    await client.request(MOUNT, COORD, RA=23.9, DEC=10)
    assert (position(client), client.state(MOUNT, COORD)) == ((23.9, 10), State.OK)
    await client.request(MOUNT, "ON_COORD_SET", SLEW=True)
    await client.request(MOUNT, COORD, RA=0.1, DEC=10)
    await until(client, clock, 1)
    assert position(client) == (0.1, 10)
    assert client.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_OFF") == "On"


async def test_without_tracking_the_sky_passes(client: DemoClient, clock: ManualClock) -> None:
    before = position(client)
    await until(client, clock, 10)
    assert position(client) == before
    await client.request(MOUNT, "TELESCOPE_TRACK_STATE", TRACK_OFF=True)
    await until(client, clock, 10)
    assert position(client)[0] == pytest.approx(before[0] + 10 * 1.0027379 / 3600)


async def test_abort_stops_where_it_is(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, COORD, RA=12, DEC=60)
    await until(client, clock, 1)
    await client.request(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    stopped = position(client)
    assert client.state(MOUNT, COORD) is State.IDLE
    assert client.value(MOUNT, "TELESCOPE_ABORT_MOTION", "ABORT") == "Off"
    await until(client, clock, 5)
    assert position(client) == stopped


async def test_parked_it_refuses_to_move(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, PARK, PARK=True)
    assert client.state(MOUNT, PARK) is State.BUSY
    await until(client, clock, 60)
    assert client.state(MOUNT, PARK) is State.OK
    assert "[INFO] Mount is parked." in client.messages(MOUNT)
    assert client.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_OFF") == "On"
    assert position(client)[1] == 90
    for name, members in ((COORD, {"RA": 1.0, "DEC": 1.0}), ("TELESCOPE_MOTION_NS", {"MOTION_NORTH": True})):
        client.clear()
        await client.request(MOUNT, name, **members)
        assert client.state(MOUNT, name) is State.ALERT
        assert client.messages(MOUNT) == ["[ERROR] Please unpark the mount before moving it."]
    await client.request(MOUNT, PARK, PARK=True)
    assert "[INFO] Mount is parked already." in client.messages(MOUNT)
    await client.request(MOUNT, PARK, UNPARK=True)
    await client.request(MOUNT, COORD, RA=1, DEC=1)
    assert client.state(MOUNT, COORD) is State.BUSY


async def test_parking_can_be_aborted(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, PARK, PARK=True)
    await until(client, clock, 1)
    await client.request(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert client.state(MOUNT, PARK) is State.ALERT
    assert client.value(MOUNT, PARK, "UNPARK") == "On"


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"RA": 5.0, "DEC": -80.0}, "never rises at latitude 28:18:00"),
        ({"RA": 25.0, "DEC": 0.0}, "out of range"),
        ({"RA": 5.0}, "RA and DEC are needed"),
    ],
)
async def test_refusals_give_the_reason(client: DemoClient, members: dict[str, float], why: str) -> None:
    client.clear()
    before = position(client)
    await client.request(MOUNT, COORD, **members)
    assert client.state(MOUNT, COORD) is State.ALERT
    assert why in client.messages(MOUNT)[0]
    assert position(client) == before


async def test_a_refused_sync_does_not_end_a_slew(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, COORD, RA=5.5, DEC=0)
    await client.request(MOUNT, "ON_COORD_SET", SYNC=True)
    await client.request(MOUNT, COORD, RA=1, DEC=1)
    assert client.state(MOUNT, COORD) is State.ALERT
    await until(client, clock, 20)
    assert (position(client), client.state(MOUNT, COORD)) == ((5.5, 0), State.OK)


@pytest.mark.parametrize(
    ("axis", "direction", "index", "sign"),
    [
        ("TELESCOPE_MOTION_NS", "MOTION_NORTH", 1, 1),
        ("TELESCOPE_MOTION_NS", "MOTION_SOUTH", 1, -1),
        ("TELESCOPE_MOTION_WE", "MOTION_WEST", 0, -1),
        ("TELESCOPE_MOTION_WE", "MOTION_EAST", 0, 1),
    ],
)
async def test_manual_motion(
    client: DemoClient, clock: ManualClock, axis: str, direction: str, index: int, sign: int
) -> None:
    before = position(client)
    await client.request(MOUNT, "TELESCOPE_SLEW_RATE", **{"4x": True})
    await client.request(MOUNT, axis, **{direction: True})
    await until(client, clock, 1)
    assert (client.state(MOUNT, axis), client.state(MOUNT, COORD)) == (State.BUSY, State.BUSY)
    moved = position(client)[index] - before[index]
    assert moved == pytest.approx(sign * 4 / (15 if index == 0 else 1))
    await client.request(MOUNT, axis, **{direction: False})
    stopped = position(client)
    await until(client, clock, 1)
    assert (position(client), client.state(MOUNT, axis), client.state(MOUNT, COORD)) == (stopped, State.IDLE, State.OK)


async def test_guiding_takes_its_milliseconds(client: DemoClient, clock: ManualClock) -> None:
    before = position(client)
    await client.request(MOUNT, "TELESCOPE_TIMED_GUIDE_NS", TIMED_GUIDE_N=2000, TIMED_GUIDE_S=0)
    await until(client, clock, 1.9)
    assert client.state(MOUNT, "TELESCOPE_TIMED_GUIDE_NS") is State.BUSY
    await until(client, clock, 0.1)
    assert client.state(MOUNT, "TELESCOPE_TIMED_GUIDE_NS") is State.OK
    assert client.value(MOUNT, "TELESCOPE_TIMED_GUIDE_NS", "TIMED_GUIDE_N") == "0"
    assert (position(client)[1] - before[1]) * 3600 == pytest.approx(15.041067)
    await client.request(MOUNT, "TELESCOPE_TIMED_GUIDE_WE", TIMED_GUIDE_W=5, TIMED_GUIDE_E=5)
    assert client.state(MOUNT, "TELESCOPE_TIMED_GUIDE_WE") is State.ALERT
    await client.request(MOUNT, "TELESCOPE_TIMED_GUIDE_WE", TIMED_GUIDE_W=5000, TIMED_GUIDE_E=0)
    await client.request(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert client.state(MOUNT, "TELESCOPE_TIMED_GUIDE_WE") is State.IDLE


async def test_manual_motion_ends_a_slew_and_an_abort_ends_both(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, COORD, RA=12, DEC=60)
    await client.request(MOUNT, "TELESCOPE_MOTION_NS", MOTION_SOUTH=True)
    await until(client, clock, 1)
    assert position(client)[0] == 6.3955
    assert position(client)[1] < 6.6334
    assert client.messages(MOUNT)[-1] == "[WARNING] Slew ended by motion by hand."
    await client.request(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert client.state(MOUNT, "TELESCOPE_MOTION_NS") is State.IDLE
    assert client.value(MOUNT, "TELESCOPE_MOTION_NS", "MOTION_SOUTH") == "Off"


async def test_parking_can_be_cancelled(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, PARK, PARK=True)
    await until(client, clock, 1)
    await client.request(MOUNT, PARK, UNPARK=True)
    stopped = position(client)
    await until(client, clock, 5)
    assert (position(client), client.state(MOUNT, PARK)) == (stopped, State.OK)


async def test_the_site(client: DemoClient) -> None:
    assert client.value(MOUNT, "TIME_UTC", "UTC") == "2026-11-22T22:43:07"
    await client.request(MOUNT, "TIME_UTC", UTC="yesterday", OFFSET="0")
    assert client.state(MOUNT, "TIME_UTC") is State.ALERT
    await client.request(MOUNT, "TIME_UTC", UTC="2026-12-01T00:00:00", OFFSET="1")
    assert client.value(MOUNT, "TIME_UTC", "OFFSET") == "1"
    await client.request(MOUNT, "GEOGRAPHIC_COORD", LAT=-30, LONG=289, ELEV=2400)
    await client.request(MOUNT, COORD, RA=5, DEC=-80)
    assert client.state(MOUNT, COORD) is State.BUSY


async def test_settings_that_follow_one_another(client: DemoClient) -> None:
    await client.request(MOUNT, "TELESCOPE_TRACK_MODE", TRACK_LUNAR=True)
    assert client.number(MOUNT, "TELESCOPE_TRACK_RATE", "TRACK_RATE_RA") == 14.511415
    await client.request(MOUNT, "TELESCOPE_PARK_OPTION", PARK_CURRENT=True)
    assert client.number(MOUNT, "TELESCOPE_PARK_POSITION", "PARK_DEC") == 6.6334


async def test_disconnecting_ends_a_slew(client: DemoClient, clock: ManualClock) -> None:
    await client.request(MOUNT, COORD, RA=12, DEC=60)
    await client.request(MOUNT, "CONNECTION", DISCONNECT=True)
    assert (MOUNT, COORD) not in client.vectors
    await until(client, clock, 30)
    await client.request(MOUNT, "CONNECTION", CONNECT=True)
    assert client.state(MOUNT, COORD) is State.IDLE
    assert client.state(MOUNT, "TELESCOPE_TRACK_STATE") is State.BUSY
