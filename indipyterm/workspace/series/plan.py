"""What a series is to be: so many exposures of one length, perhaps through filters, and how one types it."""

from __future__ import annotations

import re
from typing import NamedTuple

from indipyterm.exceptions import Incomplete
from indipyterm.presentation.durations import parse_duration, seconds_to_send
from indipyterm.presentation.keys import VectorKey

MAX_FRAMES = 99_999
"""The most exposures of a series."""

_SERIES = re.compile(r"\s*([0-9]+)\s*[x×*]\s*(.*)", re.IGNORECASE | re.DOTALL)
_PART = re.compile(r"\s+(filter|delay)(?:\s+|$)", re.IGNORECASE)
_USAGE = "type 10x30, 10x30 filter Blue, 10x30 delay 5s"


class Filter(NamedTuple):
    """A filter: the property that turns its wheel, the member for the slot, the slot counted from 1, and its name."""

    wheel: VectorKey
    member: str
    slot: int
    name: str


class Plan(NamedTuple):
    """`exposures` of `seconds` (as they are sent), with each of the `filters` if there are any.

    `camera` is the property that exposes, with its `member`; `image` the BLOB that it makes. `delay` is in seconds,
    between an image and the next exposure.
    """

    camera: VectorKey
    member: str
    image: VectorKey
    seconds: str
    exposures: int
    filters: tuple[Filter, ...] = ()
    delay: float = 0.0

    @property
    def frames(self) -> int:
        """How many exposures there are in all."""
        return self.exposures * max(1, len(self.filters))

    @property
    def text(self) -> str:
        """All of it in a sentence; not safe to show."""
        parts = [f"{self.frames} exposures of {self.seconds} s on {self.camera.device}"]
        if self.filters:
            names, wheel = ", ".join(used.name for used in self.filters), self.filters[0].wheel.device
            each = f"{self.exposures} with each of " if len(self.filters) > 1 else "with "
            parts.append(f"{each}{names} of {wheel}")
        if self.delay:
            parts.append(f"{self.delay:g} s between")
        return ", ".join(parts)

    def filter_of(self, frame: int) -> Filter | None:
        """The filter of a frame, counted from 1; None if the wheel is left alone."""
        return self.filters[(frame - 1) // self.exposures] if self.filters else None


class TypedSeries(NamedTuple):
    """A series as it was typed: the number of exposures, seconds as they are sent, names of filters, the delay."""

    exposures: int
    seconds: str
    filters: tuple[str, ...] = ()
    delay: float = 0.0


def is_series(text: str) -> bool:
    """Whether a text means a series, such as ``10x30``, even if it is not finished yet."""
    return _SERIES.fullmatch(text) is not None


def parse_series(text: str) -> TypedSeries:
    """Parse ``10x30``, ``10x1/30``, ``5x2m filter Red,Blue delay 5s``.

    Raises `Incomplete` while something is still missing, ValueError for what is wrong, in words for the user.
    """
    found = _SERIES.fullmatch(text)
    if found is None:
        raise ValueError(f"not a series: {_USAGE}")
    length, *parts = _PART.split(f"{found[2]}")
    if not length.strip():
        raise Incomplete("the seconds are missing")
    options = {word.lower(): value.strip() for word, value in zip(parts[::2], parts[1::2], strict=True)}
    if len(options) < len(parts) // 2:
        raise ValueError("a filter and a delay may be given once each")
    for word, value in options.items():
        if not value:
            raise Incomplete(f"the {word} is missing")
    names = tuple(filter(None, map(str.strip, options.get("filter", "").split(","))))
    delay = parse_duration(options["delay"]) if "delay" in options else 0.0
    if delay < 0:
        raise ValueError("a delay is never negative")
    return TypedSeries(_count(found[1]), seconds_to_send(length), names, delay)


def _count(digits: str) -> int:
    if len(digits) > len(str(MAX_FRAMES)) or not 0 < int(digits) <= MAX_FRAMES:
        raise ValueError(f"a series has 1 to {MAX_FRAMES} exposures")
    return int(digits)
