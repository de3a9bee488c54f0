"""What a face starts with: the command line before the configuration before the last run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from indipyterm.recording.recorder import Recorder
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import CommandLine, LaunchOptions, load_launch_options, running_modes
from indipyterm.workspace.replay import ReplayControl
from indipyterm.workspace.state import LastRun, save_state

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any files of ours."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path


def test_without_files_everything_is_as_usual() -> None:
    options = load_launch_options(CommandLine())
    assert (options.config, options.state, options.warnings) == (Config(), LastRun(), ())
    assert (options.recorder, options.replay, options.panel) == (None, None, None)
    assert options.state_path
    assert options.state_path.name == "state.json"


def test_the_command_line_goes_before_the_file(home: Path) -> None:
    file = home / "config.toml"
    file.write_text('theme = "nord"\nblobfolder = "/images"\nlog = "/tmp/log"\nascii = true\n')
    options = load_launch_options(CommandLine(file))
    assert (options.theme, options.folder, options.config.log) == ("nord", Path("/images"), Path("/tmp/log"))
    assert options.config.ascii
    given = CommandLine(file, blobfolder=Path("/other"), theme="night", log=Path("/other.log"), readonly=True)
    options = load_launch_options(given)
    assert (options.theme, options.folder, options.config.log) == ("night", Path("/other"), Path("/other.log"))
    assert options.config.ascii
    assert options.config.readonly


def test_the_last_run_counts_where_nothing_is_set() -> None:
    save_state(None, LastRun(blobfolder=Path("/last"), theme="nord"))
    options = load_launch_options(CommandLine())
    assert (options.folder, options.theme) == (Path("/last"), "nord")
    options = load_launch_options(CommandLine(theme="night"))
    assert (options.folder, options.theme) == (Path("/last"), "night")


def test_what_is_wrong_with_the_files_are_warnings(home: Path) -> None:
    file = home / "config.toml"
    file.write_text('theme = "pink"\n')
    state = load_launch_options(CommandLine()).state_path
    assert state
    state.parent.mkdir(parents=True)
    state.write_text("{")
    first, second = load_launch_options(CommandLine(file), {"night"}).warnings
    assert "'pink'" in first
    assert "damaged" in second


def test_a_recorder_is_made_and_not_started(home: Path) -> None:
    recorder = load_launch_options(CommandLine(record=home / "recording")).recorder
    assert recorder
    assert recorder.path == home / "recording"
    assert not recorder.path.exists()


# Modes


class Played:
    """Stands for a replay."""

    end_time = NOON + timedelta(hours=1)

    def __init__(self, now: datetime = NOON, paused: bool = False) -> None:
        self._now, self.paused, self.speed = now, paused, 4.0

    def now(self) -> datetime:
        return self._now


@pytest.mark.parametrize(
    ("replay", "mode"),
    [
        (Played(), "REPLAY x4 2026-11-22 12:00:00"),
        (Played(paused=True), "REPLAY PAUSED 2026-11-22 12:00:00"),
        (Played(Played.end_time), "REPLAY END 2026-11-22 13:00:00"),
    ],
)
def test_the_modes_of_a_replay(replay: Played, mode: str) -> None:
    options = LaunchOptions(Config(readonly=True), replay=cast(ReplayControl, replay))
    assert running_modes(options) == [(mode, "busy")]


def test_the_modes_of_real_servers(tmp_path: Path) -> None:
    assert running_modes(LaunchOptions()) == []
    recorder = Recorder(tmp_path / "recording")
    options = LaunchOptions(Config(readonly=True), recorder=recorder)
    assert running_modes(options) == [("READ-ONLY", "busy"), ("REC ✗", "alert")]
    recorder.start(lambda _: None)
    assert running_modes(options)[1] == ("REC", "ok")
    recorder.close()
