"""The newest image beside the sheet, its figures below."""

from __future__ import annotations

from pathlib import Path

from rich.color_triplet import ColorTriplet
from rich.style import Style

from indipyterm.presentation.imaging.summary import figures, summary
from indipyterm.tui.images.preview import PreviewView
from indipyterm.tui.images.view import PictureView
from indipyterm.workspace.images import LastImage
from tests.presentation.imaging.samples import picture
from tests.tui.emulator import Terminal
from tests.tui.host import alone

IMAGE = picture(4, 4, b"\0\0\0\0\0\xff\0\0\0\0\0\0\0\0\0\0")
LAST = LastImage(Path("/images/m31.fits"), IMAGE)


def colours(view: PictureView, x: int, y: int) -> tuple[str, ColorTriplet, ColorTriplet]:
    """The character of a cell, its colour and that of its ground."""
    (segment,) = view.render_line(y).crop(x, x + 1)
    style = segment.style
    assert isinstance(style, Style)
    assert style.color
    assert style.bgcolor
    return segment.text, style.color.get_truecolor(), style.bgcolor.get_truecolor()


def rows(screen: Terminal) -> list[str]:
    return [line.rstrip() for line in screen.lines]


async def test_each_dot_of_a_cell_is_between_the_dark_and_the_bright_end_of_the_scale() -> None:
    view = PreviewView()
    async with alone(view, (4, 4)) as (screen, _):
        view.set_image(LAST)
        await screen.until(lambda: view.window is not None)
        dark, bright = (view.style_of(role).color for role in ("dark", "bright"))
        assert dark
        assert bright
        ends = dark.get_truecolor(), bright.get_truecolor()
        assert colours(view, 0, 0) == (" ", ends[0], ends[0])
        character, front, ground = colours(view, 1, 0)  # the one bright pixel is in the second row
        assert {front, ground} == set(ends)
        assert character == ("▄" if front == ends[1] else "▀")


async def test_name_and_figures_stand_below_the_picture_in_whatever_size() -> None:
    view = PreviewView()
    async with alone(view, (60, 12)) as (screen, _):
        view.set_image(LAST)
        await screen.shows("m31.fits  ")
        assert rows(screen)[10] == f" m31.fits  {summary(IMAGE)}"
        assert rows(screen)[11] == f" {figures(IMAGE)}"
        await screen.pilot.resize_terminal(60, 6)
        await screen.until(lambda: rows(screen)[4:] == [f" m31.fits  {summary(IMAGE)}", f" {figures(IMAGE)}"])
        await screen.pilot.resize_terminal(60, 2)
        await screen.until(lambda: rows(screen)[0].startswith(" m31.fits"))  # no room for a picture


async def test_it_says_why_there_is_no_image_as_plain_text() -> None:
    view = PreviewView()
    async with alone(view, (60, 12)) as (screen, _):
        assert rows(screen)[0] == " no image yet"
        view.set_image(LAST)
        await screen.hides("no image yet")
        view.set_image(LAST._replace(picture=None, reason="m31.fits: [b]no[/b] picture"))
        await screen.until(lambda: rows(screen) == [" m31.fits: [b]no[/b] picture", *[""] * 11])


async def test_in_ascii_it_is_drawn_with_characters() -> None:
    view = PreviewView()
    async with alone(view, (60, 12), ascii_only=True) as (screen, _):
        view.set_image(LAST)
        await screen.shows("m31.fits")
        assert "@" in screen.text
        assert screen.text.isascii()
