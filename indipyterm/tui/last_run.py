"""What of the screen is kept for the next time."""

from __future__ import annotations

import asyncio
import contextlib

from indipyterm.tui.screens.main import MainScreen
from indipyterm.workspace.state import LastRun, save_state
from indipyterm.workspace.workspace import Workspace

_SAVE_SECONDS = 2.0


async def save_last_run(workspace: Workspace, main: MainScreen, theme: str) -> None:
    """Save it where the options say; within two seconds, or not at all."""
    if path := workspace.options.state_path:
        with contextlib.suppress(TimeoutError):  # the disk hangs
            async with asyncio.timeout(_SAVE_SECONDS):
                await asyncio.to_thread(save_state, path, _last_run(workspace, main, theme))


def _last_run(workspace: Workspace, main: MainScreen, theme: str) -> LastRun:
    cursor = main.pane.sheet.cursor
    return LastRun(
        hosts=tuple(server.name for server in workspace.servers),
        device=cursor.device if cursor else None,
        vector=cursor.vector if cursor else None,
        folded=tuple(sorted(main.shown.folded)),
        watch=tuple((key.server, key.device, key.vector) for key in main.shown.watched),
        blobfolder=workspace.transfers.folder,
        theme=theme,
    )
