"""Every action can be reached by key, by mouse or palette, and has words for the help panel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.widget import Widget

from indipyterm.ui.app import IPyTerm
from indipyterm.ui.screens.main import MainScreen
from indipyterm.ui.verbs.engine import Engine
from indipyterm.ui.widgets.sheet import Sheet
from tests.servers import WireServer
from tests.ui.terminal import StillClock, Terminal, terminal
from tests.ui.test_kinds import DEFINITIONS

OWNERS: dict[str, type[DOMNode]] = {"app": IPyTerm, "screen": MainScreen, "sheet": Sheet}
ALL = [
    (place, binding) for place, owner in OWNERS.items() for binding in owner.BINDINGS if isinstance(binding, Binding)
]

# Reached by the mouse in a way of its own: wheel, clicks on rows, tabs, words and headings.
BY_MOUSE = {"palette"}


@pytest.fixture
async def mount() -> AsyncIterator[Terminal]:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("Guide")
        yield screen


@pytest.mark.parametrize(("place", "binding"), ALL, ids=lambda value: getattr(value, "id", value))
def test_a_binding_has_an_id_and_words(place: str, binding: Binding) -> None:
    assert binding.id
    assert binding.description


def test_ids_are_used_once_each() -> None:
    ids = [(binding.id, binding.action) for _, binding in ALL]
    assert len({name for name, _ in ids}) >= len({action for _, action in ids})


async def test_every_action_is_in_the_palette(mount: Terminal) -> None:
    commands = mount.app._commands()
    offered = {command.action.action for command in commands}
    for place, binding in ALL:
        if binding.action not in BY_MOUSE:
            assert f"{place}.{binding.action}" in offered, binding
    engine = Engine(mount.app.servers, mount.app._shown(), commands)
    for command in commands:
        if command.action.action.startswith("screen.device("):
            continue  # offered under the names of the devices that are there
        found = engine.candidates(command.title)
        assert any(getattr(one.action, "action", "") == command.action.action for one in found), command


async def test_every_action_that_the_palette_offers_exists(mount: Terminal) -> None:
    owners: dict[str, IPyTerm | Widget] = {"app": mount.app, "screen": mount.app.main, "sheet": mount.sheet}
    for command in mount.app._commands():
        place, _, rest = command.action.action.partition(".")
        name = rest.partition("(")[0]
        assert hasattr(owners[place], f"action_{name}"), command


async def test_an_action_run_from_the_palette_does_what_the_key_does(mount: Terminal) -> None:
    await mount.press("colon")
    await mount.type("watch list")
    await mount.press("enter")
    await mount.shows("The watch list is empty")
    await mount.press("1", "colon")
    await mount.type("details")
    await mount.press("enter")
    await mount.shows("INDI name")


async def test_keys_that_show_can_be_clicked(mount: Terminal) -> None:
    await mount.click("L", row="Find")
    await mount.shows("level ≥")
