"""Choosing from a list: by keys, by typing, by mouse, for each rule of a switch vector."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from indipyterm.tui.screens.choose_option import ChooseOne, ChooseOption
from tests.tui.host import SERVER, feed, hosted, key, workspace

SIZES = [(80, 24), (120, 40), (40, 12)]
MANY = (
    b'<defSwitchVector device="Mount" name="SITES" label="Sites" state="Ok" perm="rw" rule="OneOfMany">'
    + b"".join(
        b'<defSwitch name="S%d" label="Site %d [b]">%s</defSwitch>' % (n, n, b"On" if n == 33 else b"Off")
        for n in range(200)
    )
    + b"</defSwitchVector>"
)


@pytest.mark.parametrize("size", SIZES)
async def test_all_members_are_there_and_those_on_are_marked(size: tuple[int, int]) -> None:
    async with hosted(ChooseOption(key("MODE"), workspace()), size) as (screen, _):
        await screen.shows("Mount › Track Mode")
        assert "▸‹Sidereal›" in screen.text
        assert "SIDEREAL" in screen.text
        assert " Solar " in screen.line("Solar")
        assert "Cancel" in screen.text
        assert "Tick" not in screen.text


async def test_enter_picks_what_the_cursor_is_on() -> None:
    async with hosted(ChooseOption(key("MODE"), workspace())) as (screen, host):
        await screen.press("down", "down", "down", "up", "enter")
        assert host.results == [{"SOLAR": "On"}]


async def test_typing_narrows_by_label_and_name() -> None:
    async with hosted(ChooseOption(key("SITES"), workspace(MANY)), (40, 12)) as (screen, host):
        await screen.shows("▸‹Site 33 [b]›")
        await screen.type("site 14")
        await screen.shows("▸ Site 14 [b]")
        assert "Site 140 [b]" in screen.text
        assert "Site 33" not in screen.text
        await screen.press("down", "enter")
        assert host.results == [{"S140": "On"}]


async def test_nothing_that_matches_is_nothing_to_pick() -> None:
    async with hosted(ChooseOption(key("MODE"), workspace())) as (screen, host):
        await screen.type("jkgG")
        assert "Sidereal" not in screen.text
        await screen.press("enter")
        await screen.shows("✗ nothing matches")
        await screen.press("ctrl+u")
        await screen.shows("Lunar")
        assert "✗" not in screen.text
        await screen.press("escape")
        assert host.results == [None]


async def test_a_click_picks() -> None:
    async with hosted(ChooseOption(key("MODE"), workspace()), (40, 12)) as (screen, host):
        await screen.click("Lunar")
        await screen.until(lambda: host.results)
        assert host.results == [{"LUNAR": "On"}]


async def test_picking_an_abort_that_is_on_sends_it_again() -> None:
    model = workspace()
    feed(
        model.servers[SERVER],
        b'<setSwitchVector device="Mount" name="ABORT"><oneSwitch name="ABORT">On</oneSwitch></setSwitchVector>',
    )
    async with hosted(ChooseOption(key("ABORT"), model)) as (screen, host):
        await screen.press("enter")
        assert host.results == [{"ABORT": "On"}]


async def test_space_ticks_of_any_of_many_and_enter_gives_the_changes() -> None:
    async with hosted(ChooseOption(key("REVERSE"), workspace())) as (screen, host):
        await screen.shows("[x]North/South")
        await screen.press("space")
        await screen.shows("[ ]North/South")
        await screen.press("down", "space")
        await screen.shows("[x]West/East")
        assert screen.app.screen.query_one("Input").value == ""  # type: ignore[attr-defined]
        await screen.press("enter")
        assert host.results == [{"NS": "Off", "WE": "On"}]


async def test_ticks_of_the_sheet_are_kept_and_can_be_taken_back() -> None:
    ticked = workspace()
    reverse = ticked.servers.vector(key("REVERSE"))
    assert reverse
    ticked.drafts.pick(key("REVERSE"), "WE")
    ticked.drafts.tick(key("REVERSE"), reverse)
    async with hosted(ChooseOption(key("REVERSE"), ticked)) as (screen, host):
        await screen.shows("[x]West/East")
        await screen.press("space", "space", "enter")
        assert host.results == [{"WE": "On"}]


async def test_a_click_ticks_and_a_click_on_the_key_sends() -> None:
    async with hosted(ChooseOption(key("REVERSE"), workspace())) as (screen, host):
        await screen.click("West/East")
        await screen.shows("[x]West/East")
        assert host.results == []
        await screen.click("Pick")
        await screen.until(lambda: host.results)
        assert host.results == [{"WE": "On"}]


async def test_no_change_is_nothing_to_send() -> None:
    async with hosted(ChooseOption(key("REVERSE"), workspace())) as (screen, host):
        await screen.press("space", "space", "enter")
        assert host.results == [None]


async def test_updates_move_the_marks_and_nothing_else() -> None:
    model = workspace()
    shown = ChooseOption(key("MODE"), model)
    async with hosted(shown, told=model) as (screen, host):
        await screen.press("down", "down")
        feed(
            model.servers[SERVER],
            b'<setSwitchVector device="Mount" name="MODE"><oneSwitch name="SIDEREAL">Off</oneSwitch><oneSwitch name="SOLAR">On</oneSwitch></setSwitchVector>',
        )
        await screen.shows("‹Solar›")
        assert "▸ Lunar" in screen.text
        await screen.press("enter")
        assert host.results == [{"LUNAR": "On"}]


async def test_nothing_is_picked_without_a_connection() -> None:
    model = workspace()
    async with hosted(ChooseOption(key("MODE"), model), (40, 12)) as (screen, host):
        model.servers[SERVER].connected = False
        await screen.press("enter")
        await screen.shows("✗ Not connected")
        feed(model.servers[SERVER], b'<delProperty device="Mount" name="MODE"/>')
        model.servers[SERVER].connected = True
        await screen.press("enter")
        await screen.shows("✗ MODE is not there")
        assert host.results == []


async def test_a_property_that_is_gone_already_is_no_accident() -> None:
    async with hosted(ChooseOption(key("NONE"), workspace())) as (screen, host):
        await screen.shows("Mount › NONE")
        await screen.press("enter", "escape")
        assert host.results == [None]


async def test_any_list_can_be_chosen_from() -> None:
    options: list[tuple[Hashable, str]] = [("", "all devices"), (("a", "b"), "CCD [b]")]
    async with hosted(ChooseOne("Device", options, ("a", "b"))) as (screen, host):
        await screen.shows("▸CCD [b]")
        await screen.type("all dev")
        await screen.press("enter")
        assert host.results == [""]
