"""What is done when something is chosen in the palette, and with files of settings."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui import screens
from indipyterm.tui.bindings import key_commands
from indipyterm.tui.sending import ask
from indipyterm.workspace.palette.actions import (
    Action,
    Command,
    CompareSettings,
    ConnectServer,
    RunFaceAction,
    SaveSettings,
    SeekReplay,
    SetBlobFolder,
    SetReplaySpeed,
    SetTheme,
    ShowDevice,
    ShowVector,
    Submit,
)
from indipyterm.workspace.saved_settings import FAULTS, path_of, read_settings, reason_of, save_settings
from indipyterm.workspace.submission import Question

if TYPE_CHECKING:
    from indipyterm.tui.app import IPyTerm

_SLOW_SECONDS = 0.5  # after which a seek is told of; hours of a night take some the first time


def open_palette(app: IPyTerm, shown: DeviceKey | None, text: str) -> None:
    """Open the palette with a text that is typed already, and do what is chosen."""

    def chosen(action: Action | None) -> None:
        if action:
            run(app, action)

    palette = screens.Palette(app.workspace, shown, commands(app), sorted(app.available_themes))
    palette.input.value = text
    app.push_screen(palette, chosen)


def commands(app: IPyTerm) -> list[Command]:
    """Every action that a key runs, but for the palette itself."""
    found = key_commands({"app": app, **_owners(app)}, app.workspace.config.keymap)
    return [command for command in found if command.action != RunFaceAction("app.palette")]


def _owners(app: IPyTerm) -> dict[str, DOMNode]:
    """Who else than the app has actions, by the names that the palette calls them by."""
    return {"screen": app.main, "sheet": app.here.pane.sheet}


def run(app: IPyTerm, action: Action) -> None:
    """Do it."""
    workspace, replay = app.workspace, app.workspace.replay
    match action:
        case Submit(requests, independent):
            app.send(requests, independent=independent)
        case ShowVector(key):
            app.go_to(key)
        case ShowDevice(key):
            app.show_main()
            app.main.choose(key)
        case ConnectServer(host, port) if replay is None:  # never a real server in a replay
            workspace.connect(host, port)
        case SetTheme(name):
            app.theme = name
        case SetBlobFolder(None):
            app.action_blob_folder()
        case SetBlobFolder(path):
            app.set_blob_folder(path)
        case SaveSettings(server, file):
            app.run_worker(_save_settings(app, server, file))
        case CompareSettings(server, file):
            app.run_worker(_compare_settings(app, server, file))
        case SeekReplay():
            app.run_worker(_seek(app, action))
        case SetReplaySpeed(speed, paused) if replay:
            replay.pace(speed=speed, paused=paused)
            app.show_status()
        case RunFaceAction(name):
            owner, _, rest = name.partition(".")
            if owner == "screen":
                app.show_main()
            app.run_worker(app.run_action(rest, _owners(app).get(owner, app)))


async def _seek(app: IPyTerm, action: SeekReplay) -> None:
    if replay := app.workspace.replay:
        notice = app.set_timer(_SLOW_SECONDS, lambda: app.notify("Reading the recording ...", title="Seek"))
        await replay.seek(action.when)
        notice.stop()
        app.show_status()


async def _save_settings(app: IPyTerm, server: str, file: str, *, replace_it: bool = False) -> None:
    """Save the settings of all devices of a server in a file; one that is there is asked about."""
    try:
        path = path_of(file)
        if path.exists() and not replace_it:
            agreed = partial(_save_settings, app, server, file, replace_it=True)
            ask(app, Question("Replace this file?", str(path)), lambda: app.run_worker(agreed()))
            return
        count = await save_settings(app.workspace.servers[server].client, path)
    except FAULTS as fault:
        app.notify(reason_of(fault), title="Not saved", severity="error")
    else:
        app.notify(f"in {path}", title=f"Settings of {count} properties saved")


async def _compare_settings(app: IPyTerm, server: str, file: str) -> None:
    """Show what differs from the settings in a file, to be put back from there."""
    try:
        path: Path = path_of(file)
        settings = await read_settings(path)
    except FAULTS as fault:
        app.notify(reason_of(fault), title="Settings", severity="error")
    else:
        await app.push_screen(screens.SettingsScreen(path, settings, server, app.workspace))
