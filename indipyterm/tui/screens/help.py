"""The keys that do something where help was asked for, and what the signs on screen mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

from indipyterm.presentation import states
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import State
from indipyterm.tui.rows.ascii import spelled_keys
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, highlighted, padded, wrapped
from indipyterm.tui.terminal.overlay import Overlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.prompt_line import PromptLine
from indipyterm.tui.widgets.reader import Reader

_TWO_COLUMNS = 70
_WIDEST_KEYS = 12
_RANGE = re.compile(r"\w-\w")  # "1-9": stands for all keys with that action

LEGEND: Sequence[tuple[Styled, str]] = (
    (Styled(states.STATES[State.IDLE], "idle"), "Idle"),
    (Styled(states.STATES[State.OK], "ok"), "Ok"),
    (Styled(states.STATES[State.BUSY], "busy"), "Busy: under way"),
    (Styled(states.STATES[State.ALERT], "alert"), "Alert: something is wrong"),
    (Styled(states.STALE, "stale"), "stale: the connection is lost"),
    (Styled("‹on›", "on"), "the switch that is on"),
    (Styled("»this«", "picked"), "picked, or sent and not answered"),
    (Styled("⟨Go⟩", "off"), "a button: acts at once"),
    (Styled("[x] [ ]", "on"), "ticks: Space flips, Enter sends"),
    (Styled(states.READ_ONLY, "mark"), "read-only: the device sets it"),
    (Styled(states.WRITE_ONLY, "mark"), "write-only: cannot be read"),
    (Styled(states.ARROW, "pending"), "asked for, not reached yet"),
    (Styled(states.OTHER, "busy"), "another client asked for it"),
    (Styled(f"{states.MORE}3", "dim"), "so many more"),
    (Styled(states.STAR, "value"), "the watch list"),
    (Styled("XX", "key"), "stops everything, everywhere"),
    (Styled("Ctrl+X", "key"), "X, also where letters are text"),
)
"""Each sign and its meaning."""


@dataclass(slots=True)
class KeyHelp:
    """An action: the keys that do it, as they are shown, and the one that a click presses."""

    key: str
    description: str
    id: str
    shown: bool = True
    keys: list[str] = field(default_factory=list)


def grouped(bindings: Mapping[str, ActiveBinding]) -> list[tuple[str, list[KeyHelp]]]:
    """The actions under headings: of the pane that has the focus, of its screen, of the app; the chief ones first.

    Keys without an id are Textual's own, which nobody needs to be told of.
    """
    groups: dict[str, dict[tuple[int, str], KeyHelp]] = {}
    ranges = {
        (active.node, active.binding.action.partition("(")[0]): active.binding.action
        for active in bindings.values()
        if _RANGE.fullmatch(active.binding.key_display or "")
    }
    for key, active in bindings.items():
        binding = active.binding
        name = binding.action.partition("(")[0]
        stands_for = ranges.get((active.node, name), binding.action)
        if not (binding.id and binding.description and active.enabled) or stands_for != binding.action:
            continue
        group = groups.setdefault(_title(active.node), {})
        found = group.setdefault(
            (id(active.node), binding.action), KeyHelp(key, binding.description, binding.id, binding.show)
        )
        shown = binding.key_display or format_key(key)
        if shown not in found.keys:
            found.keys.append(shown)
    return [(title, sorted(group.values(), key=lambda one: not one.shown)) for title, group in groups.items()]


def _title(node: DOMNode) -> str:
    if isinstance(node, App):
        return "Everywhere"
    return "On this screen" if isinstance(node, Screen) else "In this pane"


class HelpScreen(Overlay[None]):
    """Shows `bindings`, which are those of the screen below; a click on one of them presses its key there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,q", "dismiss(None)", "Close", key_display="⎋", id="help.close"),
        Binding("slash", "search", "Find", key_display="/", id="help.search"),
    ]

    def __init__(self, bindings: Mapping[str, ActiveBinding]) -> None:
        super().__init__()
        self._groups = grouped(bindings)
        self._head = PaintedLine("dialog--title")
        self._head.line = [Styled("Keys and signs", "heading")]
        self._reader = Reader(self._rows)
        self._search = PromptLine("/", "words of a key's description, or the key")
        self._wanted = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._reader
            yield self._search
            yield KeyLine()

    def on_mount(self) -> None:
        """The keys that scroll work at once."""
        self._reader.focus()

    @on(Reader.Clicked)
    def _press(self, event: Reader.Clicked) -> None:
        """Do what a key does that was clicked."""
        self.dismiss(None)
        self.app.simulate_key(event.target)

    def action_search(self) -> None:
        """Type what to find."""
        self._search.open(self._wanted)

    @on(PromptLine.Typed)
    def _narrow(self, event: PromptLine.Typed) -> None:
        self._wanted = event.text
        self._reader.rebuild()
        self._reader.scroll_rows(0)

    @on(PromptLine.Ended)
    def _search_ended(self, event: PromptLine.Ended) -> None:
        self._wanted = event.text or ""
        self._search.close()
        self._reader.rebuild()
        self._reader.focus()

    def _rows(self, width: int) -> list[StyledLine]:
        """All rows, or those cells that have what was typed in them, under their headings."""
        rows: list[StyledLine] = []
        for title, cells in self._sections():
            found = [(head, text, size) for head, text, size in cells if self._matches(head, text)]
            if found:
                shown = [_cell(head.text, head.role, text, size, head.target) for head, text, size in found]
                rows += [[Styled(title, "heading")], *_laid_out(shown, width), []]
        rows = [highlighted(row, self._wanted) for row in rows] if self._wanted else rows
        return rows or [[Styled("Nothing here has that in it", "dim")]]

    def _matches(self, head: Styled, text: str) -> bool:
        if not self._wanted:
            return True
        words = self._wanted.split()
        return self._wanted in head.text.split() or all(word.casefold() in text.casefold() for word in words)

    def _sections(self) -> Iterator[tuple[str, list[tuple[Styled, str, int]]]]:
        """Headings, and under each the head, the text, and the width of the heads."""
        named = spelled_keys if getattr(self.app, "ascii", False) else str
        keys = [named(" ".join(entry.keys)) for _, entries in self._groups for entry in entries]
        size = min(_WIDEST_KEYS, max(map(cell_len, keys), default=1)) + 1
        for title, entries in self._groups:
            yield title, [(Styled(named(" ".join(one.keys)), "key", one.key), one.description, size) for one in entries]
        size = max(cell_len(sign.text) for sign, _ in LEGEND) + 1
        yield "Signs", [(sign, meaning, size) for sign, meaning in LEGEND]
        actions = {one.id: one.description for _, entries in self._groups for one in entries}
        size = max(map(cell_len, actions), default=1) + 1
        ids = [(Styled(name, "member"), what, size) for name, what in sorted(actions.items())]
        yield "Ids, for other keys in the settings", ids


def _cell(head: str, role: str, text: str, size: int, target: str | None = None) -> tuple[list[Styled], str, int]:
    """What stands in one place of a column: its head, its text, and how far the text is from the left."""
    size = max(size, cell_len(head) + 1)
    return [Styled(padded(f" {head}", size + 1), role, target)], text, size + 1


def _laid_out(cells: Sequence[tuple[list[Styled], str, int]], width: int) -> list[StyledLine]:
    """Cells in two columns where there is room, the second to the right of the first."""
    if width < _TWO_COLUMNS:
        return [row for cell in cells for row in _wrapped(cell, width)]
    half = (len(cells) + 1) // 2
    left, right = width // 2, width - width // 2
    rows: list[StyledLine] = []
    for place in range(half):
        first = _wrapped(cells[place], left)
        second = _wrapped(cells[place + half], right) if place + half < len(cells) else []
        for line in range(max(len(first), len(second))):
            row = first[line] if line < len(first) else []
            used = sum(cell_len(part.text) for part in row)
            rows.append([*row, Styled(" " * (left - used)), *(second[line] if line < len(second) else [])])
    return rows


def _wrapped(cell: tuple[list[Styled], str, int], width: int) -> list[StyledLine]:
    head, text, indent = cell
    lines = wrapped(printable(text), max(8, width - indent - 1))
    target = head[0].target
    return [
        [*(head if place == 0 else [Styled(" " * indent)]), Styled(line, "value", target)]
        for place, line in enumerate(lines)
    ]
