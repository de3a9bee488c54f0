"""What a browser sends a second time by itself is done once."""

from __future__ import annotations

import asyncio

import httpx

from tests.servers import WireServer
from tests.web.browser_stand_in import page_of
from tests.web.test_live import DEFINITIONS, MOUNT, stage_of
from tests.web.test_sending import coordinates


async def test_a_repeated_request_gets_the_same_answer_and_sends_nothing() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("COORD"))
        async with httpx.AsyncClient(base_url=stage.url) as http:

            async def send(key: str, ra: str = "5") -> httpx.Response:
                return await http.post("/send", json=coordinates(RA=ra), headers={"Idempotency-Key": key})

            first, second = await asyncio.gather(send("a"), send("a"))
            third = await send("a")
            assert first.status_code == 202
            assert first.json() == second.json() == third.json()
            assert (await send("b", "25")).json() == (await send("b", "25")).json()  # refused, and the same again
            await send("c", "6")
            received = await wire.wait_received(b">6<")
            assert received.count(b"<newNumberVector") == 2


async def test_what_went_wrong_may_be_tried_again() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, httpx.AsyncClient(base_url=stage.url) as http:
        key = {"Idempotency-Key": "a"}
        assert (await http.post("/send", content=b"{", headers=key)).status_code == 400
        assert (await http.post("/send", json=coordinates(RA="25"), headers=key)).status_code == 422
