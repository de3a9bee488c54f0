"""What the filter finds."""

from __future__ import annotations

import pytest

from indipyterm.model.members import BlobMember
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.search import matches, matching_sections, next_hit, watch_list_sections
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind
from tests.tui.samples import number, switch, vector

PARK = switch("TELESCOPE_PARK", [("PARK", "Off"), ("UNPARK", "On")], group="Main Control")
KEY = VectorKey("s", "D", "TELESCOPE_PARK")


@pytest.mark.parametrize("text", ["park", "TELESCOPE", "unp", "Main", "On", "D"])
def test_names_labels_groups_and_values_are_searched(text: str) -> None:
    assert matches(KEY, vector(PARK), text)


def test_numbers_are_found_as_they_are_shown() -> None:
    shown = vector(number("RA", DefNumber("RA", "RA", "5.5", "%010.6m")))
    assert matches(KEY, shown, "5:30")


def test_hits_stand_under_device_and_group() -> None:
    other = number("Parking position", device="E", group="Site")
    vectors = [(VectorKey("s", one.device, one.name), vector(one)) for one in (PARK, number("Gain"), other)]
    sections = matching_sections(vectors, "park")
    assert [(one.title, [v.name for v in one.vectors]) for one in sections] == [
        ("D › Main Control", ["TELESCOPE_PARK"]),
        ("E › Site", ["Parking position"]),
    ]


def test_devices_of_the_same_name_are_told_apart_by_their_servers() -> None:
    vectors = [
        (VectorKey(server, one.device, one.name), vector(one)) for server in ("pi4:7624", "dome") for one in (PARK,)
    ]
    assert [one.title for one in matching_sections(vectors, "park")] == [
        "D@pi4 › Main Control",
        "D@dome › Main Control",
    ]
    assert [one.title for one in watch_list_sections([key for key, _ in vectors], vectors)] == ["D@pi4", "D@dome"]


def test_a_watch_list_keeps_its_order_and_forgets_what_is_not_there() -> None:
    vectors = [(VectorKey("s", "D", name), vector(number(name))) for name in ("A", "B")]
    (section,) = watch_list_sections(
        [VectorKey("s", "D", "B"), VectorKey("s", "D", "gone"), VectorKey("s", "D", "A")], vectors
    )
    assert [one.name for one in section.vectors] == ["B", "A"]


def test_a_blob_is_found_by_its_file() -> None:
    shown = vector(DefVector(Kind.BLOB, "D", "CCD1", (DefMember("CCD1", "CCD1"),)))
    (member,) = shown.members.values()
    assert isinstance(member, BlobMember)
    member.size, member.filename = 6, "/images/m31.fits"
    assert matches(KEY, shown, "m31")


def test_the_next_hit_is_found_in_a_circle_in_both_directions() -> None:
    vectors = [(VectorKey("s", "D", name), vector(number(name))) for name in ("GAIN1", "OFFSET", "GAIN2")]
    first, between, last = (key for key, _ in vectors)
    assert [next_hit(vectors, "gain", here, 1) for here in (None, first, between, last)] == [first, last, last, first]
    assert [next_hit(vectors, "gain", here, -1) for here in (None, first, between, last)] == [last, last, first, first]
    assert next_hit(vectors, "nothing", first, 1) is None
