"""The brightest pixels, against what `max` says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, Lanes
from tests.presentation.imaging.samples import packed

RANGES = {8: (0, 255), 16: (-(2**15), 2**15 - 1), 32: (-(2**31), 2**31 - 1), 64: (-(2**63), 2**63 - 1)}


def stored(bitpix: int) -> st.SearchStrategy[float]:
    """Values that a pixel can have."""
    if bitpix > 0:
        return st.integers(*RANGES[bitpix])
    return st.floats(width=32 if bitpix == -32 else 64)


def expected(rows: list[list[float]], across: int, lowest: bool) -> list[float]:
    """The brightest of each block, by looking at each pixel."""
    best = []
    for left in range(0, len(rows[0]), across):
        block = [value for row in rows for value in row[left : left + across] if math.isfinite(value)]
        best.append((min if lowest else max)(block, default=math.nan))
    return best


@pytest.mark.parametrize("bitpix", PIXEL_TYPES)
@settings(max_examples=40)
@given(data=st.data(), width=st.integers(1, 19), height=st.integers(1, 4), across=st.sampled_from([1, 2, 4, 6, 10, 16]))
def test_the_brightest_of_each_block(bitpix: int, data: st.DataObject, width: int, height: int, across: int) -> None:
    lowest = data.draw(st.booleans())
    row = st.lists(stored(bitpix), min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=height, max_size=height))
    lanes = Lanes(PIXEL_TYPES[bitpix], width, across, lowest)
    found = lanes.decoded(lanes.brightest([packed(bitpix, row) for row in rows]))
    assert found == pytest.approx(expected(rows, across, lowest), rel=0, abs=0, nan_ok=True)
