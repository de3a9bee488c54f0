"""Everything that is known about one property, laid out to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from indipyterm.presentation.facts import EMPTY_LINE, Fact, fingerprint, property_facts, purpose
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import Piece, printable
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width, padded, wrapped
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.reader import Reader
from indipyterm.workspace.change import Change
from indipyterm.workspace.workspace import Workspace

_INTERVAL = 1.0  # seconds between updates
_NAMES = 12  # cells for what something is called


class DetailsScreen(Overlay[None]):
    """Names, limits, times and the last message of a vector, with each of its members; follows the model."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="details.copy"),
        Binding("escape,i", "dismiss(None)", "Close", key_display="⎋", id="details.close"),
    ]

    def __init__(self, key: VectorKey, workspace: Workspace) -> None:
        super().__init__()
        self.key, self._servers, self._clock = key, workspace.servers, workspace.clock
        self._vector = self._servers.vector(key)
        self._facts = list(self._current_facts())
        self._fingerprint = self._current_fingerprint()
        self._head = PaintedLine("dialog--title")
        self._reader = Reader(self._lines)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._reader
            yield KeyLine()

    def on_mount(self) -> None:
        """The keys that scroll work at once; while something is under way, the time that it takes is shown."""
        label = printable(self._vector.label if self._vector else self.key.vector)
        self._head.line = [Styled(f"{printable(self.key.device)} › {label}", "heading")]
        self._reader.focus()
        self.set_interval(_INTERVAL, self._tick)

    def update_from(self, change: Change) -> None:
        """Show what changed."""
        if self.key in change.vectors or self.key.owner in change.devices or change.connection:
            self._refresh()

    def _tick(self) -> None:
        if self._vector and self._vector.request:
            self._refresh()

    def _refresh(self) -> None:
        current = self._current_fingerprint()
        if current != self._fingerprint:
            self._fingerprint, self._facts = current, list(self._current_facts())
            self._reader.rebuild()

    def _current_fingerprint(self) -> object:
        present = self._servers.vector(self.key)
        vector = present or self._vector
        return present is not None, vector and fingerprint(vector, self._clock.now())

    def action_copy(self) -> None:
        """Copy all of it as text."""
        lines = ("".join(part.text for part in line).rstrip() for line in self._lines(200))
        self.app.copy_to_clipboard("\n".join(lines))
        self.notify("The details are copied")

    def _lines(self, width: int) -> Sequence[StyledLine]:
        return [line for fact in self._facts for line in _laid_out(fact, width)]

    def _current_facts(self) -> Iterator[Fact]:
        present = self._servers.vector(self.key)
        self._vector = vector = present or self._vector
        yield purpose(self.key.vector)
        yield EMPTY_LINE
        if present is None:
            yield Fact("", (Piece("This property is gone.", "alert"),))
        if vector is None:
            return
        device = f"{self.key.device} on {self.key.server}" if len(self._servers) > 1 else self.key.device
        yield Fact("device", (Piece(printable(device)),))
        yield from property_facts(vector, self._clock.now())


def _laid_out(fact: Fact, width: int) -> Iterator[StyledLine]:
    """A fact in one line, or in as many as its pieces need, beside its name."""
    room = max(8, width - _NAMES) if fact.name else width
    line = [Styled(*piece) for piece in fact.pieces]
    if line_width(line) <= room:
        yield [Styled(padded(fact.name, _NAMES), "member"), *line] if fact.name else line
        return
    name = fact.name
    for piece in line:
        for text in wrapped(piece.text.strip(), room):
            head = [Styled(padded(name, _NAMES), "member")] if fact.name else []
            yield [*head, Styled(text, piece.role)]
            name = ""
