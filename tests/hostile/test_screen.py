"""Every case that can be seen, judged by the screen while the attacked device is open and being edited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.hostile import blobs, edits, flood, nonsense, presentation
from tests.hostile.case import Case
from tests.hostile.screen import judge


@pytest.mark.parametrize("group", nonsense.GROUPS, ids=lambda group: group[0].name)
async def test_the_screen_bears_nonsense(group: list[Case[Any]]) -> None:
    await judge([case for case in group if case.shows or case.hides], nonsense.FAMILY)


@pytest.mark.parametrize(
    "group", [presentation.TEXTS, presentation.PLACES, presentation.OVER], ids=lambda group: group[0].name
)
async def test_the_screen_shows_plain_text(group: list[Case[Any]]) -> None:
    await judge(group, presentation.FAMILY)


async def test_what_was_typed_stays_until_it_is_sent_once() -> None:
    await judge(edits.EDITS, edits.FAMILY)


async def test_nothing_is_sent_that_the_user_did_not_see() -> None:
    await judge(edits.PICKED, edits.FAMILY)


async def test_the_screen_tells_why_a_blob_is_lost() -> None:
    kinds = {case.told.split("'")[0].strip(): replace(case, shows=[case.told]) for case in blobs.CASES if case.told}
    await judge(list(kinds.values()), blobs.FAMILY)


async def test_the_screen_bears_what_the_line_does() -> None:
    await judge(flood.SEEN, flood.FAMILY)
