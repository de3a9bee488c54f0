"""The same bytes in pieces; where they are cut depends on nothing but the bytes, so that it can be repeated."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random
from zlib import crc32

_CUTS = (1, 5, 20, 150)  # many cost time; what is short is cut into single bytes by 150


def cut(data: bytes) -> Iterator[bytes]:
    """All of it, in order."""
    rand = Random(crc32(data))
    places = range(1, len(data))
    chosen = rand.sample(places, min(len(places), rand.choice(_CUTS)))
    for start, end in pairwise([0, *sorted(chosen), len(data)]):
        yield data[start:end]
