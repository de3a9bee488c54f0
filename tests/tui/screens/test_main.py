"""The main screen: its panes, and the way between them."""

from __future__ import annotations

from tests.tui.emulator import Terminal


async def test_tab_leads_to_the_pane_on_the_right_and_shift_tab_to_that_on_the_left(wide: Terminal) -> None:
    main = wide.app.main
    await wide.press("t")
    await wide.until(lambda: main.plot.size.height)
    assert main.focused is wide.sheet
    for key, pane in [
        ("tab", main.plot),
        ("tab", main.sidebar),
        ("tab", wide.sheet),
        ("shift+tab", main.sidebar),
        ("shift+tab", main.plot),
    ]:
        await wide.press(key)
        assert main.focused is pane
    await wide.shows("Longer")  # the keys that it has now
    await wide.press("minus")
    await wide.shows("15 min")


async def test_where_there_is_one_pane_tab_says_so(narrow: Terminal) -> None:
    await narrow.press("tab")
    await narrow.shows("the only pane")
    assert narrow.app.focused is narrow.sheet


async def test_no_other_row_is_gone_to_while_something_is_typed(narrow: Terminal) -> None:
    cursor = narrow.sheet.cursor
    await narrow.press("e")
    await narrow.type("5:35")
    narrow.app.main.go_to(narrow.key("Mount", "MODE"))
    await narrow.shows("Unsent edit")
    assert narrow.sheet.cursor == cursor
    narrow.app.clear_notifications()  # it lies over the field
    await narrow.type("5")
    await narrow.shows("5:355")
