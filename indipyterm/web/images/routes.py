"""Routes of images: which there are, the files, and what is seen of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.exceptions import DecoderEnded, NotAnImage
from indipyterm.presentation.imaging.sampling import LONGEST_STEP, Area
from indipyterm.presentation.text import printable, size_text
from indipyterm.web.bodies import json_body, query_number, query_text, text_of
from indipyterm.web.images.download import KEPT, Download
from indipyterm.web.images.reading import OutsideTheImage, SavedImage
from indipyterm.web.images.saved_files import remove_saved
from indipyterm.web.images.worker import Overloaded
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of, user_of
from indipyterm.workspace.transfers import SavedFile

MOST_PREVIEW = 1280, 1024
MOST_SAMPLES = 2048, 2048
"""The most that a browser gets of a whole picture, across and down."""

MOST_CROPPED = 4_000_000
"""Samples that a browser gets of a part of a picture at once."""

_SAMPLES = "application/octet-stream"
_LONGEST = 1_000_000


async def image_list(request: Request) -> Response:
    """The last image of each camera, and all files of this session, the newest first."""
    site = site_of(request)
    files = site.images.files
    titles = cache(lambda owner: printable(site.workspace.servers.device_title(owner)))

    def listed(found: Mapping[str, SavedFile]) -> list[dict[str, object]]:
        return [{"id": name, "device": titles(file.key.owner), **_file_json(file)} for name, file in found.items()]

    return JSONResponse({"cameras": listed(files.last_of_cameras()), "files": listed(files.newest_first())})


async def image_file(request: Request) -> Response:
    """A file as it was saved, to be kept, or to be shown if it is one of those that browsers show."""
    saved = _saved(request)
    try:
        return await asyncio.to_thread(Download, saved.path)
    except OSError as problem:
        raise _unreadable(saved, problem) from None


async def image_preview(request: Request) -> Response:
    """The whole picture, stretched, as a PNG."""
    size = _size(request, MOST_PREVIEW)
    return await _image(request, ("preview", *size), site_of(request).images.reading.preview, *size, kind="image/png")


async def image_samples(request: Request) -> Response:
    """The whole picture, to be stretched in the browser."""
    size = _size(request, MOST_SAMPLES)
    return await _image(request, ("samples", *size), site_of(request).images.reading.samples, *size)


async def image_crop(request: Request) -> Response:
    """A part of the picture, to be stretched in the browser."""
    left, top = (query_number(request, name, 0, _LONGEST) for name in "xy")
    width, height = (query_number(request, name, 1, _LONGEST) for name in "wh")
    step = query_number(request, "step", 1, LONGEST_STEP, 1)
    if step > 1 and step % 2:
        raise HTTPException(400, "step has to be 1 or even")
    if -(-width // step) * -(-height // step) > MOST_CROPPED:
        raise HTTPException(400, f"a part may have {MOST_CROPPED} pixels at the most")
    area = Area(left, top, width, height)
    return await _image(request, ("crop", area, step), site_of(request).images.reading.crop, area, step)


async def image_header(request: Request) -> Response:
    """What a file is, and the header of the picture."""
    last = site_of(request).workspace.images.last
    known = last.picture if last and str(last.path) == _saved(request).path else None
    describe = site_of(request).images.reading.describe
    return await _image(request, ("header",), describe, known, kind="application/json")


async def image_delete(request: Request) -> Response:
    """Remove a file. The log says who did."""
    site, user = site_of(request), user_of(request)
    images = site.images
    name = text_of(await json_body(request), "id")
    saved = images.files.find(name)
    if saved is None:
        raise HTTPException(404, "there is no such file")
    try:
        await asyncio.to_thread(remove_saved, saved.path)
    except FileNotFoundError:
        pass  # somebody else removed it
    except OSError as problem:
        raise HTTPException(409, f"{_name(saved)} cannot be removed: {problem.strerror or problem}") from None
    images.files.forget(name)
    site.workspace.reports.log(saved.key.owner, f"deleted {Path(saved.path).name} ({user.display_name})")
    return JSONResponse({"deleted": _name(saved)})


async def _image(
    request: Request,
    key: tuple[object, ...],
    work: Callable[..., bytes],
    *arguments: object,
    kind: str = _SAMPLES,
) -> Response:
    """What the images' thread makes of the file that a request names."""
    saved, images = _saved(request), site_of(request).images
    image = SavedImage(saved.path, images.frame_sizes(saved))
    try:
        content = await images.worker.result((saved.path, *key), partial(work, image, *arguments))
    except NotAnImage as reason:
        raise HTTPException(415, f"{_name(saved)}: {reason}") from None
    except DecoderEnded as reason:
        raise HTTPException(503, f"{_name(saved)}: {reason}") from None
    except OutsideTheImage as reason:
        raise HTTPException(400, str(reason)) from None
    except Overloaded:
        raise HTTPException(503, "too many images are wanted at once") from None
    except OSError as problem:
        raise _unreadable(saved, problem) from None
    headers = KEPT | ({"Content-Encoding": "gzip"} if kind == _SAMPLES else {})
    return Response(content, media_type=kind, headers=headers)


def _saved(request: Request) -> SavedFile:
    saved = site_of(request).images.files.find(query_text(request, "id"))
    if saved is None:
        raise HTTPException(404, "there is no such file, or no longer")
    return saved


def _unreadable(saved: SavedFile, problem: OSError) -> HTTPException:
    return HTTPException(404, f"{_name(saved)} cannot be read: {problem.strerror or problem}")


def _file_json(file: SavedFile) -> dict[str, object]:
    return {
        "name": _name(file),
        "key": file.key,
        "member": file.member,
        "size": file.size,
        "sizeText": size_text(file.size),
        "when": round(file.when.timestamp() * 1000),
    }


def _name(file: SavedFile) -> str:
    return printable(Path(file.path).name)


def _size(request: Request, most: tuple[int, int]) -> tuple[int, int]:
    """The size that a request names by w and h, no larger than the most."""
    width, height = (query_number(request, name, 1, _LONGEST, limit) for name, limit in zip("wh", most, strict=True))
    return min(width, most[0]), min(height, most[1])


ROUTES = (
    Route("/image-list", image_list, Role.VIEWER),
    Route("/image-file", image_file, Role.VIEWER),
    Route("/image-preview", image_preview, Role.VIEWER),
    Route("/image-samples", image_samples, Role.VIEWER),
    Route("/image-crop", image_crop, Role.VIEWER),
    Route("/image-header", image_header, Role.VIEWER),
    Route("/image-delete", image_delete, Role.ADMIN, ("POST",)),
)
