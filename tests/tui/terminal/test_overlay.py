"""What a box leaves of a region of the screen below it."""

from __future__ import annotations

import inspect

import pytest
from textual.geometry import Region
from textual.screen import Screen

from indipyterm.tui.terminal.overlay import beside

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
