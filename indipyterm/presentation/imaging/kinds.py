"""What a file is, by its first bytes, and by its name where these do not say it.

Sources: the specifications of the formats; for raw camera files what `file` and LibRaw look at; libindi's formats of
BLOBs (libs/indibase/indiccd.cpp, libs/stream).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from indipyterm.exceptions import NeedsDecoder, NotAnImage

START = 64
"""Bytes that tell it."""


class Reader(Enum):
    """Who reads a kind of file."""

    FITS = "FITS"
    XISF = "XISF"
    PIXELS = "pixels"
    """Bare pixels, without a header."""
    GZIP = "gzip"
    """What is in it is to be unpacked first."""
    IMAGES = "images"
    RAW = "raw"
    """The extras of this program that bring libraries for it."""
    NONE = ""


class Kind(NamedTuple):
    """What a file is: `name` as people say it, with an article where it has one."""

    name: str
    reader: Reader

    def check(self) -> None:
        """Raise NotAnImage where nothing reads it, and NeedsDecoder where an extra does."""
        if self.reader in (Reader.IMAGES, Reader.RAW):
            raise NeedsDecoder(self.name, self.reader.value)
        if self.reader is Reader.NONE:
            raise NotAnImage(f"{self.name}, which is not shown")


FITS = Kind("FITS", Reader.FITS)
XISF = Kind("XISF", Reader.XISF)
GZIP = Kind("a file compressed with gzip", Reader.GZIP)
PIXELS = Kind("pixels without a header", Reader.PIXELS)
PACKED_FITS = Kind("compressed FITS (.fz)", Reader.IMAGES)
PACKED_XISF = Kind("XISF compressed with LZ4", Reader.IMAGES)
UNKNOWN = Kind("a file of an unknown format", Reader.NONE)
_TIFF = Kind("a TIFF", Reader.IMAGES)
_JPEG = Kind("a JPEG", Reader.IMAGES)

_RAW_SUFFIXES = {
    "nef": "Nikon",
    "nrw": "Nikon",
    "arw": "Sony",
    "sr2": "Sony",
    "pef": "Pentax",
    "srw": "Samsung",
    "cr2": "Canon",
    "3fr": "Hasselblad",
    "dcr": "Kodak",
    "kdc": "Kodak",
    "iiq": "Phase One",
    "rwl": "Leica",
}
"""Those whose files begin as a TIFF does."""


def _raw(maker: str) -> Kind:
    return Kind(f"a raw camera file ({maker})", Reader.RAW)


_STARTS = (
    (0, b"SIMPLE  =", FITS),
    (0, b"XISF0100", XISF),
    (0, b"\x1f\x8b\x08", GZIP),
    (0, b"\xff\xd8\xff", _JPEG),
    (0, b"\x89PNG\r\n\x1a\n", Kind("a PNG", Reader.IMAGES)),
    (0, b"GIF87a", Kind("a GIF", Reader.IMAGES)),
    (0, b"GIF89a", Kind("a GIF", Reader.IMAGES)),
    (0, b"P5", Kind("a PGM", Reader.IMAGES)),
    (0, b"P6", Kind("a PPM", Reader.IMAGES)),
    (0, b"BM", Kind("a BMP", Reader.IMAGES)),
    (8, b"CR\x02\0", _raw("Canon CR2")),
    (4, b"ftypcrx", _raw("Canon CR3")),
    (6, b"HEAPCCDR", _raw("Canon CRW")),
    (0, b"FUJIFILMCCD-RAW", _raw("Fujifilm RAF")),
    (0, b"IIU\0", _raw("Panasonic RW2")),
    (0, b"IIRO", _raw("Olympus ORF")),
    (0, b"IIRS", _raw("Olympus ORF")),
    (0, b"MMOR", _raw("Olympus ORF")),
    (0, b"\0MRM", _raw("Minolta MRW")),
    (0, b"FOVb", _raw("Sigma X3F")),
    (0, b"II*\0", _TIFF),
    (0, b"MM\0*", _TIFF),
    (0, b"II+\0", Kind("a BigTIFF", Reader.NONE)),
    (0, b"MM\0+", Kind("a BigTIFF", Reader.NONE)),
    (4, b"jP  \r\n\x87\n", Kind("a JPEG 2000", Reader.IMAGES)),
    (4, b"ftyphei", Kind("a HEIF", Reader.NONE)),
    (4, b"ftypavif", Kind("an AVIF", Reader.NONE)),
    (4, b"ftyp", Kind("a film (MP4)", Reader.NONE)),
    (0, b"LUCAM-RECORDER", Kind("a film (SER)", Reader.NONE)),
    (8, b"WEBP", Kind("a WebP", Reader.IMAGES)),
    (8, b"AVI ", Kind("a film (AVI)", Reader.NONE)),
    (0, b"\x1aE\xdf\xa3", Kind("a film (Matroska)", Reader.NONE)),
    (0, b"OggS", Kind("a film (Ogg)", Reader.NONE)),
    (0, b"BZh", Kind("a file compressed with bzip2", Reader.NONE)),
    (0, b"\x78\x01", Kind("a file compressed with zlib", Reader.NONE)),
    (0, b"\x78\x9c", Kind("a file compressed with zlib", Reader.NONE)),
    (0, b"\x78\xda", Kind("a file compressed with zlib", Reader.NONE)),
    (0, b"\xfd7zXZ\0", Kind("a file compressed with xz", Reader.NONE)),
    (0, b"\x28\xb5\x2f\xfd", Kind("a file compressed with zstd", Reader.NONE)),
    (0, b"\x1f\x9d", Kind("a file compressed with compress", Reader.NONE)),
    (0, b"PK\x03\x04", Kind("a ZIP archive", Reader.NONE)),
    (0, b"\x89HDF\r\n\x1a\n", Kind("an HDF5 file", Reader.NONE)),
    (0, b"#ASDF", Kind("an ASDF file", Reader.NONE)),
    (0, b"\x93NUMPY", Kind("a NumPy array", Reader.NONE)),
    (0, b"8BPS", Kind("a Photoshop file", Reader.NONE)),
    (0, b"%PDF", Kind("a PDF", Reader.NONE)),
    (0, b"<?xml", Kind("an XML file", Reader.NONE)),
    (0, b"<svg", Kind("an SVG", Reader.NONE)),
)

BARE = (".stream", ".bin", ".raw")
"""The ends of names of bare pixels, as INDI servers send them."""

_LONG = 3  # bytes: bare pixels may begin by chance with what is shorter


def kind_of(start: bytes, name: str = "") -> Kind:
    """What a file is that begins with `start` (`START` bytes of it, or all) and has a name.

    Raises NotAnImage for an empty one.
    """
    if not start:
        raise NotAnImage("empty")
    suffix = name.rpartition(".")[2].lower()
    bare = f".{suffix}" in BARE
    marks = ((place, mark, kind) for place, mark, kind in _STARTS if not bare or len(mark) >= _LONG)
    found = next((kind for place, mark, kind in marks if start.startswith(mark, place)), None)
    if found is _TIFF and suffix == "dng":
        return _raw("DNG")
    if found is _TIFF and suffix in _RAW_SUFFIXES:
        return _raw(f"{_RAW_SUFFIXES[suffix]} {suffix.upper()}")
    if bare and found is None:
        return PIXELS
    if found is None and start.lstrip()[:1] == b"{":
        return Kind("a JSON file", Reader.NONE)
    return found or UNKNOWN
