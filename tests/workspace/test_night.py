"""The table of the night: what the devices said when an image came, and what was measured in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from indipyterm.presentation.imaging.figures import Focus
from indipyterm.presentation.imaging.header import HeaderValue
from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.night import FocusFrame, Night, NightRow, unusual
from tests.presentation.imaging.samples import picture
from tests.tui.emulator import NOON
from tests.tui.host import SERVER, workspace

NUMBER = '<defNumberVector device="%s" name="%s" state="Ok" perm="rw">%s</defNumberVector>'
MEMBER = '<defNumber name="%s" format="%%g" min="0" max="1e5" step="0">%s</defNumber>'


def number(device: str, vector: str, member: str, value: float) -> str:
    return NUMBER % (device, vector, MEMBER % (member, value))


WHEEL = (
    number("Wheel", "FILTER_SLOT", "FILTER_SLOT_VALUE", 2)
    + '<defTextVector device="Wheel" name="FILTER_NAME" state="Ok" perm="rw"><defText name="A">L</defText>'
    + '<defText name="B">Ha</defText></defTextVector>'
)
CAMERA = number("CCD", "CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE", -10.5)
FOCUSERS = "".join(
    number(name, "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", place)
    for name, place in (("East", 100), ("West", 200))
)
ACTIVE = (
    '<defTextVector device="CCD" name="ACTIVE_DEVICES" state="Ok" perm="rw"><defText name="ACTIVE_FOCUSER">West</defText>'
    '<defText name="ACTIVE_FILTER">Gone</defText></defTextVector>'
)
CCD1 = VectorKey(SERVER, "CCD", "CCD1")


def night(data: str) -> Night:
    return Night(workspace(data.encode()).servers)


def row(stars: int | None, name: str = "Ha") -> NightRow:
    return NightRow(CCD1.owner, Path(f"{stars}.fits"), NOON, name, stars=stars)


def test_a_row_has_what_the_devices_say_when_the_image_comes() -> None:
    rows = night(WHEEL + CAMERA + FOCUSERS + ACTIVE)
    rows.add(CCD1, Path("/a.fits"), NOON)
    assert rows.rows[0] == NightRow(CCD1.owner, Path("/a.fits"), NOON, "Ha", None, -10.5, 200)


def test_where_several_devices_could_be_meant_the_header_says_it() -> None:
    rows = night(CAMERA + FOCUSERS)
    rows.add(CCD1, Path("/a.fits"), NOON)
    assert (rows.rows[0].focuser, rows.rows[0].filter) == (None, "")
    image = picture(2, 2, bytes(4))
    header: dict[str, HeaderValue] = {"FOCUSPOS": 150, "FILTER": "OIII", "EXPTIME": 30.0, "CCD-TEMP": 5.0}
    focus = Focus(12, 2.5, 5.1)
    measured = picture(2, 2, bytes(4)).figures._replace(focus=focus, clipped=3)
    rows.measure(Path("/a.fits"), replace(image, header=header, figures=measured))
    found = rows.rows[0]
    assert (found.focuser, found.filter, found.exposure, found.temperature) == (150, "OIII", 30.0, -10.5)
    assert (found.hfr, found.fwhm, found.stars, found.clipped, found.median) == (2.5, 5.1, 12, 3, 0)


def test_each_image_with_stars_is_a_frame_of_the_focus_once() -> None:
    rows = night(number("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 700))
    rows.add(CCD1, Path("/a.fits"), NOON)
    image = picture(2, 2, bytes(4))
    rows.measure(Path("/a.fits"), image, CCD1.owner)
    assert not rows.focus
    sharp = replace(image, figures=image.figures._replace(focus=Focus(12, 2.5, 5.1)))
    for _ in range(2):
        rows.measure(Path("/a.fits"), sharp, CCD1.owner)
    video = replace(image, figures=image.figures._replace(focus=Focus(0, None, None)))
    rows.measure(Path("/b.stream"), video, CCD1.owner)
    assert [*rows.focus] == [FocusFrame(700, 2.5, 12), FocusFrame(700, None, 0)]


def test_frames_of_videos_have_no_rows() -> None:
    rows = night("")
    rows.add(CCD1, Path("/a.stream"), NOON)
    rows.add(CCD1, Path("/a.stream_jpg"), NOON)
    assert not rows.rows
    assert rows.place(Path("/a.stream")) is None


def test_an_image_that_is_saved_later_keeps_its_row() -> None:
    rows = night("")
    rows.add(CCD1, Path("a.fits"), NOON)
    rows.moved(Path("a.fits"), Path("/night/a.fits"))
    assert rows.place(Path("/night/a.fits")) == 0
    rows.measure(Path("other.fits"), picture(1, 1, b"\0"))
    assert rows.rows[0].median is None


def test_where_stars_drop_it_is_said() -> None:
    usual = [row(500), row(520), row(510)]
    assert unusual([*usual, row(171)]) == "stars -66 %"
    assert unusual([*usual, row(400)]) == ""
    assert unusual([*usual, row(100, "OIII")]) == "", "another filter has other stars"
    assert unusual([*usual, row(None)]) == ""
    assert unusual([row(9), row(0)]) == "", "chance"
    assert unusual([row(0)]) == ""
