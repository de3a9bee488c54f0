"""Rotators, dust caps, lights and power boxes: what their verbs send."""

from __future__ import annotations

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.palette.actions import Action
from indipyterm.workspace.servers import Servers
from tests.workspace.palette.scenes import (
    CAP,
    LIGHT,
    ROTATOR,
    SERVER,
    engine,
    first,
    key,
    say,
    sends,
    sends_in_order,
    simulators_2,
    switch,
    titles,
)

BOX = DeviceKey(SERVER, "Power Box")
OUTPUTS = key(BOX, "POWER_CHANNELS")
LIT = sends(key(LIGHT, "FLAT_LIGHT_CONTROL"), {"FLAT_LIGHT_ON": "On"})
BRIGHT = sends(key(LIGHT, "FLAT_LIGHT_INTENSITY"), {"FLAT_LIGHT_INTENSITY_VALUE": "120"})


def power_box() -> Servers:
    """A box with two outputs, of which that of the mount is on."""
    servers = simulators_2()
    say(
        servers,
        "<defSwitchVector device='Power Box' name='POWER_CHANNELS' label='Toggle DC' state='Ok' perm='rw'"
        " rule='AnyOfMany'><defSwitch name='POWER_CHANNEL_1' label='Mount'>On</defSwitch>"
        "<defSwitch name='POWER_CHANNEL_2' label='Main camera'>Off</defSwitch></defSwitchVector>",
    )
    return servers


@pytest.mark.parametrize(
    ("typed", "action"),
    [
        ("rotate 45", sends(key(ROTATOR, "ABS_ROTATOR_ANGLE"), {"ANGLE": "45"})),
        ("cap open", sends(key(CAP, "CAP_PARK"), {"UNPARK": "On"})),
        ("cap close", sends(key(CAP, "CAP_PARK"), {"PARK": "On"})),
        ("light on", LIT),
        ("light off", sends(key(LIGHT, "FLAT_LIGHT_CONTROL"), {"FLAT_LIGHT_OFF": "On"})),
        ("light 120", sends_in_order(LIT, BRIGHT)),
    ],
)
def test_the_first_candidate_does_what_is_meant(typed: str, action: Action) -> None:
    assert first(typed, servers=simulators_2()).action == action


def test_a_light_that_is_on_only_gets_its_brightness() -> None:
    servers = simulators_2()
    switch(servers, LIGHT, "FLAT_LIGHT_CONTROL", FLAT_LIGHT_ON="On", FLAT_LIGHT_OFF="Off")
    assert first("light 120", servers=servers).action == BRIGHT


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("power camera on", {"POWER_CHANNEL_2": "On"}),
        ("power off main", {"POWER_CHANNEL_2": "Off"}),
        ("power mount", {"POWER_CHANNEL_1": "Off"}),
        ("power channel 2", {"POWER_CHANNEL_2": "On"}),
        ("power Mount off", {"POWER_CHANNEL_1": "Off"}),
    ],
)
def test_an_output_is_switched_by_its_name(typed: str, values: dict[str, str]) -> None:
    found = first(typed, servers=power_box())
    assert found.action == sends(OUTPUTS, values)
    assert first(found.completion, servers=power_box()).action == found.action


def test_all_outputs_are_listed_with_the_state_that_they_do_not_have() -> None:
    found = engine(power_box()).candidates("power")
    assert titles(found)[:2] == ["Power Mount off @Power", "Power Main camera on @Power"]
    assert [one.detail for one in found[:2]] == ["now: On", "now: Off"]
    assert found[0].effect == "Power Box POWER_CHANNELS POWER_CHANNEL_1=Off"


def test_an_output_that_there_is_not_sends_nothing() -> None:
    found = first("power heater on", servers=power_box())
    assert (found.action, found.detail) == (None, "no output is called 'heater'")
    assert first("power heater on", servers=simulators_2()).detail.startswith(
        "no device here can do this; not connected: "
    )
