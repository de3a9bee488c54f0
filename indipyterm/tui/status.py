"""What is said of a session as a whole: in the status line of each screen, and in the title of the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.styled import Styled
from indipyterm.tui.terminal.announcer import Announcer
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.launch import running_modes
from indipyterm.workspace.window_title import overall_progress, window_title
from indipyterm.workspace.workspace import Workspace


class SessionStatus:
    """Brings it up to date."""

    def __init__(self, workspace: Workspace, announcer: Announcer) -> None:
        self._workspace, self._announcer = workspace, announcer
        self._ran = False  # whether anything was under way when it was shown last

    def is_concerned(self, change: Change) -> bool:
        """Whether anything of it may be different by now."""
        if change.connection or change.devices or change.journal or change.transfers or change.series:
            return True
        return self._ran or any(key in self._workspace.activities for key in change.vectors)

    def show(self, lines: Iterable[StatusLine]) -> None:
        """Show it in these lines, and in the title."""
        workspace, now = self._workspace, self._workspace.now()
        running = workspace.activities.running()
        series = workspace.series.progress()
        self._ran = bool(running)
        modes = [Styled(*mode) for mode in running_modes(workspace.options)]
        for line in lines:
            line.update_status(workspace.transfers, running, now, modes, series)
        self._announcer.set_title(printable(window_title(workspace)))
        self._announcer.set_progress(overall_progress(workspace))
