"""The history of one vector's numbers, drawn."""

from __future__ import annotations

from indipyterm.ui.bridge import Clock
from indipyterm.ui.history.plot import SPANS, Line, caption, plot
from indipyterm.ui.history.record import Record
from indipyterm.ui.history.series import Series
from indipyterm.ui.keys import Key
from indipyterm.ui.panels.parts import Part, Row, plain
from indipyterm.ui.servers import Servers
from indipyterm.ui.widgets.painted import PaintedLine

_ROLES = ("cursor", "ok", "busy", "alert")
_SPAN = SPANS.index(1800)


class PlotView(PaintedLine):
    """Shows the first member of a vector, or more of them on one scale, over the last so many minutes."""

    def __init__(self, servers: Servers, record: Record, clock: Clock) -> None:
        super().__init__()
        self._servers, self._record, self._clock = servers, record, clock
        self._key: Key | None = None
        self._span = _SPAN
        self._count = 1
        self._frozen: tuple[float, list[Series]] | None = None
        self._rows: list[Row] = []

    def show(self, key: Key | None) -> None:
        """Show another vector."""
        if key != self._key:
            self._key, self._count, self._frozen = key, 1, None
        self.draw()

    def draw(self) -> None:
        """Draw the readings there are now."""
        if self.display and self.size.height:
            self._rows = self._drawn()
            self.update()

    def on_resize(self) -> None:
        """Draw in the new size."""
        self.draw()

    def series(self) -> list[Series]:
        """What is drawn."""
        if self._frozen:
            return self._frozen[1][: self._count]
        vector = self._servers.vector(self._key)
        if vector is None or self._key is None:
            return []
        return self._record.series(self._key, vector, self._now())[: self._count]

    def _now(self) -> float:
        return self._frozen[0] if self._frozen else self._clock.now().timestamp()

    def _drawn(self) -> list[Row]:
        vector, series, now = self._servers.vector(self._key), self.series(), self._now()
        if vector is None or not series:
            return [[Part(" History: the cursor is on no number", "dim")]]
        span = SPANS[self._span]
        head = f" {plain(vector.label)} › {' '.join(one.label for one in series)}  {caption(series[0], span, now)}"
        lines = [Line(one, role) for one, role in zip(series, _ROLES, strict=False)]
        ascii_only = bool(getattr(self.app, "ascii", False))
        size = self.size
        rows = plot(lines, size.width, size.height - 1, span, now, self._target(), ascii_only)
        return [[Part(head + ("  frozen" if self._frozen else ""), "heading")], *rows]

    def _target(self) -> float | None:
        """The value that was asked for and is not reached yet."""
        vector = self._servers.vector(self._key)
        if vector is None or vector.request is None:
            return None
        try:
            return float(next(iter(vector.request.members.values())))
        except (StopIteration, ValueError):
            return None

    def row(self, line: int) -> Row:
        return self._rows[line] if line < len(self._rows) else []

    def zoom(self, direction: int) -> None:
        """Show a longer or a shorter time."""
        self._span = max(0, min(len(SPANS) - 1, self._span + direction))
        self.draw()

    def add(self) -> None:
        """Show one member more, and after the last only the first."""
        vector = self._servers.vector(self._key)
        most = min(len(vector.members), len(_ROLES)) if vector else 1
        self._count = self._count % max(1, most) + 1
        self.draw()

    def freeze(self) -> None:
        """Stand still, or go on."""
        if self._frozen:
            self._frozen = None
        else:
            self._count, count = len(_ROLES), self._count
            self._frozen = (self._now(), [series.copy() for series in self.series()])
            self._count = count
        self.draw()
