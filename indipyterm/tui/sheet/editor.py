"""The fields that lie over a row while the user types: one `Input` a member, and a line that says what it means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input

from indipyterm.model.members import Member
from indipyterm.model.standard import takes_seconds
from indipyterm.model.vectors import Vector
from indipyterm.presentation.edit import (
    TypedText,
    current_text,
    limits_text,
    number_meaning,
    offered_text,
    original_text,
    sent_unchanged,
    typed_text,
)
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.tui.messages import EditEnded, Submitted
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, padded
from indipyterm.tui.terminal.notice_placement import KEPT_CLEAR
from indipyterm.tui.terminal.text_field import TextField
from indipyterm.workspace.workspace import Workspace

_ROOMY = 40  # cells from which there is room for what a field means, behind it
_MEANING = 18


class Field(TextField):
    """The text of one member, which began as `original`; `meaning` stands behind it while another one is typed.

    `typed` is whether the user ever made it another text.
    """

    def __init__(self, member: Member, original: str, text: str | None = None) -> None:
        super().__init__(original if text is None else text)
        self.member = member
        self.original = self._now = original
        self.typed = False
        self.meaning = PaintedLine("editor--meaning")
        self._visited = False

    def on_focus(self) -> None:
        """Select the original text, but not what was typed: the next key would replace it."""
        self.select_on_focus = not (self._visited and self.edited)  # read by Input's own handler, which runs next
        self._visited = True

    @property
    def edited(self) -> bool:
        """Whether the text is what the user wants and the device does not have."""
        return self.value != (self._now if self.typed else self.original)

    def set_current(self, now: str) -> None:
        """Show the value that the member has now, unless the user typed another one or is about to."""
        self._now, self.typed = now, self.typed or self.value != self.original
        selected = {self.selection.start, self.selection.end} == {0, len(self.value)}
        if self.typed or (self.has_focus and not selected) or self.value == now:
            return
        with self.prevent(Input.Changed):  # that would count as typed
            self.original = self.value = now
        if self.has_focus:
            self.select_all()


class Editor(Widget):
    """Edits a number or text vector. Enter sends all of it, Tab goes to the next field, Escape gives up.

    Nothing is sent until each field can be: what is wrong stands below the fields while it is typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "send", "Send", priority=True, id="editor.send"),
        Binding("escape", "give_up", "Cancel", key_display="⎋", priority=True, id="editor.cancel"),
        Binding("tab,down", "next(1)", "Next field", priority=True, id="editor.next"),
        Binding("shift+tab,up", "next(-1)", "Previous field", show=False, priority=True, id="editor.previous"),
    ]

    def __init__(
        self,
        key: VectorKey,
        vector: Vector,
        workspace: Workspace,
        member: str | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(classes=KEPT_CLEAR)
        self.key, self._vector = key, vector
        self._seen = vector.signature  # as it was when the user did something here last
        self._servers, self._why_not = workspace.servers, workspace.permission.why_not
        self._first = member
        self._refusal, self._refused_unsendable = "", False
        self.named = False  # whether it lies elsewhere than on its row, so that the row's name must be shown
        self._hint = PaintedLine("editor--hint")
        given = values or {}
        self._heads = {name: PaintedLine("editor--label") for name in vector.members}
        self.fields = [Field(one, original_text(vector, one), given.get(one.name)) for one in vector.members.values()]

    @property
    def lines(self) -> int:
        """The lines of the screen that the editor needs to show all of it."""
        return len(self.fields) + 1

    def compose(self) -> ComposeResult:
        self._show_labels()
        with VerticalScroll(can_focus=False):
            for field in self.fields:
                yield Widget(self._heads[field.member.name], field, field.meaning, classes="editor--row")
        yield self._hint

    def _show_labels(self) -> None:
        labels = {field.member.name: printable(field.member.label) for field in self.fields}
        width = min(22, max(map(cell_len, labels.values()), default=0))
        for name, label in labels.items():
            self._heads[name].styles.width = width + 1
            self._heads[name].set_line([Styled(padded(label, width), "member")])

    def on_mount(self) -> None:
        """Begin in the field that was asked for."""
        if self.fields:
            start = next((field for field in self.fields if field.member.name == self._first), self.fields[0])
            self.screen.set_focus(start)  # at once: the next key is for this field
        self.update_hints()

    @property
    def current(self) -> Field:
        """The field that has the cursor."""
        return next((field for field in self.fields if field.has_focus), self.fields[0])

    @property
    def dirty(self) -> bool:
        """Whether anything was typed."""
        return any(field.edited for field in self.fields)

    def update_vector(self) -> None:
        """Show the vector as it is now: what was typed stays, beside the new values."""
        vector = self._servers.vector(self.key)
        if vector is not None:
            self._vector = vector
            for field in self.fields:
                field.member = vector.members.get(field.member.name, field.member)
                field.set_current(original_text(vector, field.member))
            if vector.signature != self._seen:
                self._show_labels()
        self.update_hints()

    def update_hints(self) -> None:
        """Update what is said of each field: what its text means, what is wrong with it, what the value is now."""
        if self._refused_unsendable and not self._why_not(self.key):
            self._refusal = ""  # it can be sent now
        for field in self.fields:
            field.set_class(bool(self._fault(field)), "-invalid")
            meaning = self._meaning_behind(field)
            field.meaning.styles.width = _MEANING if meaning else 0
            field.meaning.set_line(meaning)
        self._hint.set_line(self._explanation(self.current) if self.fields else [])

    def show_row_name(self, named: bool) -> None:
        """Show or hide the name of the edited row."""
        if named != self.named:
            self.named = named
            self.update_hints()

    def show_refusal(self, reason: str) -> None:
        """Show why what was typed could not be sent."""
        self._refusal, self._refused_unsendable = reason, bool(self._why_not(self.key))
        self.update_hints()

    def _read(self, field: Field) -> TypedText:
        """What the text in a field means for the vector as it is now."""
        return typed_text(self._vector, field.member.name, field.value, self._servers.device(self.key.owner))

    def _fault(self, field: Field) -> str:
        """What is wrong with a field; empty when nothing is."""
        if self._servers.vector(self.key) is None:
            return "this property is gone; Escape closes"
        return self._read(field).fault if field.edited or field.member.name not in self._vector.members else ""

    def _meaning_behind(self, field: Field) -> StyledLine:
        """What was typed in a field that the cursor has left, as it was understood."""
        if field is self.current or not field.edited or self.size.width < _ROOMY:
            return []
        if self._fault(field):
            return [Styled(" ✗ cannot be sent", "error")]
        return _meaning_part(self._read(field).meaning)

    def _explanation(self, field: Field) -> StyledLine:
        line: StyledLine = [Styled(f" {printable(self._vector.label)}: ", "label")] if self.named else []
        if fault := self._fault(field) or printable(self._refusal):
            return [*line, Styled(f"✗ {fault}", "error")]
        if not self._servers.live(self.key.server):
            line.append(Styled("not connected: kept until it is  ", "error"))
        elif takes_seconds(self.key.vector, self._vector) and self._servers.client(self.key).blob_folder is None:
            line.append(Styled("no BLOB folder: kept in memory  ", "alert"))
        line += _meaning_part(self._meaning(field))
        if limits := limits_text(field.member):
            line += [Styled("✓ ", "ok"), Styled(f"{limits}  ", "dim")]
        if offered := "" if field.edited else offered_text(self._vector, field.member.name):
            line.append(Styled(f"{offered}  ", "dim"))
        current = current_text(self._vector, field.member)
        return line if current is None else [*line, Styled("now ", "dim"), Styled(current, "value")]

    def _meaning(self, field: Field) -> str:
        """The meaning of what was typed, or of the value."""
        if field.edited:
            return self._read(field).meaning
        device = self._servers.device(self.key.owner)
        return number_meaning(self._vector, field.member, field.member.value, device)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        for field in self.fields:
            field.typed = field.typed or field.value != field.original
        self._refusal, self._seen = "", self._vector.signature
        self.update_hints()

    def on_descendant_focus(self) -> None:
        """Explain the field that the cursor went to."""
        self.update_hints()

    def action_next(self, direction: int) -> None:
        """Go to another field."""
        if self.fields:
            place = self.fields.index(self.current) + direction
            self.screen.set_focus(self.fields[place % len(self.fields)])

    def action_give_up(self) -> None:
        """Close without sending."""
        self.post_message(EditEnded(self.key))

    def action_send(self) -> None:
        """Send what was typed, to the property that it was typed for; a telescope must not move because nothing was."""
        faulty = [field for field in self.fields if self._fault(field)]
        if faulty:
            self.screen.set_focus(faulty[0])
            self.app.bell()
            return
        if self._vector.signature != self._seen:
            self._seen = self._vector.signature
            self.app.bell()
            self.show_refusal("redefined meanwhile: look again, then Enter sends")
            return
        typed = {field.member.name: self._read(field).value for field in self.fields if field.edited}
        again = sent_unchanged(self._vector)
        if typed or again:
            typed = again | typed
            self.post_message(Submitted(self.key, typed, typed=True))
        else:
            self.app.notify("Nothing was changed, so nothing is sent")
            self.action_give_up()


def _meaning_part(meaning: str) -> StyledLine:
    return [Styled(f"= {meaning} ", "value")] if meaning else []
