"""Files of panels: read, and told what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.exceptions import BadPanel
from indipyterm.workspace.panel_file import Column, PanelFile, read_panel

GOOD = """\
title = "Imaging"

[[row]]

[[row.column]]
title = "Mount"
show = ["Telescope Simulator.EQUATORIAL_EOD_COORD", "ASI 1.0.CCD_GAIN"]

[[row.column]]
show = ["Dome.DOME_SHUTTER"]

[[row]]

[[row.column]]
title = "Weather"
show = [
    "Weather Simulator.WEATHER_STATUS",
]
"""


def read(tmp_path: Path, text: str) -> PanelFile:
    path = tmp_path / "panel.toml"
    path.write_bytes(text.encode())
    return read_panel(path)


def test_rows_columns_titles_and_properties(tmp_path: Path) -> None:
    mount = Column("Mount", (("Telescope Simulator", "EQUATORIAL_EOD_COORD"), ("ASI 1.0", "CCD_GAIN")))
    dome = Column("", (("Dome", "DOME_SHUTTER"),))
    weather = Column("Weather", (("Weather Simulator", "WEATHER_STATUS"),))
    assert read(tmp_path, GOOD) == PanelFile("Imaging", ((mount, dome), (weather,)))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('title = "Imaging"', "title = Imaging", 1, "invalid value"),
        ('title = "Mount"', 'titel = "Mount"', 6, "'titel' is unknown here; known are: title, show"),
        ('title = "Mount"', "title = 7", 6, "a title has to be a string"),
        ('"Dome.DOME_SHUTTER"', '"DOME_SHUTTER"', 10, "'DOME_SHUTTER' is not a property: write Device.PROPERTY"),
        ('"Dome.DOME_SHUTTER"', "12", 10, "12 is not a property"),
        ('["Dome.DOME_SHUTTER"]', "[]", 9, "this column needs show"),
        ('show = ["Dome.DOME_SHUTTER"]', "", 9, "this column needs show"),
        ('    "Weather Simulator.WEATHER_STATUS",\n]', "    7,\n]", 17, "7 is not a property"),
        ('    "Weather Simulator.WEATHER_STATUS",\n]', "", 16, ""),
        ("[[row.column]]\n", "", 8, "cannot overwrite a value"),
        ("[[row", "[[line", 3, "'line' is unknown here"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, reason: str) -> None:
    assert old in GOOD
    with pytest.raises(BadPanel) as raised:
        read(tmp_path, GOOD.replace(old, new))
    assert str(raised.value).startswith(f"{tmp_path / 'panel.toml'} line {line}: ")
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(BadPanel, match=r"line 1: there is no \[\[row\]\] here"):
        read(tmp_path, "")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadPanel, match="cannot be read: No such file"):
        read_panel(tmp_path / "nowhere")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "panel.toml"
    path.write_bytes(b"title = 'a'\n\xff\xfe")
    with pytest.raises(BadPanel, match="line 2: not UTF-8"):
        read_panel(path)
