"""Which row paints which vector."""

from __future__ import annotations

import pytest

from indipyterm.protocol.messages import DefMember, DefVector, Kind, State
from indipyterm.tui.rows.blob import BlobRow
from indipyterm.tui.rows.kinds import row_for
from indipyterm.tui.rows.light import LightRow
from indipyterm.tui.rows.missing import MissingRow
from indipyterm.tui.rows.row import VectorRow
from indipyterm.tui.rows.switch import SwitchRow
from indipyterm.tui.rows.values import ValuesRow
from tests.tui.samples import number, switch, vector


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        (number("FOCUS"), ValuesRow),
        (switch("MODE", [("A", "On")]), SwitchRow),
        (DefVector(Kind.TEXT, "D", "T", (DefMember("A", "A", "x"),), "T", "Main", State.OK), ValuesRow),
        (DefVector(Kind.LIGHT, "D", "L", (DefMember("A", "A", "Ok"),), "L", "Main", State.OK), LightRow),
        (DefVector(Kind.BLOB, "D", "B", (DefMember("A", "A", ""),), "B", "Main", State.OK), BlobRow),
    ],
)
def test_each_kind_has_its_row_until_it_is_gone(definition: DefVector, expected: type[VectorRow]) -> None:
    shown = vector(definition)
    assert type(row_for(shown)) is expected
    shown.enabled = False
    assert type(row_for(shown)) is MissingRow
