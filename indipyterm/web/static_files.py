"""The files that browsers run, under a path that changes when they do: a browser asks for each of them once."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from indipyterm.web.roles import Route
from indipyterm.web.site import site_of

FOLDER = Path(__file__).parent / "static"

_TYPES = {  # what the machine says of them is not to be relied on
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}
_PACKED = (".png", ".woff2", ".ico")
_HASH_LENGTH = 16
_ICON = "icon.svg"


class StaticFile(NamedTuple):
    """A file, as it is and packed; `packed` empty: not smaller."""

    data: bytes
    packed: bytes
    type: str


class StaticFiles:
    """All files of a folder, in memory, with one hash over all of them."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files: dict[str, StaticFile] = {}
        total = hashlib.sha256()
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.is_file() and not any(part.startswith((".", "__")) for part in path.relative_to(folder).parts):
                data = path.read_bytes()
                total.update(f"{name}\0{len(data)}\0".encode() + data)
                self._files[name] = _read(data, path.suffix)
        self.hash = total.hexdigest()[:_HASH_LENGTH]

    def path(self, name: str) -> str:
        """The path of a file within the site."""
        return f"/static/{self.hash}/{name}"

    def find(self, name: str) -> StaticFile | None:
        """A file by its name."""
        return self._files.get(name)


@cache
def static_files() -> StaticFiles:
    """The files of this program, read at first use."""
    return StaticFiles()


def answer(file: StaticFile, accepted: str) -> Response:
    """A file as a browser takes it: packed, if it can unpack."""
    headers = {"content-type": file.type, "cache-control": "public, max-age=31536000, immutable"}
    if not file.packed:
        return Response(file.data, headers=headers)
    headers["vary"] = "accept-encoding"
    if "gzip" not in {part.partition(";")[0].strip().lower() for part in accepted.split(",") if "q=0" not in part}:
        return Response(file.data, headers=headers)
    return Response(file.packed, headers={**headers, "content-encoding": "gzip"})


async def static(request: Request) -> Response:
    """A file. One of another version of the program is not there."""
    files = static_files()
    file = files.find(request.path_params["path"]) if request.path_params["hash"] == files.hash else None
    if file is None:
        raise HTTPException(404, "There is no such file.")
    return answer(file, request.headers.get("accept-encoding", ""))


async def favicon(request: Request) -> Response:
    """The icon, for browsers that ask for it by its old name."""
    return RedirectResponse(site_of(request).options.base + static_files().path(_ICON), 302)


async def manifest(request: Request) -> Response:
    """What a phone needs to put the site on its home screen."""
    base = site_of(request).options.base
    content = {
        "name": "INDI",
        "short_name": "INDI",
        "start_url": f"{base}/",
        "scope": f"{base}/",
        "display": "standalone",
        "background_color": "#000000",
        "theme_color": "#000000",
        "icons": [{"src": base + static_files().path(_ICON), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JSONResponse(content, media_type="application/manifest+json")


ROUTES = (
    Route("/static/{hash}/{path:path}", static, None),
    Route("/favicon.ico", favicon, None),
    Route("/manifest.webmanifest", manifest, None),
)


def _read(data: bytes, suffix: str) -> StaticFile:
    kind = _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
    packed = b"" if suffix in _PACKED else gzip.compress(data, mtime=0)
    return StaticFile(data, packed if len(packed) < len(data) else b"", kind)
