"""The colours of a picture: of its three planes, or of the pixels of a Bayer matrix."""

from __future__ import annotations

from typing import BinaryIO, NamedTuple

from indipyterm.presentation.imaging.picture import Picture
from indipyterm.presentation.imaging.sampling import Area, Samples, read_samples


class Colours(NamedTuple):
    """A part of a picture in three colours. Their samples have the same size, but not the same scale and zero."""

    red: Samples
    green: Samples
    blue: Samples


def has_colours(picture: Picture) -> bool:
    """Whether a picture has colours: three planes, or a Bayer matrix."""
    return picture.planes == 3 or bool(picture.bayer)


def read_colours(picture: Picture, file: BinaryIO, area: Area, step: int) -> Colours:
    """Read a part of a picture that has colours; `file` is that of its pixels.

    `area` is in the picture. `step` is 1, or even and at most `LONGEST_STEP`; of a Bayer matrix it is 2 or a multiple
    of 4, and `area` begins at even places, so that each sample has all colours: green is that beside red. Raises as
    `read_samples`.
    """
    frame = picture.frame
    if picture.planes == 3:
        return Colours(*(read_samples(file, frame, area, step, plane) for plane in range(3)))
    half = Area(area.left // 2, area.top // 2, max(1, area.width // 2), max(1, area.height // 2))
    pattern, found = picture.bayer, {}
    for place, colour in enumerate(pattern):
        row, column = divmod(place, 2)
        if colour in found:
            continue
        # In the file the rows begin at the other end, unless the first one is the top one.
        y = row if frame.top_down else (frame.height - 1 - row) % 2
        found[colour] = read_samples(file, frame.every_second(column, y), half, max(1, step // 2))._replace(step=step)
    return Colours(found["R"], found["G"], found["B"])
