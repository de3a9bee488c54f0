"""The history of one vector's numbers, drawn."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from indipyterm.presentation.history.series import Series, to_csv
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.pending import pending_number
from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.history import History
from indipyterm.workspace.servers import Servers

_ROLES = ("cursor", "ok", "busy", "alert")
_SPANS = (60, 300, 900, 1800, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600)  # seconds: what a person may want to see
_SPAN = _SPANS.index(1800)


class PlotView(PaintedLines, can_focus=True):
    """Plots the first member of a vector, or several on one scale, over a time span up to now."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign", "zoom(1)", "Longer", key_display="+", id="plot.longer"),
        Binding("minus", "zoom(-1)", "Shorter", key_display="-", id="plot.shorter"),
        Binding("a", "add", "Add member", id="plot.add"),
        Binding("space", "freeze", "Freeze", key_display="Space", id="plot.freeze"),
        Binding("w", "copy_csv", "Copy as CSV", id="plot.csv"),
    ]

    def __init__(self, servers: Servers, history: History, clock: Clock) -> None:
        super().__init__()
        self._servers, self._history, self._clock = servers, history, clock
        self._key: VectorKey | None = None
        self._span = _SPAN
        self._count = 1
        self._frozen: tuple[float, list[Series]] | None = None
        self._rows: list[StyledLine] = []

    def set_vector(self, key: VectorKey | None) -> None:
        """Show the history of a vector, or of none."""
        if key != self._key:
            self._key, self._count, self._frozen = key, 1, None
        self.draw()

    def draw(self) -> None:
        """Plot the readings that there are now."""
        if self.display and self.size.height:
            self._rows = self._drawn()
            self.update()

    def on_resize(self) -> None:
        """Draw in the new size."""
        self.draw()

    def on_focus(self) -> None:
        """Show that the keys are here."""
        self.draw()

    def on_blur(self) -> None:
        """Show that the keys are elsewhere."""
        self.draw()

    def series(self) -> list[Series]:
        """What is drawn."""
        if self._frozen:
            return self._frozen[1][: self._count]
        vector = self._servers.vector(self._key)
        if vector is None or self._key is None:
            return []
        return self._history.series(self._key, vector, self._now())[: self._count]

    def _now(self) -> float:
        return self._frozen[0] if self._frozen else self._clock.now().timestamp()

    def _drawn(self) -> list[StyledLine]:
        from indipyterm.presentation.history.caption import caption  # noqa: PLC0415
        from indipyterm.tui.charts.plot import Line, plot  # noqa: PLC0415 - it is hidden at the start

        vector, series, now = self._servers.vector(self._key), self.series(), self._now()
        if vector is None or not series:
            return [[Styled(" History: move the cursor to a number", "dim")]]
        span = _SPANS[self._span]
        frozen = "frozen  " if self._frozen else ""
        labels = printable(" ".join(one.label for one in series))
        whose = vector.device if labels.startswith(printable(vector.label)) else vector.label
        head = f" {frozen}{printable(whose)} › {labels}  {caption(series[0], span, now)}"
        lines = [Line(one, role) for one, role in zip(series, _ROLES, strict=False)]
        ascii_only = bool(getattr(self.app, "ascii", False))
        size = self.size
        rows = plot(lines, size.width, size.height - 1, span, now, pending_number(vector), ascii_only)
        role = "active" if self.has_focus else "heading"
        return [[Styled(head, role)], *rows]

    def row(self, line: int) -> StyledLine:
        return self._rows[line] if line < len(self._rows) else []

    def action_zoom(self, direction: int) -> None:
        """Show a longer or a shorter time."""
        self._span = max(0, min(len(_SPANS) - 1, self._span + direction))
        self.draw()

    def action_add(self) -> None:
        """Show one member more, and after the last only the first."""
        vector = self._servers.vector(self._key)
        most = min(len(vector.members), len(_ROLES)) if vector else 1
        self._count = self._count % max(1, most) + 1
        self.draw()

    def action_freeze(self) -> None:
        """Freeze the plot, or let it run again."""
        if self._frozen:
            self._frozen = None
        else:
            self._count, count = len(_ROLES), self._count
            self._frozen = (self._now(), [series.copy() for series in self.series()])
            self._count = count
        self.draw()

    def action_copy_csv(self) -> None:
        """Copy the readings of the first member as CSV."""
        if series := self.series():
            self.app.copy_to_clipboard(to_csv(series[0]))
            self.app.notify(f"{len(series[0])} readings copied as CSV")
        else:
            self.app.notify("There are no readings to copy")
