"""Pointing and synchronising: what is set before the coordinates, and what after."""

from __future__ import annotations

import pytest

from indipyterm.workspace.palette.actions import Submit
from tests.workspace.palette.scenes import (
    COORDINATES,
    TELESCOPE,
    engine,
    key,
    say,
    sends,
    sends_in_order,
    simulators,
    simulators_2,
    switch,
)


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
