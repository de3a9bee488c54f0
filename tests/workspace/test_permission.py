"""May this be sent, and what is asked before it is."""

from __future__ import annotations

import re

import pytest

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.config import Config
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.submission import Question, Request
from tests.tui.host import SERVER, feed, key, workspace
from tests.workspace.test_pointing import site

PARK = b'<defSwitchVector device="Mount" name="TELESCOPE_PARK" label="Parking" state="Ok" perm="rw" rule="OneOfMany"><defSwitch name="PARK" label="Park it">Off</defSwitch><defSwitch name="UNPARK">On</defSwitch></defSwitchVector>'


def permission(**config: bool) -> Permission:
    made = workspace()
    feed(made.servers[SERVER], PARK)
    return Permission(made.servers, Config(**config))  # type: ignore[arg-type]


def test_what_is_there_and_writable_may_be_sent() -> None:
    assert permission().why_not(key("MODE")) == ""


def test_what_is_not_may_not_and_the_reason_is_told() -> None:
    made = workspace()
    allowed = made.permission
    assert allowed.why_not(key("SITE")) == "[b]Site[/b] is read-only: only the device sets it"
    assert allowed.why_not(key("NONE")) == "NONE is not there"
    made.servers[SERVER].connected = False
    assert allowed.why_not(key("MODE")) == "Not connected: nothing can be sent"
    assert allowed.why_not(VectorKey("gone:7624", "Mount", "MODE")) == "Not connected: nothing can be sent"


@pytest.mark.parametrize(
    ("replaying", "why"), [(True, "A replay: nothing is sent"), (False, "Read-only mode: nothing is sent")]
)
def test_a_closed_workspace_sends_nothing(replaying: bool, why: str) -> None:
    allowed = Permission(workspace().servers, Config(readonly=True), replaying)
    assert allowed.closed == why
    assert allowed.why_not(key("MODE")) == why


def test_of_switches_only_those_that_are_switched_on_are_asked_about() -> None:
    asked = permission().question([Request(key("TELESCOPE_PARK"), {"PARK": "On", "UNPARK": "Off"})])
    assert asked == Question("Park Mount?", "Mount › Parking (TELESCOPE_PARK): Park it (PARK) = On")
    assert permission().question([Request(key("MODE"), {"LUNAR": "On"})]) is None


DOME = b'<defNumberVector device="Mount" name="ABS_DOME_POSITION" label="Absolute Position" state="Ok" perm="rw"><defNumber name="DOME_ABSOLUTE_POSITION" label="Degrees" format="%g" min="0" max="360">1</defNumber></defNumberVector>'


def test_a_number_is_asked_about_with_its_value() -> None:
    allowed = permission()
    feed(allowed._servers[SERVER], DOME)
    assert allowed.question([Request(key("ABS_DOME_POSITION"), {"DOME_ABSOLUTE_POSITION": "90"})]) == Question(
        "Absolute Position: 90 (ABS_DOME_POSITION): Mount?",
        "Mount › Absolute Position (ABS_DOME_POSITION): Degrees (DOME_ABSOLUTE_POSITION) = 90",
    )


POWER = b'<defSwitchVector device="Mount" name="POWER_CHANNELS" label="Outputs" state="Ok" perm="rw" rule="AnyOfMany"><defSwitch name="A" label="Camera">On</defSwitch><defSwitch name="B">Off</defSwitch></defSwitchVector>'


def test_power_is_asked_about_on_and_off() -> None:
    allowed = permission()
    feed(allowed._servers[SERVER], POWER)
    outputs = key("POWER_CHANNELS")
    assert allowed.question([Request(outputs, {"A": "Off"})]) == Question(
        "Camera Off (POWER_CHANNELS.A): Mount?", "Mount › Outputs (POWER_CHANNELS): Camera (A) = Off"
    )
    assert allowed.question([Request(outputs, {"B": True})]) == Question(
        "B (POWER_CHANNELS.B): Mount?", "Mount › Outputs (POWER_CHANNELS): B = True"
    )
    assert allowed.question([Request(outputs, {"B": "Off"})]) is None  # it is off


def test_of_several_all_that_are_risky_are_listed() -> None:
    requests = [Request(key("TELESCOPE_PARK"), {"PARK": "On"}), Request(key("DOME_PARK", "Dome"), {"PARK": "On"})]
    asked = permission().question([*requests, Request(key("MODE"), {"LUNAR": "On"})])
    assert asked == Question(
        "Park Mount and 1 more?",
        "Mount › Parking (TELESCOPE_PARK): Park it (PARK) = On\nDome › DOME_PARK: PARK = On",
    )


def test_a_device_of_two_servers_is_asked_about_with_its_server() -> None:
    made = workspace()
    feed(made.servers[SERVER], PARK)
    feed(made.servers.add("dome", 7624), PARK)
    asked = Permission(made.servers, Config()).question([Request(key("TELESCOPE_PARK"), {"PARK": "On"})])
    assert asked is not None
    assert asked.title == f"Park Mount@{SERVER.removesuffix(':7624')}?"


def test_a_label_that_says_otherwise_stands_beside_the_name_on_one_line() -> None:
    lying = workspace(
        b'<defSwitchVector device="Mount&#10;yes" name="TELESCOPE_PARK" label="Lamp&#10;Nothing is sent" state="Ok" perm="rw" rule="OneOfMany">'
        b'<defSwitch name="PARK" label="Unpark&#10;a&#x202e;%b">Off</defSwitch></defSwitchVector>' % (b"x" * 200)
    )
    asked = Permission(lying.servers, Config()).question(
        [Request(VectorKey(SERVER, "Mount\nyes", "TELESCOPE_PARK"), {"PARK": "On"})]
    )
    assert asked
    assert asked.title.startswith("Unpark␊a\ufffdxxx")
    assert asked.title.endswith("xx… (TELESCOPE_PARK.PARK): Mount␊yes?")
    assert asked.details.startswith("Mount␊yes › Lamp␊Nothing is sent (TELESCOPE_PARK): Unpark␊a\ufffdxxx")
    assert asked.details.endswith("xx… (PARK) = On")


COORD = b'<defNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" label="Eq. Coordinates" state="Ok" perm="rw"><defNumber name="RA" format="%g" min="0" max="24" step="0">1</defNumber><defNumber name="DEC" format="%g" min="-90" max="90" step="0">80</defNumber></defNumberVector>'


def test_a_question_says_coordinates_in_their_format() -> None:
    allowed, coordinates = (
        Permission(permission()._servers, Config(confirm=("EQUATORIAL_EOD_COORD",))),
        key("EQUATORIAL_EOD_COORD"),
    )
    feed(allowed._servers[SERVER], COORD.replace(b"%g", b"%10.6m", 1))
    asked = allowed.question([Request(coordinates, {"RA": "16.710571", "DEC": "36.5"})])
    assert asked
    assert asked.details.endswith("RA = 16:42:38, DEC = 36.5")
    assert ": 16:42:38, 36.5" in asked.title


def test_a_goto_below_the_horizon_is_asked_about_where_the_site_is_known() -> None:
    allowed, coordinates = permission(), key("EQUATORIAL_EOD_COORD")
    feed(allowed._servers[SERVER], COORD)
    low, high = Request(coordinates, {"RA": "5", "DEC": "-80"}), Request(coordinates, {"RA": "5", "DEC": "80"})
    assert allowed.question([low]) is None
    feed(allowed._servers[SERVER], site("Mount", 60, 10, "def", perm="rw").encode())
    asked = allowed.question([low])
    assert asked
    assert re.fullmatch(r"Point Mount [567]\d° below the horizon\?", asked.title)
    assert asked.details == "Mount › Eq. Coordinates (EQUATORIAL_EOD_COORD): RA = 5, DEC = -80"
    assert allowed.question([high]) is None
    assert allowed.question([Request(key("ON_COORD_SET"), {"SYNC": "On"}), low]) is None
    assert Permission(allowed._servers, Config(confirm=())).question([low]) is None
    feed(allowed._servers[SERVER], PARK.replace(b">Off<", b">On<", 1))
    asked = allowed.question([low])
    assert asked
    assert re.fullmatch(r"Point Mount, which is parked, [567]\d° below the horizon\?", asked.title)


def test_a_mount_that_is_parked_is_pointed_only_after_a_question() -> None:
    coordinates = b'<defNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" label="Eq" state="Ok" perm="rw"><defNumber name="RA" format="%g" min="0" max="24">1</defNumber></defNumberVector>'
    allowed = permission()
    feed(allowed._servers[SERVER], coordinates)
    request = Request(key("EQUATORIAL_EOD_COORD"), {"RA": "5"})
    assert allowed.question([request]) is None
    feed(allowed._servers[SERVER], PARK.replace(b"defS", b"defS").replace(b">Off<", b">On<", 1))
    asked = allowed.question([request])
    assert asked
    assert asked.title == "Mount is parked. Eq: 5?"
    unasked = Permission(allowed._servers, Config(confirm=()))
    assert unasked.question([request]) is None
