"""Decoding the pictures that need libraries, each imported for its own format only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import BinaryIO

import numpy as np

from indipyterm.decoding.pixels import Array
from indipyterm.exceptions import NeedsDecoder, NotAnImage
from indipyterm.presentation.imaging.cards import Card, joined_cards
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.frame import MOST_PIXELS, Frame, check_size
from indipyterm.presentation.imaging.header import HeaderValue, header_of
from indipyterm.presentation.imaging.kinds import Reader
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, UNSIGNED, PixelType
from indipyterm.presentation.imaging.reading import file_kind
from indipyterm.presentation.imaging.xisf import find_xisf, unshuffled

_CARD = 80


def decode(file: BinaryIO, name: str, pixels: BinaryIO) -> StoredPicture:
    """Decode the picture in `file`, and write its pixels to the file `pixels`.

    Raises NotAnImage, with the reason in words, NeedsDecoder where a library is missing, and whatever a library raises
    for a damaged file.
    """
    kind = file_kind(file, name)
    if kind.reader is Reader.RAW:
        return _checked(_raw, "raw", kind.name)(file, pixels)
    if kind.reader is Reader.FITS:
        return _checked(_compressed_fits, "images", kind.name)(file, pixels)
    if kind.reader is Reader.XISF:
        return _checked(_lz4_xisf, "images", kind.name)(file, pixels)
    if kind.reader is Reader.IMAGES:
        return _checked(_pillow, "images", kind.name)(file, pixels)
    raise NotAnImage(kind.name)


_Decoder = Callable[[BinaryIO, BinaryIO], StoredPicture]


def _checked(decoder: _Decoder, extra: str, name: str) -> _Decoder:
    def run(file: BinaryIO, pixels: BinaryIO) -> StoredPicture:
        file.seek(0)
        try:
            return decoder(file, pixels)
        except ImportError:
            raise NeedsDecoder(name, extra) from None

    return run


def _written(
    planes: Array, pixels: BinaryIO, header: Mapping[str, HeaderValue], cards: tuple[Card, ...], top_down: bool
) -> StoredPicture:
    """Write an array of planes, rows and columns; what it is then."""
    count, height, width = planes.shape
    check_size(width, height, count)
    plain = np.ascontiguousarray(planes, planes.dtype.newbyteorder("<"))
    pixels.write(plain.data.cast("B"))
    pixels.flush()
    frame = Frame(0, width, height, count, _pixel_type(planes), 1, 0, little=True, top_down=top_down)
    return StoredPicture(frame, header, cards)


def _pixel_type(planes: Array) -> PixelType:
    bits = planes.dtype.itemsize * 8
    match planes.dtype.kind:
        case "u":
            return UNSIGNED[bits]
        case "i":
            return PIXEL_TYPES[bits]
        case "f" if bits in (32, 64):
            return PIXEL_TYPES[-bits]
    raise NotAnImage(f"pixels of the type {planes.dtype}")


def _compressed_fits(file: BinaryIO, pixels: BinaryIO) -> StoredPicture:
    from astropy.io import fits  # noqa: PLC0415 - takes a quarter of a second, and is needed for these files only

    with fits.open(file, memmap=False) as parts:
        part = next((part for part in parts if isinstance(part, fits.CompImageHDU)), None)
        if part is None or part.shape is None:
            raise NotAnImage("a FITS file without a picture")
        if np.prod(part.shape) > MOST_PIXELS:
            raise NotAnImage("too many pixels to show")
        texts = [parts[0].header.tostring(), part.header.tostring()]
        lines = [text[place : place + _CARD].ljust(_CARD) for text in texts for place in range(0, len(text), _CARD)]
        lines = [line for line in lines if line[:8].rstrip() != "END"]
        planes = np.squeeze(part.data)
        own = header_of(text for text in lines[len(texts[0]) // _CARD :])
    planes = planes.reshape((1,) * (3 - planes.ndim) + planes.shape) if planes.ndim <= 3 else planes[:0]
    if planes.ndim != 3:
        raise NotAnImage("a FITS file with more than 3 axes")
    header = {**header_of(lines), **own}
    return _written(planes, pixels, header, tuple(joined_cards(lines)), header.get("ROWORDER") == "TOP-DOWN")


def _lz4_xisf(file: BinaryIO, pixels: BinaryIO) -> StoredPicture:
    import lz4.block  # noqa: PLC0415 - for these files only

    (frame, header, cards), packed = find_xisf(file)
    if packed is None or packed.codec not in ("lz4", "lz4hc"):
        raise NotAnImage("XISF of an unknown compression")
    file.seek(packed.offset)
    try:
        data = lz4.block.decompress(file.read(packed.length), uncompressed_size=packed.size)
    except lz4.block.LZ4BlockError as error:
        raise NotAnImage(f"damaged: {error}") from None
    pixels.write(unshuffled(data, packed))
    pixels.flush()
    return StoredPicture(frame, header, cards)


def _pillow(file: BinaryIO, pixels: BinaryIO) -> StoredPicture:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - for these files only

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # beyond twice that it refuses
    try:
        image: Image.Image = Image.open(file)
        check_size(*image.size, 1)
        if image.mode in ("1", "LA", "La"):
            image = image.convert("L")
        elif image.mode not in ("L", "I", "F", "RGB") and not image.mode.startswith("I;16"):
            image = image.convert("RGB")
        array = np.asarray(image)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise NotAnImage(f"damaged: {str(error)[:200]}") from None
    planes = array[np.newaxis] if array.ndim == 2 else np.moveaxis(array, 2, 0)
    return _written(planes, pixels, {}, (), top_down=True)


def _raw(file: BinaryIO, pixels: BinaryIO) -> StoredPicture:
    import rawpy  # noqa: PLC0415 - for these files only

    try:
        with rawpy.imread(file) as raw:
            colours = raw.color_desc.decode("ascii", "replace")
            pattern = raw.raw_pattern
            header: dict[str, HeaderValue] = {"SATURATE": int(raw.white_level)}
            if pattern is not None and pattern.shape == (2, 2):
                header["BAYERPAT"] = "".join(colours[place] for place in pattern.ravel())
            image = raw.raw_image_visible
            planes = image[np.newaxis] if image.ndim == 2 else np.moveaxis(image, 2, 0)[:3]
            return _written(planes, pixels, header, (), top_down=True)
    except rawpy.LibRawError as error:
        raise NotAnImage(f"damaged, or of a camera that rawpy does not know: {error}") from None
