"""Focusers and filter wheels: what their verbs send, and when they send nothing."""

from __future__ import annotations

import pytest

from indipyterm.workspace.palette.actions import Submit
from indipyterm.workspace.servers import Servers
from tests.workspace.palette.scenes import BLUE, FOCUSER, WHEEL, engine, key, say, sends, sends_in_order, simulators


def test_steps_are_not_counted_from_a_place_that_is_still_changing() -> None:
    servers = simulators()
    say(servers, "<setNumberVector device='Focuser Simulator' name='ABS_FOCUS_POSITION' state='Busy'/>")
    assert engine(servers).candidates("focus +5")[0].action is None
    assert "moving" in engine(servers).candidates("focus +5")[0].detail
    assert engine(servers).candidates("focus 5")[0].action is not None


def test_a_focuser_without_positions_moves_by_direction_and_steps() -> None:
    servers = simulators()
    say(servers, "<delProperty device='Focuser Simulator' name='ABS_FOCUS_POSITION'/>")
    motion, steps = key(FOCUSER, "FOCUS_MOTION"), key(FOCUSER, "REL_FOCUS_POSITION")
    assert engine(servers).candidates("focus -50")[0].action == sends_in_order(
        sends(motion, {"FOCUS_INWARD": "On"}), sends(steps, {"FOCUS_RELATIVE_POSITION": "50"})
    )
    assert engine(servers).candidates("focus +50")[0].action == sends_in_order(
        sends(motion, {"FOCUS_OUTWARD": "On"}), sends(steps, {"FOCUS_RELATIVE_POSITION": "50"})
    )
    assert engine(servers).candidates("focus 50")[0].action is None


def names_of_filters(servers: Servers, *names: str) -> None:
    """Let the wheel call its filters so."""
    ones = "".join(f"<oneText name='FILTER_SLOT_NAME_{n}'>{name}</oneText>" for n, name in enumerate(names, 1))
    say(servers, f"<setTextVector device='Filter Simulator' name='FILTER_NAME' state='Ok'>{ones}</setTextVector>")


@pytest.mark.parametrize(
    ("typed", "slots"),
    [
        ("filter 3", ["3", "2"]),
        ("filter 3nm", ["2"]),
        ("filter 6", ["1"]),
        ("filter ha", ["4", "7"]),
        ("filter 2", ["2"]),
    ],
)
def test_a_number_is_a_slot_unless_a_filter_is_called_so(typed: str, slots: list[str]) -> None:
    servers = simulators()
    names_of_filters(servers, "6", "3nm OIII", "Blue", "Alpha", "SII", "", "H alpha", "Open")
    found = [one.action for one in engine(servers, WHEEL).candidates(typed) if one.device == WHEEL]
    assert [action.requests[0].values["FILTER_SLOT_VALUE"] for action in found if isinstance(action, Submit)] == slots


def test_a_wheel_without_names_is_turned_by_number() -> None:
    servers = simulators()
    say(servers, "<delProperty device='Filter Simulator' name='FILTER_NAME'/>")
    missing = next(one for one in engine(servers, WHEEL).candidates("filter") if one.device == WHEEL)
    assert missing.detail == "a number is missing; now: 1, 1 … 8"
    assert engine(servers, WHEEL).candidates("filter 3")[0].action == sends(key(WHEEL, "FILTER_SLOT"), BLUE)
