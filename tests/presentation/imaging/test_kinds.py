"""What files are, by their first bytes."""

from __future__ import annotations

from io import BytesIO

import pytest

from indipyterm.exceptions import NeedsDecoder, NotAnImage
from indipyterm.presentation.imaging.kinds import PIXELS, kind_of
from indipyterm.presentation.imaging.reading import find_picture


@pytest.mark.parametrize(
    ("start", "name", "extra", "words"),
    [
        (b"\xff\xd8\xff\xe0", "a.jpg", "images", "a JPEG: it is shown with the extra images"),
        (b"\xff\xd8\xff\xe0", "a.stream_jpg", "images", "a JPEG"),
        (b"\xff\xd8\xff\xe0", "a.stream", "images", "a JPEG"),
        (b"\x89PNG\r\n\x1a\n", "a.bin", "images", "a PNG"),
        (b"II*\0\x10\0\0\0CR\x02\0", "a.bin", "raw", "a raw camera file (Canon CR2)"),
        (b"II*\0", "a.tif", "images", "a TIFF"),
        (b"II*\0", "a.NEF", "raw", "a raw camera file (Nikon NEF)"),
        (b"MM\0*", "a.dng", "raw", "a raw camera file (DNG)"),
        (b"\0\0\0\x18ftypcrx ", "a.cr3", "raw", "a raw camera file (Canon CR3)"),
        (b"FUJIFILMCCD-RAW 0201", "a.raf", "raw", "a raw camera file (Fujifilm RAF)"),
        (b"IIU\0\x18", "a.rw2", "raw", "a raw camera file (Panasonic RW2)"),
        (b"IIRO", "a.orf", "raw", "a raw camera file (Olympus ORF)"),
        (b"LUCAM-RECORDER", "a.ser", "", "a film (SER), which is not shown"),
        (b"RIFF\0\0\0\0AVI ", "a.avi", "", "a film (AVI), which is not shown"),
        (b"\0\0\0\x18ftypmp42", "a.mp4", "", "a film (MP4)"),
        (b"\x1f\x9d\x90", "a.fits.Z", "", "a file compressed with compress, which is not shown"),
        (b"BZh9", "a.fits.bz2", "", "a file compressed with bzip2"),
        (b"\x78\x9c", "a.z", "", "a file compressed with zlib"),
        (b' {"a": 1}', "a", "", "a JSON file"),
        (b"\x89HDF\r\n\x1a\n", "a.h5", "", "an HDF5 file"),
        (b"hello", "a.fits", "", "a file of an unknown format, which is not shown"),
    ],
)
def test_a_kind_is_named_with_what_shows_it(start: bytes, name: str, extra: str, words: str) -> None:
    with pytest.raises(NotAnImage) as refused:
        find_picture(BytesIO(start + bytes(40)), name)
    assert str(refused.value).startswith(words)
    assert (refused.value.extra if isinstance(refused.value, NeedsDecoder) else "") == extra


def test_bare_pixels_may_begin_as_other_files_do() -> None:
    for start in (b"BM", b"P5", b"\x78\x9c", b"\x1f\x8b\x07", b"\0\0"):
        assert kind_of(start + bytes(40), "a.stream") is PIXELS
    with pytest.raises(NotAnImage, match="empty"):
        kind_of(b"", "a.stream")
