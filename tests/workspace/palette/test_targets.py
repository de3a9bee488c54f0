"""What can be typed behind goto and sync, and in which epoch it is sent."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import Incomplete
from indipyterm.presentation.sky.places import Place, of_date, separation
from indipyterm.workspace.palette.targets import is_named, named, object_target, sky_objects, typed_target
from tests.workspace.palette.scenes import NOON

J2000, PAIR = Place(5 + 35 / 60 + 17 / 3600, -(5 + 23 / 60 + 28 / 3600)), "5:35:17 -5:23:28"


def place(ra: str, dec: str) -> Place:
    """Typed or sent decimals as a place."""
    return Place(float(ra), float(dec))


def test_an_object_is_sent_in_the_epoch_of_the_mount() -> None:
    m42 = named("m42")[0]
    old, now = object_target(m42, NOON, j2000=True), object_target(m42, NOON, j2000=False)
    assert (old.title, old.words, now.words) == ("M42 Orion Nebula", "J2000", "of date")
    assert separation(place(old.ra, old.dec), m42.place) * 3600 < 0.1
    assert separation(place(now.ra, now.dec), of_date(m42.place, NOON)) * 3600 < 0.1


def test_coordinates_without_an_epoch_are_sent_as_they_are_typed() -> None:
    for j2000, words in ((False, "of date"), (True, "J2000")):
        target = typed_target(PAIR, NOON, j2000=j2000)
        assert target == (PAIR, "5:35:17", "-5:23:28", words)


@pytest.mark.parametrize("epoch", ["J2000", "j2000.0", ", J2000"])
def test_those_of_j2000_are_converted_for_a_mount_of_the_date(epoch: str) -> None:
    target = typed_target(f"{PAIR} {epoch}", NOON, j2000=False)
    assert (target.title, target.words) == ("5:35:17 -5:23:28 J2000", "of date")
    assert separation(place(target.ra, target.dec), of_date(J2000, NOON)) * 3600 < 0.1
    assert typed_target(f"{PAIR} {epoch}", NOON, j2000=True).ra == "5:35:17"


@pytest.mark.parametrize("epoch", ["JNow", "now", "of date"])
def test_those_of_the_date_are_converted_for_a_mount_of_j2000(epoch: str) -> None:
    target = typed_target(f"{PAIR} {epoch}", NOON, j2000=True)
    assert (target.title, target.words) == ("5:35:17 -5:23:28 of date", "J2000")
    assert separation(of_date(place(target.ra, target.dec), NOON), J2000) * 3600 < 0.1
    assert typed_target(f"{PAIR} {epoch}", NOON, j2000=False).words == "of date"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("foo", "no object here is called 'foo'"),
        ("25 5 J2000", "RA: 25 is not within 0 … 24"),
        ("5 -95 J2000", "DEC: -95 is not within -90 … 90"),
        ("5x 5", "RA: not a number"),
    ],
)
def test_what_is_wrong_is_told(typed: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        typed_target(typed, NOON, j2000=False)


@pytest.mark.parametrize("typed", ["", "5:35", "ra=5"])
def test_what_is_missing_is_told(typed: str) -> None:
    with pytest.raises(Incomplete):
        typed_target(typed, NOON, j2000=False)


def test_coordinates_are_no_names() -> None:
    for typed in ("", "5 5", "-5", "+3", "ra=5 dec=5", ".5 3"):
        assert named(typed) == [], typed
    assert [one.name for one in named("47 tuc")] == ["C106"]
    assert [one.name for one in named("rasal")] == ["Rasalhague", "Rasalgethi", "Rasalas"]


def test_the_full_name_comes_first() -> None:
    found = named("m4")
    assert found[0].name == "M4"
    assert 1 < len(found) <= 8
    assert is_named("M 4", found[0])
    assert not is_named("m4", found[1])
    assert sky_objects() is sky_objects()
