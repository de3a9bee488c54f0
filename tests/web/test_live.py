"""A page gets what it shows, whole at first, then what changed; a slow one, or one that was away, the newest state."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from indipyterm.web import hub, live_page
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser_stand_in import page_of
from tests.web.stage import Stage, running

MOUNT = {"device": ["pi", "Mount"]}
DEFINITIONS = b"""
<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main Control" state="Ok" perm="rw" timeout="60">
  <defNumber name="RA" label="RA (h)" format="%.2f" min="0" max="24" step="0">6.5</defNumber>
  <defNumber name="DEC" label="Dec" format="%.2f" min="-90" max="90" step="0">1</defNumber>
  <defNumber name="ALT" label="Alt" format="%.2f" min="0" max="90" step="0">2</defNumber>
</defNumberVector>
<defSwitchVector device="Mount" name="MODE" label="Mode" group="Options" state="Idle" perm="rw" rule="OneOfMany">
  <defSwitch name="A">On</defSwitch><defSwitch name="B">Off</defSwitch>
</defSwitchVector>
<defTextVector device="Other" name="NOTE" label="&lt;b&gt;Note" state="Ok" perm="ro"><defText name="N">\xe2\x80\xaex</defText></defTextVector>
"""


@asynccontextmanager
async def stage_of(wire: WireServer) -> AsyncIterator[Stage]:
    async with running([Address(LOOPBACK, wire.port, "pi")]) as stage:
        await wire.wait_received(b"getProperties")
        yield stage


async def test_a_page_gets_a_device_whole_and_then_only_what_changed() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("MODE"))
        coordinates = page.vector("COORD")
        assert coordinates is not None
        assert (coordinates["label"], coordinates["v"], coordinates["sign"]) == (
            "Coordinates",
            ["6.50", "1.00", "2.00"],
            "●",
        )
        assert coordinates["members"][0]["limits"] == "0 … 24"
        assert page.vector("NOTE") is None  # of another device
        wire.send(
            b'<setNumberVector device="Mount" name="COORD" state="Busy"><oneNumber name="DEC">7</oneNumber></setNumberVector>'
        )
        await page.until(lambda: page.value("COORD", 1) == "7.00")
        ((number, state, values),) = page.frames[-1]["set"]
        assert (number, state["s"], state["sign"], values) == (coordinates["id"], "Busy", "◐", {"1": "7.00"})
        assert "members" not in state
        wire.send(b'<delProperty device="Mount" name="MODE"/>')
        await page.until(lambda: page.vector("MODE") is None)


async def test_busy_and_ok_within_a_second_end_as_ok() -> None:
    change = '<setNumberVector device="Mount" name="COORD" state="{}" timestamp="2026-11-30T20:00:00"><oneNumber name="RA">{}</oneNumber></setNumberVector>'
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("COORD"))
        for turn in range(1, 21):  # all with the same timestamp, as libindi has whole seconds
            wire.send(change.format("Busy", 0).encode())
            await page.until(lambda: page.shown("COORD")["s"] == "Busy")
            wire.send(change.format("Ok", turn).encode())
            await page.until(lambda turn=turn: (page.shown("COORD")["s"], page.value("COORD")) == ("Ok", f"{turn}.00"))  # type: ignore[misc]


@pytest.mark.parametrize(("soon", "most"), [(60.0, 5), (-1.0, 1)], ids=["quick until then", "slow"])
async def test_a_page_that_does_not_acknowledge_gets_few_frames_and_later_the_newest_state(
    soon: float, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_page, "_SOON_SECONDS", soon)
    async with (
        WireServer(DEFINITIONS) as wire,
        stage_of(wire) as stage,
        page_of(stage, MOUNT) as silent,
        page_of(stage, MOUNT, page="Q") as other,
    ):
        await silent.until(lambda: silent.vector("COORD"))
        await other.until(lambda: other.vector("COORD"))
        known = silent.frames[-1]["n"]
        for value in range(8):
            wire.send(
                f'<setNumberVector device="Mount" name="COORD"><oneNumber name="RA">{value}</oneNumber></setNumberVector>'.encode()
            )
            await other.until(lambda value=value: other.value("COORD") == f"{value}.00")  # type: ignore[misc]
        under_way = [await silent.hear(acknowledge=False) for _ in range(most)]
        assert silent.value("COORD") != "7.00"
        await silent.socket.send(str(known))  # of a frame that is acknowledged already: no reason to send more
        await silent.socket.send(str(under_way[-1]["n"]))
        newest = await silent.hear()
        assert silent.value("COORD") == "7.00"
        assert newest["n"] == other.frames[-1]["n"]


async def test_a_page_hears_something_when_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_page, "KEEP_ALIVE_SECONDS", 0.2)
    monkeypatch.setattr(hub, "_TICK_SECONDS", 0.05)
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("MODE"))
        await page.until(lambda: set(page.frames[-1]) == {"n", "now"} == set(page.frames[-2]))


async def test_a_page_that_was_away_gets_the_difference() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage:
        async with page_of(stage, MOUNT) as page:
            await page.until(lambda: page.vector("MODE"))
            epoch, seen = page.frames[0]["epoch"], page.frames[-1]["n"]
        wire.send(
            b'<setSwitchVector device="Mount" name="MODE"><oneSwitch name="A">Off</oneSwitch><oneSwitch name="B">On</oneSwitch></setSwitchVector><delProperty device="Mount" name="COORD"/>'
        )
        async with page_of(stage) as back:
            back.vectors = page.vectors
            await back.show(MOUNT, epoch=epoch, since=seen)
            await back.until(lambda: back.vector("COORD") is None)
            await back.until(lambda: back.value("MODE", 1) == "On")
            assert not any("all" in frame or "define" in frame for frame in back.frames)
        async with page_of(stage) as other:  # the site was restarted meanwhile
            await other.show(MOUNT, epoch="another", since=seen)
            await other.until(lambda: other.value("MODE", 1) == "On")
            assert other.frames[0]["all"]


async def test_a_lost_server_makes_values_stale_at_once_and_current_again() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as page:
        await page.until(lambda: page.vector("MODE"))
        assert page.parts["servers"][0]["connected"]
        await wire.refuse()
        await wire.drop_clients()
        await page.until(lambda: page.shown("MODE")["stale"])
        assert (page.shown("MODE")["sign"], page.parts["servers"][0]["connected"]) == ("?", False)
        await wire.listen()
        await page.until(lambda: page.vector("MODE") and not page.shown("MODE")["stale"])


async def test_the_cards_of_all_devices_and_the_log() -> None:
    async with (
        WireServer(DEFINITIONS) as wire,
        stage_of(wire) as stage,
        page_of(stage, {"devices": True}, {"log": True}) as page,
    ):
        await page.until(lambda: len(page.cards) == 2)
        assert (
            page.cards["pi", "Mount"]["headline"] == [{"label": "Coordinates", "text": ""}]
            or page.cards["pi", "Mount"]["vectors"] == 2
        )
        wire.send(b'<message device="Mount" message="[ERROR] no power \x1b[31m"/>'.replace(b"\x1b", b""))
        await page.until(lambda: any("no power" in line["text"] for line in page.log))
        assert page.log[-1] | {"i": 0, "when": 0} == {
            "i": 0,
            "when": 0,
            "server": "pi",
            "device": "Mount",
            "text": "[ERROR] no power [31m",
            "role": "alert",
            "level": "ERROR",
        }
        numbers = [line["i"] for line in page.log]
        assert numbers == sorted(set(numbers))
        wire.send(b'<delProperty device="Other"/>')
        await page.until(lambda: set(page.cards) == {("pi", "Mount")})


async def test_names_are_safe_to_show() -> None:
    async with (
        WireServer(DEFINITIONS) as wire,
        stage_of(wire) as stage,
        page_of(stage, {"vectors": [["pi", "Other", "NOTE"]]}) as page,
    ):
        await page.until(lambda: page.vector("NOTE"))
        assert (page.shown("NOTE")["label"], page.value("NOTE")) == ("<b>Note", "\ufffdx")


@pytest.mark.parametrize(
    "message",
    [
        "{",
        "[]",
        '{"show": 1}',
        '{"show": [{"device": ["a"]}]}',
        '{"show": [{}]}',
        "{" * 5000,
        '{"show": [{"vectors": [1]}]}',
    ],
)
async def test_a_page_that_makes_no_sense_is_let_go_and_the_others_stay(message: str) -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, page_of(stage, MOUNT) as other:
        async with page_of(stage) as page:
            await page.socket.send(message)
            with pytest.raises(ConnectionClosed) as closed:
                await page.hear()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1008
        await other.until(lambda: other.vector("COORD"))
        assert len(stage.site.hub.pages) == 1


async def test_the_same_by_asking_again_and_again() -> None:
    async with WireServer(DEFINITIONS) as wire, stage_of(wire) as stage, httpx.AsyncClient(base_url=stage.url) as http:

        async def ask(**known: Any) -> dict[str, Any]:
            answer = await http.get("/changes", params={"show": json.dumps([MOUNT]), **known})
            assert answer.status_code == 200, answer.text
            frame: dict[str, Any] = answer.json()
            return frame

        whole = await ask()
        while len(whole.get("define", ())) < 2:
            whole = await ask()
        assert whole["all"]
        wire.send(b'<setNumberVector device="Mount" name="COORD"><oneNumber name="RA">9</oneNumber></setNumberVector>')
        known = {"epoch": whole["epoch"], "since": whole["n"]}
        frame = await ask(**known)
        while "set" not in frame:
            frame = await ask(**known)
        assert frame["set"][0][2] == {"0": "9.00"}
        assert "define" not in frame
        assert (await http.get("/changes", params={"show": "{"})).status_code == 400
        assert (await http.get("/changes", params={"since": "x"})).status_code == 400
