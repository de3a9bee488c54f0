"""Numbers as they are sent and typed, and the formats that they are written in."""

from __future__ import annotations

from contextlib import suppress
from itertools import chain
from math import isfinite

from indipyterm.protocol.numbers import (
    MAX_LENGTH,
    decimal_text,
    format_number,
    number_to_send,
    parse_number,
    parse_typed,
)

WORDS = [
    *(b"%", b"%%", b"%g", b"%10.6m", b"%9.3m", b"%-5.2f", b"%+.3e", b"%#x", b"%lld", b"%s", b"%n", b"%*d", b"%.*f"),
    *(b":", b";", b"-0:", b"h", b"d", b"m", b"s", b"'", b'"', b"nan", b"inf", b"1e309", b"0x", b"_", b"\n"),
    *(sign.encode() for sign in "−°′″٣５"),
]


def seeds() -> list[bytes]:
    """A format, a line feed, and a number."""
    return [
        *(
            b"%g\n12.5",
            b"%10.6m\n-0:30:15.25",
            b"%9.3m\n12 30",
            b"%08.2f\n1e-7",
            b"%5d\n-3",
            b"%x\n255",
            b"%%%.3E km\n0",
        ),
        *("%6.2f°\n5h35m17.3s".encode(), "%m\n−5°30′".encode(), b"%060.4m\n1:2:3"),
    ]


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    head, _, rest = data.decode(errors="replace").partition("\n")
    heard = _read(rest)
    for value in chain(heard, (0.0, -1.5, 59.999999, 1e300, float("nan"), float("-inf"))):
        text = format_number(value, head)
        assert 0 < len(text) <= MAX_LENGTH, f"{len(text)} characters were written"
        if isfinite(value):
            assert parse_number(decimal_text(value)) == value


def _read(text: str) -> list[float]:
    """What the text means, if anything; both ways to read it have to agree."""
    found: list[float] = []
    for received, read in ((True, parse_number), (False, parse_typed)):
        with suppress(ValueError):
            value = read(text)
            assert isfinite(value), "a number is finite"
            sent = number_to_send(text, received=received)
            assert parse_number(sent) == value, f"{value!r} would be sent as {sent!r}"
            found.append(value)
    assert len(set(found)) <= 1, f"{found} were read from one text"
    return found
