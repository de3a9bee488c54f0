"""Each action of the palette, run on the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.palette_actions import run
from indipyterm.tui.screens.choose_path import ChoosePath
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.screens.log import LogScreen
from indipyterm.tui.screens.settings import SettingsScreen
from indipyterm.workspace.palette.actions import (
    CompareSettings,
    ConnectServer,
    RunFaceAction,
    SaveSettings,
    SetBlobFolder,
    SetTheme,
    ShowDevice,
    ShowVector,
    Submit,
)
from indipyterm.workspace.submission import Request
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS


@pytest.fixture
async def server() -> AsyncIterator[WireServer]:
    async with WireServer(DEFINITIONS) as server:
        yield server


@pytest.fixture
async def screen(server: WireServer) -> AsyncIterator[Terminal]:
    """The mount is shown."""
    async with terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        yield screen


def name(screen: Terminal) -> str:
    """What the server is called."""
    return next(iter(screen.app.workspace.servers)).name


async def test_a_device_and_a_vector_are_shown(screen: Terminal) -> None:
    run(screen.app, screen.app, ShowDevice(DeviceKey(name(screen), "CCD")))
    await screen.until(lambda: screen.app.main.device == DeviceKey(name(screen), "CCD"))
    run(screen.app, screen.app, ShowVector(screen.key("Mount", "MODE")))
    await screen.until(lambda: screen.sheet.cursor == screen.key("Mount", "MODE"))


async def test_values_are_sent(screen: Terminal, server: WireServer) -> None:
    run(screen.app, screen.app, Submit((Request(screen.key("Mount", "MODE"), {"SOLAR": "On"}),)))
    await server.wait_received(b'"SOLAR">On')


async def test_the_theme_is_set(screen: Terminal) -> None:
    run(screen.app, screen.app, SetTheme("textual-light"))
    assert screen.app.theme == "textual-light"


async def test_another_server_is_connected(screen: Terminal) -> None:
    async with WireServer() as other:
        run(screen.app, screen.app, ConnectServer("127.0.0.1", other.port))
        await screen.until(lambda: other.accepted)
    assert len(screen.app.workspace.servers) == 2


async def test_the_folder_of_blobs_is_set_or_asked_for(screen: Terminal, tmp_path: Path) -> None:
    run(screen.app, screen.app, SetBlobFolder(str(tmp_path)))
    assert screen.app.workspace.transfers.folder == tmp_path
    run(screen.app, screen.app, SetBlobFolder(None))
    await screen.until(lambda: isinstance(screen.app.screen, ChoosePath))


async def test_settings_are_saved_and_a_file_is_replaced_only_after_a_yes(screen: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "night.toml"
    run(screen.app, screen.app, SaveSettings(name(screen), str(file)))
    await screen.shows("properties saved")
    saved = file.read_text()
    file.write_text("mine")
    run(screen.app, screen.app, SaveSettings(name(screen), str(file)))
    await screen.until(lambda: isinstance(screen.app.screen, Confirm))
    await screen.press("n")
    await screen.until(lambda: screen.app.screen is screen.app.main)
    assert file.read_text() == "mine"
    run(screen.app, screen.app, SaveSettings(name(screen), str(file)))
    await screen.until(lambda: isinstance(screen.app.screen, Confirm))
    await screen.press("y")
    await screen.until(lambda: file.read_text() == saved)


async def test_settings_that_cannot_be_saved_or_read_are_told(screen: Terminal, tmp_path: Path) -> None:
    run(screen.app, screen.app, SaveSettings(name(screen), str(tmp_path / "no" / "such" / "folder.toml")))
    await screen.shows("Not saved")
    run(screen.app, screen.app, CompareSettings(name(screen), str(tmp_path / "missing.toml")))
    await screen.shows("missing.toml")
    assert screen.app.screen is screen.app.main


async def test_settings_are_compared_on_a_screen_of_their_own(screen: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "night.toml"
    run(screen.app, screen.app, SaveSettings(name(screen), str(file)))
    await screen.shows("properties saved")
    run(screen.app, screen.app, CompareSettings(name(screen), str(file)))
    await screen.until(lambda: isinstance(screen.app.screen, SettingsScreen))


async def test_actions_of_the_face_run_where_they_belong(screen: Terminal) -> None:
    run(screen.app, screen.app, RunFaceAction("sheet.step(1)"))
    await screen.until(lambda: screen.sheet.cursor == screen.key("Mount", "MODE"))
    run(screen.app, screen.app, RunFaceAction("screen.watch_list"))
    await screen.until(lambda: screen.app.main.shown.watch_list)
    run(screen.app, screen.app, RunFaceAction("app.log"))
    await screen.until(lambda: isinstance(screen.app.screen, LogScreen))
