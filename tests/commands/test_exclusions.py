"""What is left out of settings, and what is not."""

from __future__ import annotations

import pytest

from indipyterm.commands.exclusions import exclusion_reason, is_connection_setting
from indipyterm.commands.session import Session
from indipyterm.protocol.messages import Rule
from tests.commands.vectors import catalog, switches


@pytest.mark.parametrize(
    "name",
    [
        "CONNECTION", "GEOGRAPHIC_COORD", "FOCUS_MOTION", "CCD_GAIN", "CCD_FRAME", "USB_PORTS", "WATCHDOG_SHUTDOWN",
        "TELESCOPE_PARK_POSITION", "WEATHER_TEMPERATURE", "ON_COORD_SET", "TELESCOPE_TRACK_MODE", "UPLOAD_SETTINGS",
        "SIM_FOCUSING", "DOME_AUTOSYNC", "MOUNT_POLICY",
    ],
)  # fmt: skip
def test_settings(name: str) -> None:
    assert exclusion_reason(name, None) is None


@pytest.mark.parametrize(
    "name",
    [
        "TELESCOPE_ABORT_MOTION", "CCD_ABORT_EXPOSURE", "TELESCOPE_PARK", "DOME_PARK", "CONFIG_PROCESS", "CCD_EXPOSURE",
        "EQUATORIAL_EOD_COORD", "HORIZONTAL_COORD", "TELESCOPE_MOTION_NS", "DOME_SHUTTER", "ABS_DOME_POSITION",
        "REL_FOCUS_POSITION", "TIME_UTC", "CCD_TEMPERATURE", "DEVICE_PORT", "DEVICE_BAUD_RATE", "CONNECTION_MODE",
        "TELESCOPE_TRACK_STATE", "FOCUS_SYNC", "CCD_VIDEO_STREAM", "TELESCOPE_TIMED_GUIDE_NS",
        "SYNC_ROTATOR_ANGLE", "ABS_FOCUS_POSITION", "FILTER_SLOT", "WEATHER_OVERRIDE", "ABS_ROTATOR_ANGLE",
    ],
)  # fmt: skip
def test_no_settings(name: str) -> None:
    assert exclusion_reason(name, None) is not None


def test_momentary_switches_are_recognized_by_their_rule() -> None:
    made = catalog(switches("D", "ANY", Rule.AT_MOST_ONE, A=False), switches("D", "OTHER", Rule.ANY_OF_MANY, A=False))
    assert exclusion_reason("ANY", made.find("D", "ANY")) == "is momentary"
    assert exclusion_reason("OTHER", made.find("D", "OTHER")) is None


def test_ports_count_only_before_a_device_is_connected() -> None:
    assert is_connection_setting("DEVICE_PORT")
    assert not is_connection_setting("CONNECTION")
    assert not is_connection_setting("TELESCOPE_PARK")


async def test_the_demo_has_both(session: Session) -> None:
    names = {
        vector.name: exclusion_reason(vector.name, vector)
        for device in session.catalog.devices.values()
        for vector in device.present()
    }
    assert names["FOCUS_ABORT_MOTION"]
    assert names["FOCUS_SPEED"] is None
