"""The line of keys: it has all of them, and what they do where there is room."""

from __future__ import annotations

import pytest

from tests.servers import WireServer
from tests.tui.emulator import Terminal


async def test_at_80_columns_each_key_is_told(narrow: Terminal) -> None:
    words = "e Edit ←→⏎ Pick 1-9 Device / Find q Quit L Log : Cmd ? Help b BLOBs X ABORT"
    assert narrow.lines[-1].strip() == words


async def test_where_there_is_room_the_keys_stand_apart(wide: Terminal) -> None:
    assert "e Edit  ←→⏎ Pick  1-9 Device  / Find" in wide.lines[-1]


async def test_when_the_connection_is_lost_the_key_to_retry_comes_first(
    narrow: Terminal, mount_server: WireServer
) -> None:
    await mount_server.refuse()
    await mount_server.drop_clients()
    await narrow.shows("LOST")
    assert narrow.lines[-1].startswith(" r Retry now H Change host")
    assert narrow.lines[-1].rstrip().endswith("X ABORT")


@pytest.mark.parametrize(("key", "words"), [("L", "w Write ⎋ Back ? X ABORT"), ("t", "w Copy as CSV ⎋ Back ? X ABORT")])
async def test_at_80_columns_each_key_of_another_screen_is_told(narrow: Terminal, key: str, words: str) -> None:
    await narrow.press(key)
    await narrow.shows("⎋ Back")
    assert narrow.lines[-1].rstrip().endswith(words)


async def test_where_there_is_room_the_keys_that_work_everywhere_are_told_on_another_screen_too(wide: Terminal) -> None:
    await wide.press("L")
    await wide.shows("q Quit  : Cmd  ? Help  b BLOBs  X ABORT")


async def test_keys_that_would_be_text_are_not_offered_in_an_editor(kinds: Terminal) -> None:
    await kinds.select("Mount", "COORD")
    await kinds.press("e")
    await kinds.until(lambda: "Send" in kinds.lines[-1])
    assert not {"/", ":", "?", "X"} & set(kinds.lines[-1].split())


async def test_a_click_on_a_key_presses_it(kinds: Terminal) -> None:
    await kinds.click("Edit", row="Find")
    await kinds.until(lambda: kinds.app.main.pane.editor)
