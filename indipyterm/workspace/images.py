"""Images in files."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging.fits import read_fits
from indipyterm.presentation.imaging.image import Image


def read_image(path: str | PathLike[str]) -> Image:
    """Read the picture in a FITS file. Raises NotAnImage, with the reason in words, also where there is no file."""
    try:
        if not Path(path).is_file():
            raise NotAnImage("there is no such file")
        with Path(path).open("rb") as file:
            return read_fits(file)
    except OSError as problem:
        raise NotAnImage(f"cannot be read: {problem.strerror or problem}") from problem


def image_or_reason(path: Path) -> tuple[Image | None, str]:
    """As `read_image`; why there is no image, for people, instead of an exception."""
    try:
        return read_image(path), ""
    except NotAnImage as error:
        return None, f"{path.name}: {error}"
