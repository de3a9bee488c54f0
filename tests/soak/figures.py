"""What was measured, and whether it is flat: whether it goes on rising in the second half of the time.

What leaks rises again and again, so the medians of twelve stretches of time are compared each with each. Noise, a peak
or one step up, after which it stays, are no rise; a slow one below the noise is, since a median hardly moves by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from statistics import median
from typing import NamedTuple

WARM = 2
"""The how many-th part of the time the program has to warm up: caches fill, and the allocator finds its size."""

STRETCHES = 12

_RISING = 0.6  # of all pairs of stretches, those that rise less those that fall: 1 where all do, 0 for noise


@dataclass(frozen=True)
class Sample:
    """What the program held at a time (seconds since the start): resident memory in MB, and how many of the rest.

    `objects` are those that may hold others; `blocks` are all that Python has in use, texts and numbers too.
    """

    at: float
    memory: float
    files: int
    threads: int
    tasks: int
    objects: int
    blocks: int
    types: dict[str, int] = field(default_factory=dict)


ALLOWED = {"memory": 3.0, "files": 1.0, "threads": 1.0, "tasks": 2.0, "objects": 1500.0, "blocks": 5000.0}
"""How much a quantity may rise from when the program is warm to the end.

Memory may more than what is in use: with each peak that is higher than all before, some pages stay with the process.
"""


class Figure(NamedTuple):
    """A quantity: when it was warm, at the end, the most, how much it rises an hour, and whether that is none."""

    name: str
    warm: float
    end: float
    highest: float
    hourly: float
    flat: bool


def judged(samples: Sequence[Sample]) -> Iterator[Figure]:
    """Each quantity. Raises ValueError where there are too few samples to tell."""
    warm = [each for each in samples if each.at >= samples[-1].at / WARM]
    if len(warm) < 2 * STRETCHES:
        raise ValueError(f"{len(warm)} samples are too few: let it run longer")
    edges = [len(warm) * number // STRETCHES for number in range(STRETCHES + 1)]
    stretches = [warm[first:last] for first, last in pairwise(edges)]
    times = [median(each.at for each in stretch) for stretch in stretches]
    for name, allowed in ALLOWED.items():
        held = [median(getattr(each, name) for each in stretch) for stretch in stretches]
        rising, slope = _trend(times, held)
        flat = rising < _RISING or slope * (times[-1] - times[0]) <= allowed
        highest = max(getattr(each, name) for each in samples)
        yield Figure(name, held[0], held[-1], highest, slope * 3600, flat)


def _trend(times: Sequence[float], held: Sequence[float]) -> tuple[float, float]:
    """How surely it rises, from -1 to 1 (Kendall's tau), and by how much a second (Theil and Sen's slope)."""
    points = list(combinations(zip(times, held, strict=True), 2))
    signs = [(later > before) - (later < before) for (_, before), (_, later) in points]
    return sum(signs) / len(signs), median((later - before) / (end - at) for (at, before), (end, later) in points)


def grown(first: Sample, last: Sample, most: int = 12) -> list[tuple[str, int, int]]:
    """The types of which there are most more than there were: where to look for what was kept."""
    counts = ((name, first.types.get(name, 0), count) for name, count in last.types.items())
    return sorted(counts, key=lambda each: each[1] - each[2])[:most]
