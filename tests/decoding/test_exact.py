"""Exact figures against those of numpy."""

from __future__ import annotations

from tempfile import TemporaryFile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.decoding import pixels as pixels_module
from indipyterm.decoding.exact import ceiling_of, exact_figures
from indipyterm.decoding.pixels import Array, Pixels
from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.figures import Figures
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, UNSIGNED, PixelType

TYPES = {
    "u1": UNSIGNED[8],
    "u2": UNSIGNED[16],
    "u4": UNSIGNED[32],
    "u8": UNSIGNED[64],
    "i2": PIXEL_TYPES[16],
    "i4": PIXEL_TYPES[32],
    "i8": PIXEL_TYPES[64],
    "f4": PIXEL_TYPES[-32],
    "f8": PIXEL_TYPES[-64],
}


def figures_of(stored: Array, pixel: PixelType, scale: float = 1, zero: float = 0, blank: int | None = None) -> Figures:
    """Those of a picture with one column."""
    frame = Frame(0, 1, len(stored), 1, pixel, scale, zero, blank)
    with TemporaryFile() as file:
        file.write(stored.astype(stored.dtype.newbyteorder(">")).tobytes())
        file.flush()
        return exact_figures(Pixels(file, frame), ceiling_of(frame, None))


@pytest.fixture(autouse=True)
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several bands in small pictures, too."""
    monkeypatch.setattr(pixels_module, "ROWS", 8)


@pytest.mark.parametrize("kind", TYPES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_each_type_of_pixels(kind: str, data: st.DataObject) -> None:
    dtype, pixel = np.dtype(kind), TYPES[kind]
    if pixel.real:
        values = data.draw(st.lists(st.floats(-1e6, 1e6, width=32) | st.just(float("nan")), min_size=1, max_size=40))
    else:
        limits = np.iinfo(dtype)
        near = st.integers(max(limits.min, 900), min(limits.max, 1100)) if limits.max > 900 else st.integers(0, 9)
        values = data.draw(st.lists(st.integers(limits.min, limits.max) | near, min_size=1, max_size=40))
    stored = np.array(values, dtype)
    scale, zero = data.draw(st.sampled_from([(1, 0), (-1, 7), (1, 1 << (pixel.bits - 1))]))
    real = sorted(value * scale + zero for value in stored.tolist() if value == value)
    if not real:
        with pytest.raises(NotAnImage):
            figures_of(stored, pixel, scale, zero)
        return
    found = figures_of(stored, pixel, scale, zero)
    middle = (real[(len(real) - 1) // 2] + real[len(real) // 2]) / 2
    assert found.median == pytest.approx(middle, rel=1e-15)
    assert (found.minimum, found.maximum) == (real[0], real[-1])
    assert found.sigma == pytest.approx(found.median - real[round((len(real) - 1) * 0.1587)], rel=1e-15)
    assert found.exact
    assert found.histogram
    assert sum(found.histogram.counts) == len(real)
    if not pixel.real:
        top = max(limits.min * scale + zero, limits.max * scale + zero)
        assert found.clipped == sum(value == top for value in real)


def test_blank_pixels_do_not_count() -> None:
    stored = np.array([5, -32768, 7, 9, -32768], np.int16)
    found = figures_of(stored, PIXEL_TYPES[16], 2, 100, blank=-32768)
    assert (found.minimum, found.median, found.maximum) == (110, 114, 118)


def test_the_header_may_say_where_pixels_are_clipped() -> None:
    frame = Frame(0, 1, 1, 1, UNSIGNED[16], 1, 0)
    assert [ceiling_of(frame, said) for said in (None, 16383.0, 1e6)] == [65535, 16383, 65535]
    assert ceiling_of(frame._replace(pixel=PIXEL_TYPES[-32]), 0.9) == 0.9
