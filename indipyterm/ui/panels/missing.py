"""A vector that is not there, where the user named one."""

from __future__ import annotations

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind
from indipyterm.ui.panels.panel import Look, Panel
from indipyterm.ui.panels.parts import Part, Row, plain


def missing(device: str, name: str) -> Vector:
    """What stands in for a vector until it is there: known by name only."""
    return Vector(Kind.LIGHT, device, name, label=name, enabled=False)


class MissingPanel(Panel):
    """Says what is not there (yet)."""

    def values(self, room: int, look: Look) -> list[Row]:
        return [[Part(f"not there: {plain(self.vector.device)}", "dim")]]

    def state_part(self) -> Part:
        return Part("·", "dim")
