"""Bytes made of pieces that are known, in which some parts were taken out, doubled or replaced."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

_MOST_CHANGES = 6
_SHORT, _LONG = 6, 300  # bytes that are changed at once


@st.composite
def mutated(draw: st.DrawFn, part: st.SearchStrategy[bytes], pieces: int = 6) -> bytes:
    """At most so many parts behind each other, changed."""
    data = b"".join(draw(st.lists(part, max_size=pieces)))
    for _ in range(draw(st.integers(0, _MOST_CHANGES))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, _SHORT) | st.integers(0, _LONG)))
        data = data[:start] + draw(st.just(b"") | part | st.just(data[start:end] * 2)) + data[end:]
    return data


def one_of(seeds: Sequence[bytes], words: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """A seed, a word, or a few bytes of any kind."""
    return st.sampled_from([*seeds]) | st.sampled_from([*words]) | st.binary(max_size=8)
