"""Each verdict in one line."""

from __future__ import annotations

import pytest

from indipyterm.commands.answers import Answer, Verdict, explanation
from indipyterm.protocol.messages import State


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (Answer("D", "V", Verdict.DONE, State.BUSY, ("tracking",), {}, ("[ERROR] of something else",)), ""),
        (
            Answer("D", "V", Verdict.DONE, State.OK, (), {"A": "4"}),
            "answered Ok, but with other values than asked for: A=4",
        ),
        (
            Answer("D", "V", Verdict.REFUSED, State.ALERT, ("too far",), {}, ("[INFO] a", "[ERROR] b", "[INFO] c")),
            "its state is Alert: too far; D said: [ERROR] b",
        ),
        (Answer("D", "V", Verdict.REFUSED, None, ("A: outside 1 … 5",)), "A: outside 1 … 5"),
        (
            Answer("D", "V", Verdict.REFUSED, State.IDLE, (), {"A": "1"}),
            "answered Idle, but with other values than asked for: A=1",
        ),
        (Answer("D", "V", Verdict.STOPPED, State.IDLE), "its state is Idle"),
        (
            Answer("D", "V", Verdict.NO_ANSWER, State.BUSY, (), {}, ("1", "2", "3", "4")),
            "its state is Busy; D said: 2; 3; 4",
        ),
    ],
)
def test_explanation(answer: Answer, line: str) -> None:
    assert explanation(answer) == line
