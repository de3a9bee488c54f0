"""Which row paints which kind of vector."""

from __future__ import annotations

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind
from indipyterm.tui.rows.blob import BlobRow
from indipyterm.tui.rows.light import LightRow
from indipyterm.tui.rows.missing import MissingRow
from indipyterm.tui.rows.row import VectorRow
from indipyterm.tui.rows.switch import SwitchRow
from indipyterm.tui.rows.values import ValuesRow

_ROWS: dict[Kind, type[VectorRow]] = {
    Kind.NUMBER: ValuesRow,
    Kind.TEXT: ValuesRow,
    Kind.SWITCH: SwitchRow,
    Kind.LIGHT: LightRow,
    Kind.BLOB: BlobRow,
}


def row_for(vector: Vector) -> VectorRow:
    """Make the row that paints a vector."""
    return _ROWS[vector.kind](vector) if vector.enabled else MissingRow(vector)
