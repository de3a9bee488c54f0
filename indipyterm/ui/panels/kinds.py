"""Which panel paints which kind of vector."""

from __future__ import annotations

from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind
from indipyterm.ui.panels.blob import BlobPanel
from indipyterm.ui.panels.light import LightPanel
from indipyterm.ui.panels.missing import MissingPanel
from indipyterm.ui.panels.panel import Panel
from indipyterm.ui.panels.switch import SwitchPanel
from indipyterm.ui.panels.values import NumberPanel, TextPanel

_PANELS: dict[Kind, type[Panel]] = {
    Kind.NUMBER: NumberPanel,
    Kind.TEXT: TextPanel,
    Kind.SWITCH: SwitchPanel,
    Kind.LIGHT: LightPanel,
    Kind.BLOB: BlobPanel,
}


def panel_for(vector: Vector) -> Panel:
    """Make the panel that paints a vector."""
    return _PANELS[vector.kind](vector) if vector.enabled else MissingPanel(vector)
