"""What the child answers, asked without a process of its own."""

from __future__ import annotations

from io import BytesIO
from tempfile import TemporaryFile
from typing import Any

import lz4.block
import numpy as np
import pytest
from astropy.io import fits
from PIL import Image

from indipyterm.decoding.child import _answer
from indipyterm.decoding.messages import figures_from, frame_json, stored_from
from indipyterm.decoding.pixels import Array
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.lanes import UNSIGNED
from tests.decoding.sky import star_field
from tests.decoding.test_formats import encoded, shuffled, xisf

FIELD = star_field(2.0)[:60, :80]


def answer(data: bytes, name: str) -> dict[str, Any]:
    """What it says to a file that is to be decoded, and of its pixels."""
    with TemporaryFile() as pixels:
        found: dict[str, Any] = _answer({"name": name}, BytesIO(data), pixels)
        pixels.seek(0)
        return found | {"pixels": pixels.read()}


def compressed(pixels: Array) -> bytes:
    file = BytesIO()
    fits.HDUList([fits.PrimaryHDU(), fits.CompImageHDU(pixels, fits.Header({"GAIN": 5}))]).writeto(file)
    return file.getvalue()


PLAIN = FIELD.astype("<u2").tobytes()
PACKED = lz4.block.compress(shuffled(PLAIN, 2), store_size=False)
LZ4 = f'compression="lz4hc+sh:{len(PLAIN)}:2"'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (compressed(FIELD), "a.fits.fz"),
        (encoded(FIELD, "TIFF"), "a.tif"),
        (xisf(FIELD, "UInt16", LZ4, PACKED), "a.xisf"),
    ],
)
def test_the_pixels_of_each_format(data: bytes, name: str) -> None:
    found = answer(data, name)
    frame = stored_from(found["stored"]).frame
    assert (frame.width, frame.height, frame.kind, frame.offset) == (80, 60, "u16", 0)
    assert found["pixels"] == PLAIN


@pytest.mark.parametrize("mode", ["1", "LA", "P", "RGBA", "CMYK", "F", "I"])
def test_the_modes_of_pillow(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (6, 4)).save(file, "PNG" if mode in ("1", "LA", "P", "RGBA") else "TIFF")
    frame = stored_from(answer(file.getvalue(), "a")["stored"]).frame
    kinds = {"1": ("u8", 1), "LA": ("u8", 1), "F": ("f32", 1), "I": ("i32", 1)}
    assert (frame.kind, frame.planes) == kinds.get(mode, ("u8", 3))


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(30), "a.png", "damaged: "),
        (xisf(FIELD, "UInt16", LZ4, PACKED[:-9]), "a.xisf", "damaged: "),
        (compressed(FIELD)[:9000], "a.fits.fz", "damaged: "),
        (compressed(np.zeros((2, 2, 2, 2, 2), np.uint8) + 1), "a.fits.fz", ""),
        (b"#ASDF", "a.asdf", "an ASDF file"),
        (b"\0\0\0\x18ftypcrx " + bytes(80), "a.cr3", ""),
        (xisf(FIELD, "UInt16", "", PLAIN), "a.xisf", "XISF of an unknown compression"),
    ],
)
def test_what_cannot_be_decoded(data: bytes, name: str, reason: str) -> None:
    found = answer(data, name)
    assert found["refused"].startswith(reason)
    assert "stored" not in found


def test_figures() -> None:
    frame = Frame(0, 80, 60, 1, UNSIGNED[16], 1, 0, little=True)
    with TemporaryFile() as file:
        file.write(PLAIN)
        file.flush()
        request = {"frame": frame_json(frame), "header": {"SATURATE": 5000.0, "BAYERPAT": "RGGB"}}
        found = figures_from(_answer(request, file)["figures"])
    assert (found.median, found.clipped) == (np.median(FIELD), (FIELD >= 5000).sum())
    assert found.focus
