"""The image screen: it follows the newest image, and is looked at with keys."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from pathlib import Path

import pytest

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.view import View
from indipyterm.tui.images.keywords import KeywordsScreen
from indipyterm.tui.images.night import NightScreen
from indipyterm.tui.images.screen import ImageScreen
from indipyterm.workspace.night import Night
from tests.presentation.imaging.samples import TOP_DOWN, fits_file
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS

FOCUSER = (
    b'<defNumberVector device="Focuser" name="ABS_FOCUS_POSITION" state="Ok" perm="rw">'
    b'<defNumber name="FOCUS_ABSOLUTE_POSITION" format="%g" min="0" max="100000" step="1">45210</defNumber>'
    b"</defNumberVector>"
)
NARROW, WIDE = (80, 24), (120, 40)


@cache
def image(number: int, width: int = 400, height: int = 300) -> bytes:
    """A dark field of noise in which two stars stand out, and a card that has its number."""
    pixels = [100 + x * 7 % 13 for x in range(width)] * height
    for x, y, value in ((50, 60, 20_000), (300, 200, 30_000)):
        pixels[y * width + x] = value
    cards = [card("BZERO", 32768), TOP_DOWN, card("NUMBER", number), card("OBJECT", "M 42"), card("EXPTIME", 30.0)]
    return fits_file(16, (width, height), [value - 32768 for value in pixels], cards)


def send(server: WireServer, number: int, data: bytes | None = None, suffix: bytes = b".fits") -> None:
    """Have the camera send an image of the second `number`."""
    data = image(number) if data is None else data
    server.send(
        b'<setBLOBVector device="CCD" name="CCD1" state="Ok" timestamp="2026-11-22T12:00:%02d">'
        b'<oneBLOB name="CCD1" size="%d" format="%b">%b</oneBLOB></setBLOBVector>'
        % (number, len(data), suffix, b64encode(data))
    )


def measured(night: Night, count: int) -> bool:
    """Whether there are so many rows, the last one measured."""
    return len(night.rows) == count and night.rows[-1].median is not None


@asynccontextmanager
async def watched(
    folder: Path, size: tuple[int, int] = NARROW
) -> AsyncIterator[tuple[Terminal, WireServer, ImageScreen]]:
    """The image screen, opened before there is an image."""
    async with (
        WireServer(DEFINITIONS + FOCUSER) as server,
        terminal(server.port, size, StillClock(), folder=folder) as screen,
    ):
        await server.wait_received(b">Also</enableBLOB>")
        await screen.press("p")
        await screen.until(lambda: isinstance(screen.app.screen, ImageScreen))
        await screen.shows("no image yet")
        shown = screen.app.screen
        assert isinstance(shown, ImageScreen)
        yield screen, server, shown


@pytest.mark.parametrize("size", [NARROW, WIDE, (40, 12)])
async def test_it_follows_the_newest_image_and_space_holds_one(tmp_path: Path, size: tuple[int, int]) -> None:
    async with watched(tmp_path, size) as (screen, server, shown):

        def number() -> object:
            return shown.view.picture and shown.view.picture.header["NUMBER"]

        def shows_number(wanted: int) -> bool:
            return number() == wanted

        for one in range(10):
            send(server, one)
            await screen.until(partial(shows_number, one))
            await screen.shows("▸live")
        await screen.press("space")
        send(server, 10)
        await screen.shows("1 newer")
        assert number() == 9
        await screen.press("space")
        await screen.until(lambda: number() == 10)
        await screen.press("less_than_sign", "less_than_sign")
        await screen.until(lambda: number() == 8)
        await screen.shows("held")
        await screen.press("greater_than_sign")
        await screen.until(lambda: number() == 9)
        await screen.press("comma")
        await screen.until(lambda: number() == 8)
        await screen.press("comma")
        await screen.until(lambda: number() == 9)
        await screen.press("greater_than_sign", "greater_than_sign")
        await screen.until(lambda: number() == 10)
        await screen.shows("▸live")
        await screen.press("p")
        assert screen.app.screen is screen.app.main


async def test_keys_look_at_it(tmp_path: Path) -> None:
    async with watched(tmp_path, WIDE) as (screen, server, shown):
        await screen.press("plus", "1", "full_stop", "left", "f", "R", "s", "k", "y", "comma", "less_than_sign")
        assert screen.app.screen is shown, "nothing happens while there is no image"
        send(server, 1)
        await screen.shows("fit 1:", "Exposure", "Frame", "M 42")
        view = shown.view

        def fits() -> bool:
            assert view.window
            return view.window.fits

        await screen.press("plus")
        assert not fits()
        await screen.press("minus")
        assert fits()
        await screen.press("full_stop")
        await screen.shows(" 1 of 2", "STF 1:1")
        assert view.view
        assert view.view.x * 400 == pytest.approx(300, abs=2)
        await screen.until(lambda: view._read_planes is not None)
        assert view.window
        column, row = view.window.dot(300.5, 200.5) or (0, 0)
        cell = view._cells[row // 2][column // 2]
        assert max(cell.front, cell.ground) == 255, "the star is where it is said to be"
        await screen.press("1")
        assert fits()
        await screen.press("right")
        await screen.shows("┼")
        assert view.view.x > 0.75
        await screen.press("x")
        await screen.hides("┼")
        await screen.press("m")
        await screen.until(lambda: screen.text.count("○") == 2)
        await screen.press("m", "f", "R", "s")
        await screen.shows("asinh fR90")
        await screen.press("f", "R", "R", "R", "0")
        assert view.view._replace(x=0.5, y=0.5) == View(turns=2)
        await screen.press("X")
        assert screen.app.screen is shown, "an abort works here, too"


async def test_clipped_pixels_are_marked(tmp_path: Path) -> None:
    data = fits_file(8, (8, 4), [255 if place == 9 else place for place in range(32)], [TOP_DOWN])
    async with watched(tmp_path) as (screen, server, shown):
        send(server, 1, data)
        await screen.shows("max 255")
        assert not shown.view._laid
        await screen.press("v")
        await screen.until(lambda: bool(shown.view._laid))
        assert {role for _, role in shown.view._laid.values()} == {"alert"}
        await screen.press("v")
        await screen.until(lambda: not shown.view._laid)


async def test_the_header_is_searched(tmp_path: Path) -> None:
    async with watched(tmp_path) as (screen, server, _):
        send(server, 7)
        await screen.shows("fit")
        await screen.press("k")
        await screen.until(lambda: isinstance(screen.app.screen, KeywordsScreen))
        await screen.shows("BITPIX", "NUMBER", "M 42")
        await screen.press("slash")
        await screen.type("m 4")
        await screen.hides("BITPIX")
        await screen.press("enter")
        await screen.shows("1 of ", "OBJECT", "/m 4")
        await screen.press("escape")
        await screen.shows("BITPIX")
        await screen.press("escape")
        await screen.until(lambda: isinstance(screen.app.screen, ImageScreen))


async def test_the_table_of_the_night_has_a_row_an_image_and_shows_it(tmp_path: Path) -> None:
    async with watched(tmp_path) as (screen, server, shown):
        await screen.press("N")
        await screen.until(lambda: isinstance(screen.app.screen, NightScreen))
        await screen.shows("no image of this session yet")
        await screen.press("y")
        await screen.shows("There is no image of this session yet")
        for number in (1, 2):
            send(server, number)
            await screen.until(partial(measured, screen.app.workspace.night, number))
        await screen.shows("time     file", "HFR stars")
        rows = [line for line in screen.lines if "…20261122" in line]
        assert len(rows) == 2
        assert rows[0].split()[2:4] == ["30", "106"]
        assert rows[0].split()[-1] == "45210"
        await screen.press("y")
        await screen.until(lambda: "45210" in screen.app.clipboard)
        assert screen.app.clipboard.startswith("camera,path,when,filter,exposure,")
        await screen.press("j", "enter")
        await screen.until(lambda: screen.app.screen is shown)
        await screen.until(lambda: bool(shown.view.picture and shown.view.picture.header["NUMBER"] == 1))
        await screen.shows("held")


async def test_what_cannot_be_shown_is_said_as_plain_text(tmp_path: Path) -> None:
    async with watched(tmp_path) as (screen, server, _):
        send(server, 1, b"[red]nothing[/red]" * 10)
        await screen.shows(".fits: ")
        await screen.press("k")
        await screen.shows("This image has no header")


async def test_a_bayer_matrix_is_brightness_colours_or_raw(tmp_path: Path) -> None:
    """Every red pixel is bright: the picture is red, whatever part of it is looked at."""
    pixels = [200 if row % 2 == column % 2 == 0 else 20 + column % 7 for row in range(60) for column in range(80)]
    data = fits_file(8, (80, 60), pixels, [TOP_DOWN, card("BAYERPAT", "RGGB")])
    async with watched(tmp_path, WIDE) as (screen, server, shown):
        send(server, 1)
        await screen.shows("fit")
        await screen.press("d")
        await screen.shows("This image has no colours")
        send(server, 2, data)
        await screen.shows("80×60")
        for name in ("colour", "raw"):
            await screen.press("d")
            await screen.shows(f"{name} STF")
        await screen.press("d", "d", "s", "s")
        await screen.until(lambda: any(isinstance(cell.front, tuple) for cell in shown.view._cells[0]))
        await screen.press("d", "d")
        await screen.hides("raw")
