"""Images in files: read, or the reason why not; and measured, if the extra for it is there."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from indipyterm.decoding import opening
from indipyterm.decoding.opening import OpenedPicture, open_picture
from indipyterm.decoding.process import Decoder
from indipyterm.presentation.imaging.bare_pixels import FrameSize
from indipyterm.presentation.imaging.reading import read_picture
from indipyterm.presentation.imaging.sampling import Area
from indipyterm.protocol.blob_data import BlobData
from indipyterm.workspace import images
from indipyterm.workspace.images import LastImage, LastImageReader, read_last_image
from tests.presentation.imaging.samples import fits_file
from tests.workspace.waiting import until

SMALL = fits_file(16, (4, 3), range(12))


def reason(path: Path) -> str:
    """Why a file is not shown."""
    return read_last_image(LastImage(path, None)).reason


def test_a_file_that_is_cut_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shrinking.fits"
    path.write_bytes(fits_file(8, (1000, 100), bytes(100_000)))

    def cut(file: BinaryIO, *rest: object) -> OpenedPicture:
        found = open_picture(file)
        os.truncate(path, 50_000)
        return found

    monkeypatch.setattr(opening, "open_picture", cut)
    assert reason(path) == "shrinking.fits: cut short while it was read"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", Path("\0")):
        assert reason(path) == f"{path.name}: there is no such file"


def test_a_frame_of_a_video_is_as_large_as_the_camera_says(tmp_path: Path) -> None:
    path = tmp_path / "frame.stream"
    path.write_bytes(bytes(range(12)))
    assert reason(path).endswith("the camera does not say how many are in a row")
    image = read_last_image(LastImage(path, None, sizes=(FrameSize(5, 5), FrameSize(4, 3))))
    assert image.picture
    assert (image.picture.width, image.picture.kind, image.picture.peaks.tolist()) == (4, "u8", list(range(12)))
    with image.open() as file:
        assert list(image.picture.samples(file, Area(1, 1, 2, 2), 1).codes) == [5, 6, 9, 10]


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.fits"
    path.write_bytes(SMALL)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    assert reason(path) == "locked.fits: cannot be read: Permission denied"


def test_a_picture_is_read_from_a_file_or_from_memory(tmp_path: Path) -> None:
    path = tmp_path / "small.fits"
    path.write_bytes(SMALL)
    assert read_last_image(LastImage(path, None)) == LastImage(path, read_picture(SMALL))
    unsaved = LastImage(Path("a.fits"), None, data=BlobData(SMALL))
    assert read_last_image(unsaved) == unsaved._replace(picture=read_picture(SMALL))


async def test_of_images_that_come_while_one_is_read_only_the_newest_is(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(image: LastImage, decoder: object) -> LastImage:
        begun.set()
        go_on.wait(20)
        return image

    monkeypatch.setattr(images, "read_last_image", slow)
    read: list[str] = []
    reader = LastImageReader(lambda image: read.append(image.path.name), Decoder)
    reader.add(LastImage(Path("1"), None))
    running = asyncio.create_task(reader.run())
    await until(begun.is_set)
    reader.add(LastImage(Path("2"), None))
    reader.add(LastImage(Path("3"), None))
    go_on.set()
    await until(lambda: read == ["1", "3"])
    reader.hidden = True
    monkeypatch.setattr(images, "read_last_image", None)
    reader.add(LastImage(Path("4.stream"), None))
    await until(lambda: read == ["1", "3", "4.stream"])
    monkeypatch.setattr(images, "read_last_image", lambda image, decoder: image._replace(reason="read"))
    reader.add(LastImage(Path("5"), None))
    await until(lambda: read[-1] == "5")
    monkeypatch.setattr(images, "read_last_image", None)
    reader.add(LastImage(Path("6"), None))
    await until(lambda: read[-1] == "6")
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()
