"""A vector that is not there, where the user named one."""

from __future__ import annotations

from indipyterm.model.vectors import Vector
from indipyterm.presentation.vector import VectorView
from indipyterm.protocol.messages import Kind
from indipyterm.tui.rows.row import PaintContext, VectorRow
from indipyterm.tui.rows.styled import Styled, StyledLine


def missing_vector(device: str, name: str) -> Vector:
    """What stands in for a vector until it is there: known by name only."""
    return Vector(Kind.LIGHT, device, name, label=name, enabled=False)


class MissingRow(VectorRow):
    """Says what is not there (yet)."""

    def values(self, view: VectorView, room: int, context: PaintContext) -> list[StyledLine]:
        return [[Styled(f"not there: {view.device}", "dim")]]
