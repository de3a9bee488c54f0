"""The cursor of a list from which one item is picked."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.widgets.pick_list import Item, PickList

HEADING = Item([Styled("Devices", "heading")])


class Lists(App[None]):
    """A list of letters under a heading, and what was picked from it."""

    CSS = "PickList { height: 5; }"

    def __init__(self, letters: str, cursor: str | None = None) -> None:
        super().__init__()
        self.letters = letters
        self.picked: list[object] = []
        self.list = PickList(self._items, cursor)

    def _items(self, width: int) -> Sequence[Item]:
        return [HEADING, *(Item([Styled(letter)], letter) for letter in self.letters)]

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        """The list has the keys."""
        self.list.focus()

    @on(PickList.Picked)
    def _picked(self, event: PickList.Picked) -> None:
        self.picked.append(event.key)


@asynccontextmanager
async def shown(letters: str, cursor: str | None = None) -> AsyncIterator[tuple[Lists, Pilot[None]]]:
    app = Lists(letters, cursor)
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        yield app, pilot


async def test_the_cursor_begins_on_the_first_item_and_passes_over_headings() -> None:
    async with shown("abc") as (app, pilot):
        assert app.list.cursor == "a"
        await pilot.press("up")
        assert app.list.cursor == "a"
        await pilot.press("down", "enter")
        assert app.picked == ["b"]


@pytest.mark.parametrize(("left", "cursor"), [("bc", "b"), ("abc", "b"), ("ac", "c"), ("a", "a"), ("", None)])
async def test_the_cursor_stays_on_its_item_or_goes_to_the_nearest(left: str, cursor: str | None) -> None:
    async with shown("abc", "b") as (app, _):
        app.letters = left
        app.list.rebuild()
        assert app.list.cursor == cursor


async def test_nothing_is_picked_where_the_cursor_went_by_itself() -> None:
    async with shown("abc", "b") as (app, pilot):
        app.letters = "ac"
        app.list.rebuild()
        assert app.list.displaced
        await pilot.press("enter")
        assert not app.picked
        await pilot.press("up", "enter")
        assert app.picked == ["a"]


async def test_a_list_that_the_user_narrowed_has_the_cursor_on_its_first_item() -> None:
    async with shown("abcde", "e") as (app, pilot):
        app.letters = "bd"
        app.list.replace_items()
        assert (app.list.cursor, app.list.displaced) == ("b", False)
        await pilot.press("enter")
        assert app.picked == ["b"]


async def test_the_cursor_is_kept_in_view_and_the_heading_with_the_first_item() -> None:
    async with shown("abcdefgh") as (app, pilot):
        await pilot.press("end")
        assert app.list.cursor == "h"
        assert app.list.scroll_offset.y == 4
        await pilot.press("home")
        assert app.list.scroll_offset.y == 0


async def test_a_click_picks_an_item_and_does_nothing_on_a_heading() -> None:
    async with shown("abc") as (app, pilot):
        await pilot.click(PickList, offset=(2, 0))
        assert not app.picked
        await pilot.click(PickList, offset=(2, 3))
        assert app.picked == ["c"]
