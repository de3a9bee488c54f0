import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import Mount
from indipyterm.protocol.messages import State
from tests.demo.caller import Caller

INSTRUMENT = Mount
MOUNT = "Telescope"
COORD = "EQUATORIAL_EOD_COORD"
PARK = "TELESCOPE_PARK"


async def until(caller: Caller, clock: ManualClock, seconds: float) -> None:
    await clock.advance(seconds)
    await caller.listen()


def place(caller: Caller) -> tuple[float, float]:
    return caller.number(MOUNT, COORD, "RA"), caller.number(MOUNT, COORD, "DEC")


async def test_a_slew_is_busy_with_coordinates_between_and_then_ok(caller: Caller, clock: ManualClock) -> None:
    start = place(caller)
    caller.forget()
    await caller.ask(MOUNT, COORD, RA=5.588139, DEC=-5.391111)
    assert caller.state(MOUNT, COORD) is State.BUSY
    assert caller.number(MOUNT, "TARGET_EOD_COORD", "RA") == 5.588139
    assert caller.messages(MOUNT) == ["[INFO] Slewing to RA: 5:35:17 - DEC: -5:23:28"]
    places = [start]
    while caller.state(MOUNT, COORD) is State.BUSY:
        await until(caller, clock, 0.25)
        places.append(place(caller))
    assert len(places) > 10
    assert places == sorted(places, reverse=True)
    assert places[-1] == (5.588139, -5.391111)
    assert caller.state(MOUNT, COORD) is State.OK
    assert caller.messages(MOUNT)[-1] == "[INFO] Telescope slew is complete. Tracking..."
    assert caller.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_ON") == "On"


async def test_right_ascension_goes_the_shorter_way_past_midnight(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, "ON_COORD_SET", SYNC=True)
    await caller.ask(MOUNT, COORD, RA=23.9, DEC=10)
    assert (place(caller), caller.state(MOUNT, COORD)) == ((23.9, 10), State.OK)
    await caller.ask(MOUNT, "ON_COORD_SET", SLEW=True)
    await caller.ask(MOUNT, COORD, RA=0.1, DEC=10)
    await until(caller, clock, 1)
    assert place(caller) == (0.1, 10)
    assert caller.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_OFF") == "On"


async def test_without_tracking_the_sky_passes(caller: Caller, clock: ManualClock) -> None:
    before = place(caller)
    await until(caller, clock, 10)
    assert place(caller) == before
    await caller.ask(MOUNT, "TELESCOPE_TRACK_STATE", TRACK_OFF=True)
    await until(caller, clock, 10)
    assert place(caller)[0] == pytest.approx(before[0] + 10 * 1.0027379 / 3600)


async def test_abort_stops_where_it_is(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, COORD, RA=12, DEC=60)
    await until(caller, clock, 1)
    await caller.ask(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    stopped = place(caller)
    assert caller.state(MOUNT, COORD) is State.IDLE
    assert caller.value(MOUNT, "TELESCOPE_ABORT_MOTION", "ABORT") == "Off"
    await until(caller, clock, 5)
    assert place(caller) == stopped


async def test_parked_it_refuses_to_move(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, PARK, PARK=True)
    assert caller.state(MOUNT, PARK) is State.BUSY
    await until(caller, clock, 60)
    assert caller.state(MOUNT, PARK) is State.OK
    assert "[INFO] Mount is parked." in caller.messages(MOUNT)
    assert caller.value(MOUNT, "TELESCOPE_TRACK_STATE", "TRACK_OFF") == "On"
    assert place(caller)[1] == 90
    for name, members in ((COORD, {"RA": 1.0, "DEC": 1.0}), ("TELESCOPE_MOTION_NS", {"MOTION_NORTH": True})):
        caller.forget()
        await caller.ask(MOUNT, name, **members)
        assert caller.state(MOUNT, name) is State.ALERT
        assert caller.messages(MOUNT) == ["[ERROR] Please unpark the mount before moving it."]
    await caller.ask(MOUNT, PARK, PARK=True)
    assert "[INFO] Mount is parked already." in caller.messages(MOUNT)
    await caller.ask(MOUNT, PARK, UNPARK=True)
    await caller.ask(MOUNT, COORD, RA=1, DEC=1)
    assert caller.state(MOUNT, COORD) is State.BUSY


async def test_parking_can_be_aborted(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, PARK, PARK=True)
    await until(caller, clock, 1)
    await caller.ask(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert caller.state(MOUNT, PARK) is State.ALERT
    assert caller.value(MOUNT, PARK, "UNPARK") == "On"


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"RA": 5.0, "DEC": -80.0}, "never rises at latitude 28:18:00"),
        ({"RA": 25.0, "DEC": 0.0}, "out of range"),
        ({"RA": 5.0}, "RA and DEC are needed"),
    ],
)
async def test_refusals_are_in_words(caller: Caller, members: dict[str, float], why: str) -> None:
    caller.forget()
    before = place(caller)
    await caller.ask(MOUNT, COORD, **members)
    assert caller.state(MOUNT, COORD) is State.ALERT
    assert why in caller.messages(MOUNT)[0]
    assert place(caller) == before


async def test_a_refused_sync_does_not_end_a_slew(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, COORD, RA=5.5, DEC=0)
    await caller.ask(MOUNT, "ON_COORD_SET", SYNC=True)
    await caller.ask(MOUNT, COORD, RA=1, DEC=1)
    assert caller.state(MOUNT, COORD) is State.ALERT
    await until(caller, clock, 20)
    assert (place(caller), caller.state(MOUNT, COORD)) == ((5.5, 0), State.OK)


@pytest.mark.parametrize(
    ("axis", "way", "index", "sign"),
    [
        ("TELESCOPE_MOTION_NS", "MOTION_NORTH", 1, 1),
        ("TELESCOPE_MOTION_NS", "MOTION_SOUTH", 1, -1),
        ("TELESCOPE_MOTION_WE", "MOTION_WEST", 0, -1),
        ("TELESCOPE_MOTION_WE", "MOTION_EAST", 0, 1),
    ],
)
async def test_motion_by_hand(caller: Caller, clock: ManualClock, axis: str, way: str, index: int, sign: int) -> None:
    before = place(caller)
    await caller.ask(MOUNT, "TELESCOPE_SLEW_RATE", **{"4x": True})
    await caller.ask(MOUNT, axis, **{way: True})
    await until(caller, clock, 1)
    assert (caller.state(MOUNT, axis), caller.state(MOUNT, COORD)) == (State.BUSY, State.BUSY)
    moved = place(caller)[index] - before[index]
    assert moved == pytest.approx(sign * 4 / (15 if index == 0 else 1))
    await caller.ask(MOUNT, axis, **{way: False})
    stopped = place(caller)
    await until(caller, clock, 1)
    assert (place(caller), caller.state(MOUNT, axis), caller.state(MOUNT, COORD)) == (stopped, State.IDLE, State.OK)


async def test_guiding_takes_its_milliseconds(caller: Caller, clock: ManualClock) -> None:
    before = place(caller)
    await caller.ask(MOUNT, "TELESCOPE_TIMED_GUIDE_NS", TIMED_GUIDE_N=2000, TIMED_GUIDE_S=0)
    await until(caller, clock, 1.9)
    assert caller.state(MOUNT, "TELESCOPE_TIMED_GUIDE_NS") is State.BUSY
    await until(caller, clock, 0.1)
    assert caller.state(MOUNT, "TELESCOPE_TIMED_GUIDE_NS") is State.OK
    assert caller.value(MOUNT, "TELESCOPE_TIMED_GUIDE_NS", "TIMED_GUIDE_N") == "0"
    assert (place(caller)[1] - before[1]) * 3600 == pytest.approx(15.041067)
    await caller.ask(MOUNT, "TELESCOPE_TIMED_GUIDE_WE", TIMED_GUIDE_W=5, TIMED_GUIDE_E=5)
    assert caller.state(MOUNT, "TELESCOPE_TIMED_GUIDE_WE") is State.ALERT
    await caller.ask(MOUNT, "TELESCOPE_TIMED_GUIDE_WE", TIMED_GUIDE_W=5000, TIMED_GUIDE_E=0)
    await caller.ask(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert caller.state(MOUNT, "TELESCOPE_TIMED_GUIDE_WE") is State.IDLE


async def test_motion_by_hand_ends_a_slew_and_an_abort_ends_both(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, COORD, RA=12, DEC=60)
    await caller.ask(MOUNT, "TELESCOPE_MOTION_NS", MOTION_SOUTH=True)
    await until(caller, clock, 1)
    assert place(caller)[0] == 6.3955
    assert place(caller)[1] < 6.6334
    assert caller.messages(MOUNT)[-1] == "[WARNING] Slew ended by motion by hand."
    await caller.ask(MOUNT, "TELESCOPE_ABORT_MOTION", ABORT=True)
    assert caller.state(MOUNT, "TELESCOPE_MOTION_NS") is State.IDLE
    assert caller.value(MOUNT, "TELESCOPE_MOTION_NS", "MOTION_SOUTH") == "Off"


async def test_parking_can_be_called_off(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, PARK, PARK=True)
    await until(caller, clock, 1)
    await caller.ask(MOUNT, PARK, UNPARK=True)
    stopped = place(caller)
    await until(caller, clock, 5)
    assert (place(caller), caller.state(MOUNT, PARK)) == (stopped, State.OK)


async def test_the_site(caller: Caller) -> None:
    assert caller.value(MOUNT, "TIME_UTC", "UTC") == "2026-11-22T22:43:07"
    await caller.ask(MOUNT, "TIME_UTC", UTC="yesterday", OFFSET="0")
    assert caller.state(MOUNT, "TIME_UTC") is State.ALERT
    await caller.ask(MOUNT, "TIME_UTC", UTC="2026-12-01T00:00:00", OFFSET="1")
    assert caller.value(MOUNT, "TIME_UTC", "OFFSET") == "1"
    await caller.ask(MOUNT, "GEOGRAPHIC_COORD", LAT=-30, LONG=289, ELEV=2400)
    await caller.ask(MOUNT, COORD, RA=5, DEC=-80)
    assert caller.state(MOUNT, COORD) is State.BUSY


async def test_settings_that_follow_one_another(caller: Caller) -> None:
    await caller.ask(MOUNT, "TELESCOPE_TRACK_MODE", TRACK_LUNAR=True)
    assert caller.number(MOUNT, "TELESCOPE_TRACK_RATE", "TRACK_RATE_RA") == 14.511415
    await caller.ask(MOUNT, "TELESCOPE_PARK_OPTION", PARK_CURRENT=True)
    assert caller.number(MOUNT, "TELESCOPE_PARK_POSITION", "PARK_DEC") == 6.6334


async def test_disconnecting_ends_a_slew(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(MOUNT, COORD, RA=12, DEC=60)
    await caller.ask(MOUNT, "CONNECTION", DISCONNECT=True)
    assert (MOUNT, COORD) not in caller.vectors
    await until(caller, clock, 30)
    await caller.ask(MOUNT, "CONNECTION", CONNECT=True)
    assert caller.state(MOUNT, COORD) is State.IDLE
    assert caller.state(MOUNT, "TELESCOPE_TRACK_STATE") is State.BUSY
