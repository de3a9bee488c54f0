"""The site over Debian's simulators: what was typed is on the wire, images come, ABORT stops a slew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address
from tests.real.tap import Tap
from tests.servers import CCD, LOOPBACK, TELESCOPE, IndiServer
from tests.web.browser_stand_in import page_of
from tests.web.stage import running

pytestmark = pytest.mark.real

CAMERA = {"device": ["pi", CCD.device]}
MOUNT = {"device": ["pi", TELESCOPE.device]}


async def test_an_exposure_as_it_was_typed_and_its_image(start_indi: Callable[..., IndiServer], tmp_path: Path) -> None:
    options = LaunchOptions(Config(blobfolder=tmp_path))
    async with (
        Tap(start_indi(CCD).port) as wire,
        running([Address(LOOPBACK, wire.port, "pi")], options=options) as stage,
        page_of(stage, CAMERA) as page,
    ):
        stage.workspace.open_blob_folder()
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url, timeout=20) as http:

            async def send(vector: str, **values: str) -> dict[str, Any]:
                body = {"page": "P", "key": ["pi", CCD.device, vector], "values": values}
                sent = await http.post("/send", json=body)
                assert sent.status_code == 202, sent.text
                number = sent.json()["id"]
                await page.until(lambda: number in [answer["id"] for answer in page.answers])
                return next(answer for answer in page.answers if answer["id"] == number)

            await http.post("/connect", json={"device": ["pi", CCD.device]})
            await page.until(lambda: page.vector("CCD_EXPOSURE"))
            assert page.shown("CCD_EXPOSURE")["members"][0]["limits"].startswith("0.01")
            for typed in ("0.4", "2.5"):  # its step is 1 s: nothing is rounded to it
                answer = await send("CCD_EXPOSURE", CCD_EXPOSURE_VALUE=typed)
                assert answer["good"], answer
                assert f">{typed}</oneNumber>".encode() in bytes(wire.sent[0]).replace(b"\n", b"")
            assert page.shown("CCD_EXPOSURE")["s"] == "Ok"
            await page.until(lambda: len(list(tmp_path.glob("*.fits"))) == 2)
            images = (await http.get("/image-list")).json()
            picture = await http.get("/image-preview", params={"id": images["files"][0]["id"], "w": 640, "h": 512})
            assert (picture.status_code, picture.content[:8]) == (200, b"\x89PNG\r\n\x1a\n")


async def test_abort_stops_a_slew_from_any_page(start_indi: Callable[..., IndiServer]) -> None:
    indi = start_indi(TELESCOPE)
    async with running([Address(LOOPBACK, indi.port, "pi")]) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url, timeout=20) as http:
            await http.post("/connect", json={"device": ["pi", TELESCOPE.device]})
            await page.until(lambda: page.vector("EQUATORIAL_EOD_COORD"))
            park = {"page": "P", "key": ["pi", TELESCOPE.device, "TELESCOPE_PARK"], "values": {"UNPARK": "On"}}
            asked = await http.post("/send", json=park)
            if asked.status_code == 428:
                await http.post("/send", json=park | {"consent": asked.json()["question"]})
            found = (await http.get("/search", params={"q": "goto 5:35:17 -5:23:28"})).json()["candidates"][0]
            assert found["runs"], found
            body = {"page": "P", "q": "goto 5:35:17 -5:23:28", "title": found["title"], "effect": found["effect"]}
            assert (await http.post("/verb", json=body)).status_code == 202
            await page.until(lambda: page.shown("EQUATORIAL_EOD_COORD")["s"] == "Busy")
            stopped = await http.post("/abort", json={"page": "P"})
            assert stopped.json()["stopped"] == [TELESCOPE.device]
            await page.until(lambda: page.shown("EQUATORIAL_EOD_COORD")["s"] != "Busy")
            await page.until(lambda: any(one["key"][2] == "EQUATORIAL_EOD_COORD" for one in page.answers))
            slew = next(one for one in page.answers if one["key"][2] == "EQUATORIAL_EOD_COORD")
            assert (slew["verdict"], slew["good"]) == ("stopped", True)  # as was asked
