"""The folders that a user chooses: one for BLOBs, and one for an image that is in memory only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.app import App

from indipyterm.presentation.text import printable
from indipyterm.tui import screens
from indipyterm.workspace.workspace import Workspace


def choose_blob_folder(app: App[Any], workspace: Workspace) -> None:
    """Let the user choose the folder that BLOBs are saved in; none turns saving off."""
    folder = workspace.transfers.folder
    title, start = "Save BLOBs in (empty: nowhere)", folder or Path.home()
    screen = screens.ChoosePath(title, start, files=False, text=str(folder or ""))
    app.push_screen(screen, lambda path: set_blob_folder(app, workspace, path))


def set_blob_folder(app: App[Any], workspace: Workspace, path: str | None) -> None:
    """Save BLOBs in a folder as it was typed, an empty text for none; None changes nothing."""
    if path is None:
        return
    try:
        workspace.set_blob_folder(Path(path).expanduser() if path else None)
    except (OSError, RuntimeError) as error:  # the latter where nobody is called ~name
        app.notify(str(error), title="Folder not changed", severity="error")


def choose_image_folder(app: App[Any], workspace: Workspace) -> None:
    """Let the user choose a folder, and save the last image there if it is in memory only."""
    image = workspace.images.last
    if image is None:
        app.notify("There is no image yet")
    elif image.data is None:
        app.notify(printable(str(image.path)), title="This image is saved already")
    else:
        title = f"Save {image.path.name} in the folder"
        screen = screens.ChoosePath(title, Path.home(), files=False, text=str(Path.home()))
        app.push_screen(screen, lambda path: save_image(app, workspace, path))


def save_image(app: App[Any], workspace: Workspace, path: str | None) -> None:
    """Save the last image in a folder as it was typed; None and an empty text do nothing."""

    async def save(folder: Path) -> None:
        try:
            saved = await workspace.images.save(folder)
        except OSError as error:
            app.notify(str(error), title="Not saved", severity="error")
        else:
            app.notify(str(saved), title="Image saved")

    if path:
        app.run_worker(save(Path(os.path.expanduser(path))))
