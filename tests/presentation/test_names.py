"""Device names made short."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import cut_name, device_names, short_names


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


def test_names_lose_the_word_they_share_unless_that_makes_them_the_same() -> None:
    assert short_names(["CCD Simulator", "Dome Simulator"]) == {"CCD Simulator": "CCD", "Dome Simulator": "Dome"}
    assert short_names(["CCD Simulator"]) == {"CCD Simulator": "CCD Simulator"}
    assert short_names(["A", "B Simulator"]) == {"A": "A", "B Simulator": "B Simulator"}


def test_a_device_of_two_servers_is_marked() -> None:
    keys = [DeviceKey("pi4:7624", "CCD"), DeviceKey("dome:7625", "CCD"), DeviceKey("dome:7625", "Dome")]
    assert list(device_names(keys).values()) == ["CCD@pi4", "CCD@dome", "Dome"]


def test_a_long_name_is_cut() -> None:
    name = "A telescope with a very long name"
    assert short_names([name]) == {name: "A telescope with a very…"}


@pytest.mark.parametrize(
    ("most", "cut"),
    [
        (25, ["Apogee CCD@localhost:7624", "Apogee CCD@localhost:7625", "Dome"]),
        (20, ["Apogee CCD@loc…:7624", "Apogee CCD@loc…:7625", "Dome"]),
        (10, ["Apog…:7624", "Apog…:7625", "Dome"]),
        (6, ["Apog…4", "Apog…5", "Dome"]),
    ],
)
def test_names_are_cut_where_they_are_alike(most: int, cut: list[str]) -> None:
    names = ["Apogee CCD@localhost:7624", "Apogee CCD@localhost:7625", "Dome"]
    assert [cut_name(name, most, names) for name in names] == cut


def test_a_name_unlike_the_others_is_cut_at_its_end() -> None:
    assert cut_name("Telescope Simulator", 10, ["Telescope Simulator", "Dome"]) == "Telescope…"
