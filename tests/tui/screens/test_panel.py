"""The screen of a panel file, on the demo."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from indipyterm.demo import DemoServer
from indipyterm.demo.instruments import FilterWheel, Focuser, Mount
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.screens.panel import PanelScreen
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.panel_file import Column, PanelFile
from tests.tui.emulator import Terminal

FOCUSER, MOUNT, WHEEL = Focuser.device, Mount.device, FilterWheel.device
FILE = PanelFile(
    "Night",
    (
        (
            Column("Focus", ((FOCUSER, "ABS_FOCUS_POSITION"), (FOCUSER, "FOCUS_TEMPERATURE"))),
            Column("Sky", ((MOUNT, "EQUATORIAL_EOD_COORD"), (MOUNT, "TELESCOPE_TRACK_STATE"))),
        ),
        (Column("Rest", ((WHEEL, "FILTER_SLOT"), ("Camera 7", "CCD_GAIN"), (MOUNT, "NO_SUCH_THING"))),),
    ),
)


class PanelTerminal(Terminal):
    @property
    def panel(self) -> PanelScreen:
        assert self.app.panel
        return self.app.panel

    def value(self, device: str, vector: str) -> str:
        found = self.app.workspace.servers.vector(self.key(device, vector))
        return next(iter(found.members.values())).value if found else ""


@pytest.fixture
async def server() -> AsyncIterator[DemoServer]:
    async with DemoServer([Focuser(), Mount(), FilterWheel()]) as server:
        yield server


@asynccontextmanager
async def showing(server: DemoServer, size: tuple[int, int] = (120, 30)) -> AsyncIterator[PanelTerminal]:
    app = IPyTerm([Address(server.host, server.port)], LaunchOptions(panel=FILE))
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = PanelTerminal(app, pilot)
        await screen.until(lambda: screen.value(FOCUSER, "ABS_FOCUS_POSITION") and screen.value(WHEEL, "FILTER_SLOT"))
        await screen.shows("50000")
        yield screen


async def test_rows_and_columns_with_titles(server: DemoServer) -> None:
    async with showing(server) as screen:
        line = screen.line("Focus ")
        assert line.index("Focus") < line.index("Sky")
        assert "Absolut…osition" in screen.text
        assert screen.line("Absolut…osition").index("50000") < 60
        rest = next(number for number, text in enumerate(screen.lines) if text.startswith(" Rest"))
        assert rest > screen.lines.index(line)
        assert "not there: Camera 7" in screen.line("CCD_GAIN")
        assert f"not there: {MOUNT}" in screen.line("NO_SUCH_THING")
        assert "─ Camera 7 " in screen.text  # several devices: each has its heading


async def test_a_value_is_edited_in_its_panel(server: DemoServer) -> None:
    async with showing(server) as screen:
        await screen.press("e")
        await screen.until(lambda: screen.panel.pane.editor)
        await screen.press(*"50100", "enter")
        await screen.until(lambda: screen.value(FOCUSER, "ABS_FOCUS_POSITION") == "50100")
        await screen.until(lambda: "50100" in screen.line("Absolut…osition"))
        assert screen.panel.pane.editor is None


async def test_tab_goes_to_the_next_panel_whose_switch_is_picked(server: DemoServer) -> None:
    async with showing(server) as screen:
        await screen.press("tab")
        await screen.until(lambda: screen.panel.panel is screen.panel.panels[1])
        before = screen.value(MOUNT, "TELESCOPE_TRACK_STATE")
        await screen.press("j", "enter")
        await screen.until(lambda: screen.value(MOUNT, "TELESCOPE_TRACK_STATE") != before)


async def test_escape_shows_all_devices_and_p_the_panel(server: DemoServer) -> None:
    async with showing(server) as screen:
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is screen.app.main)
        await screen.press("P")
        await screen.until(lambda: screen.app.screen is screen.panel)
        await screen.shows("Focus")


async def test_keys_for_the_row_mean_that_of_the_panel(server: DemoServer) -> None:
    async with showing(server) as screen:
        await screen.press("i")
        await screen.shows("FOCUS_ABSOLUTE_POSITION")
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is screen.panel)
        await screen.press("tab", "X")
        await screen.shows(f"ABORT sent to {MOUNT}")


async def test_the_palette_goes_to_a_property_in_its_device(server: DemoServer) -> None:
    async with showing(server) as screen:
        await screen.press("colon")
        await screen.type("max. position")
        await screen.press("enter")
        await screen.until(lambda: screen.app.screen is screen.app.main)
        await screen.until(lambda: screen.sheet.vector and screen.sheet.vector.name == "FOCUS_MAX")
