"""INDI time text <-> aware datetime.

Source: the INDI white paper 1.7, on time values: ``YYYY-MM-DDTHH:MM:SS.S`` in UTC, the fraction optional.
libindi sends whole seconds; others send a fraction of any length, a ``Z`` or an offset.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

_LIMIT = 64

# fromisoformat alone would also take week dates, days without a time and more that INDI does not know.
_SHAPE = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)\.?"
    r"(?:[Zz]|([+-][0-9]{2}:?[0-9]{2}))?"
)


@lru_cache(maxsize=64)  # what a server says at once carries the same time
def parse_timestamp(text: str | None) -> datetime | None:
    """Return the moment in UTC, or None where the text is absent, longer than 64 characters or no INDI time.

    Digits beyond microseconds are cut off. Never raises.
    """
    if text is None or len(text) > _LIMIT:
        return None
    shape = _SHAPE.fullmatch(text.strip())
    if shape is None:
        return None
    moment, offset = shape.groups()
    try:
        when = datetime.fromisoformat(moment + (offset or "Z"))
        return when if offset is None else when.astimezone(UTC)
    except (ValueError, OverflowError):  # the 13th month; an offset that leads out of the years 1 to 9999
        return None


def format_timestamp(when: datetime) -> str:
    """Write a moment as INDI wants it: UTC without a zone, and 3 or 6 digits of fraction where it has one.

    Raises ValueError where `when` has no time zone, for then nobody knows what moment it is.
    """
    if when.utcoffset() is None:
        raise ValueError("a timestamp needs a time zone")
    moment = when.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds" if _in_milliseconds(moment) else "auto")


def _in_milliseconds(moment: datetime) -> bool:
    return moment.microsecond != 0 and moment.microsecond % 1000 == 0
