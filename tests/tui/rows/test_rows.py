"""Vectors as painted rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import (
    AnyDef,
    DefMember,
    DefNumber,
    DefVector,
    Kind,
    OneNumber,
    Perm,
    Rule,
    SetVector,
    State,
)
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.row import PaintContext
from indipyterm.tui.rows.styled import line_width
from tests.protocol.strategies import kinds, names, numbers, texts
from tests.tui.samples import NOW, catalog, number, switch, vector


def painted(shown: Vector, look: PaintContext = PaintContext(NOW), width: int = 80) -> list[str]:  # noqa: B008 - it is frozen
    rows = row_for(shown).painted(width, look)
    return ["".join(part.text for part in row) for row in rows]


def coordinates() -> DefVector:
    return number(
        "Eq. Coordinates",
        DefNumber("RA", "RA (hh:mm:ss)", "6.3955555555555552", "%010.6m", "0", "24"),
        DefNumber("DEC", "DEC (dd:mm:ss)", "-0.5", "%010.6m", "-90", "90"),
    )


def test_members_that_fit_stand_in_one_row_without_their_units() -> None:
    assert painted(vector(coordinates()))[0].startswith(" ○ Eq. Coordinates      RA  6:23:44  DEC  -0:30:00 ")


def test_members_that_do_not_fit_get_a_row_each() -> None:
    members = [DefNumber(f"N{place}", f"A rather long label {place}", "1") for place in range(4)]
    assert len(painted(vector(number("Many", *members)))) == 4


def test_a_lone_member_called_as_its_vector_shows_its_unit_only() -> None:
    shown = vector(number("Temperature", DefNumber("T", "Temperature (C)", "-9.984", "%.1f")))
    assert painted(shown)[0].startswith(" ○ Temperature          -10.0 C ")


def test_values_do_not_dance_when_they_get_shorter() -> None:
    made = catalog(number("V", DefNumber("A", "A", "1000"), DefNumber("B", "B", "1")))
    shown = made.devices["D"].vectors["V"]
    row = row_for(shown)
    before = "".join(part.text for part in row.painted(80, PaintContext(NOW))[0])
    made.apply(SetVector(Kind.NUMBER, "D", "V", (OneNumber("A", "1"),)), NOW)
    after = "".join(part.text for part in row.painted(80, PaintContext(NOW))[0])
    assert before.index("B") == after.index("B")


def test_a_request_stands_behind_an_arrow_with_its_time() -> None:
    made = catalog(coordinates()._replace(timeout=60.0))
    shown = made.devices["D"].vectors["Eq. Coordinates"]
    from indipyterm.model.requests import request

    made.mark_sent(request(shown, {"RA": "5:35:17", "DEC": "-5:23:28"}), NOW - timedelta(seconds=2))
    assert "→ 5:35:17 -5:23:28 2/60s" in painted(shown)[0]
    made.apply(SetVector(Kind.NUMBER, "D", "Eq. Coordinates", (), State.BUSY), NOW)
    assert "→ 5:35:17 -5:23:28 2/60s" in painted(shown)[0]
    made.apply(SetVector(Kind.NUMBER, "D", "Eq. Coordinates", (), State.OK), NOW)
    assert "→" not in painted(shown)[0]


@pytest.mark.parametrize(
    ("rule", "look", "expected"),
    [
        (Rule.ONE_OF_MANY, PaintContext(NOW), " a  ‹b›  c "),
        (Rule.ONE_OF_MANY, PaintContext(NOW, choice="c"), " a  ‹b› »c«"),
        (Rule.AT_MOST_ONE, PaintContext(NOW), "⟨a⟩ ‹b› ⟨c⟩"),
        (Rule.ANY_OF_MANY, PaintContext(NOW), "[ ]a [x]b [ ]c"),
        (Rule.ANY_OF_MANY, PaintContext(NOW, drafts={"a": "On", "b": "Off"}), "[x]a [ ]b [ ]c"),
    ],
)
def test_each_rule_has_its_signs(rule: Rule, look: PaintContext, expected: str) -> None:
    shown = vector(switch("V", [("a", "Off"), ("b", "On"), ("c", "Off")], rule))
    assert expected in painted(shown, look)[0]


def test_too_many_choices_become_the_one_that_is_on_and_a_list() -> None:
    members = [(f"choice number {place}", "On" if place == 7 else "Off") for place in range(20)]
    (row,) = painted(vector(switch("V", members)))
    assert "‹choice number 7›" in row
    assert "+19 ▾" in row


def test_what_cannot_be_read_is_not_shown_as_a_value() -> None:
    shown = vector(number("V", DefNumber("A", "A", "5"), perm=Perm.WO))
    assert "5" not in painted(shown)[0]


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


def test_a_refusal_stands_on_its_row_in_full() -> None:
    made = catalog(number("Focus"))
    shown = made.devices["D"].vectors["Focus"]
    reason = "Requested position 123456 is out of bounds, the focuser can move from 0 to 100000 steps and no further"
    made.apply(SetVector(Kind.NUMBER, "D", "Focus", (), State.ALERT, message=reason), NOW)
    rows = painted(shown)
    assert len(rows) == row_for(shown).height(80) > 2
    assert " ".join(row[23:76].strip() for row in rows[1:]) == f"✗ {reason}"
    made.apply(SetVector(Kind.NUMBER, "D", "Focus", (), State.OK), NOW)
    assert len(painted(shown)) == 1
