"""Properties that were named, of any devices, under a title."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from indipyterm.tui.messages import FoldWanted
from indipyterm.tui.widgets.property_panel import PropertyPanel
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace
from tests.tui.emulator import Terminal
from tests.tui.host import SERVER, Alone, alone, feed, key, workspace

GAIN = b"""
<defNumberVector device="Camera" name="GAIN" label="Gain" state="Ok" perm="rw">
  <defNumber name="GAIN" label="Gain" format="%g" min="0" max="100" step="1">7</defNumber>
</defNumberVector>
"""
COORD, MODE, MISSING = ("Mount", "COORD"), ("Mount", "MODE"), ("Camera", "GAIN")


@asynccontextmanager
async def panel(
    *properties: tuple[str, str], title: str = "Night [1]", model: Workspace | None = None
) -> AsyncIterator[tuple[Terminal, Alone, PropertyPanel, Workspace]]:
    """A panel that follows a workspace."""
    model = model or workspace()
    shown = PropertyPanel(model, title, properties)
    async with alone(shown) as (screen, app):
        model.subscribe(shown.update_from)
        shown.pane.sheet.focus()
        await screen.pilot.pause()
        yield screen, app, shown, model


def lose(model: Workspace) -> None:
    """Lose the connection."""
    model.servers[SERVER].connected = False
    model.servers[SERVER].client.catalog.mark_stale()


async def test_what_was_named_stands_in_its_order_under_the_title() -> None:
    async with panel(MODE, COORD) as (screen, _, shown, _):
        assert screen.lines[0].rstrip() == " Night [1]"
        assert screen.lines[1].startswith("▸● Track Mode")
        assert screen.lines[2].startswith(" ◐ Coordinates")
        assert shown.weight == 3
        assert not screen.lines[3].strip()  # nothing else of the device, and one device needs no heading


async def test_several_devices_have_headings_and_without_a_title_there_is_no_line_for_it() -> None:
    async with panel(COORD, MISSING, title="") as (screen, _, _, _):
        assert screen.lines[0].startswith("── Mount ─")
        assert screen.lines[1].startswith("▸◐ Coordinates")
        assert screen.lines[2].startswith("── Camera ─")


async def test_what_comes_later_takes_its_place() -> None:
    async with panel(COORD, MISSING) as (screen, _, shown, model):
        assert "not there: Camera" in screen.line("GAIN")
        await screen.press("G")
        assert shown.vector is None
        feed(model.servers[SERVER], GAIN)
        await screen.shows("▸● Gain ")
        assert "not there" not in screen.text
        assert shown.vector
        assert shown.vector[0] == key("GAIN", "Camera")
        feed(model.servers[SERVER], b'<delProperty device="Camera" name="GAIN"/>')
        await screen.shows("▸· GAIN                 not there: Camera")


async def test_a_property_is_that_of_the_server_that_has_it() -> None:
    model = workspace(GAIN, "dome")
    feed(model.servers["dome:7624"], GAIN.replace(b'name="GAIN" label="Gain" state', b'name="OTHER" state'))
    assert next(iter(model.servers.devices())).server == "dome:7624"  # which would be the first to be asked
    async with panel(MISSING, model=model) as (screen, _, shown, _):
        assert screen.lines[1].startswith("▸● Gain")
        assert shown.vector
        assert shown.vector[0] == key("GAIN", "Camera")


async def test_what_is_not_there_cannot_be_edited() -> None:
    async with panel(COORD, ("Mount", "NOTHING")) as (screen, _, shown, _):
        await screen.press("G", "e")
        await screen.shows("NOTHING is not there")
        assert shown.pane.editor is None


async def test_a_value_is_edited_in_the_panel_and_not_lost_for_another() -> None:
    async with panel(COORD, MODE) as (screen, app, shown, _):
        await screen.press("e")
        await screen.until(lambda: shown.pane.editor)
        await screen.type("5")
        shown.pane.sheet.action_activate()
        await screen.shows("Unsent edit")
        assert shown.pane.editor
        assert shown.pane.editor.current.value == "5"
        assert shown.pane.editor.current.has_focus
        assert app.told == ["Unsent edit: Enter sends it, Escape drops it"]


async def test_a_lost_connection_is_seen() -> None:
    async with panel(COORD, MODE) as (screen, _, shown, model):
        lose(model)
        shown.update_from(Change(connection=True))
        await screen.shows("▸? Coordinates")
        await screen.shows(" ? Track Mode")


async def test_what_was_named_is_not_folded() -> None:
    async with panel(COORD, MISSING) as (screen, app, _, _):
        await screen.press("z")
        assert app.posted(FoldWanted)
        assert screen.lines[2].startswith("▸◐ Coordinates")
