"""How long an answer is awaited."""

from __future__ import annotations

from datetime import timedelta

import pytest

from indipyterm.model.vectors import Request
from indipyterm.presentation.pending import PATIENCE, pending, pending_number, progress_of
from indipyterm.presentation.text import Piece
from indipyterm.protocol.messages import State
from tests.tui.samples import NOW, number, vector


@pytest.mark.parametrize(
    ("timeout", "seconds", "answered", "piece"),
    [
        (60.0, 2, False, Piece("2s", "busy")),
        (59.2, 2.9, False, Piece("2s", "busy")),
        (0.0, 2, False, Piece("2s", "busy")),
        (0.0, PATIENCE, False, Piece("no answer for 10 s", "error")),
        (0.0, PATIENCE, True, Piece("10s", "busy")),
        (60.0, 60, False, Piece("no answer for 60 s", "error")),
        (60.0, 31, True, Piece("31s, at most 60s", "busy")),
        (60.0, 75, True, Piece("75s", "busy")),
        (60.0, -5, False, Piece("0s", "busy")),
        (60.0, 1e7, True, Piece("86400s", "busy")),
    ],
)
def test_the_time_so_far(timeout: float, seconds: float, answered: bool, piece: Piece) -> None:
    shown = vector(number("V")._replace(timeout=timeout))
    shown.state, shown.request = State.BUSY, Request({"X": "5.5"}, NOW - timedelta(seconds=seconds), answered)
    waiting = pending(shown, NOW)
    assert waiting
    assert waiting.piece == piece


@pytest.mark.parametrize(
    ("name", "left", "asked", "progress"),
    [
        ("CCD_EXPOSURE", "226", {"X": "300"}, "74 of 300 s"),
        ("CCD_EXPOSURE", "301", {"X": "300"}, ""),
        ("CCD_EXPOSURE", "226", {}, ""),
        ("CCD_EXPOSURE", "what", {"X": "300"}, ""),
        ("CCD_TEMPERATURE", "-5", {"X": "-10"}, ""),
    ],
)
def test_of_a_time_that_runs_down_what_is_over_is_said(
    name: str, left: str, asked: dict[str, str], progress: str
) -> None:
    shown = vector(number(name))
    shown.members["X"].value = left
    shown.state, shown.asked, shown.request = State.BUSY, asked, Request(asked, NOW - timedelta(hours=1), answered=True)
    assert progress_of(shown) == progress
    waiting = pending(shown, NOW)
    assert waiting
    assert waiting.piece == Piece(progress or "3600s", "busy"), "however long the driver's timeout is over"


def test_nothing_is_awaited_without_a_request_or_once_it_is_answered() -> None:
    shown = vector(number("V"))
    shown.state = State.BUSY
    assert pending(shown, NOW) is None
    shown.request, shown.state = Request({"X": "5.5"}, NOW), State.OK
    assert pending(shown, NOW) is None


@pytest.mark.parametrize(
    ("members", "value"), [({"X": "5.5", "Y": "6"}, 5.5), ({"X": "blue"}, None), ({}, None), (None, None)]
)
def test_the_number_asked_for(members: dict[str, str] | None, value: float | None) -> None:
    shown = vector(number("V"))
    shown.request = None if members is None else Request(members, NOW)
    assert pending_number(shown) == value
