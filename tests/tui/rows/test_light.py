"""Lights in a row, side by side as far as there is room."""

from __future__ import annotations

from indipyterm.protocol.messages import DefMember, DefVector, Kind, State
from tests.tui.samples import painted, vector


def lights(*members: tuple[str, str]) -> DefVector:
    """A light vector of labels and states."""
    made = tuple(DefMember(label, label, state) for label, state in members)
    return DefVector(Kind.LIGHT, "D", "Status", made, "Status", "Main", State.OK)


def test_each_state_has_its_sign() -> None:
    (row,) = painted(vector(lights(("Wind", "Alert"), ("Rain", "Ok"), ("Roof", "Busy"), ("Snow", "Idle"))))
    assert "▲ Wind  ● Rain  ◐ Roof  ○ Snow" in row


def test_lights_that_do_not_fit_stand_below() -> None:
    rows = painted(vector(lights(*((f"A rather long label {place}", "Ok") for place in range(4)))))
    assert len(rows) == 2
    assert sum(row.count("● A rather long label") for row in rows) == 4
    assert max(map(len, rows)) == 80
