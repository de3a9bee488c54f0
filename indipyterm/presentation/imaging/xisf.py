"""Where the picture is in an XISF file.

Source: "XISF Version 1.0 Specification" (Pleiades Astrophoto): 9.2 (header), 10.5 (data blocks), 10.6 (compression and
byte shuffling), 11.5 (Image), 11.8 (ColorFilterArray), 11.6 (FITSKeyword).
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import SEEK_END
from typing import BinaryIO, NamedTuple
from xml.etree import ElementTree

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.cards import Card
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.frame import Frame, check_size
from indipyterm.presentation.imaging.header import HeaderValue, card_value
from indipyterm.presentation.imaging.kinds import PACKED_XISF
from indipyterm.presentation.imaging.lanes import PIXEL_TYPES, UNSIGNED
from indipyterm.presentation.text import printable, size_text

LONGEST_HEADER = 4_000_000
"""Bytes."""

_BEFORE_HEADER = 16  # bytes
_PIXELS = {
    "UInt8": UNSIGNED[8],
    "UInt16": UNSIGNED[16],
    "UInt32": UNSIGNED[32],
    "UInt64": UNSIGNED[64],
    "Float32": PIXEL_TYPES[-32],
    "Float64": PIXEL_TYPES[-64],
}


class Packed(NamedTuple):
    """How pixels are compressed: into `length` bytes at `offset`, by a `codec` ("zlib", "lz4", "lz4hc").

    `shuffled` is the size of an item where the first bytes of all items stand before the second ones, else 0.
    """

    offset: int
    length: int
    codec: str
    size: int
    shuffled: int


class StoredXisf(NamedTuple):
    """The picture, and how its pixels are compressed (None: not); where they are, the frame's offset is 0."""

    picture: StoredPicture
    packed: Packed | None


def find_xisf(file: BinaryIO) -> StoredXisf:
    """Find the first picture in an XISF file. Raises NotAnImage, with the reason in words."""
    size = file.seek(0, SEEK_END)
    image = _image_element(file)
    pixel = _PIXELS.get(image.get("sampleFormat", ""))
    if pixel is None:
        raise NotAnImage(f"XISF with pixels of the type {printable(image.get('sampleFormat', ''))!r}")
    width, height, planes = _geometry(image.get("geometry", ""))
    offset, length = _attachment(image.get("location", ""))
    if size < offset + length:
        raise NotAnImage(f"cut short: {size_text(size)} of {size_text(offset + length)}")
    packed = _packed(image.get("compression", ""), offset, length)
    header, cards = _header(image)
    frame = Frame(
        0 if packed else offset,
        width,
        height,
        planes,
        pixel,
        1,
        0,
        little=image.get("byteOrder", "little") == "little",
        interleaved=image.get("pixelStorage", "Planar") == "Normal" and planes > 1,
        top_down=True,
    )
    if frame.size != (packed.size if packed else length):
        raise NotAnImage("XISF whose pixels have another size than its header says")
    return StoredXisf(StoredPicture(frame, header, cards), packed)


def unpacked_pixels(file: BinaryIO, packed: Packed) -> bytes:
    """Unpack pixels compressed by zlib. Raises NotAnImage where they are damaged, NeedsDecoder for another codec."""
    if packed.codec in ("lz4", "lz4hc"):
        PACKED_XISF.check()
    if packed.codec != "zlib":
        raise NotAnImage(f"XISF compressed with {printable(packed.codec)!r}")
    file.seek(packed.offset)
    try:
        inflater = zlib.decompressobj()
        data = inflater.decompress(file.read(packed.length), packed.size)
    except zlib.error as error:
        raise NotAnImage(f"damaged: {error}") from None
    return unshuffled(data, packed)


def unshuffled(data: bytes, packed: Packed) -> bytes:
    """Data in their order again. Raises NotAnImage where they are not as long as they should be."""
    if len(data) != packed.size:
        raise NotAnImage("damaged: the compressed pixels have another size")
    if packed.shuffled < 2:
        return data
    items = len(data) // packed.shuffled
    plain = bytearray(data)  # what is left over at the end is not shuffled
    for place in range(packed.shuffled):
        plain[place : items * packed.shuffled : packed.shuffled] = data[place * items : (place + 1) * items]
    return bytes(plain)


def _image_element(file: BinaryIO) -> ElementTree.Element:
    file.seek(0)
    length = int.from_bytes(file.read(_BEFORE_HEADER)[8:12], "little")
    if length > LONGEST_HEADER:
        raise NotAnImage("XISF whose header is too long")
    text = file.read(length).rstrip(b"\0")
    if b"<!DOCTYPE" in text:
        raise NotAnImage("XISF with a document type, which has no place in it")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise NotAnImage(f"XISF with a damaged header: {error}") from None
    image = next((element for element in root.iter() if _tag(element) == "Image"), None)
    if image is None:
        raise NotAnImage("an XISF file without a picture")
    return image


def _tag(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _geometry(text: str) -> tuple[int, int, int]:
    numbers = _numbers(text)
    if len(numbers) != 3:
        raise NotAnImage(f"XISF with {max(0, len(numbers) - 1)} dimensions, and only 2 are shown")
    check_size(*numbers)
    width, height, planes = numbers
    return width, height, planes


def _attachment(text: str) -> tuple[int, int]:
    where, _, rest = text.partition(":")
    numbers = _numbers(rest)
    if where != "attachment" or len(numbers) != 2:
        raise NotAnImage("XISF whose pixels are not attached to its header")
    return numbers[0], numbers[1]


def _packed(text: str, offset: int, length: int) -> Packed | None:
    if not text:
        return None
    codec, _, rest = text.partition(":")
    name, _, shuffle = codec.partition("+")
    numbers = _numbers(rest)
    if not numbers or shuffle not in ("", "sh") or len(numbers) != (2 if shuffle else 1):
        raise NotAnImage(f"XISF compressed with {printable(text[:40])!r}")
    return Packed(offset, length, name, numbers[0], numbers[1] if shuffle else 0)


def _numbers(text: str) -> list[int]:
    """Whole numbers with colons between them; [] where it is something else."""
    parts = text.split(":")
    return (
        [int(part) for part in parts]
        if all(part.isascii() and part.isdigit() and len(part) < 16 for part in parts)
        else []
    )


def _header(image: ElementTree.Element) -> tuple[Mapping[str, HeaderValue], tuple[Card, ...]]:
    """What the keywords of FITS say, which are a part of the picture's element, and its Bayer matrix."""
    header: dict[str, HeaderValue] = {}
    cards: list[Card] = []
    for element in image:
        if _tag(element) == "FITSKeyword":
            name, value, comment = (element.get(key, "") for key in ("name", "value", "comment"))
            text = card_value(value)
            shown = text if isinstance(text, str) else value.strip()
            cards.append(Card(*map(printable, (name, shown, comment))))
            if value.strip():
                header.setdefault(name, text)
        elif _tag(element) == "ColorFilterArray":
            header.setdefault("BAYERPAT", element.get("pattern", ""))
    return header, tuple(cards)
