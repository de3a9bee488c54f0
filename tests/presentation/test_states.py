"""The signs of states and permissions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indipyterm.model.catalog import Catalog
from indipyterm.presentation.states import STALE_SIGN, STATES, device_sign, permission_mark, vector_sign, worst_state
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import DefMember, DefVector, DelProperty, Kind, Perm, State

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def catalog(kind: Kind, perm: Perm = Perm.RW) -> Catalog:
    """A model that has heard of one vector."""
    made = Catalog()
    value = {Kind.SWITCH: "Off", Kind.LIGHT: "Ok"}.get(kind, "1")
    made.apply(DefVector(kind, "D", "V", (DefMember("A", "A", value),), state=State.BUSY, perm=perm), NOW)
    return made


def test_a_device_is_not_called_ok_while_it_is_not_connected_to_its_hardware() -> None:
    assert device_sign(State.OK, False) == device_sign(State.IDLE, None) == Piece("○", "idle")
    assert device_sign(State.OK, True) == device_sign(State.OK, None) == Piece("●", "ok")
    assert device_sign(State.ALERT, False) == Piece("▲", "alert")
    assert device_sign(None, False) == STALE_SIGN


def test_no_two_states_have_the_same_sign() -> None:
    assert len({*STATES.values(), STALE_SIGN.text}) == len(State) + 1


def test_a_sign_is_that_of_the_state_until_values_are_stale_or_gone() -> None:
    made = catalog(Kind.TEXT)
    vector = made.devices["D"].vectors["V"]
    assert vector_sign(vector) == Piece("◐", "busy")
    made.mark_stale()
    assert vector_sign(vector) == STALE_SIGN
    made.apply(DelProperty("D", "V"), NOW)
    assert vector_sign(vector) == Piece("·", "dim")


@pytest.mark.parametrize(
    ("kind", "perm", "mark"),
    [
        (Kind.TEXT, Perm.RW, ""),
        (Kind.TEXT, Perm.RO, "ro"),
        (Kind.TEXT, Perm.WO, "wo"),
        (Kind.SWITCH, Perm.RW, ""),
        (Kind.SWITCH, Perm.RO, "ro"),
        (Kind.LIGHT, Perm.RO, ""),
    ],
)
def test_a_permission_is_marked_where_the_values_do_not_show_it(kind: Kind, perm: Perm, mark: str) -> None:
    assert permission_mark(catalog(kind, perm).devices["D"].vectors["V"]) == mark


def test_the_worst_state() -> None:
    assert worst_state([State.OK, None, State.BUSY, State.IDLE]) is State.BUSY
    assert worst_state([State.IDLE, State.ALERT]) is State.ALERT
    assert worst_state([None]) is None
