"""What all rows have in common: their size, and refusals."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.protocol.messages import AnyDef, DefMember, DefNumber, DefVector, Kind, Perm, Rule, SetVector, State
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import PaintContext
from indipyterm.tui.rows.styled import line_width
from tests.corpus.definitions import definitions
from tests.protocol.strategies import kinds, names, numbers, texts
from tests.tui.emulator import NOON
from tests.tui.samples import NOW, catalog, number, painted, vector


@given(
    kinds,
    st.sampled_from(Perm),
    st.lists(st.tuples(names, texts, numbers, texts), max_size=8),
    names,
    st.integers(20, 160),
)
def test_whatever_is_defined_fills_its_rows_exactly(
    kind: Kind, perm: Perm, members: list[tuple[str, str, str, str]], label: str, width: int
) -> None:
    every: dict[Kind, Sequence[AnyDef]] = {
        Kind.NUMBER: [DefNumber(name, text, value, format_) for name, text, value, format_ in members],
        Kind.SWITCH: [DefMember(name, text, "Off") for name, text, _, _ in members],
        Kind.LIGHT: [DefMember(name, text, "Ok") for name, text, _, _ in members],
        Kind.TEXT: [DefMember(name, text, value) for name, text, value, _ in members],
        Kind.BLOB: [DefMember(name, text) for name, text, _, _ in members],
    }
    rule = Rule.ONE_OF_MANY if kind is Kind.SWITCH else None
    shown = vector(DefVector(kind, "D", "V", tuple(every[kind]), label, "G", State.OK, perm, rule))
    row = row_for(shown)
    rows = row.painted(width, PaintContext(NOW))
    assert len(rows) == row.height(width)
    assert {line_width(row) for row in rows} == {width}


@pytest.mark.parametrize(("width", "marks"), [(40, " "), (120, " 12:00:00 ")])
def test_values_have_all_the_room_up_to_the_marks(width: int, marks: str) -> None:
    long = vector(DefVector(Kind.TEXT, "D", "V", (DefMember("A", "", "x" * 200),), "L", "G", State.OK, Perm.RW, None))
    long.timestamp = NOON
    (line, *_) = row_for(long).painted(width, PaintContext(NOW))
    text = "".join(part.text for part in line)
    assert text.endswith(f"x…{marks}"), text


def test_a_refusal_stands_on_its_row_in_full() -> None:
    made = catalog(number("Focus"))
    shown = made.devices["D"].vectors["Focus"]
    reason = "Requested position 123456 is out of bounds, the focuser can move from 0 to 100000 steps and no further"
    made.apply(SetVector(Kind.NUMBER, "D", "Focus", (), State.ALERT, message=reason), NOW)
    rows = painted(shown)
    assert len(rows) == row_for(shown).height(80) > 2
    assert " ".join(row[23:79].strip() for row in rows[1:]) == f"✗ {reason}"
    made.apply(SetVector(Kind.NUMBER, "D", "Focus", (), State.OK), NOW)
    assert len(painted(shown)) == 1


def test_everything_that_libindi_2_defines_is_painted() -> None:
    for definition in definitions():
        first, *more = painted(vector(definition), width=120)
        assert first[1] in "○●◐▲", first
        assert definition.label[:8] in first, "a long label is cut in the middle"
        assert first[23:].strip() or more or definition.perm is Perm.WO, f"{definition.name} without values"
