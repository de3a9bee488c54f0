"""Parsing and formatting INDI timestamps.

Source: the INDI white paper 1.7, on time values: ``YYYY-MM-DDTHH:MM:SS.S`` in UTC, the fraction optional.
libindi sends whole seconds; others send a fraction of any length, a ``Z`` or an offset.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_LIMIT = 64

# fromisoformat alone would also accept week dates, dates without a time and more that INDI does not have.
_FORMAT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)\.?"
    r"(?:[Zz]|([+-][0-9]{2}:?[0-9]{2}))?"
)


@lru_cache(maxsize=64)  # messages sent together have the same timestamp
def parse_timestamp(text: str | None) -> datetime | None:
    """Return the time in UTC, or None if the text is None, longer than 64 characters or not an INDI time.

    Digits beyond microseconds are cut off. Never raises.
    """
    if text is None or len(text) > _LIMIT:
        return None
    match = _FORMAT.fullmatch(text.strip())
    if match is None:
        return None
    moment, offset = match.groups()
    try:
        when = datetime.fromisoformat(moment + (offset or "Z"))
        return when if offset is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # a 13th month; an offset that leads outside the years 1 to 9999
        return None


def format_timestamp(when: datetime) -> str:
    """Format a time as INDI does: UTC without a zone, with 3 or 6 digits of fraction if it has one.

    Raises ValueError if `when` has no time zone, or is outside the years 1 to 9999 in UTC.
    """
    if when.utcoffset() is None:
        raise ValueError("a timestamp needs a time zone")
    try:
        moment = when.astimezone(UTC).replace(tzinfo=None)
    except OverflowError:
        raise ValueError(f"{when} is outside the years 1 to 9999 in UTC") from None
    return moment.isoformat(timespec="milliseconds" if _in_milliseconds(moment) else "auto")


def _in_milliseconds(moment: datetime) -> bool:
    return moment.microsecond != 0 and moment.microsecond % 1000 == 0
