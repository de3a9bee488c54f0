"""What the screen starts with: the user's settings, what was kept from the last run, and the command line over both."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.workspace.config import Config, load_config
from indipyterm.workspace.state import LastRun, default_path, load_state

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder
    from indipyterm.workspace.panel_file import PanelFile
    from indipyterm.workspace.replay import ReplayControl


@dataclass(frozen=True, slots=True)
class LaunchOptions:
    """Settings and state; `state_path` None keeps nothing. `told` is what was wrong with their files.

    `recorder` is not started yet; with a `player` the servers are those of a recording; a `panel` is shown first.
    """

    config: Config = field(default_factory=Config)
    state: LastRun = field(default_factory=LastRun)
    state_path: Path | None = None
    told: tuple[str, ...] = ()
    recorder: Recorder | None = None
    player: ReplayControl | None = None
    panel: PanelFile | None = None

    @property
    def folder(self) -> Path | None:
        """Where BLOBs are saved at first."""
        return self.config.blobfolder or self.state.blobfolder

    @property
    def theme(self) -> str | None:
        """The theme at first."""
        return self.config.theme or self.state.theme

    @property
    def refusal(self) -> str:
        """Why nothing may be sent; empty where it may."""
        if self.player:
            return "A replay: nothing is sent"
        return "Read-only mode: nothing is sent" if self.config.readonly else ""


def load_launch_options(options: argparse.Namespace) -> LaunchOptions:
    """Read the files; what the command line says rules."""
    config, config_told = load_config(options.config)
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


def modes(setup: LaunchOptions) -> StyledLine:
    """What the status line tells of a session that is not as any other."""
    row: StyledLine = []
    if player := setup.player:
        pace = "END" if player.now() >= player.end_time else "PAUSED" if player.paused else f"x{player.speed:g}"
        row.append(Styled(f"REPLAY {pace} {player.now():%Y-%m-%d %H:%M:%S}", "busy"))
    elif setup.config.readonly:
        row.append(Styled("READ-ONLY", "busy"))
    if recorder := setup.recorder:
        row.append(Styled("REC", "ok") if recorder.recording else Styled("REC ✗", "alert"))
    return row
