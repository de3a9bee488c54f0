"""The last image that was saved, read for previews."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.image import Image


@dataclass(frozen=True, slots=True)
class LastImage:
    """An image file, and the picture in it; None where there is none, and then the `reason` for people."""

    path: Path
    picture: Image | None
    reason: str = ""


def read_image(path: Path) -> LastImage:
    """Read a file. Waits for the disk: call it in a thread."""
    from indipyterm.presentation.imaging.fits import image_or_reason  # noqa: PLC0415 - many devices send no images

    return LastImage(path, *image_or_reason(path))
