"""What the app tells its user: an error in a box of its own, all else as a hint in a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.notifications import SeverityLevel

from indipyterm.presentation.text import printable
from indipyterm.tui.hints import HINT_SECONDS, Hints
from indipyterm.tui.rows.ascii import ascii_text
from indipyterm.tui.rows.styled import cut_in_the_middle
from indipyterm.tui.terminal.app import TerminalApp
from indipyterm.workspace.change import Change, Notice, NoticeKind
from indipyterm.workspace.workspace import Workspace

_LONGEST_TITLE, _LONGEST_MESSAGE = 40, 400  # cells; the log has all of it

_HINT_ROLES: dict[SeverityLevel, str] = {"information": "value", "warning": "busy", "error": "error"}
_WARNINGS = (
    NoticeKind.DRAFT_DROPPED,
    NoticeKind.VIDEO,
    NoticeKind.IN_MEMORY,
    NoticeKind.SERIES_PAUSED,
    NoticeKind.SERIES_STOPPED,
)
_MORE = {
    NoticeKind.VIDEO: ": b, then v, saves them",
    NoticeKind.IN_MEMORY: ". p shows it, W saves it; b, then f, chooses a folder",
}
"""Which keys help."""


class Notifier:
    """Decides what is a box and what a hint; `box` shows a box, as Textual's `notify`.

    Errors and warnings of the workspace are kept in the log; what a key could not do is not.
    """

    def __init__(self, app: TerminalApp, workspace: Workspace, hints: Hints, box: Callable[..., object]) -> None:
        self._app, self._workspace, self._hints, self._box = app, workspace, hints, box

    def show(self, change: Change) -> None:
        """Tell what the workspace has noticed, and announce what the settings say to people who look elsewhere."""
        for notice in change.notices:
            self._show_notice(notice)
        for one in change.announcements:
            if one.kind in self._workspace.config.notify:
                self._app.announcer.announce(printable(one.title), printable(one.text))

    def _show_notice(self, notice: Notice) -> None:
        if notice.good:
            self._app.notify(notice.text, title=notice.title)
        elif notice.kind in _WARNINGS:
            text = f"{notice.text}{self._keys_that_help(notice.kind)}"
            if notice.kind not in (NoticeKind.SERIES_PAUSED, NoticeKind.SERIES_STOPPED):  # which are in the log
                self._log(text, notice.title)
            self._app.notify(text, title=notice.title, severity="warning", timeout=2 * HINT_SECONDS)
        else:
            self._app.notify(notice.text, title=notice.title, severity="error")

    def notify(self, message: str, title: str, severity: SeverityLevel, options: dict[str, Any]) -> None:
        """Tell the user something, as plain text: what is in it may come from a server.

        An error has a box of its own, unless the screen is one that nothing may cover. All else is a hint in a line.
        """
        if severity == "error":
            self._log(message, title)
        message = cut_in_the_middle("\n".join(map(printable, message.split("\n"))), _LONGEST_MESSAGE)
        title = cut_in_the_middle(printable(title), _LONGEST_TITLE)
        in_line = self._app.screen_stack and getattr(self._app.screen, "NOTHING_COVERS", False)
        if severity == "error" and not in_line:
            if self._app.ascii:
                message, title = ascii_text(message), ascii_text(title)
            self._hints.clear()  # it may say the contrary
            self._box(message, title=title, severity=severity, **{"markup": False} | options)
        else:
            seconds = options.get("timeout") or (2 * HINT_SECONDS if severity == "error" else HINT_SECONDS)
            self._hints.show(f"{title}: {message}" if title else message, _HINT_ROLES[severity], seconds)

    def _log(self, message: str, title: str) -> None:
        self._workspace.reports.log_once(f"{title}: {message}" if title else message, message)

    def _keys_that_help(self, kind: NoticeKind) -> str:
        paused = any(not one.goes_on for one in self._workspace.series.progress())
        return "; S goes on, or stops it" if kind is NoticeKind.SERIES_PAUSED and paused else _MORE.get(kind, "")
