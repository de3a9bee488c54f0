"""Filter, temperature and focuser when an image came."""

from __future__ import annotations

from indipyterm.presentation.imaging.circumstances import Circumstances, circumstances_now
from tests.commands.vectors import catalog, numbers, texts


def test_the_devices_that_the_camera_names_else_the_only_ones() -> None:
    wheel = (numbers("W", "FILTER_SLOT", FILTER_SLOT_VALUE="2"), texts("W", "FILTER_NAME", A="Red", B="Ha"))
    focusers = [numbers(name, "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION=name[1:]) for name in ("F1", "F2")]
    camera = numbers("D", "CCD_TEMPERATURE", CCD_TEMPERATURE_VALUE="-10")
    assert circumstances_now("D", {}) == Circumstances()
    assert circumstances_now("D", catalog(camera, *wheel, *focusers).devices) == ("Ha", -10, None)
    assert circumstances_now("D", catalog(camera, wheel[0], focusers[0]).devices) == ("2", -10, 1)
    active = texts("D", "ACTIVE_DEVICES", ACTIVE_FOCUSER="F2", ACTIVE_FILTER="none")
    assert circumstances_now("D", catalog(camera, active, *wheel, *focusers).devices) == ("Ha", -10, 2)
