"""What browsers get of a saved FITS file. All of it reads files and takes time: for the images' thread only."""

from __future__ import annotations

import gzip
import json
import sys
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from indipyterm.decoding.opening import OpenedPicture, TempPixels, measured, open_picture
from indipyterm.decoding.process import Decoder, is_installed
from indipyterm.exceptions import DecoderEnded, NotAnImage
from indipyterm.presentation.imaging.bare_pixels import FrameSize
from indipyterm.presentation.imaging.frame import Frame
from indipyterm.presentation.imaging.header import HeaderValue, pixel_shape
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.png import gray_png
from indipyterm.presentation.imaging.sampling import Area, Samples, fitting_step, picture_range, read_samples
from indipyterm.presentation.imaging.stretch import MIDTONE, shade_table
from indipyterm.presentation.imaging.summary import circumstances, figures, focus, summary
from indipyterm.web.images.media_types import FITS, START, media_type, shown_by_browsers
from indipyterm.web.images.saved_files import open_saved

_BYTES_PER_PIXEL = 0.9  # of a preview at the most: 300 kB
_SHADES = (256, 64, 16)  # tried until it is small enough
_RANGES_KEPT = 100
_UNPACKED_KEPT = 4
_FAST = 1  # deflate: noise gets hardly smaller by more effort


class OutsideTheImage(ValueError):
    """A part was asked for that the image does not have."""


class _Range(NamedTuple):
    black: float
    white: float


class SavedImage(NamedTuple):
    """A saved file, and the sizes that the frames of its camera may have."""

    path: str
    sizes: tuple[FrameSize, ...] = ()


class _Unpacked(NamedTuple):
    """What was found in a file whose pixels are compressed, and its pixels."""

    opened: OpenedPicture
    pixels: TempPixels


class ImageReading:
    """Reads saved files; remembers what is black and white in each, so that all that is shown of one looks alike.

    All methods raise NotAnImage, DecoderEnded and OSError.
    """

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self._ranges: OrderedDict[str, _Range] = OrderedDict()
        self._unpacked: OrderedDict[str, _Unpacked] = OrderedDict()

    def preview(self, image: SavedImage, width: int, height: int) -> bytes:
        """The whole picture, stretched, as a PNG of at most a size."""
        with self._opened(image) as (_, (frame, _, _), file, _):
            samples = _whole(file, frame, width, height)
            limits = self._range(image.path, file, frame)
        black, white = ((value - samples.zero) / samples.scale for value in limits)
        return _png(samples, black, white)

    def samples(self, image: SavedImage, width: int, height: int) -> bytes:
        """The whole picture as codes of 16 bits, at most a size."""
        with self._opened(image) as (_, (frame, header, _), file, _):
            samples = _whole(file, frame, width, height)
            limits = self._range(image.path, file, frame)
        return _packed(samples, frame, header, limits)

    def crop(self, image: SavedImage, area: Area, step: int) -> bytes:
        """A part of the picture as codes of 16 bits. Raises `OutsideTheImage`, too."""
        with self._opened(image) as (_, (frame, header, _), file, _):
            right, bottom = min(frame.width, area.left + area.width), min(frame.height, area.top + area.height)
            inside = Area(area.left, area.top, right - area.left, bottom - area.top)
            if inside.width < 1 or inside.height < 1:
                raise OutsideTheImage(f"the image has {frame.width}x{frame.height} pixels")
            samples = read_samples(file, frame, inside, step)
            limits = self._range(image.path, file, frame)
        return _packed(samples, frame, header, limits)

    def describe(self, image: SavedImage, known: Picture | None = None) -> bytes:
        """What the file is, as JSON: its type, words about the picture, and the cards of its header.

        `known` is the picture in it if that was read already.
        """
        with open_saved(image.path) as file:
            kind = media_type(file.read(START))
        if not shown_by_browsers(kind):
            return _json({"kind": FITS.removeprefix("application/"), **self._words(image, known)})
        words: dict[str, Any] = {"cards": []}
        if is_installed("images"):
            with suppress(NotAnImage, DecoderEnded):  # the browser may well show it
                words = self._words(image, known)
        return _json({"kind": kind.removeprefix("image/"), **words})

    def _words(self, image: SavedImage, known: Picture | None) -> dict[str, Any]:
        with self._opened(image) as opened:
            picture = known or opened.picture()
            if picture.figures.focus is None and is_installed("images"):
                with suppress(NotAnImage, DecoderEnded):
                    picture = measured(picture, opened, self._decoder)
        return {
            "format": picture.format,
            "summary": summary(picture),
            "figures": figures(picture),
            "circumstances": circumstances(picture),
            "focus": focus(picture),
            "cards": picture.cards,
        }

    @contextmanager
    def _opened(self, image: SavedImage) -> Iterator[OpenedPicture]:
        """The picture in a saved file, opened; pixels that had to be unpacked are kept for some time."""
        if image.path not in self._unpacked:
            with open_saved(image.path) as saved:
                opened = open_picture(saved, Path(image.path).name, image.sizes, self._decoder)
                if opened.pixels is None:
                    yield opened
                    return
                opened.file.close()
                self._unpacked[image.path] = _Unpacked(opened, opened.pixels)
            if len(self._unpacked) > _UNPACKED_KEPT:
                self._unpacked.popitem(last=False)
        kept = self._unpacked[image.path]
        with kept.pixels.open() as file:
            yield kept.opened._replace(file=file)

    def _range(self, path: str, file: BinaryIO, frame: Frame) -> _Range:
        """What is black and white."""
        if path not in self._ranges:
            self._ranges[path] = _Range(*picture_range(file, frame))
            if len(self._ranges) > _RANGES_KEPT:
                self._ranges.popitem(last=False)
        return self._ranges[path]


def _whole(file: BinaryIO, frame: Frame, width: int, height: int) -> Samples:
    step = fitting_step(frame.width, frame.height, width, height)
    return read_samples(file, frame, Area(0, 0, frame.width, frame.height), step)


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
