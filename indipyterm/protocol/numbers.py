"""Reading INDI numbers, as received and as typed, and writing them as their format says.

Sources: the INDI white paper 1.7, on number values and number formats, and what libindi's ``indicom.c`` does
in ``f_scansexa``, ``fs_sexa`` and ``numberFormat``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite, prod
from typing import NamedTuple

LIMIT = 200
"""The most characters that a number text may have, read or written."""

WIDEST = 80
"""The widest field that a format may ask for; drivers ask for 60 (``%060.4m``)."""

MOST_DECIMALS = 40
"""The highest precision that a format may ask for; a float has 17 digits worth knowing."""

# Reading

_PART = r"([+-]?[0-9]+(?:\.[0-9]*)?)"
_SEPARATOR = r"(?:\s*[:;]\s*|\s+)"
_SEPARATED = re.compile(rf"{_PART}{_SEPARATOR}{_PART}(?:{_SEPARATOR}{_PART})?")
# The last unit may be left out: 5h35 can mean only one thing.
_WITH_UNITS = re.compile(rf"{_PART}\s*[hHdD](?:\s*{_PART}\s*(?:[mM']|$))?(?:\s*{_PART}\s*(?:[sS\"]|$))?")
_AS_ON_A_KEYBOARD = str.maketrans({"−": "-", "°": "d", "′": "'", "″": '"'})


@lru_cache(maxsize=1024)  # limits are asked for again and again
def parse_number(text: str) -> float:
    """Return the value of a number as any INDI program may send it, correctly rounded.

    Integer, real, exponent, or sexagesimal: two or three parts between ``:``, ``;`` or spaces, of which the
    last may have a fraction. A leading minus sign is that of the whole number: "-0:30" is -0.5. Minutes and
    seconds beyond 59 count for what they are: "12:75:00" is 13.25.

    Raises ValueError, with the reason in words, for all else: nan, infinities and what would become one,
    hexadecimal, digits of other scripts, more than 200 characters.
    """
    value = _decimal(text)
    return _sexagesimal_value(text) if value is None else value


def parse_typed(text: str) -> float:
    """Return the value of a number that a person typed: as `parse_number`, and ``5h35m17.3s`` or ``-5°30'``.

    Minutes and seconds must be below 60 and of one or two digits, so that a mistyped thousand ("1 000") is no
    number. Hours or degrees must be there, so that "5m" is not taken for 5 minutes where metres were meant.

    Raises ValueError with a message to show to the person: "minutes must be under 60".
    """
    value = _decimal(text.translate(_AS_ON_A_KEYBOARD))
    return _typed_value(text) if value is None else value


def exact_text(text: str, *, received: bool = False) -> str:
    """Return the decimal text to send for a number as typed, or for one `received` from the wire.

    A decimal goes out exactly as it is, but for the white space around it. Every other form becomes the
    shortest decimal that reads back as the same float, since drivers do not agree on sexagesimal: one took
    "12 30 00" for 123000.

    Raises ValueError as `parse_typed` does; as `parse_number` where `received`, so that a server's own
    "12:75:00" can go back to it.
    """
    if not received:
        keyed = text.translate(_AS_ON_A_KEYBOARD)
        return plain_text(_typed_value(text)) if _decimal(keyed) is None else keyed.strip()
    return plain_text(_sexagesimal_value(text)) if _decimal(text) is None else text.strip()


def plain_text(value: float) -> str:
    """Return the shortest decimal (17 digits at most) that reads back as the same float: "5", "1e+22"."""
    return repr(value).removesuffix(".0")


def _decimal(text: str) -> float | None:
    """Return the value of a decimal, or None where the text has another form.

    Raises ValueError where it cannot be a number of any form.
    """
    if len(text) > LIMIT:
        raise ValueError(f"longer than {LIMIT} characters")
    if not text.isascii() or "_" in text:  # float() would take both
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    if isfinite(value):
        return value
    raise ValueError("too large") if any(map(str.isdigit, text)) else _not_a_number(text)


def _sexagesimal_value(text: str) -> float:
    found = _SEPARATED.fullmatch(text.strip()) if text.isascii() else None
    if found is None:
        raise _not_a_number(text)
    return _joined([part for part in found.groups() if part is not None])


def _typed_value(text: str) -> float:
    typed = text.translate(_AS_ON_A_KEYBOARD).strip()
    if "," in typed:
        raise ValueError("use a decimal point")
    if found := _SEPARATED.fullmatch(typed):
        parts = [part for part in found.groups() if part is not None]
    elif found := _WITH_UNITS.fullmatch(typed):
        if "h" in typed.lower() and ("'" in typed or '"' in typed):  # minutes of arc are not those of time
            raise ValueError("after h use m and s")
        whole, minutes, seconds = found.groups()
        parts = [whole, minutes or "0", seconds] if seconds else [whole, minutes] if minutes else [whole]
    else:
        raise _not_a_number(text)
    value = _joined(parts)
    for part, name in zip(parts[1:], ("minutes", "seconds"), strict=False):
        digits = part.partition(".")[0]
        if len(digits) > 2 or int(digits) >= 60:
            raise ValueError(f"{name} must be under 60")
    return value


def _joined(parts: Sequence[str]) -> float:
    """Return whole + minutes / 60 + seconds / 3600, rounded once, by the division of two exact integers."""
    if any(part[0] in "+-" for part in parts[1:]):
        raise ValueError("only the first part may have a sign")
    if any("." in part for part in parts[:-1]):
        raise ValueError("only the last part may have a fraction")
    last, _, fraction = parts[-1].partition(".")
    units = 0
    for part in (*parts[:-1], last):
        units = units * 60 + int(part.lstrip("+-"))
    scale: int = 10 ** len(fraction)
    one: int = 60 ** (len(parts) - 1) * scale
    value = (units * scale + int(fraction or "0")) / one
    return -value if parts[0].startswith("-") else value


def _not_a_number(text: str) -> ValueError:
    shown = text.strip()
    if not shown:
        return ValueError("empty")
    return ValueError(f"not a number: {shown if len(shown) <= 25 else shown[:24] + '…'!r}")


# Writing

_FORMAT = re.compile(
    r"(?P<before>(?:[^%]|%%)*)"
    r"%(?P<flags>[-+ #0']*+)(?P<width>[0-9]*+)(?:\.(?P<precision>[0-9]*+))?"
    r"(?:(?:hh?|ll?|[Lqjzt])?(?P<letter>[diuoxXeEfFgG])|(?P<sexagesimal>m))"
    r"(?P<after>(?:[^%]|%%)*)"
)

_CUTS = {9: (60, 60, 100), 8: (60, 60, 10), 6: (60, 60), 5: (60, 10)}
"""How a whole is cut, for each f of ``%<w>.<f>m``: ``:mm:ss.ss``, ``:mm:ss.s``, ``:mm:ss``, ``:mm.m``."""
_MINUTES = (60,)
"""``:mm``, for 3 and whatever else."""
_PATTERNS = {60: ":%02d", 100: ".%02d", 10: ".%d"}
"""How the digits of each cut are written."""

_EXACT_INTEGERS = 2**53


class _Printf(NamedTuple):
    """A checked format for Python's ``%``, which does what C does given the right flags."""

    template: str
    integer: bool


class _Sexagesimal(NamedTuple):
    before: str
    columns: int  # of the whole part
    cuts: tuple[int, ...]
    after: str


def format_number(value: float, format: str) -> str:  # noqa: A002 - INDI's own word
    """Write a number as its INDI format says, as libindi's ``numberFormat`` would.

    ``%<w>.<f>m`` is sexagesimal: f of 9, 8, 6, 5 gives ``:mm:ss.ss``, ``:mm:ss.s``, ``:mm:ss``, ``:mm.m``,
    any other ``:mm``, right-justified in w columns (strip it where they are not wanted). All else is C's
    printf with one conversion of ``diuoxXeEfFgG``. An integer conversion writes the number cut toward zero,
    always signed, in hexadecimal too; length modifiers mean nothing.

    Never raises. A bad format gives `plain_text`: no conversion or several, one that takes no number, a width
    over 80 or a precision over 40, a format or a result over 200 characters, a sexagesimal too large for a
    float to hold its last digit. What is not finite is "nan", "inf" or "-inf".
    """
    if not isfinite(value):
        return repr(value)
    layout = _layout(format) if len(format) <= LIMIT else None  # nothing long is kept in the cache
    if isinstance(layout, _Printf):
        text = layout.template % (int(value) if layout.integer else value)
    elif isinstance(layout, _Sexagesimal):
        text = _sexagesimal_text(value, layout)
    else:
        text = ""
    return text if 0 < len(text) <= LIMIT else plain_text(value)


@lru_cache(maxsize=512)
def _layout(format_: str) -> _Printf | _Sexagesimal | None:
    """Take a format apart once; None for a bad one."""
    found = _FORMAT.fullmatch(format_)
    if found is None:
        return None
    width = int(found["width"] or 0)
    precision = None if found["precision"] is None else int(found["precision"] or 0)
    if width > WIDEST or (precision or 0) > MOST_DECIMALS:
        return None
    if found["sexagesimal"]:
        # libindi gives the whole part w - f columns, and a negative w - f would put blanks inside the number.
        fraction = 3 if precision is None else precision
        columns = 0 if "-" in found["flags"] else max(0, width - fraction)
        before, after = found["before"].replace("%%", "%"), found["after"].replace("%%", "%")
        return _Sexagesimal(before, columns, _CUTS.get(fraction, _MINUTES), after)
    letter = found["letter"]
    integer = letter in "diuoxX"
    flags = set(found["flags"]) - {"'"}  # grouping by thousands: none in the C locale
    if integer and precision is not None:
        flags.discard("0")  # as C does, Python does not
    if letter in "uoxX":
        flags -= {"+", " "}
    if letter == "o":
        flags.discard("#")  # Python would write 0o17
    size = (str(width) if width else "") + ("" if precision is None else f".{precision}")
    conversion = f"%{''.join(sorted(flags))}{size}{letter}"
    return _Printf(f"{found['before']}{conversion}{found['after']}", integer)


def _sexagesimal_text(value: float, layout: _Sexagesimal) -> str:
    """Write a number rounded once, to its last digit, so that 59.99 s carries; "" where it is too large."""
    # In floats, as fs_sexa does it, so that an operator sees the same digits in every client.
    scaled = abs(value) * prod(layout.cuts) + 0.5
    if scaled >= _EXACT_INTEGERS:
        return ""
    whole, tail = int(scaled), ""
    for cut in reversed(layout.cuts):
        whole, digits = divmod(whole, cut)
        tail = _PATTERNS[cut] % digits + tail
    sign = "-" if value < 0 else ""
    return f"{layout.before}{f'{sign}{whole}'.rjust(layout.columns)}{tail}{layout.after}"
