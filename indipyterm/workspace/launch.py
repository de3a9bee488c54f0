"""What a face starts with: the configuration, the state of the last run, and the command line over both."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indipyterm.workspace.config import Config, load_config
from indipyterm.workspace.state import LastRun, default_path, load_state

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder
    from indipyterm.workspace.panel_file import PanelFile
    from indipyterm.workspace.replay import ReplayControl


class LaunchOptions(NamedTuple):
    """Configuration and state, and `warnings` about their files. With `state_path` None no state is saved.

    `recorder` is not started yet. With a `replay` the servers are those of a recording. A `panel` is shown first.
    """

    config: Config = Config()
    state: LastRun = LastRun()
    state_path: Path | None = None
    warnings: tuple[str, ...] = ()
    recorder: Recorder | None = None
    replay: ReplayControl | None = None
    panel: PanelFile | None = None

    @property
    def folder(self) -> Path | None:
        """Where BLOBs are saved at first."""
        return self.config.blobfolder or self.state.blobfolder

    @property
    def theme(self) -> str | None:
        """The theme at first."""
        return self.config.theme or self.state.theme


class CommandLine(NamedTuple):
    """What the user asked for on the command line; what is not given comes from the configuration file.

    `config` is that file (None: the platform's), `record` a new file to record to, with the data of BLOBs if
    `record_blobs`.
    """

    config: Path | None = None
    blobfolder: Path | None = None
    theme: str | None = None
    log: Path | None = None
    ascii: bool = False
    no_mouse: bool = False
    readonly: bool = False
    record: Path | None = None
    record_blobs: bool = False
    panel: PanelFile | None = None


def load_launch_options(command_line: CommandLine, themes: Collection[str] | None = None) -> LaunchOptions:
    """Read the files; the command line goes before them. `themes` are the names that the face knows."""
    config, config_warnings = load_config(command_line.config, themes)
    state, state_warnings = load_state()
    config = config._replace(
        blobfolder=command_line.blobfolder or config.blobfolder,
        theme=command_line.theme or config.theme,
        ascii=command_line.ascii or config.ascii,
        mouse=config.mouse and not command_line.no_mouse,
        readonly=command_line.readonly or config.readonly,
        log=command_line.log or config.log,
    )
    warnings = *config_warnings, *state_warnings
    return LaunchOptions(config, state, default_path(), warnings, _recorder(command_line), panel=command_line.panel)


def _recorder(command_line: CommandLine) -> Recorder | None:
    if not command_line.record:
        return None
    from indipyterm.recording.recorder import Recorder  # noqa: PLC0415 - most runs record nothing

    return Recorder(command_line.record, blobs=command_line.record_blobs)


def running_modes(options: LaunchOptions) -> list[tuple[str, str]]:
    """What a status line shows of unusual modes: texts, and the role of each."""
    modes: list[tuple[str, str]] = []
    if replay := options.replay:
        pace = "END" if replay.now() >= replay.end_time else "PAUSED" if replay.paused else f"x{replay.speed:g}"
        modes.append((f"REPLAY {pace} {replay.now():%Y-%m-%d %H:%M:%S}", "busy"))
    elif options.config.readonly:
        modes.append(("READ-ONLY", "busy"))
    if recorder := options.recorder:
        modes.append(("REC", "ok") if recorder.recording else ("REC ✗", "alert"))
    return modes
