"""INDI's standard properties: what they allow, and the sentences about them."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from indipyterm.presentation.standard import abort_requests, connect_request, description, descriptions
from indipyterm.protocol.messages import DefVector, Rule
from tests.tui.samples import catalog, switch

CORPUS = Path(__file__).parents[1] / "corpus"

TOO_GENERAL = {"DELAY", "LIMITS", "Mode"}
"""Names that the simulators use, but that mean something else elsewhere."""


def recorded_names() -> set[str]:
    """The properties that the real simulators define."""
    names: set[str] = set()
    for recording in CORPUS.glob("*.xml"):
        text = recording.read_text("latin-1")
        definitions = re.findall(r"<def(?:Number|Text|Switch|Light|BLOB)Vector\b[^>]*>", text)
        names.update(found[1] for tag in definitions if (found := re.search(r"\bname=[\"']([^\"']*)[\"']", tag)))
    return names


def test_every_property_of_the_real_simulators_is_described() -> None:
    names = recorded_names()
    assert len(names) > 100
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
    text = resources.files("indipyterm.presentation").joinpath("descriptions.toml").read_text("utf-8")
    tables = tomllib.loads(text)
    assert len(descriptions()) == sum(len(table) for table in tables.values()), "a name is in two tables"
    assert len(descriptions()) >= 120
    for name, sentence in descriptions().items():
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


def test_nothing_is_read_before_it_is_asked_for() -> None:
    code = (
        "import indipyterm.presentation.standard as d; assert d.descriptions.cache_info().currsize == 0;"
        "d.description('CONNECTION'); d.description('X'); assert d.descriptions.cache_info().misses == 1"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


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
