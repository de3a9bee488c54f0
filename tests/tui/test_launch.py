"""Starting the screen: with which servers and files, and what is left when it has ended."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from indipyterm.__main__ import main
from indipyterm.cli.parser import build_parser
from indipyterm.exceptions import NoTerminal
from indipyterm.recording.recorder import Recorder
from indipyterm.tui import launch
from indipyterm.tui.app import IPyTerm
from indipyterm.workspace.state import LastRun, save_state
from tests.servers import LOOPBACK
from tests.tui.host import DEFINITIONS


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any files of ours."""
    for kind in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    return tmp_path


@pytest.fixture
def apps(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[IPyTerm]]:
    """The apps that are run, each of which ends at once."""
    found: list[IPyTerm] = []

    async def run(app: IPyTerm, mouse: bool) -> None:
        found.append(app)

    monkeypatch.setattr(IPyTerm, "run_async", run)
    monkeypatch.setattr(launch, "_has_terminal", lambda: True)
    yield found
    gc.unfreeze()


def options(*arguments: str) -> argparse.Namespace:
    return build_parser(str).parse_args(arguments)


def servers(app: IPyTerm) -> list[tuple[str, int]]:
    """Where the servers are that an app would connect to."""
    return [(server.client.host, server.client.port) for server in app.workspace.servers]


@pytest.mark.parametrize(
    ("arguments", "configured", "found"),
    [
        ([], "", [("last", 7625)]),
        ([], "hosts = ['dome', 'pi4:7630']", [("dome", 7624), ("pi4", 7630)]),
        (["--host", "pier"], "hosts = ['dome']", [("pier", 7624)]),
        (["--host", "pier", "--host", "pi4:7630", "--port", "7000"], "", [("pier", 7000), ("pi4", 7630)]),
        (["--port", "7000"], "", [("localhost", 7000)]),
        (["--port", "7000"], "hosts = ['dome']", [("dome", 7000)]),
    ],
)
def test_servers_are_those_of_the_command_line_or_of_the_settings_or_of_the_last_run(
    apps: list[IPyTerm], home: Path, arguments: list[str], configured: str, found: list[tuple[str, int]]
) -> None:
    file = home / "config.toml"
    file.write_text(f"{configured}\n")
    save_state(None, LastRun(hosts=("last:7625",)))
    assert launch.run_screen(options("--config", str(file), *arguments)) == 0
    assert [servers(app) for app in apps] == [found]


def test_the_demo_has_its_own_server_and_neither_uses_nor_leaves_the_last_run(apps: list[IPyTerm]) -> None:
    save_state(None, LastRun(hosts=("last:7625",), device="Mount"))
    assert launch.run_screen(options("--demo")) == 0
    (app,) = apps
    assert [server.name for server in app.workspace.servers] == ["demo"]
    assert [host for host, _ in servers(app)] == [LOOPBACK]
    assert app.workspace.options.state_path is None
    assert app.workspace.options.state == LastRun()


def test_there_must_be_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "_has_terminal", lambda: False)
    with pytest.raises(NoTerminal, match="the screen needs a terminal; the commands do not"):
        launch.run_screen(options("--host", "pi4"))


def test_the_exit_status_is_that_of_the_app(apps: list[IPyTerm], monkeypatch: pytest.MonkeyPatch) -> None:
    async def killed(app: IPyTerm, mouse: bool) -> None:
        app.exit(return_code=143)

    monkeypatch.setattr(IPyTerm, "run_async", killed)
    assert launch.run_screen(options("--host", "pi4")) == 143


def test_garbage_is_collected_again_once_the_screen_is_up(apps: list[IPyTerm], monkeypatch: pytest.MonkeyPatch) -> None:
    enabled: list[bool] = []

    async def wait(app: IPyTerm, mouse: bool) -> None:
        enabled.append(gc.isenabled())
        await asyncio.sleep(0.05)
        enabled.append(gc.isenabled())

    monkeypatch.setattr(IPyTerm, "run_async", wait)
    monkeypatch.setattr(launch, "_STARTUP_SECONDS", 0.01)
    gc.disable()
    try:
        launch.run_screen(options("--host", "pi4"))
    finally:
        gc.enable()
    assert enabled == [False, True]


def test_a_terminal_that_is_gone_when_it_ends_is_no_failure(
    apps: list[IPyTerm], monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w") as gone:
        gone.write("the last words")
        monkeypatch.setattr("sys.__stdout__", gone)
        monkeypatch.setattr("sys.__stderr__", None)
        assert launch.run_screen(options("--host", "pi4")) == 0
        gone.flush()  # into nowhere: Python does so when it ends


@pytest.fixture
def recording(home: Path) -> Path:
    """What two servers said."""
    path = home / "night.indi"
    recorder = Recorder(path)
    recorder.start(pytest.fail)
    for name in ("pi4", "dome"):
        tap = recorder.tap(name)
        tap.linked()
        tap.received(DEFINITIONS)
    recorder.close()
    return path


@pytest.mark.parametrize("given", [True, False])
def test_of_a_recording_files_are_written_only_where_the_command_line_says(
    apps: list[IPyTerm], recording: Path, home: Path, given: bool
) -> None:
    config = home / "config.toml"
    config.write_text(f"blobfolder = '{home}'\nlog = '{home / 'night.log'}'\nascii = true\n")
    files = ["--blobfolder", str(home), "--log", str(home / "log")] if given else []
    assert main(["--replay", str(recording), "--config", str(config), *files]) == 0
    gc.enable()  # which the program disables at its start
    (app,) = apps
    setup = app.workspace.options
    assert [server.name for server in app.workspace.servers] == ["pi4", "dome"]
    assert setup.config.ascii
    assert setup.folder == (home if given else None)
    assert setup.config.log == (home / "log" if given else None)
    assert setup.state_path is None
