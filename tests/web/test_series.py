"""A series from a browser: the palette's verb starts and stops it, every page sees how far it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from tests.servers import WireServer
from tests.web.browser_stand_in import page_of
from tests.web.test_live import MOUNT, stage_of
from tests.workspace.series.stage import DEFINITIONS


async def _do(http: httpx.AsyncClient, text: str, **more: Any) -> httpx.Response:
    """Do what the first line for a text says."""
    line = (await http.get("/search", params={"q": text})).json()["candidates"][0]
    return await http.post("/verb", json={"q": text, "title": line["title"], "effect": line["effect"], **more})


async def test_a_series_is_started_seen_and_stopped(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        servers = stage.workspace.servers
        await page.until(lambda: any(key.vector == "FILTER_NAME" for key, _ in servers.vectors()))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            refused = await _do(http, "expose 3x30 filter red")
            assert (refused.status_code, refused.json()["error"]) == (
                409,
                "images are not saved: there is no folder for them",
            )
            stage.workspace.set_blob_folder(tmp_path)
            assert (await _do(http, "expose 3x30 filter red", page="P")).status_code == 202
            await wire.wait_received(b'name="CCD_EXPOSURE"')
            await page.until(
                lambda: any(text.startswith("Camera 1/3 Red, ") for text, _ in page.parts.get("modes", []))
            )
            assert (await _do(http, "series stop now")).status_code == 202
            await wire.wait_received(b"CCD_ABORT_EXPOSURE")
            wire.send(b'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="Idle"/>')
            await page.until(lambda: page.parts["modes"] == [])
        assert any(entry.text.endswith("(Anna)") for entry in stage.workspace.journal.entries)
