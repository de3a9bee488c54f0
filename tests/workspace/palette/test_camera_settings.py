"""Binning, gain, offset, kinds of frames, the cooler, plots: what is sent; and which of several cameras is meant."""

from __future__ import annotations

import pytest

from indipyterm.workspace.palette.actions import ShowPlot
from tests.workspace.palette.scenes import (
    CCD,
    TELESCOPE,
    engine,
    first,
    key,
    say,
    sends,
    sends_in_order,
    simulators,
    switch,
)

GUIDE = CCD._replace(device="Guide Camera")
EXPOSE = "<defNumber name='CCD_EXPOSURE_VALUE' format='%g' min='0' max='60' step='0'>0</defNumber>"


@pytest.mark.parametrize(
    ("typed", "vector", "values"),
    [
        ("bin 2x2", "CCD_BINNING", {"HOR_BIN": "2", "VER_BIN": "2"}),
        ("bin 4", "CCD_BINNING", {"HOR_BIN": "4", "VER_BIN": "4"}),
        ("bin 1 x 2", "CCD_BINNING", {"HOR_BIN": "1", "VER_BIN": "2"}),
        ("gain 80", "CCD_GAIN", {"GAIN": "80"}),
        ("offset 10", "CCD_OFFSET", {"OFFSET": "10"}),
        ("frame dark", "CCD_FRAME_TYPE", {"FRAME_DARK": "On"}),
        ("flat", "CCD_FRAME_TYPE", {"FRAME_FLAT": "On"}),
        ("cool off", "CCD_COOLER", {"COOLER_OFF": "On"}),
        ("cool -10", "CCD_TEMPERATURE", {"CCD_TEMPERATURE_VALUE": "-10"}),
    ],
)
def test_a_camera_is_set(typed: str, vector: str, values: dict[str, str]) -> None:
    assert first(typed, TELESCOPE).action == sends(key(CCD, vector), values)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("bin", "the binning is missing"),
        ("bin 0", "type 2x2"),
        ("bin 99x99", "outside"),
        ("dark soon", "not a duration"),
        ("gain much", "not a number"),
        ("gain 1:30", "give it as a decimal"),
        ("gain 1 30", "give it as a decimal"),
    ],
)
def test_what_cannot_be_set_says_why(typed: str, why: str) -> None:
    one = first(typed)
    assert one.action is None
    assert why in one.detail


def test_a_dark_is_taken_and_told_of_before_the_next_exposure() -> None:
    servers = simulators()
    dark = sends(key(CCD, "CCD_FRAME_TYPE"), {"FRAME_DARK": "On"})
    exposure = sends(key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": "30"})
    assert first("dark 30s", servers=servers).action == sends_in_order(dark, exposure)
    assert first("expose 30", servers=servers).warning == "There is no BLOB folder: the image is kept in memory only"
    switch(servers, CCD, "CCD_FRAME_TYPE", FRAME_LIGHT="Off", FRAME_DARK="On")
    assert first("expose 30", servers=servers).warning.startswith("The camera is set to Dark frames")


def test_the_main_camera_comes_before_a_guide_camera_unless_that_is_shown() -> None:
    servers = simulators()
    say(
        servers,
        f"<defNumberVector device='{GUIDE.device}' name='CCD_EXPOSURE' perm='rw' state='Idle'>{EXPOSE}</defNumberVector>",
    )
    for shown, owner in ((None, CCD), (TELESCOPE, CCD), (GUIDE, GUIDE)):
        found = [one for one in engine(servers, shown).candidates("expose 50s") if one.title == "Expose 50 s"]
        assert found[0].device == owner
        assert {one.device for one in found} == {CCD, GUIDE}
    say(servers, f"<delProperty device='{CCD.device}' name='CCD_INFO'/>")
    assert first("expose 1/4", servers=servers).action == sends(
        key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": "0.25"}
    )


def test_a_number_is_plotted_by_words_of_its_name() -> None:
    assert first("plot ccd temp").action == ShowPlot(key(CCD, "CCD_TEMPERATURE"))
