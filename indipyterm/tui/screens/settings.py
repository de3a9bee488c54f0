"""Settings in a file: what differs from them now, putting them back, and what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.commands.restore import Result
from indipyterm.commands.settings import Settings
from indipyterm.presentation import states
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import State
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width, padded, right_aligned, wrapped
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.reader import Reader
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.restoring import Restoring, Row, Stage
from indipyterm.workspace.submission import Question
from indipyterm.workspace.workspace import Workspace

_WIDE = 70  # cells from which a member takes one row
_RESULT = 10
_ROLES = {Result.DONE: "ok", Result.REFUSED: "alert", Result.NOT_SENT: "alert"}


class SettingsScreen(Underlay[None]):
    """Shows what differs on a server; nothing is sent before Enter, and nothing more once the screen is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "restore", "Restore", key_display="⏎", id="settings.restore"),
        Binding("escape", "leave", "Back", key_display="⎋", id="settings.back"),
    ]

    def __init__(self, path: Path, settings: Settings, server: str, workspace: Workspace) -> None:
        super().__init__()
        self._path, self._several_servers = path, len(workspace.servers) > 1
        self._permission = workspace.permission
        self._restoring = Restoring(workspace, server, settings, self._repaint)
        self.status = StatusLine(workspace.servers)
        self._head = PaintedLine("dialog--title")
        self._reader = Reader(self._rows)

    def compose(self) -> ComposeResult:
        yield self.status
        yield self._head
        yield self._reader
        yield KeyLine()

    def on_mount(self) -> None:
        """Look, and go on looking."""
        self._reader.focus()
        self._repaint()
        self.run_worker(self._compare())

    async def _compare(self) -> None:
        await self._restoring.compare()
        self.refresh_bindings()

    def update_from(self, change: Change) -> None:
        """Show what changed, until something is sent."""
        changed = {key.server for key in change.vectors} | {key.server for key in change.devices}
        if self._restoring.server in changed:
            self._restoring.compare_again()

    # Putting back

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is one run: to look at what became of it, and then to leave."""
        return action != "restore" or self._restoring.stage is Stage.COMPARED

    def action_restore(self, consent: Question | None = None) -> None:
        """Put the settings back, once the user has agreed to what is risky in it as things are then."""
        requests = self._restoring.requests()
        if not requests:
            self.notify("There is nothing to send")
        elif why := self._permission.why_not(requests[0].key):
            self.notify(why, severity="warning", markup=False)
        elif (question := self._permission.question(requests)) and question != consent:
            why_not = partial(self._permission.why_none, requests)
            confirm = Confirm(question.title, question.details, why_not)
            self.app.push_screen(confirm, lambda yes: self.action_restore(question) if yes else None)
        else:
            self.run_worker(self._restore())

    async def _restore(self) -> None:
        self._restoring.stage = Stage.RUNNING
        self.refresh_bindings()
        await self._restoring.restore()

    def action_leave(self) -> None:
        """Close; what was not sent yet is not sent any more."""
        if self._restoring.stage is Stage.RUNNING:
            self.app.notify("Stopped: the rest is not sent", severity="warning")
        self.dismiss()

    # Painting

    def _repaint(self) -> None:
        self._head.set_line(self._title())
        self._reader.rebuild()

    def _title(self) -> StyledLine:
        restoring = self._restoring
        where = f" on {printable(restoring.server)}" if self._several_servers else ""
        busy = "busy" if restoring.stage in (Stage.COMPARING, Stage.RUNNING) else "value"
        name = Styled(f"{printable(self._path.name)}{where}   ")
        return [Styled(" Settings ", "heading"), name, Styled(restoring.summary(), busy)]

    def _rows(self, width: int) -> list[StyledLine]:
        fault, changed = printable(self._restoring.fault), list(self._restoring.rows())
        rows: list[StyledLine] = [[Styled(line, "error")] for line in wrapped(fault, width)] if fault else []
        if changed and width >= _WIDE:
            rows.append(_columns("property", "now", "in the file", width, ["heading"] * 3))
        for one in changed:
            rows += _of_property(one, width)
        if left_out := self._restoring.left_out():
            text = f"left out, since they start, move or reach something: {', '.join(left_out)}"
            rows += [[], *([Styled(line, "dim")] for line in wrapped(text, width))]
        return rows


def _of_property(one: Row, width: int) -> list[StyledLine]:
    rows: list[StyledLine] = []
    for label, now, saved in one.members:
        rows += _member_rows(f"{one.label} › {label}" if label else one.label, now, saved, width)
    rows = rows or [[Styled(one.label, "label")]]
    return [_ended(rows[0], _result(one), width), *rows[1:], *_said(one.why, width)]


def _result(one: Row) -> StyledLine:
    if one.result:
        return [Styled(one.result, _ROLES.get(one.result, "busy"))]
    if one.under_way:
        return [Styled(f"{states.STATES[State.BUSY]} ...", "busy")]
    return [Styled("answered", "dim")] if one.asked else []


def _member_rows(called: str, now: str, saved: str, width: int) -> list[StyledLine]:
    """What differs of a member: in one row, or in two where there is little room."""
    if width >= _WIDE:
        return [_columns(called, now, saved, width, ["label", "value", "pending"])]
    return [[Styled(called, "label")], [Styled(f"  {now} {states.ARROW} "), Styled(saved, "pending")]]


def _columns(first: str, second: str, third: str, width: int, roles: Sequence[str]) -> StyledLine:
    room = width - _RESULT - 2
    value = room // 4
    sizes = (room - 2 * value, value, value)
    texts = (first, second, third)
    return [Styled(f"{padded(text, size - 1)} ", role) for text, size, role in zip(texts, sizes, roles, strict=True)]


def _ended(row: StyledLine, result: StyledLine, width: int) -> StyledLine:
    """A row with a result at its right end."""
    space = width - line_width(row) - _RESULT
    text = "".join(part.text for part in result)
    return [*row, Styled(right_aligned("", max(1, space))), *result] if text else row


def _said(text: str, width: int) -> list[StyledLine]:
    """Why something was not done, below it."""
    return [[Styled(f"  {line}", "error")] for line in wrapped(printable(text), max(8, width - 2))] if text else []
