"""What is written from one screen to the next gives the same cells and colours as if it were painted whole."""

from __future__ import annotations

import re

import pyte
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from indipyterm.tui.terminal.screen_writer import ScreenWriter

WIDTH, HEIGHT = 30, 4
COLORS = ("#101010", "#e0e0e0", "#ff8800", "color(208)", "bright_red", "blue", "default")
NO_WRAP = "\x1b[?7l"  # as Textual sets it

styles = st.builds(
    Style,
    color=st.sampled_from(COLORS),
    bgcolor=st.sampled_from(COLORS[:1] * 4 + COLORS),
    bold=st.sampled_from([None, None, False, True]),
    dim=st.sampled_from([None, None, True]),
    italic=st.sampled_from([None, None, True]),
    underline=st.sampled_from([None, None, True]),
    reverse=st.sampled_from([None, None, True]),
    strike=st.sampled_from([None, None, True]),
)
texts = st.lists(
    st.sampled_from(["a", "b", "7", " ", "   ", " " * 14, "●", "│", "漢", "e\u0301", "漢\u0301"]), max_size=9
)
lines = st.lists(st.tuples(texts.map("".join), st.one_of(st.none(), styles)), max_size=5)


class Emulator:
    """A terminal; what is compared of a blank is what is seen of it."""

    def __init__(self, size: tuple[int, int] = (WIDTH, HEIGHT)) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self.feed(NO_WRAP)

    def feed(self, text: str) -> None:
        self._stream.feed(text)

    @property
    def lines(self) -> list[str]:
        return [*self._screen.display]

    @property
    def cells(self) -> list[list[tuple[object, ...]]]:
        screen = self._screen
        return [[_seen(screen.buffer[line][column]) for column in range(screen.columns)] for line in range(HEIGHT)]


def _seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    lined = cell.underscore or cell.strikethrough or cell.reverse
    return tuple(cell) if cell.data.strip() or lined else (cell.data, cell.bg)


def strip(parts: list[tuple[str, Style | None]]) -> Strip:
    """A line of the screen."""
    return Strip([Segment(text, style) for text, style in parts if text]).simplify().adjust_cell_length(WIDTH)


def whole(screen: list[Strip]) -> LayoutUpdate:
    """All of it, in one piece a line."""
    return LayoutUpdate([[line] for line in screen], Region(0, 0, WIDTH, len(screen)))


def painted_whole(screen: list[Strip]) -> Emulator:
    """The cells that Textual itself paints."""
    emulator = Emulator()
    emulator.feed(whole(screen).render_segments(Console()).replace("\n", ""))
    return emulator


screens = st.lists(lines.map(strip), min_size=HEIGHT, max_size=HEIGHT)
parts = st.tuples(st.sets(st.integers(0, HEIGHT - 1)), st.integers(0, WIDTH - 1), st.integers(1, WIDTH))


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(
    st.lists(st.tuples(screens, st.one_of(st.none(), parts)), min_size=2, max_size=5),
    st.sampled_from(["xterm", "screen"]),
)
def test_screens_written_one_after_the_other_are_as_if_painted_whole(
    steps: list[tuple[list[Strip], tuple[set[int], int, int] | None]], term: str
) -> None:
    writer, emulator = ScreenWriter(term), Emulator()
    emulator.feed("\x1b[31mwhat is there " * 8 + "\x1b[m")
    shown: list[Strip] = []
    for screen, part in steps:
        # Textual's own cuts part what combines from what it combines with.
        if part is None or not shown or any("\u0301" in line.text for line in (*shown, *screen)):
            shown, update = screen, whole(screen)
            written = writer.write(update, ColorSystem.TRUECOLOR)
        else:
            changed, first, size = part
            behind = min(WIDTH, first + size)
            chops: list[dict[int, Strip | None]] = [{} for _ in range(HEIGHT)]
            for line in changed:
                middle = screen[line].crop(first, behind)
                chops[line] = {0: None, first: middle, behind: None} if first else {0: middle, behind: None}
                shown = [*shown]
                shown[line] = Strip.join([shown[line].crop(0, first), middle, shown[line].crop(behind)])
            spans = [(line, first, behind) for line in sorted(changed)]
            written = writer.write(ChopsUpdate(chops, spans, []), ColorSystem.TRUECOLOR)
        assert term == "xterm" or not re.search(r"\x1b\[\d*[KX]", written)
        emulator.feed(written)
        assert emulator.cells == painted_whole(shown).cells
        assert writer.write(whole(shown), ColorSystem.TRUECOLOR) == "", "it is there already"
        assert emulator._screen.cursor.attrs == pyte.Screen(1, 1).cursor.attrs, "nothing is left switched on"


DARK, LIGHT = Style(color="#e0e0e0", bgcolor="#101010"), Style(color="#e0e0e0", bgcolor="#101010", bold=True)


def written(*screens: list[Strip], term: str = "xterm-256color", colors: ColorSystem = ColorSystem.TRUECOLOR) -> str:
    """The bytes for the last of some screens."""
    writer = ScreenWriter(term)
    return [writer.write(whole(screen), colors) for screen in screens][-1]


def rows(*texts: str, style: Style = DARK) -> list[Strip]:
    return [strip([(text.ljust(WIDTH), style)]) for text in texts]


def test_a_digit_that_changes_costs_its_place_and_its_style() -> None:
    before, after = rows("RA  6:23:44", "DEC 7:00:00"), rows("RA  6:23:45", "DEC 7:00:00")
    assert written(before, after) == "\x1b[1;11H\x1b[38;2;224;224;224;48;2;16;16;16m5\x1b[m"
    assert written(before, before) == ""


def test_only_what_is_new_of_a_style_is_switched() -> None:
    before = rows("", "")
    after = [strip([("ab ", DARK), ("cd ", LIGHT), ("ef".ljust(WIDTH - 6), DARK)]), before[1]]
    styles = re.findall(r"\x1b\[([0-9;]*)m", written(before, after))
    assert styles == ["38;2;224;224;224;48;2;16;16;16", "1", "22", ""]
    after = [strip([("ab".ljust(WIDTH), Style(color="red"))]), before[1]]
    assert re.findall(r"\x1b\[([0-9;]*)m", written(before, after, colors=ColorSystem.STANDARD)) == ["31", ""]


def test_plain_text_behind_a_colour_without_a_ground_is_plain() -> None:
    """So it is in 16 colours, and without any: only a blank may be drawn in the style of what is before it."""
    red = Style(color="red")
    line = [strip([("a", red), (" b", None)])]
    assert written([strip([("   ", None)])], line).endswith("\x1b[31ma \x1b[mb")


def test_blanks_at_the_end_of_a_line_are_erased_where_the_terminal_keeps_the_background() -> None:
    before, after = rows(("much that was here " * 2)[:WIDTH], ""), rows("much", "")
    assert written(before, after) == "\x1b[1;6H\x1b[48;2;16;16;16m\x1b[K\x1b[m"
    assert written(before, after, term="screen.xterm-256color").count(" ") == WIDTH - 5


def test_what_was_forgotten_is_written_whole() -> None:
    writer, screen = ScreenWriter("xterm"), rows("one", "two", "", "")
    first = writer.write(whole(screen), ColorSystem.TRUECOLOR)
    assert writer.knows_all
    writer.forget()
    assert not writer.knows_all
    assert writer.write(whole(screen), ColorSystem.TRUECOLOR) == first
    assert len(writer.write(whole(rows("one", "two", "")), ColorSystem.TRUECOLOR)) > 40, "another size"


@pytest.mark.parametrize("drawn", [1, 2, 4])
@pytest.mark.parametrize("sign", ["🔭", "☀", "☀\ufe0f", "👨\u200d👩\u200d👧"])
def test_a_character_of_doubtful_width_shifts_no_other(sign: str, drawn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn in as many cells as a terminal likes."""
    widths = {ord(sign[0]): drawn}
    monkeypatch.setattr(pyte.screens, "wcwidth", lambda character: widths.get(ord(character), int(character.isascii())))
    emulator, writer = Emulator(), ScreenWriter("xterm")
    others = rows("|" * WIDTH, "", "")
    size = cell_len(sign)
    steps = [
        ("ab    cdefghij", "ab    cdefghij"),
        (f"ab {sign} " + "x" * 7, "x" * 7),
        (f"ab {sign} " + "yx" * 3 + "y", "yxyxyxy"),
        ("q" * 14, "q" * 14),
        (f"{sign}" + "z" * 9, "z" * 9),
    ]
    for text, seen in steps:
        emulator.feed(writer.write(whole([strip([(text.ljust(WIDTH), DARK)]), *others]), ColorSystem.TRUECOLOR))
        at = text.index(seen) + (size - len(sign) if sign in text else 0)
        row = emulator._screen.buffer[0]
        assert "".join(row[column].data for column in range(at, at + len(seen))) == seen
        assert emulator.lines[1] == "|" * WIDTH


def test_half_a_wide_character_that_is_left_is_a_space() -> None:
    writer, emulator = ScreenWriter("xterm"), Emulator()
    emulator.feed(writer.write(whole(rows("a漢漢b", "", "", "")), ColorSystem.TRUECOLOR))
    chops: list[dict[int, Strip | None]] = [{0: None, 2: Strip([Segment("xy", DARK)]), 4: None}, {}, {}, {}]
    emulator.feed(writer.write(ChopsUpdate(chops, [(0, 2, 4)], []), ColorSystem.TRUECOLOR))
    assert emulator.lines[0].rstrip() == "a xy b"


def test_control_characters_are_not_written() -> None:
    text = "a\x1b]0;x\x07b\x9bc"
    assert not set(written(rows("", ""), rows(text, ""))) & {"\x07", "\x9b", "]"} - {"]"}
