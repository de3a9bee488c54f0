"""INDI's standard properties: what they allow, and the sentences about them."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from indipyterm.model.families import FAMILIES
from indipyterm.model.roles import Role
from indipyterm.model.standard import (
    StandardRequest,
    abort_requests,
    asked_by_default,
    connect_request,
    description,
    ends_idle,
    finishes,
    role,
    sent_by,
)
from indipyterm.model.standard_properties import MODULES, PROPERTIES
from indipyterm.protocol.messages import DefVector, Perm, Rule, State
from indipyterm.workspace.config import Config
from indipyterm.workspace.palette import accessories, camera, camera_settings, dome, mount
from tests.corpus.definitions import definitions
from tests.tui.samples import catalog, switch

CORPUS = Path(__file__).parents[1] / "corpus"

TOO_GENERAL = {
    *("DELAY", "Mode"),
    *("SPEEDS", "DEC_BACKLASH", "CORRECTION_GAIN", "OPERATION_DURATION", "SIMULATOR_INPUT", "Unit Info"),
}
"""Names that only simulators use, or that mean something else elsewhere."""


def recorded_names() -> set[str]:
    """The properties that the real simulators define, those of libindi 1.9.9 and those of 2.2.4."""
    names = {definition.name for definition in definitions()}
    for recording in CORPUS.glob("*.xml"):
        text = recording.read_text("latin-1")
        tags = re.findall(r"<def(?:Number|Text|Switch|Light|BLOB)Vector\b[^>]*>", text)
        names.update(found[1] for tag in tags if (found := re.search(r"\bname=[\"']([^\"']*)[\"']", tag)))
    return names


def test_every_property_of_the_real_simulators_is_described() -> None:
    names = recorded_names()
    assert len(names) > 200
    assert {name for name in names if description(name) is None} == TOO_GENERAL


@pytest.mark.parametrize(
    "name",
    [
        *("CONNECTION", "DRIVER_INFO", "CONFIG_PROCESS", "GEOGRAPHIC_COORD", "TIME_UTC"),
        *("EQUATORIAL_EOD_COORD", "EQUATORIAL_COORD", "HORIZONTAL_COORD", "ON_COORD_SET", "TELESCOPE_PARK"),
        *("CCD_EXPOSURE", "CCD_FRAME", "CCD_TEMPERATURE", "GUIDER_EXPOSURE", "FILTER_SLOT", "ABS_FOCUS_POSITION"),
        *("DOME_SHUTTER", "ABS_ROTATOR_ANGLE", "WEATHER_STATUS", "GPS_REFRESH", "FLAT_LIGHT_CONTROL", "CAP_PARK"),
        *("POWER_CHANNELS", "DEW_PWM", "SKY_QUALITY", "REBOOT_DEVICE", "SENSOR_INTEGRATION"),
    ],
)
def test_every_kind_of_device_is_covered(name: str) -> None:
    assert description(name)


def test_there_is_one_sentence_for_each_name() -> None:
    assert len(PROPERTIES) == sum(len(module.PROPERTIES) for module in MODULES), "a name stands in two modules"
    for name, standard in PROPERTIES.items():
        sentence = standard.description
        assert sentence[0].isupper(), name
        assert re.fullmatch(r"[^.!?]*\.", sentence), f"{name} is not one sentence"
        assert len(sentence) <= 120, f"{name} is too long for two lines of 80 columns"
        assert sentence.isascii(), f"{name} needs a terminal that shows more than ASCII"
        assert ("#" in name) >= ("#" in sentence), name


def test_the_units_are_told() -> None:
    for name, unit in {
        "CCD_EXPOSURE": "seconds",
        "TELESCOPE_TIMED_GUIDE_NS": "milliseconds",
        "CCD_TEMPERATURE": "degrees Celsius",
        "ABS_DOME_POSITION": "degrees",
        "ABS_FOCUS_POSITION": "steps",
        "TELESCOPE_TRACK_RATE": "arcseconds per second",
        "POLLING_PERIOD": "milliseconds",
    }.items():
        assert unit in (description(name) or ""), name


def test_numbered_names_are_found_by_their_family() -> None:
    assert "guide chip" in (description("CCD2") or "")
    assert "chip number 3" in (description("CCD3") or "")
    assert "digital output 12 " in (description("DIGITAL_OUTPUT_12") or "")


def test_other_numbered_names_are_found_without_their_number() -> None:
    assert description("ACTIVE_DEVICES2") == description("ACTIVE_DEVICES_2") == description("ACTIVE_DEVICES")
    assert description("FOCUS_SPEED_2") == description("FOCUS_SPEED")


@pytest.mark.parametrize("name", ["", "1", "_1", "VENDOR_THING", "connection", "CCD#", "CCD1234", "CCD" + "9" * 10_000])
def test_other_names_have_none(name: str) -> None:
    assert description(name) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CONNECTION", Role.CONNECTS),
        ("DEVICE_PORT", Role.CONFIGURES_CONNECTION),
        ("I2C_CONNECTION", Role.CONFIGURES_CONNECTION),
        ("STABILITY_MONITORING", Role.MEASURES),
        ("MAKER_SERIAL_PORT", Role.CONFIGURES_CONNECTION),
        ("USB_PORTS", Role.SETS),
        ("SYSTEM_PORTS", Role.CONFIGURES_CONNECTION),
        ("MAKER_DEW_PORTS", None),  # outputs
        ("TELESCOPE_PARK", Role.MOVES),
        ("ROOF_PARK", Role.MOVES),
        ("GEOGRAPHIC_COORD", Role.SETS),
        ("EQUATORIAL_EOD_COORD", Role.MOVES),
        ("SYNC_ROTATOR_ANGLE", Role.ACTS),
        ("ABS_ROTATOR_POSITION", Role.MOVES),
        ("SENSOR_INTEGRATION", Role.ACTS),
        ("SENSOR_DATA_STREAM", Role.ACTS),
        ("EQUATORIAL_PE", Role.MEASURES),
        ("DIGITAL_OUTPUT_12", Role.SETS),
        ("ALIGNMENT_SUBSYSTEM_ACTIVE", Role.SETS),
        ("GUIDER_EXPOSURE_2", Role.ACTS),
        ("TIME_UTC", Role.KEEPS_TIME),
        ("CCD3", Role.MEASURES),
        ("MAKER_ABORT", Role.ABORTS),
        ("ABORTED_BEFORE", None),
        ("MAKER_THING", None),
    ],
)
def test_a_name_says_what_sending_does(name: str, expected: Role | None) -> None:
    assert role(name) is expected


def test_what_the_names_mention_agrees_with_what_the_table_says() -> None:
    """The rule for names that are not listed holds for those that are."""
    for name, standard in PROPERTIES.items():
        assert (standard.role is Role.ABORTS) == ("ABORT" in name.split("_")), name
        assert not (standard.asked and standard.role is Role.ABORTS), name
    for name, standard in PROPERTIES.items():
        asked = {each.asked for pattern, each in FAMILIES.items() if each.asked and fnmatchcase(name, pattern)}
        assert asked <= {standard.asked}, name
    assert {"*_PARK.*", "CONNECTION.DISCONNECT", "*.*REBOOT*"} <= set(asked_by_default())


def test_a_switch_that_stops_is_in_what_acts() -> None:
    for name, standard in PROPERTIES.items():
        if standard.stop:
            assert standard.role is Role.ACTS, name
            assert standard.stop not in standard.asked, name


def test_each_verb_has_what_it_sends_in_the_table() -> None:
    words = {
        verb.name
        for verb in (*accessories.VERBS, *camera.VERBS, *camera_settings.VERBS, *dome.VERBS, *mount.VERBS, mount.SYNC)
    }
    words.add("cooler")  # what `cool on` and `cool off` send
    assert words == {verb for standard in PROPERTIES.values() for verb in standard.verbs}
    assert sent_by("park") == sent_by("unpark") == ["TELESCOPE_PARK", "DOME_PARK"]


def test_connecting_asks_only_for_what_is_not_so() -> None:
    def device(*members: tuple[str, str]) -> DefVector:
        return switch("CONNECTION", members)

    off = catalog(device(("CONNECT", "Off"), ("DISCONNECT", "On"))).devices["D"]
    assert connect_request(off) == ("CONNECTION", {"CONNECT": "On"})
    assert connect_request(off, on=False) is None
    assert connect_request(catalog(switch("TELESCOPE_PARK", [("PARK", "Off")])).devices["D"]) is None


def test_everything_that_can_be_aborted_is() -> None:
    device = catalog(
        switch("TELESCOPE_ABORT_MOTION", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("CCD_ABORT_EXPOSURE", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("FOCUS_ABORT_MOTION", [("ABORT", "Off")], Rule.AT_MOST_ONE),
        switch("ABORTED_BEFORE", [("YES", "Off")], Rule.AT_MOST_ONE),
        switch("DOME_ABORT_POLICY", [("ASK", "On"), ("NEVER", "Off")]),
    ).devices["D"]
    assert abort_requests(device) == [
        ("TELESCOPE_ABORT_MOTION", {"ABORT": "On"}),
        ("CCD_ABORT_EXPOSURE", {"ABORT": "On"}),
        ("FOCUS_ABORT_MOTION", {"ABORT": "On"}),
    ]


def test_streams_are_aborted_while_they_run() -> None:
    def stream(on: str, off: str, state: State = State.OK) -> list[StandardRequest]:
        vector = switch("CCD_VIDEO_STREAM", [("STREAM_ON", on), ("STREAM_OFF", off)])._replace(state=state)
        return abort_requests(catalog(vector).devices["D"])

    assert stream("On", "Off") == [("CCD_VIDEO_STREAM", {"STREAM_OFF": "On"})]
    assert stream("Off", "On", State.BUSY) == [("CCD_VIDEO_STREAM", {"STREAM_OFF": "On"})]
    assert stream("Off", "On") == []
    recording = switch("RECORD_STREAM", [("RECORD_ON", "On"), ("RECORD_OFF", "Off")])
    assert abort_requests(catalog(recording).devices["D"]) == [("RECORD_STREAM", {"RECORD_OFF": "On"})]
    other = switch("CCD_VIDEO_STREAM", [("ON", "On"), ("OFF", "Off")])
    assert abort_requests(catalog(other).devices["D"]) == []


def test_what_the_simulators_of_libindi_2_abort() -> None:
    devices = catalog(*definitions()).devices
    found = {name: [request[0] for request in abort_requests(device)] for name, device in devices.items()}
    assert {name: requests for name, requests in found.items() if requests} == {
        "Alignment Correction Simulator": ["PAC_ABORT_MOTION"],
        "CCD Simulator": ["CCD_ABORT_EXPOSURE", "GUIDER_ABORT_EXPOSURE"],
        "Dome Simulator": ["DOME_ABORT_MOTION"],
        "Guide Simulator": ["CCD_ABORT_EXPOSURE"],
        "Receiver Simulator": ["SENSOR_ABORT_INTEGRATION"],
        "Rotator Simulator": ["ROTATOR_ABORT_MOTION"],
        "Telescope Simulator": ["TELESCOPE_ABORT_MOTION"],
    }


def test_what_the_simulators_of_libindi_2_are_asked_about() -> None:
    config = Config()
    asked = {
        f"{definition.name}.{member.name}"
        for definition in definitions()
        if definition.perm is not Perm.RO
        for member in definition.members
        if config.asks_before(definition.name, [member.name])
    }
    everywhere = {"CONNECTION.DISCONNECT", "CONFIG_PROCESS.CONFIG_PURGE", "CAP_PARK.PARK", "CAP_PARK.UNPARK"}
    parking = {f"{device}_PARK.{way}" for device in ("TELESCOPE", "DOME") for way in ("PARK", "UNPARK")}
    purging = {"TELESCOPE_PARK_OPTION.PARK_PURGE_DATA"}
    presets = {f"Goto.Preset {number}" for number in (1, 2, 3)}
    dome = {"ABS_DOME_POSITION.DOME_ABSOLUTE_POSITION", "REL_DOME_POSITION.DOME_RELATIVE_POSITION"}
    dome |= {"DOME_MOTION.DOME_CW", "DOME_MOTION.DOME_CCW", "DOME_SHUTTER.SHUTTER_OPEN", "DOME_SHUTTER.SHUTTER_CLOSE"}
    mount = {f"TELESCOPE_HOME.{member}" for member in ("FIND", "SET", "GO")}
    mount |= {"ALIGNMENT_POINTSET_COMMIT.ALIGNMENT_POINTSET_COMMIT"}
    corrector = {"PAC_MANUAL_ADJUSTMENT.MANUAL_AZ_STEP", "PAC_MANUAL_ADJUSTMENT.MANUAL_ALT_STEP"}
    assert asked == everywhere | parking | purging | presets | dome | mount | corrector | {"SIM_TESTS.CRASH"}


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        *((name, True) for name in ("TELESCOPE_PARK", "DOME_PARK", "CAP_PARK", "CONNECTION", "DOME_SHUTTER", "Goto")),
        *(
            (name, True)
            for name in (
                "ROTATOR_HOME",
                "HOME",
                "PAC_HOME",
                "CALIBRATION_CONTROL",
                "MY_SHUTTER",
                "TELESCOPE_ABORT_MOTION",
            )
        ),
        *((name, False) for name in ("TELESCOPE_TRACK_STATE", "CCD_COOLER", "CCD_VIDEO_STREAM", "DOME_MOTION", "MINE")),
        *((name, False) for name in ("TELESCOPE_MOTION_NS", "TELESCOPE_MOTION_WE", "DOME_AUTOSYNC")),
    ],
)
def test_what_is_busy_only_until_it_has_finished(name: str, ends: bool) -> None:
    assert finishes(name) is ends


def test_what_is_idle_once_it_has_finished() -> None:
    assert ends_idle("TELESCOPE_TIMED_GUIDE_NS")
    assert ends_idle("MY_TIMED_GUIDE_WE")
    assert ends_idle("CCD_ABORT_EXPOSURE")
    assert not ends_idle("CCD_EXPOSURE")
