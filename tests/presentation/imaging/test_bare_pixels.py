"""Pixels without a header: what they are follows from what the camera says of its frames."""

from __future__ import annotations

from io import BytesIO

import pytest

from indipyterm.exceptions import NotAnImage
from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.imaging.bare_pixels import FrameSize, find_pixels, frame_sizes
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.protocol.messages import Kind


def test_bytes_a_pixel_say_the_type() -> None:
    sizes = (FrameSize(7, 7), FrameSize(4, 2))
    found = [find_pixels(8 * size, sizes).frame for size in (1, 2, 3, 6)]
    assert [(frame.kind, frame.planes) for frame in found] == [("u8", 1), ("u16", 1), ("u8", 3), ("u16", 3)]
    with pytest.raises(NotAnImage, match="does not say"):
        find_pixels(33, sizes)


def test_little_endian_and_colours_side_by_side() -> None:
    deep = read_picture(BytesIO(bytes([1, 2, 3, 4])), "a.stream", (FrameSize(2, 1),))
    assert deep.peaks.tolist() == [0x201, 0x403]
    colours = read_picture(BytesIO(bytes([1, 2, 3, 4, 5, 6])), "a.stream", (FrameSize(2, 1),))
    assert (colours.planes, colours.peaks.tolist()) == (3, [2, 5]), "green"


def vector(name: str, **values: float | str) -> Vector:
    """A number vector of a camera."""
    members = {member: NumberMember(member, member, str(value)) for member, value in values.items()}
    return Vector(Kind.NUMBER, "CCD", name, known_members=dict(members))


def test_the_frames_of_a_camera() -> None:
    device = Device("CCD")
    assert frame_sizes(None) == frame_sizes(device) == ()
    device.vectors["CCD_INFO"] = vector("CCD_INFO", CCD_MAX_X=1280, CCD_MAX_Y=1024)
    device.vectors["CCD_FRAME"] = vector("CCD_FRAME", X=0, Y=0, WIDTH=640, HEIGHT=480)
    device.vectors["CCD_BINNING"] = vector("CCD_BINNING", HOR_BIN=2, VER_BIN=2)
    sizes = [(320, 240), (640, 480), (640, 512), (1280, 1024)]
    assert list(frame_sizes(device)) == sizes
    device.vectors["CCD_STREAM_FRAME"] = vector("CCD_STREAM_FRAME", WIDTH=100, HEIGHT="much")
    device.vectors["GUIDER_FRAME"] = vector("GUIDER_FRAME", WIDTH=0, HEIGHT=9)
    assert list(frame_sizes(device)) == sizes
    device.vectors["CCD_STREAM_FRAME"] = vector("CCD_STREAM_FRAME", WIDTH=100, HEIGHT=80)
    assert frame_sizes(device)[:2] == ((50, 40), (100, 80))
