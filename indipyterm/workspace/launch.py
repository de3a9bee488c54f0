"""What a face starts with: the user's settings, what was kept from the last run, and the command line over both."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.workspace.config import Config, load_config
from indipyterm.workspace.state import LastRun, default_path, load_state

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder
    from indipyterm.workspace.panel_file import PanelFile
    from indipyterm.workspace.replay import ReplayControl


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """Settings and state; `state_path` None keeps nothing. `told` is what was wrong with their files.

    `recorder` is not started yet; with a `replay` the servers are those of a recording; a `panel` is shown first.
    """

    config: Config = field(default_factory=Config)
    state: LastRun = field(default_factory=LastRun)
    state_path: Path | None = None
    told: tuple[str, ...] = ()
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


def load_launch_options(options: argparse.Namespace, themes: Collection[str] | None = None) -> LaunchOptions:
    """Read the files; what the command line says goes before. `themes` are those that the face knows."""
    config, config_told = load_config(options.config, themes)
    state, state_told = load_state()
    config = replace(
        config,
        blobfolder=options.blobfolder or config.blobfolder,
        theme=options.theme or config.theme,
        ascii=options.ascii or config.ascii,
        readonly=options.readonly or config.readonly,
        log=options.log or config.log,
    )
    told = *config_told, *state_told
    return LaunchOptions(config, state, default_path(), told, _recorder(options), panel=options.panel)


def _recorder(options: argparse.Namespace) -> Recorder | None:
    if not options.record:
        return None
    from indipyterm.recording.recorder import Recorder  # noqa: PLC0415 - most runs record nothing

    return Recorder(options.record, blobs=options.record_blobs)


def running_modes(options: LaunchOptions) -> list[tuple[str, str]]:
    """What a status line tells where not everything is as usual: texts, and the role that each is shown in."""
    modes: list[tuple[str, str]] = []
    if replay := options.replay:
        pace = "END" if replay.now() >= replay.end_time else "PAUSED" if replay.paused else f"x{replay.speed:g}"
        modes.append((f"REPLAY {pace} {replay.now():%Y-%m-%d %H:%M:%S}", "busy"))
    elif options.config.readonly:
        modes.append(("READ-ONLY", "busy"))
    if recorder := options.recorder:
        modes.append(("REC", "ok") if recorder.recording else ("REC ✗", "alert"))
    return modes
