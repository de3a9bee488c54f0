"""What is copied of a row, and what is told where nothing can be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from indipyterm.tui.copying import copy_command, copy_values
from tests.workspace.palette.scenes import COORDINATES, simulators


def test_values_and_a_command_are_copied() -> None:
    copied: list[str] = []
    told: list[str] = []
    app: Any = SimpleNamespace(
        copy_to_clipboard=copied.append, notify=lambda text, title="": told.append(title or text)
    )
    servers = simulators()
    workspace: Any = SimpleNamespace(servers=servers, drafts=SimpleNamespace(picked=lambda key: None))
    vector = servers.vector(COORDINATES)
    assert vector
    copy_values(app, (COORDINATES, vector))
    copy_command(app, workspace, (COORDINATES, vector))
    copy_values(app, None)
    copy_command(app, workspace, None)
    assert "RA=" in copied[0]
    assert copied[1].startswith("indipyterm ")
    assert told == ["Copied", "Copied", "No property here to copy", "No property here to copy"]
    vector.members["RA"].value = "5\x07"
    copy_command(app, workspace, (COORDINATES, vector))
    assert told[-1] == "Not copied"
