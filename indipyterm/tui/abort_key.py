"""The key that stops what runs: what one press means, and two."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.app import App

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.abort import TWICE_SECONDS
from indipyterm.workspace.workspace import Workspace


class AbortKey:
    """Has the workspace stop what runs, and tells what became of it; `at_hand` gives the device that is meant first."""

    def __init__(self, app: App[Any], workspace: Workspace, at_hand: Callable[[], DeviceKey | None]) -> None:
        self._app, self._workspace, self._at_hand = app, workspace, at_hand
        self.pressed_at = -TWICE_SECONDS
        """When it was pressed last, by a clock that only goes on."""

    def press(self) -> None:
        """Stop what runs on the device at hand, else what runs anywhere; twice in a row, everything that can be."""
        twice = monotonic() - self.pressed_at < TWICE_SECONDS
        self.pressed_at = monotonic()
        self._app.run_worker(self._abort(everything=twice))

    async def _abort(self, *, everything: bool) -> None:
        report = await self._workspace.abort(self._at_hand(), everything=everything)
        for text in report.failed:
            self._app.notify(text, title="Not stopped", severity="error")
        if report.text:
            self._app.notify(report.text, severity="warning")
