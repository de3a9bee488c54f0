"""Files of pictures, opened so that any part can be read: unpacked or decoded into temporary files if need be."""

from __future__ import annotations

import io
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple

from indipyterm.decoding.process import Decoder
from indipyterm.exceptions import NeedsDecoder, NotAnImage
from indipyterm.presentation.imaging.bare_pixels import FrameSize
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.kinds import GZIP, Kind
from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.reading import file_kind, find_picture, picture_of

MOST_UNPACKED = 2_000_000_000
"""Bytes that a compressed file may become."""

_PIECE = 1 << 20
_PACKED_TOO = 32 + zlib.MAX_WBITS  # what zlib takes for gzip


class TempPixels:
    """A temporary file without a name, which is gone with the last of those who have it open."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile(prefix="indipyterm-")  # noqa: SIM115 - it lives as long as this

    def __del__(self) -> None:
        self.file.close()

    def open(self) -> BinaryIO:
        """Open it once more, with a place in it of its own."""
        return io.BufferedReader(_FileAt(os.dup(self.file.fileno())))


class _FileAt(io.RawIOBase):
    """Reads an open file at a place of its own, whoever else reads it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor, self._place = descriptor, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = os.pread(self._descriptor, len(view), self._place)
        view[: len(data)] = data
        self._place += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place}.get(whence)
        self._place = (os.fstat(self._descriptor).st_size if start is None else start) + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        if not self.closed:
            os.close(self._descriptor)
        super().close()


class OpenedPicture(NamedTuple):
    """A picture in an open file: what it is, where its pixels are, and the file of these.

    `pixels` is the temporary file that has them where the file itself has them packed.
    """

    kind: Kind
    stored: StoredPicture
    file: BinaryIO
    pixels: TempPixels | None = None

    def picture(self) -> Picture:
        """Look at its pixels. Raises NotAnImage, and what the file raises when it is read."""
        return picture_of(self.file, self.stored, self.kind)


def open_picture(
    file: BinaryIO, name: str = "", sizes: Sequence[FrameSize] = (), decoder: Decoder | None = None
) -> OpenedPicture:
    """Find the picture in an open file, whatever it is; unpack or decode its pixels where this is needed.

    `name` is that of the file, `sizes` those that the camera's frames may have. Waits for the disk, and for the decoder
    if that is needed. Raises NotAnImage with the reason in words, NeedsDecoder where an extra is missing,
    DecoderEnded, and what the file raises when it is read.
    """
    kind, unpacked = file_kind(file, name), None
    if kind is GZIP:
        unpacked = TempPixels()
        _unpack(file, unpacked.file)
        file, name = unpacked.open(), name.removesuffix(".gz")
    try:
        found = find_picture(file, name, sizes)
    except NeedsDecoder as needed:
        return _decoded(file, name, decoder, needed)
    if found.pixels is None:
        return OpenedPicture(found.kind, found.stored, file, unpacked)
    pixels = TempPixels()
    pixels.file.write(found.pixels)
    pixels.file.flush()
    return OpenedPicture(found.kind, found.stored, pixels.open(), pixels)


def _decoded(file: BinaryIO, name: str, decoder: Decoder | None, needed: NeedsDecoder) -> OpenedPicture:
    if decoder is None:
        raise needed
    kind, pixels = file_kind(file, name)._replace(name=needed.name), TempPixels()
    with _with_descriptor(file) as source:
        stored = decoder.decode(source, name, pixels.file)
    return OpenedPicture(kind, stored, pixels.open(), pixels)


def measured(picture: Picture, opened: OpenedPicture, decoder: Decoder) -> Picture:
    """The picture with exact figures. Raises NotAnImage, NeedsDecoder, DecoderEnded."""
    from dataclasses import replace  # noqa: PLC0415 - is needed with the extra only

    with _with_descriptor(opened.file) as source:
        return replace(picture, figures=decoder.measure(source, opened.stored))


@contextmanager
def _with_descriptor(file: BinaryIO) -> Iterator[BinaryIO]:
    """An open file as one of the system, which another process can read: as it is, or written to a temporary one."""
    if _has_descriptor(file):
        yield file
        return
    copy = TempPixels()
    with copy.file:
        file.seek(0)
        for piece in iter(lambda: file.read(_PIECE), b""):
            copy.file.write(piece)
        copy.file.flush()
        yield copy.file  # type: ignore[misc]


def _has_descriptor(file: BinaryIO) -> bool:
    try:
        file.fileno()
    except OSError:
        return False
    return True


def _unpack(file: BinaryIO, to: IO[bytes]) -> None:
    """Raises NotAnImage where the file is damaged, or too large."""
    file.seek(0)
    for piece in _unpacked(file):
        to.write(piece)
        if to.tell() > MOST_UNPACKED:
            raise NotAnImage("too large once it is unpacked")
    to.flush()


def _unpacked(file: BinaryIO) -> Iterator[bytes]:
    inflater = zlib.decompressobj(_PACKED_TOO)
    try:
        while data := file.read(_PIECE):
            while data:
                yield inflater.decompress(data, _PIECE)
                data = inflater.unconsumed_tail
                if inflater.eof:
                    return
    except zlib.error as error:
        raise NotAnImage(f"damaged: {error}") from None
    raise NotAnImage("cut short")
