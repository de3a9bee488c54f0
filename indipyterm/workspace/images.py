"""Images in files, and the last one that came: what it is, its figures, and where its pixels are."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from indipyterm.client.blob_intake import VIDEO_FORMAT
from indipyterm.exceptions import DecoderEnded, NeedsDecoder, NotAnImage

if TYPE_CHECKING:
    from indipyterm.decoding.opening import TempPixels
    from indipyterm.decoding.process import Decoder
    from indipyterm.presentation.imaging.bare_pixels import FrameSize
    from indipyterm.presentation.imaging.colours import Colours
    from indipyterm.presentation.imaging.picture import Picture
    from indipyterm.presentation.imaging.sampling import Area, Samples
    from indipyterm.presentation.keys import DeviceKey
    from indipyterm.protocol.blob_data import BlobData

    Part = Samples | Colours


HIDDEN_SECONDS = 10.0
"""Between two images that are read although nobody looks: a fast camera then costs next to nothing."""


class LastImage(NamedTuple):
    """An image file and the picture in it; if that is None, `reason` says why, for people.

    Where `reason` is "", too, nobody looked at images when it came, and it was not read.
    """

    path: Path
    picture: Picture | None
    reason: str = ""
    data: BlobData | None = None
    """The whole file of an image that is not saved; `path` is then the name that it would get."""
    pixels: TempPixels | None = None
    """The pixels of a picture that its file has compressed."""
    sizes: tuple[FrameSize, ...] = ()
    """Those that the camera's frames may have, for files that do not say it."""
    camera: DeviceKey | None = None
    """The device that sent it, as far as it is known."""
    fault: str = ""
    """Why the figures are not exact, although the extra is there; "" where they are, or are yet to come."""

    @property
    def is_video(self) -> bool:
        """Whether it is a frame of a video."""
        return self.path.suffix.startswith(VIDEO_FORMAT)

    def open(self) -> BinaryIO:
        """Open the file of the picture's pixels, for `Picture.samples`. Raises OSError."""
        if self.pixels is not None:
            return self.pixels.open()
        return self.open_file()

    def open_file(self) -> BinaryIO:
        """Open the file of the image. Raises OSError."""
        return self.path.open("rb") if self.data is None else BytesIO(self.data.decode())


class LastImageReader:
    """Reads images in a thread, one at a time; of those that come while one is read, only the newest.

    `on_read` is called with each, in the event loop. If the extra for them is there, exact figures follow: `on_read` is
    called again with the same image, if no newer one was read meanwhile. Frames of a video come faster than they are
    measured: there the newest gets the figures of one of the last. `on_measured` is called with each that was measured.
    """

    def __init__(
        self,
        on_read: Callable[[LastImage], object],
        decoder: Callable[[], Decoder],
        on_measured: Callable[[LastImage], object] = lambda _: None,
    ) -> None:
        self._on_read, self._decoder, self._on_measured = on_read, decoder, on_measured
        self._newest: LastImage | None = None
        self._shown: LastImage | None = None
        self._added, self._to_measure = asyncio.Event(), asyncio.Event()
        self.hidden = False
        """Whether nobody looks at images: then videos are not read, and of others one in `HIDDEN_SECONDS`."""
        self._next_hidden = 0.0

    def add(self, image: LastImage) -> None:
        """Have an image read."""
        self._newest = image
        self._added.set()

    async def run(self) -> None:
        """Read images until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._read())
            tasks.create_task(self._measure())

    async def _read(self) -> None:
        while True:
            await self._added.wait()
            self._added.clear()
            newest = self._newest
            if newest is None:
                continue
            self._shown = newest
            if not self.hidden or self._is_due(newest):
                self._shown = await asyncio.to_thread(read_last_image, newest, self._decoder())
                self._to_measure.set()
            self._on_read(self._shown)

    def _is_due(self, image: LastImage) -> bool:
        """Whether an image is read although nobody looks: those of long exposures are, for the table of the night."""
        now = asyncio.get_running_loop().time()
        if image.is_video or now < self._next_hidden:
            return False
        self._next_hidden = now + HIDDEN_SECONDS
        return True

    async def _measure(self) -> None:
        while True:
            await self._to_measure.wait()
            self._to_measure.clear()
            image = self._shown
            if image is None or image.picture is None:
                continue
            measured = await asyncio.to_thread(measured_image, image, self._decoder())
            self._on_measured(measured)
            if measured is not image and (result := self._with_figures_of(image, measured)):
                self._shown = result
                self._on_read(result)

    def _with_figures_of(self, image: LastImage, measured: LastImage) -> LastImage | None:
        """What is shown now, with the figures of an image that was measured; None where that is another image."""
        now = self._shown
        if now is image:
            return measured
        if now is None or not now.picture or not measured.picture or not (now.is_video and measured.is_video):
            return None
        if (now.picture.width, now.picture.height) != (measured.picture.width, measured.picture.height):
            return None
        return now._replace(picture=replace(now.picture, figures=measured.picture.figures))


def read_last_image(image: LastImage, decoder: Decoder | None = None) -> LastImage:
    """Read an image; returns the reason instead of raising it. Waits for the disk."""
    from indipyterm.decoding.opening import open_picture  # noqa: PLC0415 - many devices send no images

    image = image._replace(picture=None, reason="", pixels=None, fault="")
    try:
        if image.data is None and not image.path.is_file():
            raise NotAnImage("there is no such file")
        with image.open_file() as file:
            opened = open_picture(file, image.path.name, image.sizes, decoder)
            return image._replace(picture=opened.picture(), pixels=opened.pixels)
    except (NotAnImage, DecoderEnded) as error:
        return image._replace(reason=f"{image.path.name}: {error}")
    except OSError as problem:
        return image._replace(reason=f"{image.path.name}: cannot be read: {problem.strerror or problem}")


def read_part(image: LastImage, area: Area, step: int, *, colours: bool = False) -> Part | None:
    """Read a part of an image, or its three colours; None where it cannot be read any more. Waits for the disk.

    With `colours`, the picture has some, and `area` and `step` are as `read_colours` wants them.
    """
    from indipyterm.presentation.imaging.colours import read_colours  # noqa: PLC0415 - many devices send no images

    if image.picture is None:
        return None
    try:
        with image.open() as file:
            if colours:
                return read_colours(image.picture, file, area, step)
            return image.picture.samples(file, area, step)
    except (NotAnImage, OSError):
        return None


def measured_image(image: LastImage, decoder: Decoder) -> LastImage:
    """The image with exact figures; the same object where the extra for them is not there."""
    from indipyterm.decoding.opening import OpenedPicture, measured  # noqa: PLC0415 - many devices send no images
    from indipyterm.decoding.process import is_installed  # noqa: PLC0415
    from indipyterm.presentation.imaging.fits import StoredPicture  # noqa: PLC0415
    from indipyterm.presentation.imaging.kinds import UNKNOWN  # noqa: PLC0415

    picture = image.picture
    if picture is None or not is_installed("images"):
        return image
    try:
        with image.open() as file:
            stored = StoredPicture(picture.frame, picture.header, picture.cards)
            return image._replace(picture=measured(picture, OpenedPicture(UNKNOWN, stored, file), decoder), fault="")
    except NeedsDecoder:
        return image
    except (NotAnImage, DecoderEnded) as error:
        return image._replace(fault=f"no exact figures: {error}")
    except OSError as problem:
        return image._replace(fault=f"no exact figures: {problem.strerror or problem}")
