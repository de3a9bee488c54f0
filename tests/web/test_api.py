"""Scripts read everything as JSON, in the form of `IPyClient.snapshot`."""

from __future__ import annotations

import httpx

from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser_stand_in import page_of
from tests.web.stage import running
from tests.web.test_live import DEFINITIONS, stage_of

ODD = '<defTextVector device="A &amp; B/odd?#%" name="../x" state="Ok" perm="ro"><defText name="é">☂</defText></defTextVector>'


async def test_devices_and_properties_as_json() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, {"devices": True}) as page:
        await page.until(lambda: len(page.cards) == 2)
        async with httpx.AsyncClient(base_url=stage.url) as http:
            everything = (await http.get("/api")).json()
            assert (everything["connected"], everything["indiport"]) == (True, wire.port)
            assert sorted(everything["devices"]) == ["Mount", "Other"]
            vector = (await http.get("/api/Mount/COORD")).json()
            assert (vector["state"], vector["members"]["RA"]["value"]) == ("Ok", "6.5")
            assert (await http.get("/api/Mount")).json()["vectors"]["COORD"] == vector
            for path in ("/api/None", "/api/Mount/NONE"):
                answer = await http.get(path)
                assert (answer.status_code, "error" in answer.json()) == (404, True)


async def test_odd_names_are_found_and_a_loss_is_told() -> None:
    async with WireServer(ODD.encode()) as wire, stage_of(wire) as stage, page_of(stage, {"devices": True}) as page:
        await page.until(lambda: page.cards)
        async with httpx.AsyncClient(base_url=stage.url) as http:
            answer = await http.get("/api", params={"device": "A & B/odd?#%", "vector": "../x"})
            assert (answer.status_code, answer.json()["members"]["é"]["value"]) == (200, "☂")
            await wire.refuse()
            await wire.drop_clients()
            await page.until(lambda: not page.parts["servers"][0]["connected"])
            assert (await http.get("/api")).json()["connected"] is False


async def test_the_devices_of_all_servers() -> None:
    async with WireServer(DEFINITIONS) as first, WireServer(ODD.encode()) as second:
        addresses = [Address(LOOPBACK, first.port, "pi"), Address(LOOPBACK, second.port, "dome")]
        async with running(addresses) as stage, page_of(stage, {"devices": True}) as page:
            await page.until(lambda: len(page.cards) == 3)
            async with httpx.AsyncClient(base_url=stage.url) as http:
                everything = (await http.get("/api")).json()
                assert (len(everything["devices"]), everything["indiport"]) == (3, first.port)
                await second.refuse()
                await second.drop_clients()
                await page.until(lambda: not page.parts["servers"][1]["connected"])
                everything = (await http.get("/api")).json()
                assert everything["connected"]
                assert [(one["name"], one["connected"]) for one in everything["servers"]] == [
                    ("pi", True),
                    ("dome", False),
                ]
                assert everything["devices"]["Mount"]["server"] == {"name": "pi", "connected": True}
                assert everything["devices"]["A & B/odd?#%"]["server"] == {"name": "dome", "connected": False}
