"""INDI time texts: UTC, whole seconds or a fraction, and whatever else a server may put there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.protocol.timestamps import format_timestamp, parse_timestamp

unhurried = settings(deadline=None)  # a busy machine is no failure
moments = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29))  # noqa: DTZ001


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-22T10:43:07", utc(2026, 11, 22, 10, 43, 7)),
        ("2026-11-22T10:43:07.5", utc(2026, 11, 22, 10, 43, 7, 500_000)),
        ("2026-11-22T10:43:07.25", utc(2026, 11, 22, 10, 43, 7, 250_000)),
        ("2026-11-22T10:43:07.123", utc(2026, 11, 22, 10, 43, 7, 123_000)),
        ("2026-11-22T10:43:07.000001", utc(2026, 11, 22, 10, 43, 7, 1)),
        ("2026-11-22T10:43:07.123456789", utc(2026, 11, 22, 10, 43, 7, 123_456)),
        ("2026-11-22T10:43:07.9999999", utc(2026, 11, 22, 10, 43, 7, 999_999)),
        ("2026-11-22T10:43:07.", utc(2026, 11, 22, 10, 43, 7)),
        ("2026-11-22T10:43:07Z", utc(2026, 11, 22, 10, 43, 7)),
        ("2026-11-22T10:43:07.5Z", utc(2026, 11, 22, 10, 43, 7, 500_000)),
        ("2026-11-22T10:43:07z", utc(2026, 11, 22, 10, 43, 7)),
        ("2026-11-22T10:43:07+01:30", utc(2026, 11, 22, 9, 13, 7)),
        ("2026-11-22T10:43:07-0130", utc(2026, 11, 22, 12, 13, 7)),
        ("2026-11-22T10:43:07.5+00:00", utc(2026, 11, 22, 10, 43, 7, 500_000)),
        ("2026-12-31T23:30:00-01:00", utc(2027, 1, 1, 0, 30)),
        ("\n 2026-11-22T10:43:07 \t", utc(2026, 11, 22, 10, 43, 7)),
        ("0001-01-01T00:00:00", utc(1, 1, 1)),
        ("9999-12-31T23:59:59.999999", utc(9999, 12, 31, 23, 59, 59, 999_999)),
    ],
)
def test_parses(text: str, when: datetime) -> None:
    found = parse_timestamp(text)
    assert found == when
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "yesterday",
        "2026-11-22",
        "10:43:07",
        "2026-11-22T10",
        "2026-11-22T10:43",
        "2026-11-22 10:43:07",
        "20261122T104307",
        "2026-W47-7T10:43:07",
        "2026-13-22T10:43:07",
        "2026-02-29T10:43:07",
        "2026-11-22T24:43:07",
        "2026-11-22T10:60:07",
        "2026-11-22T10:43:61",
        "2026-11-22T10:43:07,5",
        "2026-11-22T10:43:07.5.5",
        "2026-11-22T10:43:07.1234567x",
        "2026-11-22T10:43:07+",
        "2026-11-22T10:43:07+99:00",
        "2026-11-22T10:43:07 UTC",
        "2026-11-22T10:43:07ZZ",
        "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
        "0000-01-01T00:00:00",
        "２０２６-11-22T10:43:07",
        "2026-11-22T10:43:0٧",
        "2026-11-22T10:43:07\0",
        "2026-11-22T10:43:07." + "1" * 1000,
        "2" * 100_000,
    ],
)
def test_an_absent_or_bad_timestamp_is_none(text: str | None) -> None:
    assert parse_timestamp(text) is None


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (utc(2026, 11, 22, 10, 43, 7), "2026-11-22T10:43:07"),
        (utc(2026, 11, 22, 10, 43, 7, 500_000), "2026-11-22T10:43:07.500"),
        (utc(2026, 11, 22, 10, 43, 7, 1000), "2026-11-22T10:43:07.001"),
        (utc(2026, 11, 22, 10, 43, 7, 123_456), "2026-11-22T10:43:07.123456"),
        (utc(2026, 11, 22, 10, 43, 7, 1), "2026-11-22T10:43:07.000001"),
        (utc(1, 1, 1), "0001-01-01T00:00:00"),
        (datetime(2026, 11, 22, 10, 43, 7, tzinfo=timezone(timedelta(hours=2))), "2026-11-22T08:43:07"),
    ],
)
def test_formats(when: datetime, text: str) -> None:
    assert format_timestamp(when) == text


def test_a_time_without_a_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        format_timestamp(datetime(2026, 11, 22))  # noqa: DTZ001


def test_a_time_outside_the_years_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the years 1 to 9999"):
        format_timestamp(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))))


@unhurried
@given(moments, st.integers(-1439, 1439))
def test_every_time_is_parsed_back(naive: datetime, offset: int) -> None:
    when = naive.replace(tzinfo=timezone(timedelta(minutes=offset)))
    assert parse_timestamp(format_timestamp(when)) == when
    assert parse_timestamp(when.isoformat()) == when


@unhurried
@given(st.one_of(st.text(), st.text(alphabet="0123456789-+T:.,ZzW ", max_size=40)))
def test_any_text_is_a_time_or_none(text: str) -> None:
    when = parse_timestamp(text)
    assert when is None or when.utcoffset() == timedelta(0)


@unhurried
@given(moments, st.text(alphabet="0123456789", max_size=30))
def test_a_fraction_may_have_any_length(naive: datetime, digits: str) -> None:
    when = naive.replace(microsecond=0, tzinfo=UTC)
    microseconds = int(digits[:6].ljust(6, "0"))
    text = f"{when.replace(tzinfo=None).isoformat(timespec='seconds')}.{digits}"
    assert parse_timestamp(text) == when.replace(microsecond=microseconds)
