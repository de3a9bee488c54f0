"""Settings in a file: what differs from them now, putting them back, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.commands.restore import Outcome, PlannedChange, Result, plan, plan_changes, restore
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Difference, Settings, excluded_vectors, format_setting
from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import OFF, ON, State
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width, padded, right_aligned, wrapped
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.reader import Reader
from indipyterm.workspace.change import Change
from indipyterm.workspace.saved_settings import FAULTS, reason_of
from indipyterm.workspace.submission import Question, Request
from indipyterm.workspace.workspace import Workspace

_WIDE = 70  # cells from which a member takes one row
_RESULT = 10
_ROLES = {Result.DONE: "ok", Result.REFUSED: "alert", Result.NOT_SENT: "alert"}


class Stage(Enum):
    """How far it is."""

    COMPARING = auto()
    SHOWN = auto()
    RUNNING = auto()
    OVER = auto()


class SettingsScreen(Underlay[None]):
    """Shows what differs on a server; nothing is sent before Enter, and nothing more once the screen is left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "restore", "Restore", key_display="⏎", id="settings.restore"),
        Binding("escape", "leave", "Back", key_display="⎋", id="settings.back"),
    ]

    def __init__(self, path: Path, settings: Settings, server: str, workspace: Workspace) -> None:
        super().__init__()
        self._path, self._settings, self._server = path, settings, server
        self._servers, self._permission = workspace.servers, workspace.permission
        self._client = workspace.servers[server].client
        self._stage = Stage.COMPARING
        self._planned: list[PlannedChange] = []
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._under_way: tuple[str, str] | None = None
        self._asked: list[tuple[str, str]] = []
        self._fault = ""
        self._head = PaintedLine("dialog--title")
        self._reader = Reader(self._rows)

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._reader
        yield KeyLine()

    def on_mount(self) -> None:
        """Look, and go on looking."""
        self._reader.focus()
        self._repaint()
        self.run_worker(self._compare())

    # What differs

    async def _compare(self) -> None:
        """Wait until it is known what is there, and compare."""
        try:
            with Session(self._client) as session:
                self._planned = await plan(session, self._settings)
        except FAULTS as fault:
            self._fault = reason_of(fault)
        self._stage = Stage.SHOWN
        self._repaint()
        self.refresh_bindings()

    def update_from(self, change: Change) -> None:
        """Show what changed, until something is sent."""
        mine = self._server in {key.server for key in change.vectors} | {key.server for key in change.devices}
        if mine and self._stage is Stage.SHOWN and self._servers.live(self._server):
            self._planned, self._fault = plan_changes(self._settings, self._client.catalog), ""
            self._repaint()

    def _requests(self) -> list[Request]:
        """What would be sent first, as far as is known now."""
        return [
            Request(self._key(each), {name: _request_value(value) for name, value in each.saved.items()})
            for each, objection in self._planned
            if objection is None
        ]

    def _key(self, difference: Difference) -> VectorKey:
        return VectorKey(self._server, difference.device, difference.vector)

    # Putting back

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is one run: to look at what became of it, and then to leave."""
        return action != "restore" or self._stage is Stage.SHOWN

    def action_restore(self, consent: Question | None = None) -> None:
        """Put the settings back, once the user has agreed to what is risky in it as things are then."""
        requests = self._requests()
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
        self._stage, self._fault = Stage.RUNNING, ""
        self.refresh_bindings()
        try:
            with Session(self._client) as session:
                outcomes = await restore(session, self._settings, progress=self._progress)
        except FAULTS as fault:
            self._fault = reason_of(fault)
        else:
            self._outcomes = {(one.device, one.vector): one for one in outcomes}
        self._stage, self._under_way = Stage.OVER, None
        self._repaint()

    def _progress(self, key: tuple[str, str]) -> None:
        self._under_way = key
        self._asked.append(key)
        self._repaint()

    def action_leave(self) -> None:
        """Close; what was not sent yet is not sent any more."""
        if self._stage is Stage.RUNNING:
            self.app.notify("Stopped: the rest is not sent", severity="warning")
        self.dismiss()

    # Painting

    def _repaint(self) -> None:
        self._head.set_line(self._title())
        self._reader.rebuild()

    def _title(self) -> StyledLine:
        said = {
            Stage.COMPARING: "looking ...",
            Stage.SHOWN: f"{len(self._planned)} differ{'s' * (len(self._planned) == 1)}"
            if self._planned
            else "nothing differs",
            Stage.RUNNING: f"putting back: {len(set(self._asked))} of {len(self._requests())}",
            Stage.OVER: ", ".join(f"{n} {what}" for what, n in Counter(self._results()).items()) or "nothing was sent",
        }[self._stage]
        where = f" on {printable(self._server)}" if len(self._servers) > 1 else ""
        busy = "busy" if self._stage in (Stage.COMPARING, Stage.RUNNING) else "value"
        return [Styled(" Settings ", "heading"), Styled(f"{printable(self._path.name)}{where}   "), Styled(said, busy)]

    def _results(self) -> Iterator[Result]:
        return (outcome.result for outcome in self._outcomes.values())

    def _rows(self, width: int) -> list[StyledLine]:
        rows: list[StyledLine] = (
            [[Styled(line, "error")] for line in wrapped(printable(self._fault), width)] if self._fault else []
        )
        if self._planned and width >= _WIDE:
            rows.append(_columns("property", "now", "in the file", width, ["heading"] * 3))
        names = device_names(self._servers.devices())
        for difference, objection in self._planned:
            rows += self._of_vector(difference, objection, names, width)
        known = {(difference.device, difference.vector) for difference, _ in self._planned}
        for key, outcome in self._outcomes.items():
            if key not in known:  # it came to differ meanwhile
                rows += [
                    _ended([Styled(printable(f"{key[0]} › {key[1]}"))], self._result(key), width),
                    *_said(outcome.why, width),
                ]
        left_out = excluded_vectors(self._settings, self._client.catalog)
        if left_out and self._stage is not Stage.COMPARING:
            text = f"left out, since they start, move or reach something: {', '.join(name for _, name in left_out)}"
            rows += [[], *([Styled(line, "dim")] for line in wrapped(printable(text), width))]
        return rows

    def _of_vector(
        self, difference: Difference, objection: str | None, names: Mapping[DeviceKey, str], width: int
    ) -> list[StyledLine]:
        key = (difference.device, difference.vector)
        vector = self._servers.vector(self._key(difference))
        device = names.get(DeviceKey(self._server, difference.device), printable(difference.device))
        title = f"{device} › {printable(vector.label if vector else difference.vector)}"
        result = self._result(key)
        outcome = self._outcomes.get(key)
        said = outcome.why if outcome else objection or ""
        rows: list[StyledLine] = []
        for name, (saved, now) in difference.members.items():
            member = vector.members.get(name) if vector else None
            several = vector is not None and len(vector.members) > 1
            called = f"{title} › {printable(member.label if member else name)}" if several or member is None else title
            values = printable(format_setting(now)) if now is not None else "—", printable(format_setting(saved))
            rows += _member_rows(called, *values, width)
        rows = rows or [[Styled(title, "label")]]
        return [_ended(rows[0], result, width), *rows[1:], *_said(said, width)]

    def _result(self, key: tuple[str, str]) -> StyledLine:
        if outcome := self._outcomes.get(key):
            return [Styled(outcome.result, _ROLES.get(outcome.result, "busy"))]
        if key == self._under_way:
            return [Styled(f"{states.STATES[State.BUSY]} ...", "busy")]
        return [Styled("answered", "dim")] if key in self._asked else []


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


def _request_value(value: object) -> str:
    """A setting as a request would have it, so that it can be known for risky."""
    return ON if value is True else OFF if value is False else str(value)
