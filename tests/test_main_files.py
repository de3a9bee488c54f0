"""The options that take files: ``--record``, ``--replay``, ``--panel``, run as a user does."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from indipyterm.__main__ import main
from indipyterm.tui.app import IPyTerm
from tests.test_main import refused, run


def test_a_file_that_is_not_a_recording(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert "cannot be read: No such file" in refused("--replay", str(path))
    path.write_bytes(b"anything")
    assert f"{path} is not a recording" in refused("--replay", str(path))
    path.write_bytes(gzip.compress(b"indipyterm-recording 1\n"))
    assert f"{path} is empty" in refused("--replay", str(path))


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for option, reason in [
        ("--log", "cannot be written"),
        ("--replay", "not a regular file"),
        ("--panel", "not a regular file"),
        ("--config", "is not a file"),
    ]:
        assert reason in refused(option, str(pipe))


@pytest.mark.parametrize(
    "more", [["--host", "pi4"], ["--demo"], ["--record", "new"], ["get"]], ids=lambda more: more[0].strip("-")
)
def test_options_that_do_not_go_with_replay(tmp_path: Path, more: list[str]) -> None:
    assert "--replay cannot be combined with" in refused("--replay", str(tmp_path / "file"), *more)


@pytest.mark.parametrize("speed", ["0", "-1", "fast", "nan", "inf", "1e9"])
def test_a_speed_is_a_number_above_0(speed: str) -> None:
    assert f"'{speed}' is not a number above 0" in refused("--replay", "x", f"--speed={speed}")


def test_a_time_that_is_not_in_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(gzip.compress(b"indipyterm-recording 1\nup 2026-11-24T22:41:00.000000Z 0 pi4\n\n"))
    assert "is not in the recording, which is from 2026-11-24 22:41:00" in refused(
        "--replay", str(path), "--at", "23:00"
    )
    assert "is not a time" in refused("--replay", str(path), "--at", "soon")


def test_at_and_speed_need_replay() -> None:
    assert "--at and --speed need --replay" in refused("--at", "22:41")
    assert "--at and --speed need --replay" in refused("--speed", "10")


@pytest.mark.parametrize(
    ("given", "servers"),
    [
        ([], ["pi4:7625"]),
        (["--port", "7000"], ["localhost:7000"]),
        (["--port", "7000", "--host", "dome"], ["dome:7000"]),
        (["--host", "dome"], ["dome:7624"]),
    ],
)
def test_the_servers_of_the_last_run_are_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], servers: list[str]
) -> None:
    started: list[str] = []

    async def run(app: IPyTerm, mouse: bool) -> None:
        started.extend(server.name for server in app.workspace.servers)

    monkeypatch.setattr(IPyTerm, "run_async", run)
    monkeypatch.setattr("indipyterm.tui.launch._has_terminal", lambda: True)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "indipyterm").mkdir()
    (tmp_path / "indipyterm" / "state.json").write_text('{"hosts": ["pi4:7625"]}')
    assert main(given) == 0
    assert started == servers


def test_a_recording_does_not_overwrite_a_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    assert f"{path} exists already: recordings do not overwrite files" in refused("--record", str(path))
    assert path.read_text() == "mine"


def test_an_error_in_a_panel_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "panel.toml"
    path.write_text('[[row]]\n[[row.column]]\nshow = ["Mount"]\n')
    assert f"{path} line 3: 'Mount' is not a property: write Device.PROPERTY" in refused("--panel", str(path))
    assert "cannot be read" in refused("--panel", str(tmp_path / "nowhere"))


@pytest.mark.parametrize("arguments", [["--demo"], ["--port", "1"]])
def test_the_screen_without_a_terminal_is_refused(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr == "indipyterm: the screen needs a terminal; the commands do not: see --help\n"
