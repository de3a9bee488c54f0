"""The table of the night: one row an image, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from indipyterm.presentation.text import printable
from indipyterm.tui.images.header import NEEDS_EXTRA, Shown, history_line
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.styled import Styled, StyledLine, padded
from indipyterm.tui.terminal.overlay import Underlay
from indipyterm.tui.widgets.key_line import KeyLine
from indipyterm.tui.widgets.pick_list import Item, PickList
from indipyterm.tui.widgets.status_line import StatusLine
from indipyterm.workspace.change import Change
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.night import NightRow
from indipyterm.workspace.workspace import Workspace

_COLUMNS: Sequence[tuple[str, int, Callable[[NightRow], str]]] = (
    ("filter", 8, lambda row: printable(row.filter)),
    ("exp", 6, lambda row: _number(row.exposure, "g")),
    ("temp", 6, lambda row: _number(row.temperature, ".1f")),
    ("med", 6, lambda row: _number(row.median, ".0f")),
    ("HFR", 6, lambda row: _number(row.hfr, ".2f")),
    ("stars", 6, lambda row: _number(row.stars, "d")),
    ("clip", 6, lambda row: _number(row.clipped, "d")),
    ("focus", 7, lambda row: _number(row.focuser, "g")),
)
"""Titles, widths and texts, those that matter least where there is no room first in `_SPARE`."""

_SPARE = ("temp", "clip", "med", "exp", "filter", "focus")
_NAME = 14  # cells for a file's name at the least


class NightScreen(Underlay[LastImage | None]):
    """A row for each image of this session; Enter shows one."""

    NOTHING_COVERS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "pick", "Show", key_display="⏎", id="night.show"),
        Binding("y", "copy", "Copy as CSV", id="night.copy"),
        Binding("escape,N", "dismiss(None)", "Back", key_display="⎋", id="night.back"),
    ]

    def __init__(self, workspace: Workspace, path: Path | None) -> None:
        super().__init__()
        self._workspace, self._night = workspace, workspace.night
        self.status = StatusLine(workspace.servers)
        self._head, self._trend = PaintedLine("image--head"), PaintedLine("image--head")
        self._list = PickList(self._items, cursor=path)

    def compose(self) -> ComposeResult:
        yield self.status
        yield self._head
        yield self._list
        yield self._trend
        yield KeyLine()

    def on_mount(self) -> None:
        """The cursor is on the image that was shown."""
        self._list.focus()
        self._show_trend()

    def update_from(self, change: Change) -> None:
        """Show images that came."""
        if change.image or change.transfers:
            self._list.rebuild()
            self._show_trend()

    def on_resize(self) -> None:
        """There is room for other columns."""
        self._head.set_line(self._titles())

    def _items(self, width: int) -> list[Item]:
        rows = self._night.rows
        if not rows:
            return [Item([Styled(" no image of this session yet", "dim")])]
        columns = _fitting(width)
        items = []
        for place in reversed(range(len(rows))):
            warning = self._night.warning(place)
            items.append(Item(_row(rows[place], columns, width, warning), rows[place].path))
        return items

    def _titles(self) -> StyledLine:
        width = self.size.width - 2
        columns = _fitting(width)
        text = f"  time     {padded('file', _name_width(columns, width))}"
        return [Styled(text + "".join(title.rjust(room) for title, room, _ in columns), "heading")]

    def _show_trend(self) -> None:
        rows = self._night.rows
        row = rows[-1] if rows else None
        shown = Shown("", None, row=row, before=tuple(list(rows)[-60:-1])) if row else None
        line = history_line(shown, self.size.width) if shown else []
        none = [Styled(f" {NEEDS_EXTRA}", "dim")]
        self._trend.set_line(line if self._workspace.images.measures or not rows else none)

    @on(PickList.Picked)
    async def _picked(self, event: PickList.Picked) -> None:
        if isinstance(event.key, Path):
            self.dismiss(await self._workspace.images.open(event.key))

    def action_pick(self) -> None:
        """Show the image of the row."""
        self._list.action_pick()

    def action_copy(self) -> None:
        """Copy the table."""
        if not self._night.rows:
            self.app.notify("There is no image of this session yet")
            return
        self.app.copy_to_clipboard(as_csv(self._night.rows))
        self.app.notify(f"{len(self._night.rows)} rows copied as CSV")


def as_csv(rows: Sequence[NightRow]) -> str:
    """The rows as text, fields between commas."""
    import csv  # noqa: PLC0415 - when it is asked for
    from io import StringIO  # noqa: PLC0415

    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NightRow._fields)
    for row in rows:
        writer.writerow((row.camera.device, row.path, f"{row.when:%Y-%m-%dT%H:%M:%SZ}", *row[3:]))
    return out.getvalue()


def _row(
    row: NightRow, columns: Sequence[tuple[str, int, Callable[[NightRow], str]]], width: int, warning: str
) -> StyledLine:
    room = _name_width(columns, width)
    mark = Styled("▲" if warning else " ", "alert")
    name = printable(row.path.name.removesuffix(".fits").removesuffix(".000Z"))
    more = f"  {warning}" if warning else ""
    shown = end_of(name, room - len(more))
    name_part = [Styled(padded(shown, room - len(more))), Styled(more, "alert")]
    values = "".join(text(row)[: space - 1].rjust(space) for _, space, text in columns)
    return [mark, Styled(f"{row.when:%H:%M:%S} ", "dim"), *name_part, Styled(values)]


def end_of(text: str, width: int) -> str:
    """The end of a file's name, which tells it from others, in `width` cells."""
    if cell_len(text) <= width:
        return text
    while text and cell_len(text) > width - 1:
        text = text[1:]
    return f"…{text}" if width > 0 else ""


def _fitting(width: int) -> list[tuple[str, int, Callable[[NightRow], str]]]:
    """The columns that there is room for."""
    columns = list(_COLUMNS)
    for title in _SPARE:
        if _name_width(columns, width) >= _NAME:
            break
        columns = [column for column in columns if column[0] != title]
    return columns


def _name_width(columns: Sequence[tuple[str, int, Callable[[NightRow], str]]], width: int) -> int:
    return width - 11 - sum(room for _, room, _ in columns)


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)
