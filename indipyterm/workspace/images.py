"""Images in files, and the last one that was saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from indipyterm.client.blob_intake import VIDEO_FORMAT
from indipyterm.exceptions import NotAnImage

if TYPE_CHECKING:
    from indipyterm.presentation.imaging.image import Image
    from indipyterm.protocol.blob_data import BlobData


class LastImage(NamedTuple):
    """An image file and the picture in it; if that is None, `reason` says why, for people."""

    path: Path
    picture: Image | None
    reason: str = ""
    data: BlobData | None = None
    """The whole file of an image that is not saved; `path` is then the name that it would get."""


class LastImageReader:
    """Reads saved images in a thread, one at a time; of those saved while one is read, only the newest.

    `on_read` is called with each, in the event loop.
    """

    def __init__(self, on_read: Callable[[LastImage], object]) -> None:
        self._on_read = on_read
        self._newest: Path | LastImage | None = None
        self._added = asyncio.Event()

    def add(self, path: Path) -> None:
        """Have a file read that was just saved."""
        self._newest = path
        self._added.set()

    def add_unsaved(self, name: str, data: BlobData) -> None:
        """Have an image read that is in no file, but would be called `name`."""
        self._newest = LastImage(Path(name), None, data=data)
        self._added.set()

    async def run(self) -> None:
        """Read files until cancelled."""
        while True:
            await self._added.wait()
            self._added.clear()
            newest = self._newest
            if isinstance(newest, LastImage):
                self._on_read(await asyncio.to_thread(read_unsaved_image, newest))
            elif newest:
                self._on_read(await asyncio.to_thread(read_last_image, newest))


def read_last_image(path: Path) -> LastImage:
    """Read a file; returns the reason instead of raising it. Waits for the disk."""
    try:
        return LastImage(path, read_image(path))
    except NotAnImage as error:
        return LastImage(path, None, f"{path.name}: {error}")


def read_unsaved_image(image: LastImage) -> LastImage:
    """Read an image from its data; returns the reason instead of raising it."""
    from indipyterm.presentation.imaging.fits import read_fits  # noqa: PLC0415 - as below

    name = image.path.name
    try:
        if image.path.suffix.startswith(VIDEO_FORMAT):
            raise NotAnImage("a frame of a video, and only FITS is shown")
        return image._replace(picture=read_fits(image.data.decode() if image.data else b""), reason="")
    except NotAnImage as error:
        return image._replace(reason=f"{name}: {error}")


def read_image(path: str | PathLike[str]) -> Image:
    """Read the picture in a FITS file. Raises NotAnImage, with the reason in words, also if there is no such file."""
    from indipyterm.presentation.imaging.fits import read_fits  # noqa: PLC0415 - many devices send no images

    try:
        if not Path(path).is_file():
            raise NotAnImage("there is no such file")
        if Path(path).suffix.startswith(VIDEO_FORMAT):
            raise NotAnImage("a frame of a video, and only FITS is shown")
        with Path(path).open("rb") as file:
            return read_fits(file)
    except OSError as problem:
        raise NotAnImage(f"cannot be read: {problem.strerror or problem}") from problem
