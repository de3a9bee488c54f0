"""What the jog pad shows: where the device is in large digits, which way it moves, how fast, and the mode."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.renderables.digits import DIGITS, DIGITS3X3

from indipyterm.model.standard import POINTING
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.text import printable, value_text
from indipyterm.protocol.messages import ON, Kind
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, line_width
from indipyterm.workspace import jog_targets
from indipyterm.workspace.jog import GAP_SECONDS, TAP_SECONDS, Jog
from indipyterm.workspace.jog_targets import Direction, JogKind, JogTarget
from indipyterm.workspace.night import FocusFrame, Night
from indipyterm.workspace.servers import Servers

_LARGE = 16
"""Rows of the pad where there is room for large digits."""

_ROWS, _WIDTH = 11, 48
"""Rows and cells of the pad from which all that it says has room."""

_KEYS = {Direction.NORTH: "k", Direction.SOUTH: "j", Direction.WEST: "h", Direction.EAST: "l"}
_IN_A_LINE = (Direction.WEST, Direction.SOUTH, Direction.NORTH, Direction.EAST)  # as hjkl are on a keyboard
_BARS = 24  # images
_SAME = 0.005  # pixels
_MIDDLE = 24  # cells left of the cross


class JogView(PaintedLines):
    """Painted line by line, so that a new position costs the digits that changed."""

    def __init__(self, servers: Servers, jog: Jog, night: Night) -> None:
        super().__init__()
        self._servers, self._jog, self._night = servers, jog, night
        self._target: JogTarget | None = None
        self._holds, self._step, self._usable = True, 0.0, True
        self._rows: list[StyledLine] = []

    def show(self, target: JogTarget, *, holds: bool, step: float, usable: bool) -> None:
        """Show a device; `holds` and `step` are what the keys do, if they are `usable`."""
        self._target, self._holds, self._step, self._usable = target, holds, step, usable
        self._make()
        self.update()

    def on_resize(self) -> None:
        """There may be room for large digits now, or not any more."""
        self._make()
        self.refresh()

    def row(self, line: int) -> StyledLine:
        return self._rows[line] if line < len(self._rows) else []

    def _make(self) -> None:
        if self._target is None:
            return
        device = self._servers.device(self._target.device)
        if device is None:
            self._rows = [[Styled(" this device is gone", "error")]]
        elif self._target.kind is JogKind.MOUNT:
            found = [device.vectors[name] for name in POINTING if name in device.vectors]
            where = next((vector for vector in found if vector.enabled and vector.kind is Kind.NUMBER), None)
            parts = self._position(where), self._cross(), [*self._rate(), *self._mode()]
            self._rows = self._joined(*parts)
        else:
            where = jog_targets.position_of(device, self._target.kind)
            self._rows = self._joined(self._position(where), self._ways(), self._step_rows(where))
            if self._target.kind is JogKind.FOCUSER:
                gap: list[StyledLine] = [] if self._small else [[]]
                room = self.size.height - len(self._rows) - len(gap)
                self._rows += [*gap, *focus_rows(self._night.focus, room)]

    @property
    def _small(self) -> bool:
        return self.size.height < _ROWS or self.size.width < _WIDTH

    def _joined(self, *parts: list[StyledLine]) -> list[StyledLine]:
        """The parts of the pad, an empty row between them where there is room."""
        between: list[StyledLine] = [] if self._small else [[]]
        first, *others = parts
        return first + [row for part in others for row in between + part]

    def _key(self, text: str, key: str, moves: bool = False) -> Styled:
        """A key that can be clicked; faint where it does nothing."""
        return Styled(text, "picked" if moves else "key", key) if self._usable else Styled(text, "dim")

    def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        if key := self.target_at(event.x, event.y):
            self.app.simulate_key(key)

    # Where it is

    def _position(self, vector: Vector | None) -> list[StyledLine]:
        if vector is None:
            return [[Styled(" this mount does not report its position", "dim")]]
        sign = states.vector_sign(vector)
        state = [Styled(f" {sign.text} ", sign.role), Styled(printable(vector.label), "label")]
        large = self.size.height >= _LARGE and not getattr(self.app, "ascii", False)
        rows: list[StyledLine] = [state]
        for member in list(vector.members.values())[:2]:
            name, text = f" {printable(member.label).partition(' (')[0]:<8.8}", value_text(member)
            role = "stale" if vector.stale else "busy" if sign.role == "busy" else "value"
            rows += _large(name, text, role) if large else [[Styled(name, "member"), Styled(text, role)]]
        return rows

    # Which way it moves

    @property
    def _right(self) -> str:
        return ">" if getattr(self.app, "ascii", False) else "→"  # which stands for what is asked for in ASCII

    def _cross(self) -> list[StyledLine]:
        assert self._target
        going = self._jog.directions(self._target)

        def way(direction: Direction, text: str) -> Styled:
            return self._key(text, _KEYS[direction], direction in going)

        if self._small:
            ways = [way(one, f" {_KEYS[one]} {one.name.capitalize()}") for one in _IN_A_LINE]
            return [ways]
        return [
            [Styled(" " * _MIDDLE), way(Direction.NORTH, " ↑ k North ")],
            [
                Styled(" " * (_MIDDLE - 12)),
                way(Direction.WEST, " ← h West "),
                Styled("  Space stops  " if self._usable else " " * 15, "on" if going else "dim", "space"),
                way(Direction.EAST, f" {self._right} l East "),
            ],
            [Styled(" " * _MIDDLE), way(Direction.SOUTH, " ↓ j South ")],
        ]

    def _ways(self) -> list[StyledLine]:
        assert self._target
        less, more = ("In", "Out") if self._target.kind is JogKind.FOCUSER else ("Back", "On")
        gap, stops = ("  ", " Space stops ") if self._small else ("   ", "   Space stops   ")
        stop = Styled(stops if self._usable else " " * len(stops), "dim", "space")
        return [[self._key(f"{gap}← h {less} ", "h"), stop, self._key(f" {self._right} l {more} ", "l")]]

    # How fast, and how

    def _rate(self) -> list[StyledLine]:
        assert self._target
        device = self._servers.device(self._target.device)
        vector = device.vectors.get(jog_targets.RATE) if device else None
        if vector is None or not vector.enabled:
            return [[Styled(" Rate  ", "label"), Styled("this mount has only one", "dim")]]
        row: StyledLine = [Styled(" Rate - +", "label")]
        for member in vector.members.values():
            on = member.value == ON
            label = printable(member.label)
            row.append(Styled(f" ‹{label}›" if on else f"  {label} ", "on" if on else "off"))
        if line_width(row) > self.size.width:  # as many as fit would not show the one that counts
            chosen = next((part for part in row if part.role == "on"), Styled(" ?"))
            row = [row[0], chosen, Styled(f"  of {len(vector.members)}", "dim")]
        return [row]

    def _mode(self) -> list[StyledLine]:
        if self._holds:
            mode = "hold", f"while a key is held; a tap: {TAP_SECONDS:g} s"
            more = f"stops {GAP_SECONDS:g} s after the last repeat"
        else:
            mode = "toggle", "until the same key, or Space"
            more = "stops when this pad is closed"
        chosen = [Styled(" Mode t  ", "label"), Styled(f" ‹{mode[0]}›", "on")]
        if self._small:
            return [[*chosen, Styled(" while held" if self._holds else " until Space", "value")]]
        return [
            [*chosen, Styled(f"  {mode[1]}", "value")],
            [Styled("          ", "dim"), Styled(more, "dim")],
        ]

    def _step_rows(self, vector: Vector | None) -> list[StyledLine]:
        unit = "°" if self._target and self._target.kind is JogKind.ROTATOR else " ms" if _is_timer(vector) else ""
        step = [Styled(" Step - +", "label"), Styled(f" ‹{self._step:g}{unit}›", "on")]
        more = [] if self._small else [[Styled("          a held key takes one step after the other", "dim")]]
        return [step, *more]


def focus_rows(frames: Sequence[FocusFrame], room: int) -> list[StyledLine]:
    """How sharp the stars of the last images were, beside where the focuser was: bars, and the newest in figures."""
    measured = [frame for frame in frames if frame.hfr is not None]
    if not frames:
        return [
            [Styled(" HFR      ", "label"), Styled("of the images to come (:expose 2)", "dim")],
            [Styled("          measured by indipyterm[images]", "dim")],
        ]
    if not measured:
        return [[Styled(" HFR      ", "label"), Styled("no stars in the last images", "alert")]]
    from indipyterm.presentation.imaging.captions import bars  # noqa: PLC0415 - most pads move a mount

    shown = measured[-_BARS:]
    best = min(shown, key=lambda frame: frame.hfr or 0.0)
    rows: list[StyledLine] = [
        [
            Styled(" HFR      ", "label"),
            Styled(bars([frame.hfr for frame in shown])),
            Styled(f"  best {best.hfr:.2f}" + ("" if best.focuser is None else f" at {best.focuser:g}"), "ok"),
        ]
    ]
    newest_first = [*reversed(shown)]
    for frame, before in list(zip(newest_first, [*newest_first[1:], None], strict=True))[: max(0, room - 2)]:
        position = "?" if frame.focuser is None else f"{frame.focuser:g}"
        row = [Styled(f" {position:>8}", "member"), Styled(f"  {frame.hfr:5.2f}"), Styled(f"  {frame.stars:4}★", "dim")]
        if before and before.hfr is not None and frame.hfr is not None and abs(before.hfr - frame.hfr) >= _SAME:
            better = frame.hfr < before.hfr
            sign, role = ("▼", "ok") if better else ("▲", "busy")
            row.append(Styled(f"  {sign}{abs(before.hfr - frame.hfr):.2f}", role))
        rows.append(row)
    return rows


def _is_timer(vector: Vector | None) -> bool:
    return vector is not None and vector.name == "FOCUS_TIMER"


def _large(name: str, text: str, role: str) -> list[StyledLine]:
    """A text in three rows, its name before it."""
    pieces: list[str] = ["", "", ""]
    for character in text:
        place = DIGITS.find(character)
        if place < 0 or character == " ":
            shown = (" ", " ", "." if character == "." else character)
        else:
            shown = tuple(DIGITS3X3[3 * place + line].ljust(3) for line in range(3))  # type: ignore[assignment]
        pieces = [before + new for before, new in zip(pieces, shown, strict=True)]
    names = (" " * len(name), name, " " * len(name))
    return [[Styled(one, "member"), Styled(piece, role)] for one, piece in zip(names, pieces, strict=True)]
