"""Settings that are being put back: a run goes on when the page that began it is closed, as a phone closes pages."""

from __future__ import annotations

import asyncio

from indipyterm.presentation.text import printable
from indipyterm.web.vector_json import Json
from indipyterm.workspace.restoring import Restoring, Row, Stage


class RunningRestore:
    """A run of `Restoring.restore` in a task of its own: of which file, and who began it."""

    def __init__(self, restoring: Restoring, file: str, user: str) -> None:
        self.restoring, self.file, self.user = restoring, file, user
        restoring.stage = Stage.RUNNING
        self._task = asyncio.create_task(restoring.restore(user))

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return not self._task.done()

    def stop(self) -> bool:
        """Send no more; return whether it went on until now."""
        return self._task.cancel()

    def as_json(self) -> Json:
        """How far it is, as pages show it."""
        by = {"file": printable(self.file), "user": printable(self.user), "running": self.running}
        return comparison_json(self.restoring) | by


def comparison_json(restoring: Restoring) -> Json:
    """What differs, or what became of it, as pages show it."""
    return {
        "server": restoring.server,
        "summary": restoring.summary(),
        "fault": printable(restoring.fault),
        "rows": [_row_json(row) for row in restoring.rows()],
        "leftOut": restoring.left_out(),
        "sendable": len(restoring.requests()),
    }


def _row_json(row: Row) -> Json:
    return {
        "label": row.label,
        "members": [list(member) for member in row.members],
        "why": row.why,
        "result": row.result or ("…" if row.under_way else "answered" if row.asked else ""),
        "look": "busy" if row.under_way else "ok" if row.result == "done" else "alert" if row.result else "dim",
    }
