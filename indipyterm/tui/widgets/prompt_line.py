"""One line in which something is typed: live while it is typed, Enter keeps it, Escape gives it up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label

from indipyterm.tui.terminal.text_field import TextField


class PromptLine(Horizontal):
    """A label and a text field, hidden until it is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Enter", key_display="⏎", priority=True, id="prompt.keep"),
        Binding("escape", "give_up", "Cancel", key_display="⎋", priority=True, id="prompt.give_up"),
    ]

    @dataclass
    class Typed(Message):
        """The text changed."""

        line: PromptLine
        text: str

    @dataclass
    class Ended(Message):
        """The user is done: the text, or None to give it up."""

        line: PromptLine
        text: str | None

    def __init__(self, label: str, placeholder: str = "") -> None:
        super().__init__()
        self._label = label
        self.input = TextField(placeholder=placeholder)
        self.display = False

    def compose(self) -> ComposeResult:
        yield Label(f" {self._label} ", markup=False)
        yield self.input

    def open(self, text: str = "") -> None:
        """Begin to type, behind a text that is there already."""
        self.display = True
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = len(text)
        self.input.focus()

    def close(self) -> None:
        """Hide the line."""
        self.display = False

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.post_message(self.Typed(self, event.value))

    def action_keep(self) -> None:
        """Use what was typed."""
        self.post_message(self.Ended(self, self.input.value))

    def action_give_up(self) -> None:
        """Forget what was typed."""
        self.post_message(self.Ended(self, None))
