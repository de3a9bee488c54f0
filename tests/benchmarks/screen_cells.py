"""A light model of a terminal: enough to tell what a program shows, and when it does."""

from __future__ import annotations

import codecs
import re

from rich.cells import cell_len

_TOKEN = re.compile(
    r"\x1b\[(?P<params>[0-9;:?<>=]*)[ !]?(?P<final>[@-~])"
    r"|\x1b[\]P_].*?(?:\x07|\x1b\\)"
    r"|\x1b[()*+].|\x1b[^\[\]P_()*+]"
    r"|(?P<control>[\x00-\x1a\x1c-\x1f\x7f])"
    r"|(?P<text>[^\x00-\x1f\x7f]+)",
    re.DOTALL,
)
_BEGUN = re.compile(r"\x1b(?:\[[0-9;:?<>= !]*|[\]P_][^\x07]*)?$")


class Cells:
    """Feed bytes, read `lines`. Colours are not kept; scrolling is what a program may not do that is measured."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._cells = [[" "] * columns for _ in range(rows)]
        self._x = self._y = 0
        self._last = " "
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        return ["".join(row) for row in self._cells]

    def feed(self, data: bytes) -> None:
        """Take what a program wrote."""
        text = self._rest + self._decoder.decode(data)
        begun = _BEGUN.search(text)
        self._rest = text[begun.start() :] if begun else ""
        for token in _TOKEN.finditer(text[: begun.start()] if begun else text):
            if token["text"]:
                self._write(token["text"])
            elif token["control"]:
                self._control(token["control"])
            elif token["final"]:
                self._sequence(token["final"], token["params"])

    def _write(self, text: str) -> None:
        for character in text:
            size = cell_len(character)
            if self._x + size > self.columns:
                self._x, self._y = 0, min(self.rows - 1, self._y + 1)
            self._cells[self._y][self._x : self._x + size] = [character, ""][:size]
            self._x += size
        self._last = text[-1]

    def _control(self, sign: str) -> None:
        match sign:
            case "\r":
                self._x = 0
            case "\n":
                self._y = min(self.rows - 1, self._y + 1)
            case "\b":
                self._x = max(0, self._x - 1)

    def _sequence(self, final: str, params: str) -> None:
        if params[:1] in ("?", "<", ">", "="):
            return
        numbers = [int(number or 0) for number in params.split(";")] if params else []
        first = numbers[0] if numbers else 0
        count = max(1, first)
        match final:
            case "H" | "f":
                down, across = (*numbers, 1, 1)[:2] if numbers else (1, 1)
                self._go(across - 1, down - 1)
            case "A" | "B":
                self._go(self._x, self._y + (count if final == "B" else -count))
            case "C" | "D":
                self._go(self._x + (count if final == "C" else -count), self._y)
            case "G":
                self._go(count - 1, self._y)
            case "d":
                self._go(self._x, count - 1)
            case "X":
                self._blank(self._y, self._x, self._x + count)
            case "b":
                self._write(self._last * count)
            case "K":
                self._blank(self._y, 0 if first else self._x, self._x + 1 if first == 1 else self.columns)
            case "J":
                for row in range(self._y + 1 if not first else 0, self.rows):
                    self._blank(row, 0, self.columns)
                if not first:
                    self._blank(self._y, self._x, self.columns)

    def _go(self, x: int, y: int) -> None:
        self._x, self._y = max(0, min(self.columns - 1, x)), max(0, min(self.rows - 1, y))

    def _blank(self, row: int, first: int, last: int) -> None:
        for column in range(first, min(last, self.columns)):
            self._cells[row][column] = " "
