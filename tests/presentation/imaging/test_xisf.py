"""XISF files that are refused; those that are shown are in `tests/decoding/test_formats.py`."""

from __future__ import annotations

import zlib

import pytest

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.reading import read_picture

PIXELS = bytes(range(12))
IMAGE = 'geometry="3:2:1" sampleFormat="UInt16" location="attachment:1024:12"'


def xisf(attributes: str = IMAGE, data: bytes = PIXELS, text: str | None = None) -> bytes:
    header = text if text is not None else f'<xisf version="1.0"><Image {attributes}/></xisf>'
    return b"XISF0100" + len(header).to_bytes(4, "little") + bytes(4) + header.encode().ljust(1008, b"\0") + data


def test_the_smallest_one() -> None:
    picture = read_picture(xisf())
    assert (picture.format, picture.kind, picture.peaks.tolist()) == ("XISF", "u16", [256, 770, 1284, 1798, 2312, 2826])
    swapped = read_picture(xisf(f'{IMAGE} byteOrder="big"'))
    assert swapped.peaks.tolist() == [1, 515, 1029, 1543, 2057, 2571]
    colours = read_picture(
        xisf('geometry="2:2:3" sampleFormat="UInt8" pixelStorage="Normal" location="attachment:1024:12"')
    )
    assert (colours.planes, colours.peaks.tolist()) == (3, [1, 4, 7, 10])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (xisf(data=b""), "cut short"),
        (xisf(IMAGE.replace("UInt16", "Complex32")), "pixels of the type 'Complex32'"),
        (xisf(IMAGE.replace("3:2:1", "3:2")), "1 dimensions"),
        (xisf(IMAGE.replace("3:2:1", "3:x:1")), "0 dimensions"),
        (xisf(IMAGE.replace("3:2:1", "3:0:1")), "no pixels"),
        (xisf(IMAGE.replace("3:2:1", "3:3:1")), "another size"),
        (xisf(IMAGE.replace("attachment:1024:12", "inline:base64")), "not attached"),
        (xisf(f'{IMAGE} compression="zstd:12"'), "compressed with 'zstd'"),
        (xisf(f'{IMAGE} compression="zlib+xx:12"'), "compressed with 'zlib\\+xx:12'"),
        (xisf(f'{IMAGE} compression="zlib:12"'), "damaged"),
        (
            xisf(IMAGE.replace(":12", f":{len(zlib.compress(b''))}") + ' compression="zlib:12"', zlib.compress(b"")),
            "another size",
        ),
        (xisf(text="<xisf><Metadata/></xisf>"), "without a picture"),
        (xisf(text="<xisf>"), "damaged header"),
        (xisf(text='<!DOCTYPE a [<!ENTITY b "c">]><xisf/>'), "document type"),
        (b"XISF0100" + b"\xff" * 8, "header is too long"),
        (b"XISF0100", "damaged header"),
    ],
)
def test_what_cannot_be_shown_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(NotAnImage, match=reason):
        read_picture(data)
