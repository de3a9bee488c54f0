"""Images in files: read, or the reason why not."""

from __future__ import annotations

import asyncio
import os
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from indipyterm.exceptions import NotAnImage
from indipyterm.presentation.imaging import fits
from indipyterm.presentation.imaging.fits import read_fits
from indipyterm.presentation.imaging.frame import Frame, find_frame
from indipyterm.presentation.imaging.header import HeaderValue
from indipyterm.workspace import images
from indipyterm.workspace.images import LastImage, LastImageReader, read_image, read_last_image
from tests.presentation.imaging.samples import fits_file
from tests.workspace.waiting import until

SMALL = fits_file(16, (4, 3), range(12))


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "small.fits"
    path.write_bytes(SMALL)
    assert read_image(path) == read_image(str(path)) == read_fits(SMALL)


def test_a_file_that_is_cut_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "shrinking.fits"
    path.write_bytes(fits_file(8, (1000, 100), bytes(100_000)))

    def cut(file: BinaryIO) -> tuple[Frame, dict[str, HeaderValue]]:
        found = find_frame(file)
        os.truncate(path, 50_000)
        return found

    monkeypatch.setattr(fits, "find_frame", cut)
    with pytest.raises(NotAnImage, match="cut short while"):
        read_image(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none", "\0"):
        with pytest.raises(NotAnImage, match="no such file"):
            read_image(path)


@pytest.mark.parametrize("suffix", [".stream", ".stream_jpg"])
def test_a_frame_of_a_video(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"frame{suffix}"
    path.write_bytes(bytes(100))
    assert read_last_image(path).reason == f"frame{suffix}: a frame of a video, and only FITS is shown"


def test_a_file_that_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.fits"
    path.write_bytes(SMALL)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(NotAnImage, match="cannot be read: Permission denied"):
        read_image(path)


def test_the_reason_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "small.fits"
    path.write_bytes(SMALL)
    assert read_last_image(path) == LastImage(path, read_fits(SMALL))
    none = tmp_path / "none.fits"
    assert read_last_image(none) == LastImage(none, None, "none.fits: there is no such file")


async def test_of_images_saved_while_one_is_read_only_the_newest_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(path: Path) -> LastImage:
        begun.set()
        go_on.wait(20)
        return LastImage(path, None)

    monkeypatch.setattr(images, "read_last_image", slow)
    read: list[str] = []
    reader = LastImageReader(lambda image: read.append(image.path.name))
    reader.add(tmp_path / "1")
    running = asyncio.create_task(reader.run())
    await until(begun.is_set)
    reader.add(tmp_path / "2")
    reader.add(tmp_path / "3")
    go_on.set()
    await until(lambda: read == ["1", "3"])
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()
