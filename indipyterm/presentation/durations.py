"""Durations as they are shown, and as people type them: ``30``, ``5m``, ``1h``, ``1m30s``, ``500ms``, ``1/30``."""

from __future__ import annotations

import re
from datetime import datetime
from math import isfinite

from indipyterm.protocol.numbers import MAX_LENGTH, decimal_text

_NUMBER = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
_DECIMAL = re.compile(rf"[+-]?(?:{_NUMBER})(?:[eE][+-]?[0-9]+)?")
_FRACTION = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})\s*(?:s|sec)?", re.IGNORECASE)
_SECONDS = {"h": 3600, "min": 60, "m": 60, "sec": 1, "s": 1, "ms": 0.001}
_ORDER = ("h", "m", "s", "ms")
_SHORT = {"min": "m", "sec": "s"}
_PART = re.compile(rf"\s*({_NUMBER})\s*(h|ms|min|m|sec|s)", re.IGNORECASE)


def seconds_to_send(text: str) -> str:
    """The decimal seconds that a typed duration means: of ``5m`` "300"; a plain number as it was typed.

    Hours, minutes, seconds and milliseconds may stand together, the largest first. Raises ValueError with the reason,
    in words for the user.
    """
    typed = text.strip()
    if not typed:
        raise ValueError("empty")
    if len(typed) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    if _DECIMAL.fullmatch(typed):
        if not isfinite(float(typed)):
            raise ValueError("too large")
        return typed
    if "," in typed:
        raise ValueError("use a decimal point")
    if found := _FRACTION.fullmatch(typed):
        if not float(found[2]):
            raise ValueError("nothing can be divided by 0")
        return _decimal(float(found[1]) / float(found[2]))
    return _decimal(_sum_of_parts(typed))


def parse_duration(text: str) -> float:
    """The same as a number of seconds."""
    return float(seconds_to_send(text))


def _decimal(seconds: float) -> str:
    if not isfinite(seconds):
        raise ValueError("too large")
    return decimal_text(seconds)


def _sum_of_parts(text: str) -> float:
    total, place, units = 0.0, 0, list[str]()
    while found := _PART.match(text, place):
        unit = found[2].lower()
        units.append(_SHORT.get(unit, unit))
        total += float(found[1]) * _SECONDS[unit]
        place = found.end()
    if place < len(text) or sorted(set(units), key=_ORDER.index) != units:
        shown = text if len(text) <= 25 else text[:24] + "…"
        raise ValueError(f"not a duration: {shown!r}; type seconds, 30s, 5m or 1/30")
    return round(total, 9)  # 0.1 + 0.2 is 0.3 to whoever typed it


def progress_text(done: float, whole: float) -> str:
    """How far something that takes a known time is: ``74 of 300 s``; below 10 s with a decimal."""
    done = min(max(0.0, done), whole)
    if whole >= 10:
        return f"{done:.0f} of {whole:.0f} s" if whole == round(whole) else f"{done:.0f} of {whole:.1f} s"
    return f"{done:.1f} of {whole:.3g} s"


def clock_text(seconds: float) -> str:
    """A time that is left: ``0:07``, ``4:35``, ``1:04:35``."""
    whole = round(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def elapsed_text(since: datetime, now: datetime) -> str:
    """The time that something has taken: ``12s``, ``3m05s``."""
    seconds = max(0, int((now - since).total_seconds()))
    return f"{seconds}s" if seconds < 100 else f"{seconds // 60}m{seconds % 60:02}s"


def duration_text(seconds: float) -> str:
    """A duration: ``30 min``."""
    for unit, name in ((3600, "h"), (60, "min")):
        if seconds >= unit:
            return f"{seconds / unit:g} {name}"
    return f"{seconds:g} s"
