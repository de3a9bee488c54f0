"""The main screen: its panes, and the way between them."""

from __future__ import annotations

from tests.tui.emulator import Terminal


async def test_tab_leads_to_the_next_pane_and_back(wide: Terminal) -> None:
    panes = [wide.sheet, wide.app.main.sidebar]
    await wide.press("tab")
    assert [pane.has_focus for pane in panes] == [False, True]
    await wide.press("shift+tab")
    assert [pane.has_focus for pane in panes] == [True, False]


async def test_where_there_is_one_pane_tab_says_so(narrow: Terminal) -> None:
    await narrow.press("tab")
    await narrow.shows("only this pane")
    assert narrow.app.focused is narrow.sheet
