"""The times that people type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from indipyterm.demo.replay.playback_clock import PlaybackClock, parse_time

START = datetime(2026, 11, 24, 22, 41, 30, tzinfo=UTC)
END = datetime(2026, 11, 25, 5, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 25, 0, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("22:45", datetime(2026, 11, 24, 22, 45, tzinfo=UTC)),
        ("22:45:07", datetime(2026, 11, 24, 22, 45, 7, tzinfo=UTC)),
        (" 3:00 ", datetime(2026, 11, 25, 3, 0, tzinfo=UTC)),
        ("22:41", START),
        ("05:00", END),
        ("2026-11-25T01:02:03", datetime(2026, 11, 25, 1, 2, 3, tzinfo=UTC)),
        ("2026-11-25 01:02", datetime(2026, 11, 25, 1, 2, tzinfo=UTC)),
        ("2026-11-25T01:02:03+01:00", datetime(2026, 11, 25, 0, 2, 3, tzinfo=UTC)),
        ("+90", datetime(2026, 11, 25, 0, 1, 30, tzinfo=UTC)),
        ("-10m", datetime(2026, 11, 24, 23, 50, tzinfo=UTC)),
        ("+1h", datetime(2026, 11, 25, 1, 0, tzinfo=UTC)),
        ("+900h", END),
        ("-900 h", START),
    ],
)
def test_times(text: str, time: datetime) -> None:
    assert parse_time(text, START, END, NOW) == time


@pytest.mark.parametrize("text", ["", "soon", "25:00", "22:61", "2026-13-01", "10"])
def test_invalid_times(text: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_time(text, START, END, NOW)


@pytest.mark.parametrize(
    "text", ["22:40", "05:01", "2026-11-23T22:45", "0001-01-01T00:00+23:59", "9999-12-31T23:59-23:59"]
)
def test_times_outside_the_recording(text: str) -> None:
    with pytest.raises(ValueError, match=r"not in the recording, which is from 2026-11-24 22:41:30 to 05:00:00"):
        parse_time(text, START, END, NOW)


FIRST, LAST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"), [("+999999h", LAST), ("-999999h", FIRST), ("0001-01-01T00:00", FIRST), ("9999-12-31", LAST)]
)
def test_any_time_can_be_asked_for_at_the_ends_of_time(text: str, time: datetime) -> None:
    now = LAST if text.startswith("+") else FIRST
    assert abs(parse_time(text, FIRST, LAST, now) - time) < timedelta(days=1)
    with pytest.raises(ValueError, match="not in the recording"):
        parse_time("22:00", LAST, LAST, LAST)


def test_a_clock_stands_still_at_the_end_of_time() -> None:
    seconds = [0.0]
    clock = PlaybackClock(FIRST, LAST, 10_000.0, lambda: seconds[0])
    seconds[0] = 1e12
    assert clock.now() == LAST
