"""Pointing and synchronising: what is set before the coordinates, and what after."""

from __future__ import annotations

import re

import pytest

from indipyterm.presentation.sky.places import Place, separation
from indipyterm.workspace.palette.actions import Submit
from tests.workspace.palette.scenes import (
    COORDINATES,
    TELESCOPE,
    engine,
    first,
    key,
    say,
    sends,
    sends_in_order,
    simulators,
    simulators_2,
    switch,
)
from tests.workspace.test_pointing import site


def test_a_goto_never_synchronises() -> None:
    servers = simulators()
    switch(servers, TELESCOPE, "ON_COORD_SET", TRACK="Off", SYNC="On")
    coordinates = sends(COORDINATES, {"RA": "5", "DEC": "6"})
    modes = key(TELESCOPE, "ON_COORD_SET")
    assert engine(servers).candidates("goto 5 6")[0].action == sends_in_order(
        sends(modes, {"TRACK": "On"}), coordinates, independent=False
    )
    assert engine(servers).candidates("sync 5 6")[0].action == coordinates
    switch(servers, TELESCOPE, "ON_COORD_SET", SLEW="On", SYNC="Off")
    assert engine(servers).candidates("goto 5 6")[0].action == coordinates
    assert engine(servers).candidates("sync 5 6")[0].action == sends_in_order(
        sends(modes, {"SYNC": "On"}), coordinates, sends(modes, {"SLEW": "On"})
    )


def test_a_parked_mount_is_told_of() -> None:
    servers = simulators()
    switch(servers, TELESCOPE, "TELESCOPE_PARK", PARK="On", UNPARK="Off")
    assert "parked" in engine(servers).candidates("goto 5 6")[0].warning
    say(servers, f"<setSwitchVector device='{TELESCOPE.device}' name='TELESCOPE_PARK' state='Busy'/>")
    assert "parking" in engine(servers).candidates("goto 5 6")[0].warning


def test_a_name_is_sent_where_it_stands_today_and_said_before() -> None:
    servers = simulators()
    say(servers, site(TELESCOPE.device, 41.9, 289.5))
    found = engine(servers).candidates("goto m42")[0]
    assert found.title == "Goto M42 Orion Nebula"
    assert isinstance(found.action, Submit)
    request = found.action.requests[-1]
    place = Place(float(request.values["RA"]), float(request.values["DEC"]))
    assert request.key == COORDINATES
    assert separation(place, Place(5 + 36 / 60 + 37 / 3600, -(5 + 22 / 60 + 17 / 3600))) * 3600 < 30
    assert re.fullmatch(r"M42 Orion Nebula(, altitude \d+°)?: 5:36:3\d -5:22:\d\d of date", found.notice)
    assert bool(found.warning) is ("altitude" not in found.notice)
    assert found.completion == "goto M42"
    assert engine(servers).candidates("sync vega")[0].title == "Sync Vega α Lyr"


def test_what_is_below_the_horizon_is_warned_of_and_a_sync_is_not() -> None:
    servers = simulators()
    say(servers, site(TELESCOPE.device, 41.9, 289.5))
    low, high = (engine(servers).candidates(f"goto 5 {dec}")[0] for dec in (-80, 80))
    assert (high.warning, high.notice[:9], low.notice) == ("", "altitude ", "5:00:00 -80:00:00 of date")
    assert re.fullmatch(r"\d+° below the horizon", low.warning)
    switch(servers, TELESCOPE, "TELESCOPE_PARK", PARK="On", UNPARK="Off")
    assert engine(servers).candidates("goto 5 -80")[0].warning.endswith(" below the horizon. " + PARKED)
    assert engine(servers).candidates("sync 5 -80")[0].warning == PARKED


PARKED = "The mount is parked: unpark it first, or it may refuse"


def test_a_mount_that_has_j2000_only_is_sent_that() -> None:
    servers = simulators()
    ones = "".join(
        f"<defNumber name='{name}' format='%g' min='-90' max='90' step='0'>0</defNumber>" for name in ("RA", "DEC")
    )
    say(
        servers,
        f"<defNumberVector device='Old' name='EQUATORIAL_COORD' state='Ok' perm='rw'>{ones}</defNumberVector>"
        f"<defNumberVector device='{TELESCOPE.device}' name='EQUATORIAL_COORD' state='Ok' perm='rw'>{ones}</defNumberVector>",
    )
    old, new = sorted(engine(servers).candidates("goto vega")[:2], key=lambda one: one.device or TELESCOPE)
    assert old.notice == "Vega α Lyr, altitude unknown (no site is set): 18.6158 38.7858 J2000"
    assert isinstance(old.action, Submit)
    assert isinstance(new.action, Submit)
    assert (old.action.requests[0].key.vector, new.action.requests[0].key) == ("EQUATORIAL_COORD", COORDINATES)


def test_the_beginning_of_several_names_sends_nothing() -> None:
    found = engine().candidates("goto andro")
    assert found[0].title == "Goto M31 Andromeda Galaxy"
    found = engine().candidates("goto neb")
    assert not any(isinstance(one.action, Submit) for one in found)
    assert found[0].completion == "goto M1"
    assert engine().candidates("goto m4")[1].completion == "goto M40"


def test_coordinates_say_their_epoch() -> None:
    assert first("goto 5:35:17 -5:23:28").detail.endswith("; 5:35:17 -5:23:28 of date")
    converted = first("goto 5:35:17 -5:23:28 J2000")
    assert converted.title == "Goto 5:35:17 -5:23:28 J2000"
    assert re.search(r"; 5:36:3\d -5:22:\d\d of date$", converted.detail)
    assert first("goto 5").detail == "DEC is missing; now: 0:00:00 0:00:00 of date"
    wrong = first("goto nowhere")
    assert (wrong.invalid, wrong.detail) == (True, "no object here is called 'nowhere'")
    assert first("goto 5 95").detail.startswith("DEC: ")


def test_a_mount_is_synchronised_only_by_the_whole_word() -> None:
    assert not [one for one in engine().candidates("syn 5 6") if isinstance(one.action, Submit)]


def test_home_goes_there_rather_than_searching() -> None:
    assert engine(simulators_2()).candidates("home tele")[0].action == sends(
        key(TELESCOPE, "TELESCOPE_HOME"), {"GO": "On"}
    )


@pytest.mark.parametrize(
    ("switches", "sent"),
    [("FIND SET", "FIND"), ("HOME_SET HOME_GO HOME_RESET", "HOME_GO"), ("SLEWHOME", "SLEWHOME"), ("SET", None)],
)
def test_home_never_declares_a_position_to_be_it(switches: str, sent: str | None) -> None:
    servers = simulators()
    ones = "".join(f"<defSwitch name='{name}'>Off</defSwitch>" for name in switches.split())
    say(
        servers,
        f"<defSwitchVector device='{TELESCOPE.device}' name='TELESCOPE_HOME' state='Ok' perm='rw' rule='AtMostOne'>"
        f"{ones}</defSwitchVector>",
    )
    found = [one.action for one in engine(servers).candidates("home telescope") if one.title == "Home" and one.action]
    assert found == ([sends(key(TELESCOPE, "TELESCOPE_HOME"), {sent: "On"})] if sent else [])
