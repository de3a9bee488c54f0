"""Runs the actions that are chosen in the palette."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from textual.app import App
from textual.dom import DOMNode

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui import screens
from indipyterm.tui.bindings import key_commands
from indipyterm.tui.folders import choose_blob_folder, set_blob_folder
from indipyterm.tui.screens.main import MainScreen
from indipyterm.tui.series import start_series
from indipyterm.workspace.palette.actions import (
    Action,
    Command,
    CompareSettings,
    ConnectServer,
    DisconnectServer,
    ReconnectServer,
    RunFaceAction,
    SaveSettings,
    SeekReplay,
    SetBlobFolder,
    SetReplaySpeed,
    SetTheme,
    ShowDevice,
    ShowPlot,
    ShowVector,
    StartSeries,
    StepSeries,
    Submit,
)
from indipyterm.workspace.palette.history import History, Typed
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.saved_settings import FAULTS, path_of, read_settings, reason_of, save_settings
from indipyterm.workspace.submission import Question, Request
from indipyterm.workspace.workspace import Workspace

_SLOW_SECONDS = 0.5  # after which a seek is told of; hours of a night take some the first time


class PaletteHost(Protocol):
    """What an app must have, beside what every Textual app has, for the palette to act on it."""

    workspace: Workspace
    main: MainScreen
    history: History

    @property
    def here(self) -> MainScreen | screens.PanelScreen: ...
    def send(self, requests: Sequence[Request], *, independent: bool = False) -> None: ...
    def go_to(self, key: VectorKey) -> None: ...
    def show_main(self) -> None: ...
    def show_status(self) -> None: ...


def open_palette(app: App[Any], host: PaletteHost, shown: DeviceKey | None, text: str) -> None:
    """Open the palette with a text that is typed already, and do what is chosen. `host` is the same app."""

    def chosen(action: Action | None) -> None:
        if action:
            host.history.add_text(palette.meant_text)
            if isinstance(action, Submit | StartSeries) and palette.ran:
                host.history.last = Typed(palette.meant_text, palette.ran.device)
            run(app, host, action)

    themes = sorted(app.available_themes)
    palette = screens.Palette(host.workspace, shown, commands(app, host), themes, tuple(host.history.texts))
    palette.input.value = text
    app.push_screen(palette, chosen)


def repeat(app: App[Any], host: PaletteHost) -> None:
    """Send the last command again, read anew where it was typed in the palette, to the same device."""
    last = host.history.last
    if last is None:
        app.notify("Nothing was sent yet that could be sent again")
    elif not isinstance(last, Typed):
        host.send(last)
    else:
        found = PaletteSearch(host.workspace.servers, last.device, series=host.workspace.series).candidates(last.text)
        one = next((each for each in found if each.device == last.device), None)
        if one and isinstance(one.action, Submit):
            app.notify(f"Again: {last.text}")
            host.send(one.action.requests, independent=one.action.independent)
        elif one and isinstance(one.action, StartSeries):
            run(app, host, one.action)
        else:
            app.notify(one.detail if one else "the device is gone", title=f"Not sent: {last.text}", severity="warning")


def commands(app: App[Any], host: PaletteHost) -> list[Command]:
    """Every action that a key runs, but for the palette itself."""
    found = key_commands({"app": app, **_owners(host)}, host.workspace.config.keymap)
    return [command for command in found if command.action != RunFaceAction("app.palette")]


def _owners(host: PaletteHost) -> dict[str, DOMNode]:
    """Who else than the app has actions, by the names that the palette calls them by."""
    return {"screen": host.main, "sheet": host.here.pane.sheet}


def run(app: App[Any], host: PaletteHost, action: Action) -> None:
    """Do it."""
    workspace, replay = host.workspace, host.workspace.replay
    match action:
        case Submit(requests, independent):
            host.send(requests, independent=independent)
        case StartSeries(plan):
            start_series(app, workspace, plan)
        case StepSeries(camera, step):
            workspace.series.take_step(camera, step)
        case ShowVector(key):
            host.go_to(key)
        case ShowPlot(key):
            host.go_to(key)
            app.call_later(app.run_action, "app.plot")
        case ShowDevice(key):
            host.show_main()
            host.main.choose(key)
        case ConnectServer(name, port) if replay is None:  # never a real server in a replay
            workspace.connections.connect(name, port)
        case DisconnectServer(name) if name in workspace.servers:
            workspace.connections.disconnect(name)
        case ReconnectServer(name) if name in workspace.servers:
            workspace.connections.reconnect(name)
        case SetTheme(name):
            app.theme = name
        case SetBlobFolder(None):
            choose_blob_folder(app, workspace)
        case SetBlobFolder(path):
            set_blob_folder(app, workspace, path)
        case SaveSettings(server, file):
            app.run_worker(_save_settings(app, host, server, file))
        case CompareSettings(server, file):
            app.run_worker(_compare_settings(app, host, server, file))
        case SeekReplay():
            app.run_worker(_seek(app, host, action))
        case SetReplaySpeed(speed, paused) if replay:
            replay.pace(speed=speed, paused=paused)
            host.show_status()
        case RunFaceAction(name):
            owner, _, rest = name.partition(".")
            if owner == "screen":
                host.show_main()
            app.run_worker(app.run_action(rest, _owners(host).get(owner, app)))


async def _seek(app: App[Any], host: PaletteHost, action: SeekReplay) -> None:
    if replay := host.workspace.replay:
        notice = app.set_timer(_SLOW_SECONDS, lambda: app.notify("Reading the recording ...", title="Seek"))
        await replay.seek(action.when)
        notice.stop()
        host.show_status()


async def _save_settings(app: App[Any], host: PaletteHost, server: str, file: str, *, replace_it: bool = False) -> None:
    """Save the settings of all devices of a server in a file; one that is there is asked about."""
    try:
        path = path_of(file)
        if path.exists() and not replace_it:
            agreed = partial(_save_settings, app, host, server, file, replace_it=True)
            screens.ask(app, Question("Replace this file?", str(path)), lambda: app.run_worker(agreed()))
            return
        if server not in host.workspace.servers:
            app.notify(f"{server} was removed", title="Not saved", severity="error", markup=False)
            return
        count = await save_settings(host.workspace.servers[server].client, path)
    except FAULTS as fault:
        app.notify(reason_of(fault), title="Not saved", severity="error")
    else:
        app.notify(f"in {path}", title=f"Settings of {count} properties saved")


async def _compare_settings(app: App[Any], host: PaletteHost, server: str, file: str) -> None:
    """Show what differs from the settings in a file, to be put back from there."""
    try:
        path: Path = path_of(file)
        settings = await read_settings(path)
    except FAULTS as fault:
        app.notify(reason_of(fault), title="Settings", severity="error")
    else:
        if server not in host.workspace.servers:
            app.notify(f"{server} was removed", title="Settings", severity="error", markup=False)
            return
        await app.push_screen(screens.SettingsScreen(path, settings, server, host.workspace))
