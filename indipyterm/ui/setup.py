"""What the screen starts with: the user's settings, what was kept from the last run, and the command line over both."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field, replace
from pathlib import Path

from indipyterm.ui.config import Config, load_config
from indipyterm.ui.state import LastRun, default_path, load_state


@dataclass(frozen=True, slots=True)
class Setup:
    """Settings and state; `state_path` None keeps nothing. `told` is what was wrong with their files."""

    config: Config = field(default_factory=Config)
    state: LastRun = field(default_factory=LastRun)
    state_path: Path | None = None
    told: tuple[str, ...] = ()

    @property
    def folder(self) -> Path | None:
        """Where BLOBs are saved at first."""
        return self.config.blobfolder or self.state.blobfolder

    @property
    def theme(self) -> str | None:
        """The theme at first."""
        return self.config.theme or self.state.theme


def load_setup(options: argparse.Namespace) -> Setup:
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
    return Setup(config, state, default_path(), (*config_told, *state_told))
