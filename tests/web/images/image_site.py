"""A site that has saved files, without any server: requests go straight to the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx

from indipyterm.presentation.keys import VectorKey
from indipyterm.web.answers import Answers
from indipyterm.web.app import make_unguarded_app
from indipyterm.web.hub import Hub
from indipyterm.web.images.saved_files import file_id
from indipyterm.web.options import WebOptions
from indipyterm.web.site import Site
from indipyterm.workspace.transfers import SavedFile
from indipyterm.workspace.workspace import Workspace
from tests.web.stage import logged_in

EVENING = datetime(2026, 11, 30, 20, tzinfo=UTC)
CCD = VectorKey("pi", "CCD Simulator", "CCD1")
GUIDER = VectorKey("pi", "Guide Simulator", "CCD1")


class ImageSite:
    """Its files are in `folder`; `client` asks it as somebody who is logged in."""

    def __init__(self, folder: Path, site: Site, client: httpx.AsyncClient) -> None:
        self.folder, self.site, self.client = folder, site, client
        self._saved = 0

    def save(self, name: str, data: bytes, key: VectorKey = CCD) -> str:
        """Have a file saved as if a camera had sent it; return its id."""
        path = self.folder / name
        path.write_bytes(data)
        self._saved += 1
        when = EVENING + timedelta(seconds=self._saved)
        self.site.workspace.transfers.files.appendleft(SavedFile(key, "CCD1", str(path), len(data), when))
        return file_id(str(path))

    async def get(self, path: str, **query: object) -> httpx.Response:
        return await self.client.get(path, params={name: str(value) for name, value in query.items()})

    async def error(self, path: str, **query: object) -> tuple[int, str]:
        """The status and the sentence of a response that is an error."""
        response = await self.get(path, **query)
        return response.status_code, response.json()["error"]


@asynccontextmanager
async def image_site(folder: Path) -> AsyncIterator[ImageSite]:
    workspace = Workspace()
    hub = Hub(workspace)
    site = Site(workspace, hub, Answers(workspace, hub), None, WebOptions())  # type: ignore[arg-type]
    transport = httpx.ASGITransport(logged_in(make_unguarded_app(site)))
    try:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            yield ImageSite(folder, site, client)
    finally:
        site.images.close()
        hub.close()
