"""What the filter finds, and what INDI's standard names allow."""

from __future__ import annotations

import pytest

from indipyterm.presentation.filter_slots import slot_name, slot_number
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import device_names, short_names
from indipyterm.presentation.search import matches, matching_sections, watch_list_sections
from indipyterm.presentation.standard import abort_requests, connect_request
from indipyterm.protocol.messages import DefNumber, DefVector, Rule
from tests.tui.samples import catalog, number, switch, vector

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


@pytest.mark.parametrize(
    ("servers", "marks"),
    [
        (["pi4:7624", "dome:7625"], ["CCD@pi4", "CCD@dome"]),
        (["pi4:7624", "pi4:7625"], ["CCD@pi4:7624", "CCD@pi4:7625"]),
        (["[::1]:7624", "::2"], ["CCD@::1", "CCD@::2"]),
        (["pi4:7624"], ["CCD"]),
    ],
)
def test_a_server_is_named_as_shortly_as_tells_it_apart(servers: list[str], marks: list[str]) -> None:
    keys = [DeviceKey(server, "CCD") for server in servers]
    assert list(device_names(keys).values()) == marks


def test_a_watch_list_keeps_its_order_and_forgets_what_is_not_there() -> None:
    vectors = [(VectorKey("s", "D", name), vector(number(name))) for name in ("A", "B")]
    (section,) = watch_list_sections(
        [VectorKey("s", "D", "B"), VectorKey("s", "D", "gone"), VectorKey("s", "D", "A")], vectors
    )
    assert [one.name for one in section.vectors] == ["B", "A"]


def test_names_lose_the_word_they_share_unless_that_makes_them_the_same() -> None:
    assert short_names(["CCD Simulator", "Dome Simulator"]) == {"CCD Simulator": "CCD", "Dome Simulator": "Dome"}
    assert short_names(["CCD Simulator"]) == {"CCD Simulator": "CCD Simulator"}
    assert short_names(["A", "B Simulator"]) == {"A": "A", "B Simulator": "B Simulator"}


def test_a_device_of_two_servers_is_marked() -> None:
    keys = [DeviceKey("pi4:7624", "CCD"), DeviceKey("dome:7625", "CCD"), DeviceKey("dome:7625", "Dome")]
    assert list(device_names(keys).values()) == ["CCD@pi4", "CCD@dome", "Dome"]


def test_slots_by_name() -> None:
    names = ["Red", "Green", "Blue", "Bluish"]
    assert [slot_number(names, text) for text in ("blue", "gr", "Blu", "x", "")] == [3, 2, None, None, None]
    assert [slot_name(names, value) for value in (1, 4, 5, 0, 1.5)] == ["Red", "Bluish", "", "", ""]


def test_connecting_asks_only_for_what_is_not_so() -> None:
    def device(*members: tuple[str, str]) -> DefVector:
        return switch("CONNECTION", members)

    off = catalog(device(("CONNECT", "Off"), ("DISCONNECT", "On"))).devices["D"]
    assert connect_request(off) == ("CONNECTION", {"CONNECT": "On"})
    assert connect_request(off, on=False) is None
    assert connect_request(catalog(PARK).devices["D"]) is None


def test_everything_that_can_be_aborted_is() -> None:
    device = catalog(
        switch("TELESCOPE_ABORT_MOTION", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("CCD_ABORT_EXPOSURE", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("FOCUS_ABORT_MOTION", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("ABORTED_BEFORE", [("YES", "Off")], Rule.AT_MOST_ONE),
        switch("DOME_ABORT_POLICY", [("ASK", "On"), ("NEVER", "Off")]),
    ).devices["D"]
    assert abort_requests(device) == [
        ("TELESCOPE_ABORT_MOTION", {"ABORT": "On"}),
        ("CCD_ABORT_EXPOSURE", {"ABORT": "On"}),
        ("FOCUS_ABORT_MOTION", {"ABORT": "On"}),
    ]
