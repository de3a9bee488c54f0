"""Reading pictures in whatever this program reads without further libraries: FITS, XISF, bare pixels.

Files of other kinds, and those that are compressed, are unpacked or decoded into bare pixels before.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import SEEK_END, BytesIO
from typing import BinaryIO, NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.bare_pixels import FrameSize, find_pixels
from indipyterm.presentation.imaging.fits import StoredPicture, find_fits
from indipyterm.presentation.imaging.kinds import START, Kind, Reader, kind_of
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.reduction import reduced
from indipyterm.presentation.imaging.xisf import find_xisf, unpacked_pixels


class FoundPicture(NamedTuple):
    """A picture in a file: its kind, where it is, and the bytes of its pixels where the file has them packed only."""

    kind: Kind
    stored: StoredPicture
    pixels: bytes | None = None


def file_kind(file: BinaryIO, name: str = "") -> Kind:
    """What an open file is. Raises NotAnImage where it is empty."""
    file.seek(0)
    return kind_of(file.read(START), name)


def find_picture(file: BinaryIO, name: str = "", sizes: Sequence[FrameSize] = ()) -> FoundPicture:
    """Find the picture in an open file, which must be seekable.

    `name` is that of the file, `sizes` those that the camera's frames may have. Raises NotAnImage, with the reason in
    words, where there is none; NeedsDecoder where an extra is needed; what the file raises when it is read.
    """
    kind = file_kind(file, name)
    match kind.reader:
        case Reader.FITS:
            return FoundPicture(kind, find_fits(file))
        case Reader.XISF:
            stored, packed = find_xisf(file)
            return FoundPicture(kind, stored, unpacked_pixels(file, packed) if packed else None)
        case Reader.PIXELS:
            return FoundPicture(kind, find_pixels(file.seek(0, SEEK_END), sizes))
    kind.check()
    raise NotAnImage(f"{kind.name}, which is to be unpacked before")


def read_picture(source: bytes | BinaryIO, name: str = "", sizes: Sequence[FrameSize] = ()) -> Picture:
    """Read the picture in a file, given as its bytes or opened. Raises as `find_picture`.

    Takes about 0.1 s and a few megabytes besides the file's own, however large it is.
    """
    file = BytesIO(source) if isinstance(source, bytes) else source
    found = find_picture(file, name, sizes)
    return picture_of(file if found.pixels is None else BytesIO(found.pixels), found.stored, found.kind)


def picture_of(file: BinaryIO, stored: StoredPicture, kind: Kind) -> Picture:
    """Look at the pixels of a picture that was found. Raises NotAnImage, and what the file raises when it is read."""
    frame, header, cards = stored
    return Picture(frame, header, cards, *reduced(file, frame), format=kind.name)
