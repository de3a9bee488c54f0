"""Styled text: parts with a role, sized in terminal cells.

All text from the network passes through `printable` first, which replaces control characters and what cannot be shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from rich.cells import cell_len, chop_cells, set_cell_size

from indipyterm.presentation.text import ELLIPSIS, Piece


class Styled(NamedTuple):
    """A part of a line: printable text, its role (of `painter.ROLES`), and its `target`: what a click on it means."""

    text: str
    role: str = "value"
    target: str | None = None


StyledLine = list[Styled]

_LEAST_TO_CUT = 6  # cells from which the middle of a text is cut out, not its end


def cropped(text: str, width: int) -> str:
    """Cut text to `width` cells, with an ellipsis where something was cut."""
    if cell_len(text) <= width:
        return text
    return set_cell_size(text, width - 1) + ELLIPSIS if width > 0 else ""


def cut_in_the_middle(text: str, width: int) -> str:
    """Cut text to `width` cells, with an ellipsis in its middle: names that belong together differ at their ends."""
    size = cell_len(text)
    if size <= width or width < _LEAST_TO_CUT:
        return cropped(text, width)
    end = text[-1:]
    while cell_len(end) < (width - 1) // 2:
        end = text[-len(end) - 1 :]
    return cropped_whole(text, width - 1 - cell_len(end)) + ELLIPSIS + end


def cropped_whole(text: str, width: int) -> str:
    """Cut text to at most `width` cells, without an ellipsis."""
    return set_cell_size(text, width) if cell_len(text) > width else text


def padded(text: str, width: int) -> str:
    """Cut or fill text to exactly `width` cells."""
    return set_cell_size(cropped(text, width), max(0, width))


def right_aligned(text: str, width: int) -> str:
    """Fill text on its left up to `width` cells."""
    return " " * (width - cell_len(text)) + text


def wrapped(text: str, width: int) -> list[str]:
    """Cut text into lines of at most `width` cells, at spaces where there are any."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if cell_len(longer) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width) or [""]
        lines.extend(whole)
    return [*lines, line]


def joined(pieces: Iterable[Piece], between: Styled) -> StyledLine:
    """Pieces one after the other, with the same thing between each and the next."""
    line: StyledLine = []
    for piece in pieces:
        line += [between, Styled(*piece)] if line else [Styled(*piece)]
    return line


def line_width(row: StyledLine) -> int:
    """The cells that a line takes."""
    return sum(cell_len(part.text) for part in row)


def padded_line(row: StyledLine, width: int) -> StyledLine:
    """Cut a line to `width` cells, with an ellipsis where something was cut; fill it up with spaces."""
    out: StyledLine = []
    left = width
    for part in row:
        size = cell_len(part.text)
        if size > left:
            out.append(part._replace(text=cropped(part.text, left) if left else ""))
            if left == 0 and out[-2:]:
                out = _with_ellipsis(out)
            return out
        out.append(part)
        left -= size
    if left:
        out.append(Styled(" " * left, "space"))
    return out


def highlighted(row: StyledLine, text: str) -> StyledLine:
    """Give a text the role "match", too, wherever it stands within a part, whatever its case."""
    out: StyledLine = []
    wanted = text.casefold()
    for part in row:
        at, folded = 0, part.text.casefold()
        if len(folded) != len(part.text):  # folding changed the length: places would not fit
            folded = part.text
        while wanted and (found := folded.find(wanted, at)) >= 0:
            if found > at:
                out.append(part._replace(text=part.text[at:found]))
            at = found + len(wanted)
            out.append(part._replace(text=part.text[found:at], role=f"{part.role} match"))
        if at < len(part.text) or not part.text:
            out.append(part._replace(text=part.text[at:]))
    return out


def _with_ellipsis(row: StyledLine) -> StyledLine:
    """Put an ellipsis over the last cell of a row that is full but goes on."""
    row = [part for part in row if part.text]
    if row:
        last = row[-1]
        row[-1] = last._replace(text=set_cell_size(last.text, cell_len(last.text) - 1) + ELLIPSIS)
    return row
