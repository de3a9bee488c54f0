"""A file goes from a browser to a driver, whole, and only where it can."""

from __future__ import annotations

import httpx

from tests.web.browser_stand_in import page_of
from tests.web.stage import running


async def test_a_file_is_sent_to_a_device_which_measures_it() -> None:
    async with running(demo=True) as stage, page_of(stage, {"device": ["demo", "Every Kind"]}) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url, timeout=20) as http:
            await http.post("/connect", json={"device": ["demo", "Every Kind"]})
            await page.until(lambda: page.vector("BLOB_WO"))
            data = bytes(range(256)) * 10_000
            where = {"s": "demo", "d": "Every Kind", "v": "BLOB_WO", "m": "FILE", "page": "P"}
            sent = await http.post("/blob", params=where | {"format": ".bin"}, content=data)
            assert sent.status_code == 202, sent.text
            await page.until(lambda: page.answers)
            assert page.answers[0]["verdict"] == "done"
            await page.until(lambda: "2560000" in "".join(page.vector("UPLOAD")["v"]))  # type: ignore[index]
            for wrong, status in (
                ({"v": "NONE"}, 409),
                ({"m": "NONE"}, 409),
                ({"format": "x" * 30}, 400),
                ({"v": "BLOB_RO"}, 409),
            ):
                answer = await http.post("/blob", params=where | wrong, content=b"x")
                assert (answer.status_code, "error" in answer.json()) == (status, True)
