"""Durations as they are typed, and how far they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from indipyterm.presentation.durations import (
    clock_text,
    duration_text,
    elapsed_text,
    parse_duration,
    progress_text,
    seconds_to_send,
)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("30", "30"),
        (" 0.10 ", "0.10"),
        ("1e-3", "1e-3"),
        (".5", ".5"),
        ("30s", "30"),
        ("30 S", "30"),
        ("5m", "300"),
        ("2.5 min", "150"),
        ("1h", "3600"),
        ("1m30s", "90"),
        ("1h 5m 0.5sec", "3900.5"),
        ("500ms", "0.5"),
        ("1s 200ms", "1.2"),
        ("1/30", "0.03333333333333333"),
        ("1 / 4 s", "0.25"),
        ("-1", "-1"),
    ],
)
def test_a_duration_is_sent_in_seconds(typed: str, sent: str) -> None:
    assert seconds_to_send(typed) == sent
    assert parse_duration(typed) == float(sent)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "empty"),
        ("9" * 201, "longer than 200 characters"),
        ("1e999", "too large"),
        ("1" * 160 + "/" + "0." + "0" * 30 + "1", None),
        ("9" * 100 + "h" + "9" * 90, "not a duration"),
        ("1,5", "use a decimal point"),
        ("1/0", "divided by 0"),
        ("1 10", "not a duration: '1 10'"),
        ("1:30", "not a duration"),
        ("30s5m", "not a duration"),
        ("5m5m", "not a duration"),
        ("-5m", "not a duration"),
        ("10x30", "not a duration"),
        ("long " * 9, "…"),
        ("nan", "not a duration"),
    ],
)
def test_what_is_no_duration_is_refused_in_words(typed: str, why: str | None) -> None:
    if why is None:
        assert float(seconds_to_send(typed)) > 1e170
        return
    with pytest.raises(ValueError, match=why):
        seconds_to_send(typed)


@pytest.mark.parametrize(
    ("done", "whole", "text"),
    [
        (74.4, 300, "74 of 300 s"),
        (-1, 300, "0 of 300 s"),
        (301, 300, "300 of 300 s"),
        (1, 12.5, "1 of 12.5 s"),
        (0.52, 2, "0.5 of 2 s"),
        (0.01, 1 / 30, "0.0 of 0.0333 s"),
    ],
)
def test_progress_is_what_is_done_of_the_whole(done: float, whole: float, text: str) -> None:
    assert progress_text(done, whole) == text


@pytest.mark.parametrize(("seconds", "text"), [(10, "10 s"), (60, "1 min"), (1800, "30 min"), (5400, "1.5 h")])
def test_a_span_has_one_unit(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text


def test_what_is_left_runs_like_a_clock_and_what_is_over_has_units() -> None:
    assert [clock_text(seconds) for seconds in (0, 7.4, 275, 3875)] == ["0:00", "0:07", "4:35", "1:04:35"]
    now = datetime(2026, 11, 30, tzinfo=UTC)
    elapsed = [elapsed_text(now - timedelta(seconds=seconds), now) for seconds in (-1, 12, 99, 185)]
    assert elapsed == ["0s", "12s", "99s", "3m05s"]
