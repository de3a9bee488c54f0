"""What is left out of settings, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from indipyterm.commands.exclusions import exclusion_reason, is_connection_setting
from indipyterm.commands.session import Session
from indipyterm.commands.settings import compare, setting_values, vectors_to_save
from indipyterm.protocol.messages import NewVector, Rule
from tests.commands.vectors import WHEN, catalog, switches
from tests.corpus.definitions import definitions, received

AT_MOST = Rule.AT_MOST_ONE


@pytest.mark.parametrize(
    "name",
    [
        "CONNECTION", "GEOGRAPHIC_COORD", "FOCUS_MOTION", "CCD_GAIN", "CCD_FRAME", "USB_PORTS", "WATCHDOG_SHUTDOWN",
        "TELESCOPE_PARK_POSITION", "WEATHER_TEMPERATURE", "ON_COORD_SET", "TELESCOPE_TRACK_MODE", "UPLOAD_SETTINGS",
        "SIM_FOCUSING", "DOME_AUTOSYNC", "MOUNT_POLICY", "DIGITAL_OUTPUT_2", "ALIGNMENT_SUBSYSTEM_ACTIVE",
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
        "SENSOR_INTEGRATION", "SENSOR_DATA_STREAM", "ABS_ROTATOR_POSITION", "EQUATORIAL_PE",
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


def test_what_is_saved_of_the_simulators_of_libindi_2() -> None:
    saved = {vector.name for vector in vectors_to_save(catalog(*definitions()))}
    assert len(saved) > 100
    assert saved.isdisjoint(
        {
            *("SYNC_ROTATOR_ANGLE", "ABS_ROTATOR_ANGLE", "SENSOR_INTEGRATION", "CCD_VIDEO_STREAM", "RECORD_STREAM"),
            *("EQUATORIAL_PE", "SIM_TESTS", "TELESCOPE_HOME", "PAC_MANUAL_ADJUSTMENT", "ALIGNMENT_POINTSET_COMMIT"),
            *("ALIGNMENT_POINT_MANDATORY_NUMBERS", "ALIGNMENT_SUBSYSTEM_MATH_PLUGIN_INITIALISE", "SKY_QUALITY"),
        }
    )
    assert saved >= {"ALIGNMENT_SUBSYSTEM_ACTIVE", "DM_OTA_SIDE", "TELESCOPE_MOUNT_TYPE", "ROTATOR_LIMITS", "PULSE_0"}


def test_what_instruments_do_changes_no_setting() -> None:
    """From before a slew, an exposure and a move to after them: a reading among the settings would differ."""
    made, saved = catalog(), dict[str, dict[str, Any]]()
    for message in received():
        if isinstance(message, NewVector) and message.name == "TELESCOPE_PARK" and not saved:
            for vector in vectors_to_save(made):
                saved.setdefault(vector.device, {})[vector.name] = setting_values(vector)
        made.apply(message, WHEN)
    assert sum(map(len, saved.values())) > 150
    assert [*compare(saved, made)] == []


def test_a_choice_of_which_at_most_one_is_on_is_saved_once_it_is_made() -> None:
    def output(on: bool, off: bool) -> list[str]:
        return [
            each.name for each in vectors_to_save(catalog(switches("D", "DIGITAL_OUTPUT_1", AT_MOST, ON=on, OFF=off)))
        ]

    assert output(False, False) == []
    assert output(True, False) == output(False, True) == ["DIGITAL_OUTPUT_1"]
    single = switches("D", "ALIGNMENT_SUBSYSTEM_ACTIVE", AT_MOST, ACTIVE=False)
    assert len(vectors_to_save(catalog(single))) == 1
