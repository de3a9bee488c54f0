"""The signs on screen that stand for INDI's words: a shape for each, so that none depends on colour alone."""

from __future__ import annotations

from indipyterm.protocol.messages import State

STATES = {State.IDLE: "○", State.OK: "●", State.BUSY: "◐", State.ALERT: "▲"}
STALE = "?"
CURSOR = "▸"
EDITABLE = "✎"
WRITE_ONLY = "wo"
READ_ONLY = "ro"
ARROW = "→"
OTHER = "⇄"  # another client changed it

WORST_FIRST = (State.ALERT, State.BUSY, State.OK, State.IDLE)


def state_role(state: State | str) -> str:
    """The role in which a state is painted."""
    return str(state).lower()
