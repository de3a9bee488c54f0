"""What stands above and below a picture, and beside it where there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from indipyterm.presentation.text import printable
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, cut_in_the_middle, line_width, wrapped
from indipyterm.workspace.night import NightRow

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.picture import Picture

_COMPARED = 24
"""Images whose stars are shown one beside the other."""

_NAME = 16  # cells of a file's name at the least


class Shown(NamedTuple):
    """An image that is shown: its picture (None: `reason` says why), its row in the night, and those before it."""

    name: str
    picture: Picture | None
    reason: str = ""
    device: str = ""
    row: NightRow | None = None
    before: tuple[NightRow, ...] = ()
    warning: str = ""
    measures: bool = False
    """Whether stars are looked for."""
    fault: str = ""
    """Why they were not."""


NEEDS_EXTRA = "HFR and stars are not measured: they need indipyterm[images]"


class ImageHead(PaintedLines):
    """Device, time, file, size, exposure, filter, temperature; and at its end how it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: tuple[StyledLine, StyledLine] = ([], [])
        self._file = ""

    def show(self, shown: Shown | None, end: StyledLine) -> None:
        """Show an image; `end` stands at the right."""
        front: StyledLine = []
        self._file = ""
        if shown:
            from indipyterm.presentation.imaging.summary import summary  # noqa: PLC0415 - most runs show no image

            when = f"{shown.row.when:%H:%M:%S}" if shown.row else ""
            front = [Styled(f" {cropped(printable(shown.device), 16)}", "device"), Styled(f"  {when}", "dim")]
            self._file = printable(shown.name)
            words = summary(shown.picture) if shown.picture else ""
            front += [Styled("", "value"), Styled(f"  {words}", "value")]
            if row := shown.row:
                degrees = "" if row.temperature is None else f" {row.temperature:.1f} C"
                front.append(Styled(f"  {printable(row.filter)}{degrees}".rstrip(), "dim"))
        self._parts = front, [Styled("  "), *end, Styled(" ")]
        self.update()

    def row(self, line: int) -> StyledLine:
        front, end = [*self._parts[0]], self._parts[1]
        if not front:
            return end
        end_width = line_width(end)
        room = self.size.width - line_width(front) - end_width
        if room >= min(_NAME, len(self._file)):
            front[2] = Styled(f" {cut_in_the_middle(self._file, room - 1)}")
        elif room < 0:
            front = front[:4]  # filter and temperature are in the night's table, too
            if line_width(front) + end_width > self.size.width:
                front = front[:2] if line_width(front[:2]) + end_width <= self.size.width else front[:1]
        whole = front
        return [*whole, Styled(" " * max(0, self.size.width - line_width(whole) - end_width)), *end]


class FigureLines(PaintedLines):
    """Two lines below the picture: counts and stars; and how the stars were in the images before."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None

    def show(self, shown: Shown | None) -> None:
        """Show the figures of an image."""
        self._shown = shown
        self.update()

    def row(self, line: int) -> StyledLine:
        if self._shown is None or self._shown.picture is None:
            return []
        return self._counts(self._shown.picture) if line == 0 else history_line(self._shown, self.size.width)

    def _counts(self, picture: Picture) -> StyledLine:
        assert self._shown
        from indipyterm.presentation.imaging.captions import clipped_text, focus_pieces, histogram_bars  # noqa: PLC0415
        from indipyterm.presentation.imaging.summary import figures  # noqa: PLC0415 - most runs show no image

        clipped = clipped_text(picture)
        line = [Styled(f" {figures(picture)}", "value")]
        if clipped:
            line.append(Styled(f" {clipped}", "alert" if picture.figures.clipped else "dim"))
        line += [Styled("  "), *(Styled(*piece) for piece in focus_pieces(picture.figures, last_hfr(self._shown)))]
        if self._shown.warning:
            line.append(Styled(f"  ▲ {self._shown.warning}", "alert"))
        room = self.size.width - line_width(line) - 3
        if (bars := histogram_bars(picture.figures, min(24, room))) and room >= 8:
            line += [Styled(" " * (self.size.width - line_width(line) - len(bars) - 1)), Styled(bars, "dim")]
        return line


class SidePanel(PaintedLines):
    """The same in more words, beside the picture."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: Shown | None = None
        self._rows: list[StyledLine] = []

    def show(self, shown: Shown | None) -> None:
        """Show the figures of an image."""
        self._shown = shown
        self._rows = self._lines(shown.picture, shown) if shown and shown.picture else []
        self.update()

    def on_resize(self) -> None:
        """Bars may be longer now, or shorter."""
        self.show(self._shown)

    def row(self, line: int) -> StyledLine:
        return self._rows[line] if line < len(self._rows) else []

    def _lines(self, picture: Picture, shown: Shown) -> list[StyledLine]:
        from indipyterm.presentation.imaging import captions  # noqa: PLC0415 - most runs show no image

        measured, width = picture.figures, self.size.width - 2
        rows: list[StyledLine] = [[Styled(" Exposure", "heading")]]
        rows += [[Styled(f"  {text}")] for text in captions.count_lines(picture)]
        if clipped := captions.clipped_share(picture):
            rows.append([Styled(f"  clipped {clipped}", "alert" if measured.clipped else "value")])
        if measured.histogram and (bars := captions.histogram_bars(measured, width)):
            ends = f"{measured.histogram.low:.0f} .. {measured.histogram.high:.0f}"
            rows += [[Styled(f"  {bars}", "value")], [Styled(f"  {ends}", "dim")]]
        rows += [[], [Styled(" Focus", "heading")]]
        if focus := captions.focus_pieces(measured, last_hfr(shown)):
            rows += [[Styled("  "), *(Styled(*piece) for piece in focus)], history_line(shown, self.size.width)]
        else:
            rows += [[Styled(f"  {text}", "dim")] for text in wrapped(not_measured(shown), width)]
        if shown.warning:
            rows.append([Styled(f"  ▲ {shown.warning}", "alert")])
        rows += [[], [Styled(" Frame", "heading")]]
        rows += [[Styled(f"  {cropped(text, width)}")] for text in frame_lines(picture)]
        return rows


def last_hfr(shown: Shown) -> float | None:
    """The HFR of the image before it in which it was measured."""
    return next((row.hfr for row in reversed(shown.before) if row.hfr is not None), None)


def history_line(shown: Shown, width: int) -> StyledLine:
    """HFR in the last images beside the focuser's position, and stars: ``HFR ▅▄▃ 3.1→2.38  focuser 45210``."""
    from indipyterm.presentation.imaging.captions import bars  # noqa: PLC0415 - most runs show no image

    rows = [row for row in (*shown.before, *([shown.row] if shown.row else [])) if row.hfr is not None]
    room = max(4, min(_COMPARED, width - 36))
    line: StyledLine = []
    if len(rows) > 1:
        shown_rows = rows[-room:]
        line += [Styled(" HFR ", "dim"), Styled(bars([row.hfr for row in shown_rows]))]
        line.append(Styled(f" {shown_rows[0].hfr:.2f}→{shown_rows[-1].hfr:.2f}"))
    if shown.row and shown.row.focuser is not None:
        line.append(Styled(f"{'  ' if line else ' '} focuser {shown.row.focuser:g}", "dim"))
    if not line and shown.picture and shown.picture.figures.focus is None:
        line = [Styled(f" {not_measured(shown)}", "dim")]
    if len(rows) > 1 and (left := width - line_width(line) - 8) >= 4:
        line += [Styled("   stars ", "dim"), Styled(bars([row.stars for row in rows[-min(room, left) :]]))]
    return line


def not_measured(shown: Shown) -> str:
    """Why there is no HFR."""
    if not shown.measures:
        return NEEDS_EXTRA
    return printable(shown.fault) or "HFR and stars are being measured"


def frame_lines(picture: Picture) -> list[str]:
    """What the header says of the frame, a line each."""
    place = [picture.text("OBJCTRA", "RA"), picture.text("OBJCTDEC", "DEC")]
    lines = [printable(picture.text("OBJECT")), printable(picture.text("TELESCOP"))]
    if all(place):
        lines.append(f"RA {printable(place[0])}  DEC {printable(place[1])}")
    if (angle := picture.number("CROTA2", "POSANGLE", "ROTATANG")) is not None:
        lines.append(f"PA {angle:.1f}")
    if (gain := picture.number("GAIN")) is not None:
        lines.append(f"gain {gain:g}")
    lines.append(printable(picture.taken))
    lines.append(printable(picture.frame_type))
    return [line for line in lines if line]
