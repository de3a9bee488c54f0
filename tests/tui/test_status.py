"""When the status of a session is shown again, and what is shown where."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.status import SessionStatus
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace

KEY = VectorKey("pi", "Mount", "COORD")


class Announcer:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.title, self.progress = "", 1.0

    def set_title(self, title: str) -> None:
        self.title = title

    def set_progress(self, progress: float) -> None:
        self.progress = progress


@pytest.mark.parametrize(
    ("change", "concerned"),
    [
        (Change(vectors=frozenset([KEY])), False),
        (Change(image=True, drafts=True), False),
        (Change(connection=True), True),
        (Change(devices=frozenset([DeviceKey("pi", "Mount")])), True),
        (Change(journal=True), True),
        (Change(transfers=True), True),
        (Change(series=True), True),
    ],
)
def test_a_flood_of_values_does_not_concern_it(change: Change, concerned: bool) -> None:
    announcer: Any = Announcer()
    assert SessionStatus(Workspace(), announcer).is_concerned(change) is concerned


def test_values_concern_it_while_something_runs_and_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    workspace, announcer = Workspace(), Announcer()
    shown: list[tuple[Any, ...]] = []
    line: Any = SimpleNamespace(update_status=lambda *what: shown.append(what))
    status = SessionStatus(workspace, announcer)  # type: ignore[arg-type]
    monkeypatch.setattr(type(workspace.activities), "running", lambda _: ["something"])
    status.show([line, line])
    monkeypatch.undo()
    assert len(shown) == 2
    assert announcer.title.endswith("indipyterm")
    assert announcer.progress is None
    change = Change(vectors=frozenset([KEY]))
    assert status.is_concerned(change), "it may have ended"
    status.show([line])
    assert not status.is_concerned(change)
