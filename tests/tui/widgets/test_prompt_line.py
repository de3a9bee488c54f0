"""One line in which something is typed."""

from __future__ import annotations

import pytest

from indipyterm.tui.widgets.prompt_line import PromptLine
from tests.tui.host import Alone, alone


def typed(app: Alone) -> list[str]:
    """The texts that were posted while they were typed."""
    return [message.text for message in app.posted(PromptLine.Typed)]


@pytest.mark.parametrize(("press", "ended"), [("enter", "night.log.1"), ("escape", None)])
async def test_it_is_typed_behind_what_is_there_and_kept_or_given_up(press: str, ended: str | None) -> None:
    line = PromptLine("Write to:", "path of a file")
    async with alone(line) as (screen, app):
        assert not line.display
        line.open("night.log")
        await screen.shows(" Write to: night.log")
        assert typed(app) == []  # that it was opened is nothing typed
        await screen.press("full_stop", "1")
        assert typed(app) == ["night.log.", "night.log.1"]
        await screen.press(press)
        (message,) = app.posted(PromptLine.Ended)
        assert (message.line, message.text) == (line, ended)


async def test_closed_it_takes_no_room_and_its_text_means_nothing() -> None:
    line = PromptLine("/")
    async with alone(line) as (screen, app):
        line.open("old")
        await screen.shows(" / old")
        line.close()
        await screen.hides(" / old")
        line.input.value = "changed"
        await screen.pilot.pause()
        assert typed(app) == []


async def test_its_cursor_does_not_blink_over_a_slow_line() -> None:
    assert not PromptLine("/").input.cursor_blink
