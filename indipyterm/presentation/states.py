"""Signs for states and permissions, and their roles: each has its own shape, so that none depends on colour alone."""

from __future__ import annotations

from collections.abc import Iterable

from indipyterm.model.vectors import Vector
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import Kind, Perm, State

STATES = {State.IDLE: "○", State.OK: "●", State.BUSY: "◐", State.ALERT: "▲"}
STALE = "?"
ABSENT = "·"
CURSOR = "▸"
WRITE_ONLY = "wo"
READ_ONLY = "ro"
ARROW = "→"  # before what is asked for, or would be
COMMAND = ":"  # before what the program does by itself
MORE = "+"  # beside how many more there are
STAR = "★"  # the watch list
OTHER = "⇄"  # another client changed it

WORST_FIRST = (State.ALERT, State.BUSY, State.OK, State.IDLE)

STALE_SIGN = Piece(STALE, "stale")
ABSENT_SIGN = Piece(ABSENT, "dim")

_ROLES = {state: str(state).lower() for state in State}
_SIGNS = {state: Piece(sign, _ROLES[state]) for state, sign in STATES.items()}
_PERMISSIONS = {Perm.RO: READ_ONLY, Perm.WO: WRITE_ONLY, Perm.RW: ""}


def state_role(state: State) -> str:
    """The role in which a state is shown."""
    return _ROLES[state]


def state_sign(state: State | None) -> Piece:
    """The sign of a state, in its role; for None the sign of stale values."""
    return _SIGNS[state] if state else STALE_SIGN


def device_sign(state: State | None, connected: bool | None) -> Piece:
    """The sign of a device whose worst state this is: no Ok is said of one that is not connected to its hardware."""
    return state_sign(State.IDLE if state is State.OK and connected is False else state)


def vector_sign(vector: Vector) -> Piece:
    """The sign of a vector's state."""
    if not vector.enabled:
        return ABSENT_SIGN
    return STALE_SIGN if vector.stale else _SIGNS[vector.state]


def permission_mark(vector: Vector) -> str:
    """The mark of a vector's permission; empty if its values show that themselves."""
    if vector.kind is Kind.LIGHT or (vector.kind is Kind.SWITCH and vector.perm is Perm.RW):
        return ""
    return _PERMISSIONS[vector.perm]


def worst_state(states: Iterable[State | None]) -> State | None:
    """The worst state; None if there is none."""
    found = set(states)
    return next((state for state in WORST_FIRST if state in found), None)


def worst_of(vectors: Iterable[Vector]) -> State | None:
    """The worst state of the vectors that are not stale; None if there are none."""
    return worst_state({vector.state for vector in vectors if not vector.stale})
