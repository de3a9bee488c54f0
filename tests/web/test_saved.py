"""Settings go down as a file, come back, are shown against what is, and are sent only as they were shown."""

from __future__ import annotations

from typing import Any

import httpx

from indipyterm.presentation.keys import VectorKey
from indipyterm.web.palette import _candidate_json
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.palette.actions import Candidate, CompareSettings, SaveSettings
from indipyterm.workspace.workspace import Address
from tests.servers import WireServer, free_port
from tests.web.stage import Stage, running
from tests.workspace.waiting import until

CAMERA = b"""
<defNumberVector device="Cam" name="CCD_GAIN" label="Gain" group="Main" state="Ok" perm="rw">
  <defNumber name="GAIN" label="Gain" format="%g" min="0" max="100" step="0">90</defNumber></defNumberVector>
<defTextVector device="Cam" name="NAMES" label="Names" group="Main" state="Ok" perm="rw">
  <defText name="A" label="One">a</defText><defText name="B" label="Two">b</defText></defTextVector>
<defSwitchVector device="Cam" name="SHUTTER" label="Cover" group="Main" state="Ok" perm="rw" rule="OneOfMany">
  <defSwitch name="OPEN" label="Open">Off</defSwitch><defSwitch name="SHUT" label="Shut">On</defSwitch></defSwitchVector>
<defSwitchVector device="Cam" name="CCD_ABORT_EXPOSURE" label="Abort" group="Main" state="Ok" perm="rw" rule="AtMostOne">
  <defSwitch name="ABORT" label="Abort">Off</defSwitch></defSwitchVector>
"""


def answered(name: str, kind: str, **values: str) -> bytes:
    members = "".join(f'<one{kind} name="{member}">{value}</one{kind}>' for member, value in values.items())
    return f'<set{kind}Vector device="Cam" name="{name}" state="Ok">{members}</set{kind}Vector>'.encode()


async def post(http: httpx.AsyncClient, path: str, **body: Any) -> tuple[int, Any]:
    answer = await http.post(path, json=body, timeout=30)
    return answer.status_code, answer.json()


async def defined(stage: Stage, server: str) -> None:
    await until(lambda: stage.workspace.servers.vector(VectorKey(server, "Cam", "CCD_ABORT_EXPOSURE")))


async def test_what_was_saved_is_compared_and_put_back() -> None:
    options = LaunchOptions(Config(confirm=("SHUTTER",)))
    async with (
        WireServer(CAMERA) as wire,
        running([Address("127.0.0.1", wire.port, "pi")], options=options) as stage,
        httpx.AsyncClient(base_url=stage.url) as http,
    ):
        await defined(stage, "pi")
        saved = await http.get("/saved-file", params={"s": "pi", "name": "a night/1.toml"})
        assert saved.headers["content-disposition"] == 'attachment; filename="a_night_1.toml"'
        assert 'filename="pi-20' in (await http.get("/saved-file?s=pi")).headers["content-disposition"]
        text = saved.text
        for now, wanted in (("GAIN = 90", "GAIN = 70"), ('A = "a"', 'A = "z"'), ("OPEN = false", "OPEN = true"), ("SHUT = true", "SHUT = false")):  # fmt: skip
            assert now in text
            text = text.replace(now, wanted)
        text += "\n[Cam.CCD_ABORT_EXPOSURE]\nABORT = true\n"

        file = {"server": "pi", "text": text}
        status, shown = await post(http, "/saved-compare", **file)
        assert (status, shown["summary"], shown["sendable"]) == (200, "3 differ", 3)
        assert [(row["label"], row["members"]) for row in shown["rows"]] == [
            ("Cam › Cover", [["Open", "Off", "On"], ["Shut", "On", "Off"]]),
            ("Cam › Gain", [["", "90", "70"]]),
            ("Cam › Names", [["One", "a", "z"]]),
        ]
        assert shown["leftOut"] == ["CCD_ABORT_EXPOSURE"]

        wire.send(answered("NAMES", "Text", A="x"))  # somebody else sets it
        names = stage.workspace.servers.vector(VectorKey("pi", "Cam", "NAMES"))
        assert names
        await until(lambda: names.members["A"].value == "x")
        status, refused = await post(http, "/saved-restore", **file, seen=shown["seen"])
        assert (status, refused["shown"]["rows"][2]["members"]) == (409, [["One", "x", "z"]])
        seen = refused["shown"]["seen"]
        status, asked = await post(http, "/saved-restore", **file, seen=seen)
        assert status == 428
        assert "SHUTTER.OPEN" in asked["question"]["title"]
        assert b"<newSwitchVector" not in await wire.wait_received(b"getProperties")

        begin = {**file, "seen": seen, "name": "n.toml", "page": "P", "consent": asked["question"]}
        status, run = await post(http, "/saved-restore", **begin)
        assert (status, run["running"], run["user"], run["file"]) == (202, True, "Anna", "n.toml")
        assert (await post(http, "/saved-restore", **begin))[0] == 409  # one at a time
        await wire.wait_received(b"</newSwitchVector>")
        under_way = (await http.get("/saved-restoring?s=pi")).json()
        assert (under_way["summary"], under_way["rows"][0]["result"]) == ("putting back: 1 of 3", "…")
        wire.send(answered("SHUTTER", "Switch", OPEN="On", SHUT="Off"))
        await wire.wait_received(b"</newNumberVector>")
        wire.send(answered("CCD_GAIN", "Number", GAIN="70"))
        await wire.wait_received(b"</newTextVector>")
        assert [row["result"] for row in (await http.get("/saved-restoring?s=pi")).json()["rows"]][:2] == [
            "answered"
        ] * 2
        assert any("(Anna)" in entry.text for entry in stage.workspace.journal.entries)

        status, _ = await post(http, "/abort")  # stops what is not sent yet, too
        assert status == 202
        ended = (await http.get("/saved-restoring?s=pi")).json()
        assert (ended["running"], ended["fault"]) == (False, "stopped: the rest is not sent")
        assert (await post(http, "/saved-stop", server="pi"))[0] == 409

        wire.send(answered("NAMES", "Text", A="z"))
        await until(lambda: names.members["A"].value == "z")
        status, same = await post(http, "/saved-compare", **file)
        assert (status, same["summary"], same["rows"]) == (200, "nothing differs", [])
        assert await post(http, "/saved-restore", **file, seen=same["seen"]) == (
            409,
            {"error": "There is nothing to send"},
        )


async def test_what_cannot_be_saved_or_read_says_why() -> None:
    async with (
        WireServer(b'<defTextVector device="Cam" name="CCD_ABORT_EXPOSURE" state="Ok" perm="ro"/>') as wire,
        running([Address("127.0.0.1", wire.port, "pi"), Address("127.0.0.1", free_port(), "gone")]) as stage,
        httpx.AsyncClient(base_url=stage.url) as http,
    ):
        await defined(stage, "pi")
        assert (await http.get("/saved-file?s=gone")).json() == {"error": "gone is not connected"}
        assert "no settings" in (await http.get("/saved-file?s=pi")).json()["error"]
        assert (await http.get("/saved-restoring?s=pi")).json() == {}
        status, answer = await post(http, "/saved-compare", server="pi", text="a = [")
        assert (status, answer["error"][:25]) == (422, "This file cannot be read:")


async def test_in_read_only_mode_one_may_compare() -> None:
    options = LaunchOptions(Config(readonly=True))
    async with (
        WireServer(CAMERA) as wire,
        running([Address("127.0.0.1", wire.port, "pi")], options=options) as stage,
        httpx.AsyncClient(base_url=stage.url) as http,
    ):
        await defined(stage, "pi")
        file = {"server": "pi", "text": "indipyterm-settings = 1\n[Cam.CCD_GAIN]\nGAIN = 1\n"}
        _, shown = await post(http, "/saved-compare", **file)
        assert shown["sendable"] == 1
        status, answer = await post(http, "/saved-restore", **file, seen=shown["seen"])
        assert (status, answer["error"]) == (409, "Read-only mode: nothing is sent")


def test_the_palette_leads_to_the_page() -> None:
    site: Any = None  # lines that lead to another page ask nothing of it
    save = _candidate_json(site, Candidate("Save a b", action=SaveSettings("pi", "a b")), "")
    diff = _candidate_json(site, Candidate("Diff x", action=CompareSettings("pi", "x")), "")
    assert (save["page"], diff["page"]) == ("/saved?s=pi&name=a+b", "/saved?s=pi")
