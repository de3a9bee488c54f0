"""Parsing INDI numbers, received or typed, and formatting them by their INDI format.

Sources: the INDI white paper 1.7, on number values and number formats, and ``f_scansexa``, ``fs_sexa`` and
``numberFormat`` in libindi's ``indicom.c``.
"""

# No `from __future__ import annotations`: typing would compile each field of a NamedTuple at import.

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite, prod
from typing import NamedTuple

MAX_LENGTH = 200
"""The most characters of a number, parsed or formatted."""

MAX_WIDTH = 80
"""The largest width in a format; drivers use up to 60 (``%060.4m``)."""

MAX_PRECISION = 40
"""The largest precision in a format; a float has 17 significant digits."""

# Parsing

_PART = r"([+-]?[0-9]+(?:\.[0-9]*)?)"
_SEPARATOR = r"(?:\s*[:;]\s*|\s+)"
_SEPARATED = re.compile(rf"{_PART}{_SEPARATOR}{_PART}(?:{_SEPARATOR}{_PART})?")
# The last unit may be left out: 5h35 can mean only one thing.
_WITH_UNITS = re.compile(rf"{_PART}\s*[hHdD](?:\s*{_PART}\s*(?:[mM']|$))?(?:\s*{_PART}\s*(?:[sS\"]|$))?")
_TO_ASCII = str.maketrans({"−": "-", "°": "d", "′": "'", "″": '"'})


@lru_cache(maxsize=1024)  # limits are parsed again and again
def parse_number(text: str) -> float:
    """Return the value of a number in any form that INDI programs send, correctly rounded.

    Forms are integer, real, exponent, and sexagesimal: two or three parts separated by ``:``, ``;`` or spaces, the
    last of which may have a fraction. A leading minus sign applies to the whole number: "-0:30" is -0.5. Minutes and
    seconds may exceed 59: "12:75:00" is 13.25.

    Raises ValueError, with the reason as its text, for anything else: nan, infinities, numbers too large for a float,
    hexadecimal, non-ASCII digits, more than 200 characters.
    """
    value = _decimal(text)
    return _sexagesimal_value(text) if value is None else value


def number_or_none(text: str) -> float | None:
    """Return the same; None for anything else."""
    try:
        return parse_number(text)
    except ValueError:
        return None


def parse_typed(text: str) -> float:
    """Return the value of a number that a user typed: the forms of `parse_number`, ``5h35m17.3s`` and ``-5°30'``.

    Minutes and seconds must be below 60 and have one or two digits, so that a mistyped thousand ("1 000") is
    rejected. Hours or degrees are required, so that "5m" is not read as 5 minutes where metres were meant.

    Raises ValueError with a message for the user: "minutes must be under 60".
    """
    value = _decimal(text.translate(_TO_ASCII))
    return _typed_value(text) if value is None else value


def number_to_send(text: str, *, received: bool = False) -> str:
    """Return the decimal text to send for a number that was typed, or `received` from a server.

    A decimal is sent unchanged, but stripped. Every other form becomes the shortest decimal with the same float value,
    as drivers disagree about sexagesimal numbers: one read "12 30 00" as 123000.

    Raises ValueError as `parse_typed` does; if `received`, as `parse_number` does, so that a server's own "12:75:00"
    can be sent back to it.
    """
    if not received:
        ascii_text = text.translate(_TO_ASCII)
        return decimal_text(_typed_value(text)) if _decimal(ascii_text) is None else ascii_text.strip()
    return decimal_text(_sexagesimal_value(text)) if _decimal(text) is None else text.strip()


def is_sexagesimal(format: str) -> bool:  # noqa: A002 - INDI's own word
    """Whether numbers of a format are shown in degrees or hours, minutes and seconds."""
    return len(format) <= MAX_LENGTH and isinstance(_parse_format(format), _Sexagesimal)


def is_decimal(text: str) -> bool:
    """Whether a typed text is a decimal number."""
    try:
        return _decimal(text.translate(_TO_ASCII)) is not None
    except ValueError:
        return False


def decimal_text(value: float) -> str:
    """Return the shortest decimal (17 digits at most) with the same float value: "5", "1e+22"."""
    return repr(value).removesuffix(".0")


def _decimal(text: str) -> float | None:
    """Return the value of a decimal, or None if the text has another form.

    Raises ValueError if the text cannot be a number in any form.
    """
    if len(text) > MAX_LENGTH:
        raise ValueError(f"longer than {MAX_LENGTH} characters")
    if not text.isascii() or "_" in text:  # float() would accept both
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
    return _combine([part for part in found.groups() if part is not None])


def _typed_value(text: str) -> float:
    typed = text.translate(_TO_ASCII).strip()
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
    value = _combine(parts)
    for part, name in zip(parts[1:], ("minutes", "seconds"), strict=False):
        digits = part.partition(".")[0]
        if len(digits) > 2 or int(digits) >= 60:
            raise ValueError(f"{name} must be under 60")
    return value


def _combine(parts: Sequence[str]) -> float:
    """Return whole + minutes / 60 + seconds / 3600, rounded once: by dividing two exact integers."""
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


# Formatting

_FORMAT = re.compile(
    r"(?P<before>(?:[^%]|%%)*)"
    r"%(?P<flags>[-+ #0']*+)(?P<width>[0-9]*+)(?:\.(?P<precision>[0-9]*+))?"
    r"(?:(?:hh?|ll?|[Lqjzt])?(?P<letter>[diuoxXeEfFgG])|(?P<sexagesimal>m))"
    r"(?P<after>(?:[^%]|%%)*)"
)

_UNITS = {9: (60, 60, 100), 8: (60, 60, 10), 6: (60, 60), 5: (60, 10)}
"""The units below the whole for each f of ``%<w>.<f>m``: ``:mm:ss.ss``, ``:mm:ss.s``, ``:mm:ss``, ``:mm.m``."""
_MINUTES = (60,)
"""``:mm``, for f = 3 and any other."""
_PATTERNS = {60: ":%02d", 100: ".%02d", 10: ".%d"}
"""The printf format of each unit."""

_EXACT_INTEGERS = 2**53


class _Printf(NamedTuple):
    """A checked format for Python's ``%`` operator, which behaves as C's printf for the flags that are left in it."""

    template: str
    integer: bool


class _Sexagesimal(NamedTuple):
    before: str
    columns: int  # of the whole part
    units: tuple[int, ...]
    after: str


def format_number(value: float, format: str) -> str:  # noqa: A002 - INDI's own word
    """Format a number by its INDI format, as libindi's ``numberFormat`` does.

    ``%<w>.<f>m`` is sexagesimal: an f of 9, 8, 6 or 5 gives ``:mm:ss.ss``, ``:mm:ss.s``, ``:mm:ss`` or ``:mm.m``, any
    other ``:mm``, right-justified in w columns. Any other format is C's printf with one conversion of
    ``diuoxXeEfFgG``. Integer conversions truncate toward zero and are always signed, even hexadecimal ones; length
    modifiers are ignored.

    Never raises. A bad format gives `decimal_text`: none or several conversions, one that is not for numbers, a width
    over 80, a precision over 40, a format or a result over 200 characters, a sexagesimal number too large for a float
    to hold its last digit. Numbers that are not finite give "nan", "inf" or "-inf".
    """
    if not isfinite(value):
        return repr(value)
    parsed = _parse_format(format) if len(format) <= MAX_LENGTH else None  # nothing long gets into the cache
    if isinstance(parsed, _Printf):
        text = parsed.template % (int(value) if parsed.integer else value)
    elif isinstance(parsed, _Sexagesimal):
        text = _sexagesimal_text(value, parsed)
    else:
        text = ""
    return text if 0 < len(text) <= MAX_LENGTH else decimal_text(value)


@lru_cache(maxsize=512)
def _parse_format(format_: str) -> _Printf | _Sexagesimal | None:
    """Parse a format; None for a bad one."""
    found = _FORMAT.fullmatch(format_)
    if found is None:
        return None
    width = int(found["width"] or 0)
    precision = None if found["precision"] is None else int(found["precision"] or 0)
    if width > MAX_WIDTH or (precision or 0) > MAX_PRECISION:
        return None
    if found["sexagesimal"]:
        # As in libindi the whole part has w - f columns, but a negative w - f must not put blanks inside the number.
        fraction = 3 if precision is None else precision
        columns = 0 if "-" in found["flags"] else max(0, width - fraction)
        before, after = found["before"].replace("%%", "%"), found["after"].replace("%%", "%")
        return _Sexagesimal(before, columns, _UNITS.get(fraction, _MINUTES), after)
    letter = found["letter"]
    integer = letter in "diuoxX"
    flags = set(found["flags"]) - {"'"}  # thousands separators: there are none in the C locale
    if integer and precision is not None:
        flags.discard("0")  # as C does, Python does not
    if letter in "uoxX":
        flags -= {"+", " "}
    if letter == "o":
        flags.discard("#")  # Python would write 0o17
    size = (str(width) if width else "") + ("" if precision is None else f".{precision}")
    conversion = f"%{''.join(sorted(flags))}{size}{letter}"
    return _Printf(f"{found['before']}{conversion}{found['after']}", integer)


def _sexagesimal_text(value: float, parsed: _Sexagesimal) -> str:
    """Format a number, rounded once at its last digit so that 59.99 s carries; "" if it is too large."""
    # In floats, as fs_sexa does it, so that users see the same digits in every client.
    scaled = abs(value) * prod(parsed.units) + 0.5
    if scaled >= _EXACT_INTEGERS:
        return ""
    whole, tail = int(scaled), ""
    for unit in reversed(parsed.units):
        whole, digits = divmod(whole, unit)
        tail = _PATTERNS[unit] % digits + tail
    sign = "-" if value < 0 else ""
    return f"{parsed.before}{f'{sign}{whole}'.rjust(parsed.columns)}{tail}{parsed.after}"
