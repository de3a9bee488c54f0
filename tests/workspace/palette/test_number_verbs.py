"""Verbs with a number: with a sign it is a change of the present value."""

from __future__ import annotations

import pytest

from tests.workspace.palette.scenes import ROTATOR, engine, first, key, say, sends, simulators_2

ANGLE = key(ROTATOR, "ABS_ROTATOR_ANGLE")


@pytest.mark.parametrize(("typed", "angle"), [("+20", "10"), ("-20", "330"), ("+0.5", "350.5"), ("20", "20")])
def test_an_angle_is_changed_round_the_circle(typed: str, angle: str) -> None:
    servers = simulators_2()
    turned = "<oneNumber name='ANGLE'>350</oneNumber>"
    say(servers, f"<setNumberVector device='{ROTATOR.device}' name='{ANGLE.vector}'>{turned}</setNumberVector>")
    found = first(f"rotate {typed}", servers=servers)
    assert found.action == sends(ANGLE, {"ANGLE": angle})
    assert angle in found.title


def test_an_angle_that_is_still_changing_is_not_counted_from() -> None:
    servers = simulators_2()
    say(servers, f"<setNumberVector device='{ROTATOR.device}' name='{ANGLE.vector}' state='Busy'/>")
    found = engine(servers).candidates("rotate +5")[0]
    assert (found.action, found.invalid) == (None, True)
    assert "moving" in found.detail
    assert engine(servers).candidates("rotate 5")[0].action == sends(ANGLE, {"ANGLE": "5"})


def test_without_a_number_the_limits_are_told() -> None:
    assert first("rotate", servers=simulators_2()).detail == "an angle is missing; now: 0.00, 0.00 … 360.00"
