"""What a box leaves of a region of the screen below it."""

from __future__ import annotations

import inspect

import pytest
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.tui.terminal.overlay import Overlay, Underlay, beside

BOX = Region(10, 5, 20, 4)


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        (Region(0, 0, 40, 5), [Region(0, 0, 40, 5)]),
        (Region(12, 6, 3, 1), []),
        (Region(0, 6, 40, 1), [Region(0, 6, 10, 1), Region(30, 6, 10, 1)]),
        (Region(12, 4, 3, 6), [Region(12, 4, 3, 1), Region(12, 9, 3, 1)]),
    ],
)
def test_only_what_is_beside_the_box_is_seen(region: Region, parts: list[Region]) -> None:
    assert list(beside(region, BOX)) == parts


def test_without_a_box_all_of_it_is_seen() -> None:
    assert list(beside(BOX, Region())) == [BOX]


def test_textual_paints_a_screen_below_another_one_where_we_think() -> None:
    source = inspect.getsource(Screen._compositor_refresh)
    assert "app.screen.refresh(*self._compositor._dirty_regions)" in source, (
        "Textual tells the top screen of changes below it in another way: see indipyterm/tui/terminal/overlay.py"
    )


class Below(Underlay[None]):
    """Two lines."""

    def compose(self) -> ComposeResult:
        yield Static("below", id="below")


class Box(Overlay[None]):
    """A box with a line in it."""

    CSS = "Box { align: center middle; } Box Vertical { width: 10; height: 1; }"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("one", id="inside")


async def test_what_changes_in_the_box_and_below_it_at_once_is_painted() -> None:
    app = TerminalApp()
    async with app.run_test(size=(30, 5)) as pilot:
        await app.push_screen(below := Below())
        await app.push_screen(box := Box())
        await pilot.pause()
        inside = box.query_one("#inside", Static)
        painted: list[int] = []

        def display(_: object, update: object) -> None:
            painted.extend(line for line, _, _ in getattr(update, "spans", []))

        app._display = display  # type: ignore[method-assign, assignment]
        inside.update("two")
        box._dirty_widgets.add(inside)  # as when Textual heard of it, and has not painted yet
        below._compositor._dirty_regions.add(Region(0, 0, 30, 1))
        below._compositor_refresh()
        assert sorted(set(painted)) == [0, 2]
