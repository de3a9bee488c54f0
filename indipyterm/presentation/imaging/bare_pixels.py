"""Frames of videos and other pixels that come without a header: what they are follows from their number.

Source: libindi, libs/stream (raw encoder: 8 or 16 bits, little-endian as the host; RGB interleaved) and
libs/indibase/indiccd.cpp (CCD_STREAM_FRAME, CCD_FRAME, CCD_BINNING, CCD_INFO).
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import NamedTuple

from indipyterm.exceptions import NotAnImage
from indipyterm.model.devices import Device
from indipyterm.model.members import NumberMember
from indipyterm.presentation.imaging.fits import StoredPicture
from indipyterm.presentation.imaging.frame import LONGEST, Frame, check_size
from indipyterm.presentation.imaging.lanes import UNSIGNED


class FrameSize(NamedTuple):
    """Pixels across and down."""

    width: int
    height: int


_LAYOUTS = {1: (8, 1), 2: (16, 1), 3: (8, 3), 6: (16, 3)}
"""Bits and planes, by the bytes of a pixel."""


def find_pixels(length: int, sizes: Iterable[FrameSize]) -> StoredPicture:
    """What a file of so many bytes is, given the sizes that the camera's frames may have, the most likely first.

    Raises NotAnImage where it is none of these sizes.
    """
    for width, height in sizes:
        bits, planes = _LAYOUTS.get(length // (width * height), (0, 0)) if length % (width * height) == 0 else (0, 0)
        if bits:
            check_size(width, height, planes)
            pixel = UNSIGNED[bits]
            frame = Frame(0, width, height, planes, pixel, 1, 0, little=True, interleaved=planes > 1, top_down=True)
            return StoredPicture(frame, {}, ())
    raise NotAnImage("pixels without a header, and the camera does not say how many are in a row")


def frame_sizes(device: Device | None) -> tuple[FrameSize, ...]:
    """The sizes that the frames of a camera may have by what it says of itself, the most likely first."""
    found: dict[FrameSize, None] = {}
    for chip in ("CCD", "GUIDER"):
        across, down = _numbers(device, f"{chip}_BINNING", "HOR_BIN", "VER_BIN") or (1, 1)
        for vector, names in (
            ("CCD_STREAM_FRAME", ("WIDTH", "HEIGHT")),
            (f"{chip}_FRAME", ("WIDTH", "HEIGHT")),
            (f"{chip}_INFO", (f"{chip}_MAX_X", f"{chip}_MAX_Y")),
            (f"{chip}_INFO", ("CCD_MAX_X", "CCD_MAX_Y")),
        ):
            if size := _numbers(device, vector, *names):
                for divisor in ((across, down), (1, 1)):
                    one = FrameSize(size[0] // divisor[0], size[1] // divisor[1])
                    if min(one) >= 1:
                        found[one] = None
    return tuple(found)


def _numbers(device: Device | None, vector: str, first: str, second: str) -> tuple[int, int] | None:
    found = device.vectors.get(vector) if device else None
    members = [found.members.get(name) for name in (first, second)] if found else []
    try:
        values = [one.number() for one in members if isinstance(one, NumberMember)]
    except ValueError:
        return None
    if len(values) != 2 or not all(isfinite(value) and 1 <= value <= LONGEST for value in values):
        return None
    return int(values[0]), int(values[1])
