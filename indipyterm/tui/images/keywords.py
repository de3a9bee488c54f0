"""The header of an image's file: every card, found by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, highlighted, padded, wrapped
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.prompt_line import PromptLine
from indipyterm.tui.widgets.reader import Reader

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.cards import Card

_KEYWORD = 10
_VALUE = 24


class KeywordsScreen(Underlay[None]):
    """The cards of a header, in the order of the file."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Find", key_display="/", id="keywords.filter"),
        Binding("escape", "back", "Back", key_display="⎋", id="keywords.back"),
    ]

    def __init__(self, name: str, cards: Sequence[Card]) -> None:
        super().__init__()
        self._file, self._cards = name, cards
        self._text = ""
        self._head = PaintedLine("image--head")
        self._reader = Reader(self._rows)
        self._filter = PromptLine("/", "keyword, value or comment")

    def compose(self) -> ComposeResult:
        yield self._head
        yield self._reader
        yield self._filter
        yield KeyLine()

    def on_mount(self) -> None:
        """The keys that scroll work at once."""
        self._reader.focus()
        self._show()

    def _show(self) -> None:
        found = len(self._found())
        many = f"{found} of {len(self._cards)}" if self._text else str(found)
        line = [Styled(f" {cropped(printable(self._file), 48)}", "heading"), Styled(f"   {many} keywords", "dim")]
        if self._text:
            line.append(Styled(f"   /{printable(self._text)}", "match"))
        self._head.set_line(line)
        self._reader.rebuild()

    def _found(self) -> list[Card]:
        text = self._text.casefold()
        return [card for card in self._cards if text in " ".join(card).casefold()]

    def _rows(self, width: int) -> Sequence[StyledLine]:
        rows: list[StyledLine] = []
        for card in self._found():
            head = Styled(f" {padded(card.keyword, _KEYWORD)} ", "label")
            room = max(8, width - _KEYWORD - 3)
            both = card.value.ljust(_VALUE) + ("  " + card.comment if card.comment else "")
            if len(both) <= room:
                rows.append([head, Styled(card.value.ljust(_VALUE)), Styled(f"  {card.comment}", "dim")])
                continue
            for number, line in enumerate(wrapped(card.value, room)):
                rows.append([head if number == 0 else Styled(" " * (_KEYWORD + 2)), Styled(line)])
            rows += [
                [Styled(" " * (_KEYWORD + 2)), Styled(line, "dim")] for line in wrapped(card.comment, room) if line
            ]
        return [highlighted(row, self._text) for row in rows] if self._text else rows

    def action_filter(self) -> None:
        """Type what a card must have in it."""
        self._filter.open(self._text)

    @on(PromptLine.Typed)
    def _typed(self, event: PromptLine.Typed) -> None:
        if self._filter.display:
            self._text = event.text
            self._show()

    @on(PromptLine.Ended)
    def _ended(self, event: PromptLine.Ended) -> None:
        self._filter.close()
        self._reader.focus()
        self._text = event.text or ""
        self._show()

    def action_back(self) -> None:
        """Show all cards again, or else go back."""
        if self._text:
            self._text = ""
            self._show()
        else:
            self.dismiss()
