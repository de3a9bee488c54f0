"""The line in which a filter is typed."""

from __future__ import annotations

import pytest

from indipyterm.tui.messages import FilterChanged, FilterEnded
from indipyterm.tui.widgets.filter_line import FilterLine
from tests.tui.host import Alone, alone


def texts(app: Alone) -> list[str]:
    """The filters that were posted."""
    return [message.text for message in app.posted(FilterChanged)]


@pytest.mark.parametrize(("press", "keep"), [("enter", True), ("down", True), ("escape", False)])
async def test_each_key_filters_and_the_end_says_whether_what_was_found_is_kept(press: str, keep: bool) -> None:
    line = FilterLine()
    async with alone(line) as (screen, app):
        assert not line.children  # it costs nothing until it is opened
        line.open()
        await screen.until(lambda: line.input.has_focus)
        assert screen.lines[0].startswith(" / device, group, label")
        await screen.type("ra")
        await screen.press(press)
        assert texts(app) == ["r", "ra"]
        assert [message.keep for message in app.posted(FilterEnded)] == [keep]


async def test_it_begins_empty_each_time_and_closing_it_filters_nothing() -> None:
    line = FilterLine()
    async with alone(line) as (screen, app):
        line.close()  # before it was ever opened
        line.open()
        await screen.until(lambda: line.input.has_focus)
        await screen.type("dec")
        line.close()
        await screen.pilot.pause()
        assert not line.display
        assert texts(app)[-1] == "dec"
        line.open()
        await screen.until(lambda: line.input.has_focus)
        assert line.input.value == ""
        await screen.type("x")
        assert texts(app)[-1] == "x"
        assert len(line.children) == 2
