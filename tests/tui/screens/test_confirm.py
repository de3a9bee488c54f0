"""Confirming: y and a click say yes, anything else no, Enter nothing."""

from __future__ import annotations

import pytest

from indipyterm.tui.screens.confirm import Confirm
from tests.tui.host import hosted

TITLE = "Park [b]Mount[/b]?"
TEXT = "TELESCOPE_PARK PARK=On\nOn Set: \x1b[31m"
SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.mark.parametrize("size", SIZES)
async def test_it_says_what_would_be_sent_as_plain_text(size: tuple[int, int]) -> None:
    async with hosted(Confirm(TITLE, TEXT), size) as (screen, _):
        await screen.shows("Park [b]Mount[/b]?")
        assert "TELESCOPE_PARK PARK=On" in screen.text
        assert "On Set: ␛[31m" in screen.text
        assert "⟨y Yes⟩   ⟨n Esc No⟩" in screen.text


@pytest.mark.parametrize(("press", "answer"), [("y", True), ("n", False), ("escape", False)])
async def test_keys_answer(press: str, answer: bool) -> None:
    async with hosted(Confirm(TITLE, TEXT)) as (screen, host):
        await screen.press(press)
        assert host.results == [answer]


@pytest.mark.parametrize(("where", "answer"), [("y Yes", True), ("n Esc No", False)])
async def test_a_click_answers(where: str, answer: bool) -> None:
    async with hosted(Confirm(TITLE, TEXT), (40, 12)) as (screen, host):
        await screen.click(where)
        await screen.until(lambda: host.results)
        assert host.results == [answer]


async def test_enter_and_other_keys_answer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(Confirm(TITLE, TEXT)) as (screen, host):
        bells: list[int] = []
        monkeypatch.setattr(host, "bell", lambda: bells.append(1))
        await screen.press("enter", "space", "x", "q", "tab", "enter")
        await screen.shows("y confirms; Enter alone does not")
        assert host.results == []
        assert len(bells) == 2  # one for each Enter


async def test_a_click_beside_the_answers_is_none() -> None:
    async with hosted(Confirm(TITLE, TEXT)) as (screen, host):
        await screen.click("TELESCOPE_PARK")
        await screen.pilot.click(offset=(0, 0))
        assert host.results == []


async def test_a_long_text_scrolls() -> None:
    text = "\n".join(f"row {number}" for number in range(50))
    async with hosted(Confirm(TITLE, text), (40, 12)) as (screen, host):
        assert "row 0" in screen.text
        assert "⟨y Yes⟩" in screen.text
        await screen.press("G")
        await screen.shows("row 49")
        await screen.press("y")
        assert host.results == [True]
