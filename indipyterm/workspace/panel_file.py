"""A panel of the user's own, described in a TOML file: properties of any devices, in rows of columns.

    title = "Imaging"

    [[row]]

    [[row.column]]
    title = "Mount"
    show = ["Telescope Simulator.EQUATORIAL_EOD_COORD", "Telescope Simulator.TELESCOPE_PARK"]

A property is written as the name of its device, a dot, and its INDI name. Faults are reported with their line.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indipyterm.exceptions import BadPanel
from indipyterm.workspace.small_files import read_small_file, reason_of

Named = tuple[str, str]
"""The names of a device and a vector."""

_PLACE = re.compile(r"\(at line (\d+), column \d+\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """Properties, one below the other."""

    title: str
    properties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class PanelFile:
    """The content of a file: rows of columns."""

    title: str
    rows: tuple[tuple[Column, ...], ...]


def read_panel(path: Path) -> PanelFile:
    """Read a file. Raises `BadPanel`, with the line of the fault."""
    try:
        text = read_small_file(path).decode()
        return _Reader(text).panel(tomllib.loads(text.replace("\r\n", "\n")))
    except OSError as error:
        raise BadPanel(f"{path} cannot be read: {reason_of(error)}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadPanel(f"{path} line {line}: not UTF-8") from None
    except _Wrong as error:
        raise BadPanel(f"{path} line {error.line}: {error}") from None
    except ValueError as error:  # not TOML, or a number with thousands of digits
        place = _PLACE.search(str(error))
        line = int(place[1]) if place else text.rstrip().count("\n") + 1
        reason = _PLACE.sub("", str(error)).replace(" (at end of document)", "").strip()
        raise BadPanel(f"{path} line {line}: {reason[:1].lower()}{reason[1:]}") from None
    except RecursionError:
        raise BadPanel(f"{path}: brackets are nested too deeply") from None


class _Wrong(ValueError):
    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


class _Reader:
    """Checks what was read; a TOML reader gives no lines, so the line of a fault is looked up in the text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")

    def panel(self, content: dict[str, Any]) -> PanelFile:
        self._only(content, ("title", "row"), 1)
        rows = self._tables(content, "row", 1)
        columns = 0
        found: list[tuple[Column, ...]] = []
        for number, row in enumerate(rows):
            line = self._line(r"\[\[\s*row\s*\]\]", number)
            self._only(row, ("column",), line)
            in_row = self._tables(row, "column", line)
            found.append(tuple(self._column(one, columns + place) for place, one in enumerate(in_row)))
            columns += len(in_row)
        return PanelFile(self._title(content, 1), tuple(found))

    def _column(self, column: dict[str, Any], number: int) -> Column:
        line = self._line(r"\[\[\s*row\s*\.\s*column\s*\]\]", number)
        self._only(column, ("title", "show"), line)
        names = column.get("show")
        if not isinstance(names, list) or not names:
            raise _Wrong(line, 'this column needs show = ["Device.PROPERTY", ...]')
        return Column(self._title(column, line), tuple(self._named(name, line) for name in names))

    def _named(self, name: object, line: int) -> Named:
        device, dot, vector = name.rpartition(".") if isinstance(name, str) else ("", "", "")
        if not (device.strip() and dot and vector.strip()):
            raise _Wrong(self._after(str(name), line), f"{name!r} is not a property: write Device.PROPERTY")
        return device.strip(), vector.strip()

    def _title(self, table: dict[str, Any], line: int) -> str:
        title = table.get("title", "")
        if not isinstance(title, str):
            raise _Wrong(self._after("title", line), "a title has to be a string")
        return title

    def _tables(self, table: dict[str, Any], name: str, line: int) -> list[dict[str, Any]]:
        found = table.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
            header = "[[row]]" if name == "row" else "[[row.column]]"
            raise _Wrong(line, f"there is no {header} here")
        return found

    def _only(self, table: dict[str, Any], known: tuple[str, ...], line: int) -> None:
        for name in table:
            if name not in known:
                raise _Wrong(self._after(name, line), f"{name!r} is unknown here; known are: {', '.join(known)}")

    def _after(self, text: str, line: int) -> int:
        """The first line from `line` on that contains a text."""
        rest = enumerate(self._lines[line - 1 :], line)
        return next((number for number, content in rest if text in content), line)

    def _line(self, header: str, number: int) -> int:
        """The line of a table's header, the first being number 0."""
        found = [place for place, content in enumerate(self._lines, 1) if re.match(rf"\s*{header}", content)]
        return found[number] if number < len(found) else 1
