"""The site of a mount, and how high it would point."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.sky.horizon import Site
from indipyterm.workspace.pointing import altitude, altitude_text, is_sync, site_for
from indipyterm.workspace.submission import Request
from tests.workspace.palette.scenes import COORDINATES, DOME, NOON, SERVER, TELESCOPE, key, say, simulators, switch

GPS = DeviceKey(SERVER, "GPS")
COAST = Site(41.9, 289.5)
UP, DOWN = {"RA": "1", "DEC": "85"}, {"RA": "1", "DEC": "-85"}


def site(device: str, latitude: object, longitude: object, verb: str = "set", **more: str) -> str:
    """The element with which a device says where it is."""
    attributes = "".join(f" {name}='{value}'" for name, value in more.items())
    ones = "".join(
        f"<{'def' if verb == 'def' else 'one'}Number name='{name}' format='%g' min='-90' max='360' step='0'>{value}"
        f"</{'def' if verb == 'def' else 'one'}Number>"
        for name, value in (("LAT", latitude), ("LONG", longitude))
    )
    element = f"{verb}NumberVector"
    return f"<{element} device='{device}' name='GEOGRAPHIC_COORD' state='Ok'{attributes}>{ones}</{element}>"


def test_a_mount_without_a_site_stands_nowhere() -> None:
    """The simulator, as many drivers, says 0 and 0 until it is told."""
    servers = simulators()
    assert site_for(servers, TELESCOPE) is None
    assert altitude(servers, COORDINATES, UP, NOON) is None


def test_its_own_site_counts_first_and_then_that_of_others() -> None:
    servers = simulators()
    say(servers, site("GPS", "41.9", "289.5", "def", perm="ro"))
    assert site_for(servers, TELESCOPE) == COAST
    say(servers, site(TELESCOPE.device, "-29:15", "289"))
    assert site_for(servers, TELESCOPE) == Site(-29.25, 289)
    assert site_for(servers, GPS) == COAST


@pytest.mark.parametrize(("latitude", "longitude"), [("95", "10"), ("a", "10"), ("0", "0")])
def test_what_is_no_site_is_not_taken_for_one(latitude: str, longitude: str) -> None:
    servers = simulators()
    say(servers, site("GPS", latitude, longitude, "def", perm="ro"))
    assert site_for(servers, TELESCOPE) is None


def test_the_altitude_is_that_of_what_would_be_sent() -> None:
    servers = simulators()
    say(servers, site(TELESCOPE.device, 41.9, 289.5))
    up, down = altitude(servers, COORDINATES, UP, NOON), altitude(servers, COORDINATES, DOWN, NOON)
    assert up
    assert down
    assert 36 < up < 47
    assert -47 < down < -36
    assert altitude(servers, COORDINATES, {"DEC": "85"}, NOON)  # RA stays as it is
    assert altitude(servers, COORDINATES, {"RA": "x", "DEC": "85"}, NOON) is None
    j2000 = altitude(servers, COORDINATES._replace(vector="EQUATORIAL_COORD"), UP, NOON)
    assert j2000
    assert 0.001 < abs(j2000 - up) < 0.3  # precession


def test_a_sync_is_told_from_a_goto() -> None:
    servers = simulators()
    coordinates, modes = Request(COORDINATES, UP), key(TELESCOPE, "ON_COORD_SET")
    assert not is_sync(servers, coordinates, [coordinates])
    assert is_sync(servers, coordinates, [Request(modes, {"SYNC": "On"}), coordinates])
    switch(servers, TELESCOPE, "ON_COORD_SET", TRACK="Off", SYNC="On")
    assert is_sync(servers, coordinates, [coordinates])
    assert not is_sync(servers, coordinates, [Request(modes, {"TRACK": "On"}), coordinates])
    assert not is_sync(servers, Request(key(DOME, "EQUATORIAL_EOD_COORD"), UP), [])


@pytest.mark.parametrize(
    ("degrees", "words"),
    [
        (None, "altitude unknown (no site is set)"),
        (34.4, "altitude 34°"),
        (0.0, "altitude 0°"),
        (-0.2, "0° below the horizon"),
        (-12.0, "12° below the horizon"),
    ],
)
def test_an_altitude_is_told_in_words(degrees: float | None, words: str) -> None:
    assert altitude_text(degrees) == words
