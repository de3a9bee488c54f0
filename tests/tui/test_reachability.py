"""Every action can be reached by key, by mouse or palette, and has words for the help panel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from importlib import import_module
from inspect import isclass
from pkgutil import walk_packages

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

import indipyterm.tui
from indipyterm.tui.app import IPyTerm
from indipyterm.tui.palette_actions import commands
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.workspace.palette.actions import RunFaceAction
from indipyterm.workspace.palette.search import PaletteSearch
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.samples import EVERY_KIND

OWNERS: dict[str, type[DOMNode]] = {"app": IPyTerm, "screen": MainScreen, "sheet": Sheet}
ALL = [
    (place, binding) for place, owner in OWNERS.items() for binding in owner.BINDINGS if isinstance(binding, Binding)
]

# Reached by the mouse in a way of its own: wheel, clicks on rows, tabs, words and headings.
BY_MOUSE = {"palette"}


@pytest.fixture
async def mount() -> AsyncIterator[Terminal]:
    async with WireServer(EVERY_KIND) as server, terminal(server.port, clock=StillClock()) as screen:
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
    offered_commands = commands(mount.app, mount.app)
    offered = {command.action.name for command in offered_commands if isinstance(command.action, RunFaceAction)}
    for place, binding in ALL:
        if binding.action not in BY_MOUSE:
            assert f"{place}.{binding.action}" in offered, binding
    engine = PaletteSearch(mount.app.workspace.servers, mount.app.main.device, offered_commands)
    for command in offered_commands:
        if command.title.startswith("Device"):
            continue  # offered under the names of the devices that are there
        found = engine.candidates(command.title)
        assert any(one.action == command.action for one in found), command


async def test_every_action_that_the_palette_offers_exists(mount: Terminal) -> None:
    owners: dict[str, IPyTerm | Widget] = {"app": mount.app, "screen": mount.app.main, "sheet": mount.sheet}
    for command in commands(mount.app, mount.app):
        assert isinstance(command.action, RunFaceAction)
        place, _, rest = command.action.name.partition(".")
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


# All that has keys or takes clicks, wherever it is


def _classes() -> list[type[DOMNode]]:
    """Every widget, screen and app of the screen's package."""
    modules = [import_module(info.name) for info in walk_packages(indipyterm.tui.__path__, "indipyterm.tui.")]
    found = [each for module in modules for each in vars(module).values() if isclass(each)]
    return [
        each
        for each in dict.fromkeys(found)
        if issubclass(each, DOMNode) and each.__module__.startswith("indipyterm.tui")
    ]


KEYS = [
    (owner, binding)
    for owner in _classes()
    for binding in vars(owner).get("BINDINGS", ())
    if owner not in OWNERS.values()
]

MOUSE = {
    "log.devices": "the name of the device in the head line",
    "log.close": "Back in the line of keys",
    "filter.down": "Keep in the line of keys",
    "editor.previous": "the field itself",
    "panel.previous": "the image or number itself",
    **{f"jog.{way}": "the word on the pad" for way in ("north", "south", "east")},
    "jog.previous": "Next device in the line of keys, which goes round",
    "confirm.neither": "nothing: it only says that Enter is no answer",
    **{
        f"{place}.{way}": "the wheel, or the row itself"
        for place in ("log", "reader", "narrow", "palette", "sidebar")
        for way in ("up", "down", "page_up", "page_down", "top", "end")
    },
    "image.farther": "the wheel",
    "image.fit": "the wheel",
    **{f"image.{way}": "a click on the picture" for way in ("left", "right", "up", "down")},
    "palette.complete": "the line itself: it is completed where something is missing",
    "palette.close": "anywhere beside the palette",
}
"""What is done with the mouse otherwise than by a click on the line of keys, and how."""

CLICKS = {
    "Sheet": ("sheet.activate", "sheet.edit", "sheet.tick"),
    "SheetPane": ("editor.cancel",),
    "TabLine": ("device.1", "view.watch", "sheet.group_up", "sheet.group_down", "app.connect"),
    "Sidebar": ("sidebar.go",),
    "KeyLine": (),  # each part is a key
    "LogHead": ("log.devices", "log.level", "log.filter", "log.follow"),
    "LogView": ("log.up", "log.down"),
    "BlobsHead": ("blobs.folder",),
    "PathAnswers": ("choose.ok", "choose.up", "choose.cancel"),
    "Answers": ("confirm.yes", "confirm.no"),
    "CandidateLines": ("palette.up", "palette.down", "palette.complete"),
    "Palette": ("palette.close",),
    "JogView": ("jog.west", "jog.south", "jog.north", "jog.east", "jog.stop"),
    "PictureView": ("image.left", "image.right", "image.up", "image.down"),
    "Reader": (),  # help: each part is a key
    "PickList": ("list.pick", "reader.up", "reader.down"),
}
"""What takes clicks, and the keys that do the same."""


@pytest.mark.parametrize(("owner", "binding"), KEYS, ids=lambda value: getattr(value, "id", ""))
def test_each_key_of_each_pane_has_an_id_and_words_and_a_way_for_the_mouse(
    owner: type[DOMNode], binding: Binding
) -> None:
    assert binding.id
    assert binding.description
    offered = binding.id in {one.id for _, one in ALL}  # in the palette
    assert binding.show or offered or binding.id in MOUSE, f"{owner.__name__}: {binding.id}"


def test_ways_of_the_mouse_are_of_keys_that_there_are() -> None:
    known = {binding.id for _, binding in KEYS}
    assert {name for name, how in MOUSE.items() if not how.startswith("the wheel")} <= known


def test_all_that_takes_clicks_has_keys_for_them() -> None:
    clicked = {owner.__name__ for owner in _classes() if "on_click" in vars(owner)}
    assert clicked == set(CLICKS)
    known = {binding.id for _, binding in (*ALL, *KEYS)}
    assert {name for names in CLICKS.values() for name in names} <= known


def test_each_screen_with_keys_has_a_line_of_them() -> None:
    """But for those that have a line of their own: answers, and the edge of the palette."""
    screens = [owner for owner in _classes() if issubclass(owner, Screen) and vars(owner).get("BINDINGS")]
    modules = {owner: [vars(import_module(one.__module__)) for one in owner.__mro__[:3]] for owner in screens}
    without = {owner.__name__ for owner, names in modules.items() if not any("KeyLine" in each for each in names)}
    assert without == {"Confirm", "Palette"}


async def test_each_key_that_shows_stands_in_the_line_of_keys(mount: Terminal) -> None:
    for opening in (["L"], ["b"], ["i"], ["question_mark"], ["t"], ["p"], ["e"], ["slash"], ["b", "f"]):
        await mount.pilot.resize_terminal(230 if opening == ["p"] else 109, 24)  # room for all of them
        await mount.select("Mount", "COORD")
        await mount.press(*opening)
        await mount.pilot.pause()
        assert not _missing_keys(mount), opening
        while len(mount.app.screen_stack) > 1:
            await mount.press("escape")
        await mount.press("escape")


def _missing_keys(mount: Terminal) -> set[str]:
    """The actions whose keys are to be shown, and are not."""
    line = mount.app.screen.query_one(KeyLine)
    there = {part.target for part in line.row(0)}
    typing = isinstance(mount.app.screen.focused, Input)
    shown = {
        active.binding.action
        for key, active in mount.app.screen.active_bindings.items()
        if active.binding.show
        and active.enabled
        and not (typing and (len(key) == 1 or key in ("slash", "colon", "space", "question_mark")))
    }
    reached = {mount.app.screen.active_bindings[key].binding.action for key in there if key}
    return shown - ({"abort_while_typing"} if not typing else set()) - reached  # X stands there for both


async def test_a_click_beside_the_palette_closes_it(mount: Terminal) -> None:
    await mount.press("colon")
    await mount.pilot.click(offset=(40, 23))
    await mount.until(lambda: mount.app.screen is mount.app.main)


async def test_a_click_on_a_key_does_what_it_does_on_other_screens(mount: Terminal) -> None:
    await mount.press("L")
    await mount.click("v Level")
    await mount.shows("level ≥ INFO")
    await mount.click("⎋", row="Level")
    await mount.until(lambda: mount.app.screen is mount.app.main)
    await mount.press("b")
    await mount.click("Folder")
    await mount.shows("Save BLOBs in")
    await mount.click("Cancel")
    await mount.hides("Save BLOBs in")
