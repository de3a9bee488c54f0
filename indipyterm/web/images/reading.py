"""What browsers get of a saved FITS file. All of it reads files and takes time: for the images' thread only."""

from __future__ import annotations

import gzip
import json
import sys
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, BinaryIO, NamedTuple

from indipyterm.presentation.imaging.cards import header_cards
from indipyterm.presentation.imaging.fits import read_fits
from indipyterm.presentation.imaging.frame import Frame, find_frame
from indipyterm.presentation.imaging.header import HeaderValue, pixel_shape
from indipyterm.presentation.imaging.picture import Picture, is_top_down
from indipyterm.presentation.imaging.png import gray_png
from indipyterm.presentation.imaging.sampling import Area, Samples, fitting_step, picture_range, read_samples
from indipyterm.presentation.imaging.stretch import MIDTONE, shade_table
from indipyterm.presentation.imaging.summary import circumstances, figures, summary
from indipyterm.web.images.media_types import FITS, START, media_type, shown_by_browsers
from indipyterm.web.images.saved_files import open_saved

_BYTES_PER_PIXEL = 0.9  # of a preview at the most: 300 kB
_SHADES = (256, 64, 16)  # tried until it is small enough
_RANGES_KEPT = 100
_FAST = 1  # deflate: noise gets hardly smaller by more effort


class OutsideTheImage(ValueError):
    """A part was asked for that the image does not have."""


class _Range(NamedTuple):
    black: float
    white: float


class ImageReading:
    """Reads saved files; remembers what is black and white in each, so that all that is shown of one looks alike."""

    def __init__(self) -> None:
        self._ranges: OrderedDict[str, _Range] = OrderedDict()

    def preview(self, path: str, width: int, height: int) -> bytes:
        """The whole picture, stretched, as a PNG of at most a size. Raises NotAnImage and OSError, as all of these."""
        with open_saved(path) as file:
            frame, header = find_frame(file)
            samples = _whole(file, frame, header, width, height)
            limits = self._range(path, file, frame)
        black, white = ((value - samples.zero) / samples.scale for value in limits)
        return _png(samples, black, white)

    def samples(self, path: str, width: int, height: int) -> bytes:
        """The whole picture as codes of 16 bits, at most a size."""
        with open_saved(path) as file:
            frame, header = find_frame(file)
            samples = _whole(file, frame, header, width, height)
            limits = self._range(path, file, frame)
        return _packed(samples, frame, header, limits)

    def crop(self, path: str, area: Area, step: int) -> bytes:
        """A part of the picture as codes of 16 bits. Raises `OutsideTheImage`."""
        with open_saved(path) as file:
            frame, header = find_frame(file)
            right, bottom = min(frame.width, area.left + area.width), min(frame.height, area.top + area.height)
            inside = Area(area.left, area.top, right - area.left, bottom - area.top)
            if inside.width < 1 or inside.height < 1:
                raise OutsideTheImage(f"the image has {frame.width}x{frame.height} pixels")
            samples = read_samples(file, frame, is_top_down(header), inside, step)
            limits = self._range(path, file, frame)
        return _packed(samples, frame, header, limits)

    def _range(self, path: str, file: BinaryIO, frame: Frame) -> _Range:
        """What is black and white."""
        if path not in self._ranges:
            self._ranges[path] = _Range(*picture_range(file, frame))
            if len(self._ranges) > _RANGES_KEPT:
                self._ranges.popitem(last=False)
        return self._ranges[path]


def describe(path: str, known: Picture | None = None) -> bytes:
    """What the file is, as JSON: its type, words about the picture, and the cards of its header.

    `known` is the picture in it if that was read already.
    """
    with open_saved(path) as file:
        kind = media_type(file.read(START))
        if shown_by_browsers(kind):
            return _json({"kind": kind.removeprefix("image/"), "cards": []})
        image = known or read_fits(file)
        cards = header_cards(file)
    words = {"summary": summary(image), "figures": figures(image), "circumstances": circumstances(image)}
    return _json({"kind": FITS.removeprefix("application/"), **words, "cards": cards})


def _whole(file: BinaryIO, frame: Frame, header: Mapping[str, HeaderValue], width: int, height: int) -> Samples:
    step = fitting_step(frame.width, frame.height, width, height)
    return read_samples(file, frame, is_top_down(header), Area(0, 0, frame.width, frame.height), step)


def _png(samples: Samples, black: float, white: float) -> bytes:
    width, codes = samples.width, samples.codes
    picture = b""
    for shades in _SHADES:
        shade = shade_table(black, white, shades).__getitem__
        rows = (bytes(map(shade, codes[start : start + width])) for start in range(0, len(codes), width))
        picture = gray_png(width, samples.height, rows)
        if len(picture) <= _BYTES_PER_PIXEL * len(codes):
            break
    return picture


def _packed(samples: Samples, frame: Frame, header: Mapping[str, HeaderValue], limits: _Range) -> bytes:
    """A line of JSON, the high bytes of all codes, and the low ones; gzip."""
    about = {
        "picture": [frame.width, frame.height],
        "shape": pixel_shape(header),
        **samples._asdict(),
        "black": limits.black,
        "white": limits.white,
        "midtone": MIDTONE,
    }
    del about["codes"]
    stored = samples.codes.tobytes()
    planes = (stored[1::2], stored[::2]) if sys.byteorder == "little" else (stored[::2], stored[1::2])
    return gzip.compress(b"".join((_json(about), b"\n", *planes)), _FAST, mtime=0)


def _json(found: Mapping[str, Any]) -> bytes:
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
