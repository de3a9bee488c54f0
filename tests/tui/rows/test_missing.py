"""A vector that the user named and that is not there."""

from __future__ import annotations

from indipyterm.tui.rows.missing import missing_vector
from tests.tui.samples import painted


def test_it_says_whose_vector_is_not_there() -> None:
    (row,) = painted(missing_vector("Dome\x1b", "DOME_PARK"))
    assert "DOME_PARK" in row
    assert "not there: Dome␛" in row
