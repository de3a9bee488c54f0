"""What a browser sends reaches the driver as it was typed, once; questions, refusals and answers reach the browser."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from indipyterm.web.roles import Role, User
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser_stand_in import page_of
from tests.web.stage import running
from tests.web.test_live import DEFINITIONS, MOUNT, stage_of
from tests.workspace.waiting import until

MORE = b"""
<defSwitchVector device="Mount" name="TELESCOPE_PARK" label="Park" state="Idle" perm="rw" rule="OneOfMany">
  <defSwitch name="PARK" label="Park">Off</defSwitch><defSwitch name="UNPARK" label="Unpark">On</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="TELESCOPE_ABORT_MOTION" label="Abort" state="Idle" perm="rw" rule="AtMostOne">
  <defSwitch name="ABORT" label="Abort">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="CONNECTION" label="Connection" state="Idle" perm="rw" rule="OneOfMany">
  <defSwitch name="CONNECT">Off</defSwitch><defSwitch name="DISCONNECT">On</defSwitch>
</defSwitchVector>
"""


def coordinates(**values: str) -> dict[str, Any]:
    return {"page": "P", "key": ["pi", "Mount", "COORD"], "values": values}


async def test_a_number_is_sent_as_it_was_typed_and_its_answer_comes_to_the_page() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT, {"log": True}) as page:
        await page.until(lambda: page.vector("COORD"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            sent = await http.post("/send", json=coordinates(RA="5.5001"))
            assert (sent.status_code, sent.json()["id"]) == (202, sent.json()["ids"][0])
            assert b">5.5001<" in await wire.wait_received(b"</newNumberVector>")
            await page.until(lambda: page.shown("COORD")["t"] == {"0": "5.50"})
            assert page.shown("COORD")["by"] == "Anna"
            wire.send(
                b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">5.5001</oneNumber></setNumberVector>'
            )
            await page.until(lambda: page.answers)
            assert page.answers == [
                {
                    "id": sent.json()["id"],
                    "key": ["pi", "Mount", "COORD"],
                    "title": "Mount › Coordinates",
                    "verdict": "done",
                    "text": "",
                    "good": True,
                }
            ]
            await page.until(lambda: any(line["text"].endswith("(Anna)") for line in page.log))


async def test_what_is_refused_by_the_driver_is_told_with_its_reason() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("COORD"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            await http.post("/send", json=coordinates(RA="5"))
            await wire.wait_received(b"</newNumberVector>")
            wire.send(b'<setNumberVector device="Mount" name="COORD" state="Alert" message="below the horizon"/>')
            await page.until(lambda: page.answers)
            assert (page.answers[0]["verdict"], page.answers[0]["good"]) == ("refused", False)
            assert "below the horizon" in page.answers[0]["text"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (coordinates(RA="25"), 422, "outside 0.00 … 24.00"),
        (coordinates(RA="five"), 422, "five"),
        (coordinates(NO="1"), 422, "this member is gone"),
        (coordinates(), 409, "nothing to send"),
        ({"key": ["pi", "Mount", "NONE"], "values": {"A": "On"}}, 409, "NONE is not there"),
        ({"key": ["pi", "Other", "NOTE"], "values": {"N": "x"}}, 409, "read-only"),
        ({"key": ["no", "Mount", "COORD"], "values": {"RA": "1"}}, 503, "Not connected"),
        ({"key": "pi", "values": {}}, 400, "key"),
        ({"key": ["pi", "Mount", "COORD"], "values": {"RA": 5}}, 400, "values"),
        ({"key": ["pi", "Mount", "COORD"], "values": {"RA": "5"}, "consent": 1}, 400, "consent"),
        ([], 400, "object"),
    ],
)
async def test_what_cannot_be_sent_is_refused_in_words(body: Any, status: int, words: str) -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, {"devices": True}) as page:
        await page.until(lambda: len(page.cards) == 2)
        async with httpx.AsyncClient(base_url=stage.url) as http:
            answer = await http.post("/send", json=body)
            assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text


async def test_nothing_is_sent_to_a_property_that_became_another_one() -> None:
    other = '<defSwitchVector device="Mount" name="MODE" label="Mode" group="Options" state="Idle" perm="rw" rule="OneOfMany"><defSwitch name="A" label="Explode">On</defSwitch><defSwitch name="B" label="Stay">Off</defSwitch></defSwitchVector>'
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("MODE"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            seen: dict[str, Any] = page.vector("MODE") or {}
            body = {"page": "P", "key": seen["k"], "defined": seen["defined"], "values": {"A": "On"}}
            assert (await http.post("/send", json=body)).status_code == 202
            await wire.wait_received(b"</newSwitchVector>")
            wire.send(DEFINITIONS)  # the same again, as after a driver's restart: that is no other one
            wire.send(b'<setSwitchVector device="Mount" name="MODE" state="Busy"/>')
            await page.until(lambda: page.shown("MODE")["s"] == "Busy")
            assert (await http.post("/send", json=body)).status_code == 202
            wire.send(other.encode())
            await page.until(lambda: page.shown("MODE")["members"][0]["label"] == "Explode")
            refused = await http.post("/send", json=body)
            assert (refused.status_code, refused.json()["error"]) == (409, "This property was redefined: look again")
            assert (await http.post("/send", json=body | {"defined": page.shown("MODE")["defined"]})).status_code == 202


async def test_what_is_risky_is_asked_about_and_sent_only_with_that_consent() -> None:
    async with WireServer(MORE) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            park: dict[str, Any] = {"page": "P", "key": ["pi", "Mount", "TELESCOPE_PARK"], "values": {"PARK": "On"}}
            asked = await http.post("/send", json=park)
            assert asked.status_code == 428
            question = asked.json()["question"]
            assert "Park" in question["title"]
            wrong = await http.post("/send", json=park | {"consent": {"title": "Something else?", "details": ""}})
            assert wrong.status_code == 428
            agreed = await http.post("/send", json=park | {"consent": question})
            assert agreed.status_code == 202
            received = await wire.wait_received(b"</newSwitchVector>")
            assert received.count(b"<newSwitchVector") == 1


async def test_abort_stops_everything_without_a_question() -> None:
    async with WireServer(MORE) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            answer = await http.post("/abort", json={"page": "P"})
            sent = {"stopped": ["Mount"], "not": [], "text": "ABORT sent to everything: Mount"}
            assert (answer.status_code, answer.json()) == (202, sent)
            assert b'name="TELESCOPE_ABORT_MOTION"' in await wire.wait_received(b"</newSwitchVector>")
            for body in ({"device": ["pi", "Nothing"]}, {"running": ["pi", "Nothing"]}):
                none = (await http.post("/abort", json=body)).json()
                assert (none["stopped"], none["not"]) == ([], [])
            here = (await http.post("/abort", json={"running": ["pi", "Mount"]})).json()
            assert here["stopped"] == ["Mount"]
            form = await http.post("/abort", headers={"accept": "text/html"})  # of a page without JavaScript
            assert (form.status_code, "Sent to Mount" in form.text) == (202, True)


async def test_blobs_of_one_label_are_told_apart() -> None:
    one = (
        '<defBLOBVector device="Cam" name="{}" label="Image" state="Idle" perm="ro"><defBLOB name="B"/></defBLOBVector>'
    )
    async with (
        WireServer((one.format("CCD1") + one.format("CCD2")).encode()) as wire,
        stage_of(wire) as stage,
        httpx.AsyncClient(base_url=stage.url) as http,
    ):
        await until(lambda: len(list(stage.workspace.servers.vectors())) == 2)
        titles = [found["title"] for found in (await http.get("/blob-list")).json()]
        assert titles == ["Cam › Image (CCD1)", "Cam › Image (CCD2)"]


async def test_what_one_s_own_abort_ended_is_no_fault() -> None:
    async with WireServer(DEFINITIONS + MORE) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION") and page.vector("COORD"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            sent = await http.post("/send", json=coordinates(RA="7"))
            assert sent.status_code == 202, sent.text
            await http.post("/abort", json={"page": "P"})
            wire.send(b'<setNumberVector device="Mount" name="COORD" state="Alert" message="stopped"/>')
            await page.until(lambda: any(one["id"] == sent.json()["id"] for one in page.answers))
            answer = next(one for one in page.answers if one["id"] == sent.json()["id"])
            assert (answer["good"], answer["text"]) == (True, "ended by ABORT")


async def test_a_device_is_connected_to_its_hardware() -> None:
    async with WireServer(MORE) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            assert (await http.post("/connect", json={"device": ["pi", "Mount"]})).status_code == 202
            assert b'<oneSwitch name="CONNECT">On' in (await wire.wait_received(b"</newSwitchVector>")).replace(
                b"\n", b""
            )
            assert (await http.post("/connect", json={"device": ["pi", "Other"]})).status_code == 409


async def test_read_only_sends_nothing_from_any_route() -> None:
    options = LaunchOptions(Config(readonly=True))
    async with (
        WireServer(MORE) as wire,
        running([Address(LOOPBACK, wire.port, "pi")], options=options) as stage,
        page_of(stage, MOUNT) as page,
    ):
        await page.until(lambda: page.vector("CONNECTION"))
        assert (page.parts["closed"], page.parts["modes"]) == (
            "Read-only mode: nothing is sent",
            [["READ-ONLY", "busy"]],
        )
        async with httpx.AsyncClient(base_url=stage.url) as http:
            for path, body in (
                ("/send", {"key": ["pi", "Mount", "TELESCOPE_PARK"], "values": {"PARK": "On"}}),
                ("/connect", {"device": ["pi", "Mount"]}),
            ):
                answer = await http.post(path, json=body)
                assert (answer.status_code, answer.json()["error"]) == (409, "Read-only mode: nothing is sent")
            assert (await http.post("/abort", json={})).status_code == 503
        assert b"<new" not in await wire.wait_received(b"getProperties")


async def test_the_palette_does_what_its_line_said_or_nothing() -> None:
    async with WireServer(DEFINITIONS + MORE) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("CONNECTION"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            lines = (await http.get("/search", params={"q": "set COORD RA=7", "s": "pi", "d": "Mount"})).json()[
                "candidates"
            ]
            line = lines[0]
            assert line["runs"], lines
            assert "RA=7" in line["effect"]
            wrong = await http.post(
                "/verb",
                json={
                    "q": "set COORD RA=7",
                    "title": line["title"],
                    "effect": "something else",
                    "device": ["pi", "Mount"],
                },
            )
            assert wrong.status_code == 409
            done = await http.post(
                "/verb",
                json={
                    "page": "P",
                    "q": "set COORD RA=7",
                    "title": line["title"],
                    "effect": line["effect"],
                    "device": ["pi", "Mount"],
                },
            )
            assert done.status_code == 202, done.text
            assert b">7<" in await wire.wait_received(b"</newNumberVector>")
            found = (await http.get("/search", params={"q": "theme night"})).json()["candidates"]
            assert found[0]["theme"] == "night"
            shown = {"q": "plot Mount coord", "s": "pi", "d": "Mount"}
            found = (await http.get("/search", params=shown)).json()["candidates"]
            assert found[0]["page"].startswith("/plot?m=%5B%22pi%22%2C+%22Mount%22%2C+%22COORD%22%2C+%22RA%22"), found
            found = (await http.get("/search", params={"q": "blob folder"})).json()["candidates"]
            assert found[0]["page"] == "/settings"
            for typed, connected in (("server off pi", False), ("server on pi", True)):
                line = (await http.get("/search", params={"q": typed})).json()["candidates"][0]
                asked = {"q": typed, "title": line["title"], "effect": line["effect"]}
                assert (await http.post("/verb", json=asked)).status_code == 202
                await page.until(lambda: page.parts["servers"][0]["connected"] is connected)  # noqa: B023 - done at once
                assert page.parts["servers"][0]["held"] is not connected


async def test_the_palette_says_at_once_what_somebody_may_not_do() -> None:
    vera = User("vera", "Vera", Role.VIEWER)
    async with (
        WireServer(DEFINITIONS) as wire,
        running([Address(LOOPBACK, wire.port, "pi")], user=vera) as stage,
        page_of(stage, MOUNT) as page,
        httpx.AsyncClient(base_url=stage.url) as http,
    ):
        await page.until(lambda: page.vector("COORD"))
        for typed, may in (
            ("set COORD RA=7", False),
            ("Users", False),
            ("host pi5", False),
            ("theme night", True),
        ):
            line = (await http.get("/search", params={"q": typed, "s": "pi", "d": "Mount"})).json()["candidates"][0]
            assert (line["runs"], "may do this" in line["detail"]) == (may, not may), line
        offered = [one["title"] for one in (await http.get("/search")).json()["candidates"]]
        assert ("Images" in offered, "Users" in offered, "expose" in str(offered)) == (True, False, False)


async def test_an_editor_knows_what_fields_begin_with_and_what_typed_text_means() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("COORD"))
        async with httpx.AsyncClient(base_url=stage.url) as http:
            key = {"s": "pi", "d": "Mount", "v": "COORD"}
            begin = (await http.get("/editor", params=key)).json()
            assert begin == {"starts": ["6.50", "1.00", "2.00"], "unchanged": {}, "previous": None}
            typed = (await http.get("/meaning", params=key | {"m": "RA", "text": " 5.50"})).json()
            assert (typed["fault"], typed["value"].strip()) == ("", "5.50")
            sexagesimal = (await http.get("/meaning", params=key | {"m": "RA", "text": "5:30"})).json()
            assert "no angle" in sexagesimal["fault"]
            faulty = (await http.get("/meaning", params=key | {"m": "RA", "text": "99"})).json()
            assert "outside" in faulty["fault"]
            facts = (await http.get("/details", params=key)).json()["facts"]
            assert any(fact["name"] == "INDI name" and fact["pieces"][0][0] == "COORD" for fact in facts)
            assert facts[0]["pieces"][0][0].startswith("Not one of INDI's standard properties")
            shell = (await http.get("/command", params=key, headers={"host": "pi4:8000"})).json()["command"]
            port = wire.port  # the server is called as the browser calls this machine
            assert shell.startswith(f"indipyterm --host pi4:{port} set Mount.COORD.RA=6.5 ")
            assert (await http.get("/meaning", params=key)).status_code == 400
            assert (await http.get("/details", params=key | {"v": "NO"})).status_code == 409
