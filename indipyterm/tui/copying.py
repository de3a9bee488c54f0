"""Copying to the clipboard: the values of a row, or a command that sets them."""

from __future__ import annotations

from typing import Any

from textual.app import App

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.vector import values_as_sent
from indipyterm.workspace.workspace import Workspace


def copy_values(app: App[Any], found: tuple[VectorKey, Vector] | None) -> None:
    """Copy the values of a vector."""
    if found:
        _copy(app, values_as_sent(found[1]))
    else:
        app.notify("No property here to copy")


def copy_command(app: App[Any], workspace: Workspace, found: tuple[VectorKey, Vector] | None) -> None:
    """Copy a command that sets a vector to its values, or to the choice on it, or that reads it."""
    if found is None:
        app.notify("No property here to copy")
        return
    from indipyterm.workspace.shell_command import shell_command  # noqa: PLC0415 - the commands come along

    key, vector = found
    client = workspace.servers.client(key)
    if command := shell_command(client.host, client.port, vector, workspace.drafts.picked(key)):
        _copy(app, command)
    else:
        app.notify("A name or value here has control characters: shells differ in them", title="Not copied")


def _copy(app: App[Any], text: str) -> None:
    app.copy_to_clipboard(text)
    app.notify(text, title="Copied")
