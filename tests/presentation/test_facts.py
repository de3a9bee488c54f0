"""The facts of a vector, without a screen."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.model.vectors import Request, Vector
from indipyterm.presentation.facts import facts_in_short, fingerprint, property_facts
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import DefNumber, Perm, State
from tests.tui.samples import NOW, number, switch, vector

COORDINATES = number("COORD", DefNumber("RA", "RA", "6.3955555555555552", "%010.6m", "0", "24", "0.1"))


def facts(shown: Vector) -> dict[str, str]:
    """By name; those without one are left out."""
    found = property_facts(shown, NOW)
    return {fact.name: "".join(piece.text for piece in fact.pieces) for fact in found if fact.name}


def in_short(shown: Vector) -> list[str]:
    return ["".join(piece.text for piece in fact) for fact in facts_in_short(shown)]


def test_a_number_in_full() -> None:
    shown = vector(COORDINATES._replace(timeout=60.0))
    shown.state, shown.request, shown.other = State.BUSY, Request({"RA": "5.5"}, NOW - timedelta(seconds=7)), NOW
    assert facts(shown) == {
        "group": "Main Control",
        "INDI name": "COORD",
        "kind": "Number, 1 member",
        "permission": "rw: it can be read and set",
        "state": "◐ Busy",
        "timeout": "60 s",
        "changed": "2026-11-22 12:00:00 UTC",
        "under way": "→ RA=5.5",
        "sent": "2026-11-22 11:59:53 UTC  7s",
        "⇄ asked": "by another client 2026-11-22 12:00:00 UTC",
        "value": "6:23:44   as sent 6.3955555555555552",
        "range": "min 0   max 24   step 0.1   0:00:00 … 24:00:00",
        "format": "%010.6m",
    }


def test_what_is_stale_says_what_it_was() -> None:
    shown = vector(COORDINATES)
    shown.stale = True
    assert facts(shown)["state"] == "? stale; it was Idle when the connection was lost"
    assert facts_in_short(shown)[0][1] == Piece("stale (was Idle)", "stale")


def test_what_cannot_be_read_is_not_told() -> None:
    assert facts(vector(COORDINATES._replace(perm=Perm.WO)))["value"] == "cannot be read"


def test_in_short() -> None:
    shown = vector(COORDINATES._replace(timeout=60.0, message="slewing"))
    assert in_short(shown) == ["COORD rw Idle 12:00:00", "slewing", "RA 0…24 %010.6m step 0.1", "timeout 60 s"]
    assert in_short(vector(switch("MODE", [("A", "On"), ("B", "Off")]))) == ["MODE OneOfMany Ok 12:00:00", "A B"]


def test_the_fingerprint_changes_with_the_facts() -> None:
    shown = vector(COORDINATES)
    prints = [fingerprint(shown, NOW)]
    shown.members["RA"].value = "7"
    prints.append(fingerprint(shown, NOW))
    shown.state, shown.request = State.BUSY, Request({"RA": "5.5"}, NOW)
    prints.append(fingerprint(shown, NOW))
    prints.append(fingerprint(shown, NOW + timedelta(seconds=1)))
    assert all(one != other for place, one in enumerate(prints) for other in prints[:place])
    assert fingerprint(shown, NOW) == prints[2]
