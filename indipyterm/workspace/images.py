"""Images in files, and the last one that was saved."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.exceptions import NotAnImage

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.image import Image


@dataclass(frozen=True, slots=True)
class LastImage:
    """An image file, and the picture in it; None where there is none, and then the `reason` for people."""

    path: Path
    picture: Image | None
    reason: str = ""


def read_last_image(path: Path) -> LastImage:
    """Read a file; why there is no image, for people, instead of an exception. Waits for the disk."""
    try:
        return LastImage(path, read_image(path))
    except NotAnImage as error:
        return LastImage(path, None, f"{path.name}: {error}")


def read_image(path: str | PathLike[str]) -> Image:
    """Read the picture in a FITS file. Raises NotAnImage, with the reason in words, also where there is no file."""
    from indipyterm.presentation.imaging.fits import read_fits  # noqa: PLC0415 - many devices send no images

    try:
        if not Path(path).is_file():
            raise NotAnImage("there is no such file")
        with Path(path).open("rb") as file:
            return read_fits(file)
    except OSError as problem:
        raise NotAnImage(f"cannot be read: {problem.strerror or problem}") from problem
