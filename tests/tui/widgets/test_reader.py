"""Rows of text that are scrolled with keys, and clicked on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.tui.widgets.reader import Reader, room_of
from tests.tui.emulator import Terminal
from tests.tui.host import Alone, alone

HEIGHT = 10


class Numbers(Reader):
    """Numbered rows, each with its number as target, and how wide they may be."""

    def __init__(self, count: int = 100) -> None:
        super().__init__(self._numbered)
        self.count = count
        self.widths: list[int] = []

    def _numbered(self, width: int) -> Sequence[StyledLine]:
        self.widths.append(width)
        return [[Styled(f"row {number} ", target=str(number)), Styled("end")] for number in range(self.count)]

    def on_mount(self) -> None:
        """Have the keys."""
        self.focus()


@asynccontextmanager
async def reading(reader: Numbers) -> AsyncIterator[tuple[Terminal, Alone]]:
    async with alone(reader, (30, HEIGHT)) as shown:
        yield shown


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ("pagedown", 9),
        ("pagedown pagedown", 18),
        ("pagedown pagedown pageup", 9),
        ("pageup", 0),
        ("down j", 2),
        ("down down up", 1),
        ("j j k", 1),
        ("end", 90),
        ("G pageup", 81),
        ("G down pagedown", 90),
        ("end home", 0),
        ("G g", 0),
    ],
)
async def test_keys_scroll(keys: str, first: int) -> None:
    reader = Numbers()
    async with reading(reader) as (screen, _):
        await screen.press(*keys.split())
        assert [line.split(" end")[0].strip() for line in screen.lines] == [
            f"row {number}" for number in range(first, first + HEIGHT)
        ]


async def test_rows_are_made_for_the_width_without_the_scrollbar() -> None:
    reader = Numbers(3)
    async with reading(reader) as (screen, _):
        narrow = 30 - reader.styles.scrollbar_size_vertical
        assert room_of(reader) == reader.widths[-1] == narrow
        await screen.pilot.resize_terminal(50, HEIGHT)
        await screen.until(lambda: room_of(reader) == reader.widths[-1] == narrow + 20)


async def test_rebuild_shows_the_rows_there_are_now_and_scrolls_back_where_there_are_fewer() -> None:
    reader = Numbers()
    async with reading(reader) as (screen, _):
        await screen.press("G")
        reader.count = 12
        reader.rebuild()
        await screen.until(lambda: "row 11 " in screen.lines[-1])
        assert screen.lines[0].startswith("row 2 ")
        reader.count = 1
        reader.rebuild()
        await screen.until(lambda: screen.lines[0].startswith("row 0 "))
        assert not screen.lines[1].strip()


async def test_a_click_posts_the_target_of_the_part_on_the_row_that_is_seen() -> None:
    reader = Numbers()
    async with reading(reader) as (screen, app):
        await screen.press("pagedown")
        await screen.click("row 12")
        await screen.click("end", row="row 13")
        assert [message.target for message in app.posted(Reader.Clicked)] == ["12"]


async def test_where_the_height_is_that_of_the_rows_it_is_half_the_screen_at_most_and_never_shrinks() -> None:
    reader = Numbers(2)
    async with reading(reader) as (screen, _):
        reader.styles.height = "auto"
        await screen.until(lambda: reader.size.height == 2)
        for count, height in ((4, 4), (3, 4), (50, HEIGHT // 2)):
            reader.count = count
            reader.rebuild()
            reader.refresh(layout=True)
            await screen.pilot.pause(0.05)  # a layout, whatever comes of it
            await screen.until(lambda height=height: reader.size.height == height)  # type: ignore[misc]
