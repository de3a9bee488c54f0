"""The one writer of cells: it knows what is on the terminal, and gives the bytes that make it another screen.

Textual paints widgets and parts of lines whole, each piece with all of its style, whether it differs or not. Over an
SSH line that is ten times what is needed. Here what Textual painted is compared cell by cell with what was written,
so no widget has to know what is on the terminal, and what was painted wrong once is right with the next update.

`forget` is called when something else may have been written: then all cells are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import is_not, ne, or_
from typing import NamedTuple

from rich.color import ColorSystem
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.strip import Strip

from indipyterm.tui.terminal.attributes import PLAIN, Attributes, attributes_of, blank, change, for_blank
from indipyterm.tui.terminal.cell_text import cells, is_agreed

_SHORT = 4
"""So many equal cells cost no more to write again than to jump over."""

_DIFFERENT = re.compile(rb"\x01+")

_LONG = 12
_LONG_BLANK = re.compile(f"( {{{_LONG},}})")
"""Blanks that are more than to erase them and to go on behind them."""

_ERASING = ("xterm", "tmux", "linux", "rxvt", "foot", "alacritty", "kitty", "konsole", "vte", "gnome", "wezterm", "st")
"""Terminals that erase with the background that is set, by the beginnings of their names in TERM.

GNU screen (TERM is screen or screen.xterm) erases with its own.
"""


class _Line(NamedTuple):
    """Cell by cell: the character with what combines with it, and how it is drawn."""

    texts: list[str]
    attributes: list[Attributes]
    strips: Sequence[tuple[int, Strip]] = ()
    """What was painted there last, each piece with its first cell."""

    def is_made_of(self, strips: Sequence[tuple[int, Strip]]) -> bool:
        """Whether these were painted last; Textual keeps what it painted."""
        if len(strips) != len(self.strips):
            return False
        return all(old is new and at == place for (at, old), (place, new) in zip(self.strips, strips, strict=True))


class ScreenWriter:
    """Gives the bytes from one screen to the next; what it gives has to be written, all and in order.

    `term` is what TERM says.
    """

    def __init__(self, term: str = "") -> None:
        self._erases = term.startswith(_ERASING)
        self._lines: list[_Line] = []
        self._out: list[str] = []
        self._at: tuple[int, int] | None = None  # the cursor, if known: column, line
        self._now = PLAIN

    @property
    def knows_all(self) -> bool:
        """Whether all that is on the terminal is known, so that a part of the screen can be written."""
        return bool(self._lines)

    def forget(self) -> None:
        """Something else may have been written, or an update not: the next one has to be of all of the screen."""
        self._lines = []

    def write(self, update: LayoutUpdate | ChopsUpdate, colors: ColorSystem) -> str:
        """The bytes for an update; nothing where all of it is on the terminal already."""
        self._out, self._at, self._now = [], None, PLAIN
        if isinstance(update, LayoutUpdate):
            width, height = update.region.size
            if len(self._lines) != height or len(self._lines[0].texts) != width:
                self._lines = [_Line([""] * width, [PLAIN] * width) for _ in range(height)]  # "" is like no cell
            for number, strips in enumerate(update.strips):
                self._write_line(number, _placed(strips), colors)
        else:
            for number in sorted({line for line, _, _ in update.spans if line < len(self._lines)}):
                self._write_line(number, _painted(update.chops[number]), colors)
        if self._now != PLAIN:
            self._out.append(change(self._now, PLAIN))
        return "".join(self._out)

    def _write_line(self, number: int, strips: Sequence[tuple[int, Strip]], colors: ColorSystem) -> None:
        before = self._lines[number]
        if before.is_made_of(strips):
            return
        width = len(before.texts)
        texts, attributes = [*before.texts], [*before.attributes]
        for first, strip in strips:
            at = first
            for text, style, control in strip:
                if not control:
                    drawn, looks = _drawn(text, style, colors)
                    behind = at + len(drawn)
                    texts[at:behind], attributes[at:behind] = drawn, looks
                    at = behind
        del texts[width:], attributes[width:]
        joined = "".join(texts)
        agreed = is_agreed(joined)
        if not agreed or len(joined) < width:
            _blank_halves(texts)
        self._lines[number] = after = _Line(texts, attributes, strips)
        runs = _runs(before, after)
        erased = self._erased_from(after) if runs and runs[-1][1] > width - _SHORT else width
        for first, behind in runs:
            self._write_cells(number, after, first, behind, erased, agreed)

    def _write_cells(self, number: int, line: _Line, first: int, behind: int, erased: int, agreed: bool) -> None:
        texts, attributes, _ = line
        place = first
        while place < behind:
            look = attributes[place]
            if place >= erased:
                self._move(place, number)
                self._draw_with(for_blank(self._now, look))
                self._out.append("\x1b[K")
                return
            if not agreed and not is_agreed(texts[place]):
                place, touched = self._write_doubtful(number, line, place)
                behind = max(behind, touched)
                continue
            empty, end, stop = blank(look), place + 1, min(behind, erased)
            while end < stop and ((now := attributes[end]) is look or (now is empty and texts[end] == " ")):
                if not agreed and not is_agreed(texts[end]):
                    break
                end += 1
            text = "".join(texts[place:end])
            self._move(place, number)
            self._draw_with(look if look is not empty or text.strip(" ") else for_blank(self._now, look))
            self._write_text(text, place, number, erase=self._erases and not empty.effects)
            if end == len(texts):
                self._at = None  # it may wait behind the edge
            place = end

    def _write_text(self, text: str, column: int, line: int, *, erase: bool) -> None:
        """Write text with one cell a character, where the cursor is; long blanks are erased if they may be."""
        for piece in _LONG_BLANK.split(text) if erase else [text]:
            if erase and len(piece) >= _LONG and not piece.strip(" "):
                self._move(column, line)
                self._out.append(f"\x1b[{len(piece)}X")
            elif piece:
                self._move(column, line)
                self._out.append(piece)
                self._at = column + len(piece), line
            column += len(piece)

    def _write_doubtful(self, number: int, line: _Line, place: int) -> tuple[int, int]:
        """Write a character of which terminals do not agree how many cells it has, so that it shifts no other.

        Returns the place behind it, and how far a terminal may have drawn it, so that more has to be written again.
        """
        texts, attributes, _ = line
        end = place + 1
        while end < len(texts) and not texts[end]:
            end += 1
        self._move(place, number)
        self._draw_with(attributes[place])
        self._out.append(" " * (end - place))  # it may be drawn in fewer
        self._at = None
        self._move(place, number)
        self._out.append(texts[place])
        self._at = None
        return end, min(len(texts), place + 2 * len(texts[place]))

    def _erased_from(self, line: _Line) -> int:
        """The first of the cells at the end of a line that can be erased at once; its width where none can."""
        texts, attributes, _ = line
        width = place = len(texts)
        look = attributes[-1]
        while place and texts[place - 1] == " " and attributes[place - 1] is look:
            place -= 1
        erasable = self._erases and width - place >= _SHORT and not look.effects
        return place if erasable else width

    def _draw_with(self, wanted: Attributes) -> None:
        if wanted != self._now:
            self._out.append(change(self._now, wanted))
            self._now = wanted

    def _move(self, column: int, line: int) -> None:
        """Put the cursor on a cell, with the fewest bytes."""
        if self._at == (column, line):
            return
        there = f"\x1b[{line + 1};{column + 1}H" if column else f"\x1b[{line + 1}H"
        if self._at:
            right, down = column - self._at[0], line - self._at[1]
            if not down and right > 0:
                there = f"\x1b[{right}C" if right > 1 else "\x1b[C"
            elif 0 <= down <= _SHORT:
                start = "\r" + "\n" * down
                there = min(start + (f"\x1b[{column}C" if column else ""), there, key=len)
        self._out.append(there)
        self._at = column, line


def _placed(strips: Iterable[Strip]) -> list[tuple[int, Strip]]:
    """Strips that stand one beside the other, each with its first cell."""
    placed, first = [], 0
    for strip in strips:
        placed.append((first, strip))
        first += strip.cell_length
    return placed


def _painted(chops: Mapping[int, Strip | None]) -> list[tuple[int, Strip]]:
    """The parts of a line that were painted, each with its first cell."""
    return [(first, strip) for first, strip in chops.items() if strip is not None]


@lru_cache(4096)
def _drawn(text: str, style: Style | None, colors: ColorSystem) -> tuple[Sequence[str], Sequence[Attributes]]:
    """The cells of a piece of text."""
    look = attributes_of(style, colors)
    empty, drawn = blank(look), cells(text)
    return drawn, [empty if cell == " " else look for cell in drawn]


def _blank_halves(texts: list[str]) -> None:
    """Put spaces where half of a wide character is left."""
    place = 0
    while place < len(texts):
        size = max(1, len(cells(texts[place])))
        if not texts[place] or any(texts[place + 1 : place + size]) or place + size > len(texts):
            texts[place] = " "
            size = 1
        place += size


def _runs(before: _Line, after: _Line) -> list[tuple[int, int]]:
    """Where two lines differ: first cells, and the cells behind the last ones. What costs no more is joined."""
    others = map(ne, before.texts, after.texts)
    differ = bytes(map(or_, others, map(is_not, before.attributes, after.attributes)))
    runs: list[tuple[int, int]] = []
    for found in _DIFFERENT.finditer(differ):
        first, behind = found.span()
        if runs and first - runs[-1][1] <= _SHORT and _alike(after, runs[-1][1] - 1, first):
            runs[-1] = runs[-1][0], behind
        else:
            runs.append((first, behind))
    return runs


def _alike(line: _Line, first: int, behind: int) -> bool:
    """Whether some cells can be written with the attributes of the first one."""
    look = line.attributes[first]
    empty = blank(look)
    between = range(first + 1, behind)
    return all(
        line.attributes[at] is look or (line.attributes[at] is empty and line.texts[at] == " ") for at in between
    )
