"""What is kept for the next time, and that a run without a file for it keeps nothing."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.last_run import save_last_run
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address, Workspace


def _main(cursor: VectorKey | None) -> Any:
    shown = SimpleNamespace(folded={"B", "A"}, watched=[VectorKey("pi", "CCD", "CCD1")])
    return SimpleNamespace(pane=SimpleNamespace(sheet=SimpleNamespace(cursor=cursor)), shown=shown)


async def test_where_one_was_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "state"
    workspace = Workspace([Address("pi", 7624)], LaunchOptions(state_path=path))
    await save_last_run(workspace, _main(VectorKey("pi", "Mount", "COORD")), "nord")
    text = path.read_text()
    assert all(word in text for word in ("pi", "Mount", "COORD", "CCD1", "nord"))
    assert text.index("A") < text.index("B")


async def test_without_a_cursor_or_a_file_there_is_nothing_to_keep(tmp_path: Path) -> None:
    path = tmp_path / "state"
    await save_last_run(Workspace(options=LaunchOptions(state_path=path)), _main(None), "nord")
    assert "COORD" not in path.read_text()
    await save_last_run(Workspace(), _main(None), "nord")
    assert os.listdir(tmp_path) == ["state"]
