"""Series over time, in cells."""

from __future__ import annotations

from math import exp
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.presentation.history.series import Series
from indipyterm.tui.charts.plot import Line, plot
from indipyterm.tui.rows.styled import StyledLine, line_width

NOON = 1_795_348_800.0
"""2026-11-22T12:00:00Z."""


def series(*readings: tuple[float, float], number_format: str = "%6.2f") -> Series:
    """Of readings at seconds after noon."""
    made = Series("Temperature", number_format)
    for time, value in readings:
        made.append(NOON + time, value)
    return made


def texts(rows: list[StyledLine]) -> list[str]:
    """What is read."""
    return ["".join(part.text for part in row).rstrip() for row in rows]


def cooling() -> Series:
    """From 4.1 to -10 degrees in half an hour."""
    return series(*((second - 1800, -10 + 14.1 * exp(-second / 250)) for second in range(0, 1801, 10)))


def test_a_cooling_camera() -> None:
    assert texts(plot([Line(cooling())], 48, 10, 1800, NOON, target=-10.0)) == [
        "      │⣆",
        "      │⠘⣆",
        "  0.00┤ ⠘⣆",
        "      │  ⠘⢦⡀",
        "      │    ⠙⣆",
        " -5.00┤     ⠈⠓⢦⣀",
        "      │        ⠈⠙⠲⠤⣄⣀",
        "-10.00┤⠤ ⠤ ⠤ ⠤ ⠤ ⠤ ⠤⠈⠭⠉⠽⠒⠶⠒⠶⠒⠶⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤⠤",
        "      └┬────────────┬─────────────┬─────────────",
        "    UT 11:30        11:40         11:50",
    ]


def test_the_same_in_ascii() -> None:
    assert texts(plot([Line(cooling())], 48, 10, 1800, NOON, target=-10.0, ascii_only=True)) == [
        "      |*",
        "      |**",
        "  0.00+ **",
        "      |  ***",
        "      |    **",
        " -5.00+     ****",
        "      |        ******",
        "-10.00+--  --  --  -****************************",
        "      ++------------+-------------+-------------",
        "    UT 11:30        11:40         11:50",
    ]


def test_roles_are_those_asked_for() -> None:
    rows = plot([Line(cooling(), "busy")], 48, 10, 1800, NOON, target=-10.0)
    roles = {part.role: part.text for part in rows[7]}
    assert set(roles) == {"pending", "dim", "space", "busy"}
    assert rows[7][0] == ("-10.00", "pending", None)


def test_the_first_of_several_lines_is_on_top() -> None:
    flat, step = series((-100, 5)), series((-100, 5), (-50, 6))
    rows = plot([Line(flat, "cursor"), Line(step, "busy")], 10, 4, 100, NOON, ascii_only=True)
    assert texts(rows) == ["     ooooo", "     o", "     o", "**********"]
    assert [part.role for part in rows[3]] == ["cursor"]


def test_a_single_reading_holds() -> None:
    assert texts(plot([Line(series((-50, 5)))], 10, 3, 100, NOON)) == ["", "     ⠤⠤⠤⠤⠤", ""]


def test_a_gap_stays_empty() -> None:
    made = series((-100, 5))
    made.end(NOON - 60)
    made.append(NOON - 20, 5)
    assert texts(plot([Line(made)], 10, 1, 100, NOON, ascii_only=True)) == ["****    **"]


def test_a_short_peak_is_seen_among_many_readings() -> None:
    readings = [(second - 20_000, 0.0) for second in range(20_000)]
    readings[7003] = (readings[7003][0], 50.0)
    rows = texts(plot([Line(series(*readings))], 40, 4, 20_000, NOON, ascii_only=True))
    assert rows[0] == " " * 14 + "*"


@pytest.mark.parametrize("lines", [[], [Line(Series())], [Line(series((-9999, 5))), Line(Series())]])
def test_nothing_to_show(lines: list[Line]) -> None:
    for line in lines:
        line.series.end(NOON - 9000)
    rows = texts(plot(lines, 40, 6, 300, NOON, target=5.0))
    assert rows[:4] == ["  │"] * 4
    assert rows[5].startswith("UT ")


@pytest.mark.parametrize(("columns", "rows"), [(0, 5), (5, 0), (-3, -3)])
def test_no_room(columns: int, rows: int) -> None:
    assert plot([Line(cooling())], columns, rows, 1800, NOON) == []


@pytest.mark.parametrize("value", [0.0, 5.0, -1e-300, 1e308, 45000.0])
def test_a_flat_line_is_in_the_middle_and_labelled(value: float) -> None:
    rows = texts(plot([Line(series((-100, value), number_format="%g"))], 40, 9, 60, NOON, ascii_only=True))
    assert "*" in rows[3]
    assert any("+" in row for row in rows[:7])


def test_huge_ranges() -> None:
    rows = texts(plot([Line(series((-100, -1.7e308), (-50, 1.7e308), number_format="%g"))], 40, 12, 100, NOON))
    assert rows[0].endswith("⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉⠉")
    assert any("1e+308" in row for row in rows)


def test_a_terminal_is_not_commanded_by_a_format() -> None:
    made = series((-10, 1), number_format="\x1b[2J%60.1f")
    assert "\x1b" not in "".join(texts(plot([Line(made)], 40, 8, 60, NOON, target=1.0)))


any_value = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.0, -1e308, 1e308, 5e-324])


@given(
    st.lists(st.lists(st.tuples(st.floats(-500, 100), any_value), max_size=12), max_size=3),
    st.integers(-1, 70),
    st.integers(-1, 20),
    st.floats(),
    st.floats(-1e15, 1e15) | st.floats(NOON - 100, NOON + 100),
    st.none() | st.floats(),
    st.sampled_from(["%6.2f", "%10.6m", "%.0f", "%80.40f", "deg °%g", "\n%x"]),
    st.booleans(),
)
def test_always_of_its_size(
    readings: list[list[tuple[float, float]]],
    columns: int,
    rows: int,
    span: float,
    now: float,
    target: float | None,
    number_format: str,
    ascii_only: bool,
) -> None:
    lines = [Line(series(*sorted(each), number_format=number_format)) for each in readings]
    painted = plot(lines, columns, rows, span, now, target, ascii_only)
    assert len(painted) == (max(0, rows) if columns > 0 else 0)
    assert all(line_width(row) == columns for row in painted)
    assert not ascii_only or "".join(texts(painted)).isascii()


def test_twenty_thousand_readings_are_plotted_at_once() -> None:
    made = series(*((second - 20_000, second % 100) for second in range(20_000)))
    times = []
    for _ in range(3):
        start = process_time()
        plot([Line(made)], 100, 20, 20_000, NOON, target=50.0)
        times.append(process_time() - start)
    assert min(times) < 0.1  # 7 ms on a slow machine
