"""Pointing and synchronising: what is set before the coordinates, and what after."""

from __future__ import annotations

from indipyterm.workspace.palette.actions import Submit
from tests.workspace.palette.scenes import (
    COORDINATES,
    TELESCOPE,
    engine,
    key,
    sends,
    sends_in_order,
    simulators,
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
    assert "parked" in engine(servers).candidates("goto 5 6")[0].detail


def test_a_mount_is_synchronised_only_by_the_whole_word() -> None:
    assert not [one for one in engine().candidates("syn 5 6") if isinstance(one.action, Submit)]
