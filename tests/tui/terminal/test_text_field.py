"""The text field: it costs no bytes while nothing is typed, and says what it does not take."""

from __future__ import annotations

import pytest
from textual import events

from indipyterm.tui.terminal.text_field import TextField
from tests.tui.host import alone


async def test_its_cursor_does_not_blink_and_it_takes_one_line() -> None:
    entry = TextField()
    async with alone(entry) as (screen, _):
        assert not entry.cursor_blink
        assert entry.size.height == 1
        entry.focus()
        await screen.type("text")
        assert screen.lines[0].startswith("text")


@pytest.mark.parametrize("pasted", ["one", "one\n", "one\ntwo"])
async def test_it_says_so_where_a_paste_has_more_than_one_line(pasted: str) -> None:
    entry = TextField()
    async with alone(entry) as (screen, app):
        entry.focus()
        app.post_message(events.Paste(pasted))
        await screen.until(lambda: entry.value == "one")
        assert app.told == ["A field has one line: only the first line was pasted"] * ("two" in pasted)


async def test_one_that_was_removed_is_forgotten_by_its_screen() -> None:
    entry = TextField()
    async with alone(entry) as (_, app):
        subscribed = app.screen.text_selection_started_signal._subscriptions
        assert entry in subscribed
        await entry.remove()
        assert entry not in subscribed
