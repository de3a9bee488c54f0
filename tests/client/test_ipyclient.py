"""IPyClient talking: what it asks, hears, sends and refuses."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import indipyterm as ipc
from indipyterm.model.events import ValuesSent
from tests.client.running import HELLO, Script, running
from tests.model.samples import EVERYTHING, IMAGE, TEXTS, switches
from tests.servers import WireServer

NEW_TEXT = (
    b'<newTextVector device="Mount" name="PLACE">\n'
    b'  <oneText name="SITE">Here</oneText>\n  <oneText name="WHO">nobody</oneText>\n</newTextVector>\n'
)


# Hearing


async def test_it_asks_for_everything_first_and_then_knows_it(wire: WireServer) -> None:
    wire.greeting = EVERYTHING
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        assert bytes(wire.received) == HELLO
        assert client["Mount"]["COORD"]["DEC"] == "-0:30"
        assert [event.eventtype for event in client.heard] == [
            "ConnectionMade",
            *["Define"] * 3,
            "DefineBLOB",
            "Define",
        ]


async def test_what_a_script_sends_on_connecting_comes_after_the_question_for_everything(wire: WireServer) -> None:
    class Eager(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.ConnectionMade):
                await self.send_getProperties("Mount")
                await self.send_enableBLOB("Only", "Camera")

    client = Eager(wire.port)
    async with running(client):
        await wire.wait_received(b'<getProperties version="1.7" device="Mount"/>\n')
    assert bytes(wire.received) == HELLO + b'<getProperties version="1.7" device="Mount"/>\n'


async def test_an_event_comes_when_the_model_is_current(wire: WireServer) -> None:
    seen: list[tuple[str, object]] = []

    class Reader(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            match event:
                case ipc.defTextVector() | ipc.setTextVector():
                    assert event.vector is not None
                    seen.append((event.vector["SITE"], event.vector.state))
                case ipc.delProperty():
                    assert event.device is not None
                    seen.append(("deleted", event.device.enable))
            await super().rxevent(event)

    wire.greeting = TEXTS + (
        b"<setTextVector device='Mount' name='PLACE' state='Busy'><oneText name='SITE'>Here</oneText></setTextVector>"
        b"<delProperty device='Mount'/>"
    )
    client = Reader(wire.port)
    async with running(client):
        await client.event(ipc.delProperty)
    assert seen == [("La Palma", "Ok"), ("Here", "Busy"), ("deleted", False)]


async def test_a_set_without_members_is_an_event_like_any_other(wire: WireServer) -> None:
    wire.greeting = TEXTS + b"<setTextVector device='Mount' name='PLACE' state='Alert'/>"
    client = Script(wire.port)
    async with running(client):
        event = await client.event(ipc.setTextVector)
        assert (event.state, len(event)) == ("Alert", 0)


async def test_bad_input_costs_one_element(wire: WireServer) -> None:
    wire.greeting = (
        TEXTS
        + b"junk <junk/> <setTextVector device='Mount' name='PLACE'><oneText name='SITE'>x</oneNumber></setTextVector>"
        + b"\n<setTextVector device='Mount' name='PLACE'><oneText name='NO'>x</oneText></setTextVector>"
        + b"<setNumberVector device='X' name='X'/><setTextVector device='Mount' name='PLACE' message='still here'/>"
    )
    client = Script(wire.port)
    async with running(client):
        await client.until(lambda: client["Mount"].messages if "Mount" in client else None)
        assert wire.clients == 1
    assert client["Mount"].messages[0][1] == "still here"
    assert client.texts()[:2] == [
        "X X: not defined; new values ignored",
        "Mount PLACE: no member is called 'NO'",
    ]
    assert client["Mount"]["PLACE"]["SITE"] == "La Palma"


async def test_a_ping_is_answered(wire: WireServer) -> None:
    client = Script(wire.port)
    async with running(client):
        await wire.wait_received(HELLO)
        wire.send(b"<pingRequest uid='a&amp;7'/>")
        await wire.wait_received(HELLO + b'<pingReply uid="a&amp;7"/>\n')


# Sending


@pytest.mark.parametrize(
    ("vector", "members", "out"),
    [
        ("PLACE", {"SITE": "Here"}, NEW_TEXT),
        (
            "COORD",
            {"RA": "12 30 00"},
            b'<newNumberVector device="Mount" name="COORD">\n'
            b'  <oneNumber name="RA">12.5</oneNumber>\n  <oneNumber name="DEC">-0.5</oneNumber>\n</newNumberVector>\n',
        ),
        (
            "COORD",
            {"DEC": 0.1},
            b'<newNumberVector device="Mount" name="COORD">\n  <oneNumber name="RA">6.3955555555555552</oneNumber>\n'
            b'  <oneNumber name="DEC">0.1</oneNumber>\n</newNumberVector>\n',
        ),
        (
            "SWITCH",
            {"B": "On"},
            b'<newSwitchVector device="Mount" name="SWITCH">\n  <oneSwitch name="A">Off</oneSwitch>\n'
            b'  <oneSwitch name="C">Off</oneSwitch>\n  <oneSwitch name="B">On</oneSwitch>\n</newSwitchVector>\n',
        ),
    ],
)
async def test_new_values_to_the_byte(wire: WireServer, vector: str, members: dict[str, Any], out: bytes) -> None:
    wire.greeting = EVERYTHING
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        assert await client.send_newVector("Mount", vector, members=members)
        await wire.wait_received(HELLO + out)
        assert bytes(wire.received) == HELLO + out
        assert client["Mount"][vector].state == "Busy"
        assert client.all_changes(ValuesSent)[0].vector == vector


async def test_a_blob_from_bytes_and_from_a_file(wire: WireServer, tmp_path: Path) -> None:
    path = tmp_path / "flat.fits.fz"
    path.write_bytes(b"from a file")
    wire.greeting = IMAGE
    client = Script(wire.port)
    async with running(client):
        await client.vector("Camera", "CCD1")
        for value in (path, str(path)):
            wire.received.clear()
            assert await client.send_newVector(
                "Camera", "CCD1", members={"CCD1": (value, 0, ""), "CCD2": (b"x", 7, ".y")}
            )
            await wire.wait_received(b"</newBLOBVector>\n")
            assert bytes(wire.received) == (
                b'<newBLOBVector device="Camera" name="CCD1">\n'
                b'  <oneBLOB name="CCD1" size="11" enclen="16" format=".fits.fz">\n%s\n  </oneBLOB>\n'
                b'  <oneBLOB name="CCD2" size="7" enclen="4" format=".y">\neA==\n  </oneBLOB>\n'
                b"</newBLOBVector>\n" % base64.b64encode(b"from a file")
            )
        assert client["Camera"]["CCD1"].state == "Busy"


async def test_a_time_goes_along(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    when = datetime(2026, 11, 22, 10, 44, 10, 250000, tzinfo=UTC)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", when, {"SITE": "x"})
        await wire.wait_received(b'<newTextVector device="Mount" name="PLACE" timestamp="2026-11-22T10:44:10.250">')


async def test_vectors_send_for_themselves(wire: WireServer) -> None:
    wire.greeting = EVERYTHING
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        text, number = client["Mount"]["PLACE"], client["Mount"]["COORD"]
        switch, blob = client["Mount"]["SWITCH"], client["Camera"]["CCD1"]
        assert isinstance(text, ipc.TextVector)
        assert isinstance(number, ipc.NumberVector)
        assert isinstance(switch, ipc.SwitchVector)
        assert isinstance(blob, ipc.BLOBVector)
        assert await text.send_newTextVector(members={"SITE": "Here"})
        assert await number.send_newNumberVector(members={"RA": 1})
        assert await switch.send_newSwitchVector(members={"C": True})
        assert await blob.send_newBLOBVector(members={"CCD1": (b"abc", 0, ".x")})
        data = await wire.wait_received(b"</newBLOBVector>")
        assert [data.count(b"<new%sVector" % kind) for kind in (b"Text", b"Number", b"Switch", b"BLOB")] == [1] * 4
        wire.received.clear()
        assert await text.send_newTextVector()  # all of it, again
        assert b">La Palma</oneText>" in await wire.wait_received(b"</newTextVector>\n")


@pytest.mark.parametrize(
    ("device", "vector", "members", "reason"),
    [
        ("Mount", "X", {"A": "On"}, "no such vector"),
        ("X", "PLACE", {"A": "On"}, "no such vector"),
        ("Mount", "PLACE", {}, "nothing to send"),
        ("Mount", "PLACE", {"X": "x"}, "X: no such member"),
        ("Mount", "HEALTH", {"FUSE": "Ok"}, "read-only"),
        ("Mount", "COORD", {"RA": "25"}, "RA: outside 0:00:00 … 24:00:00"),
        ("Mount", "SWITCH", {"A": "On", "B": "On"}, "only one switch may be On"),
        ("Camera", "CCD1", {"CCD1": ("/no/such/file", 0, "")}, "CCD1: /no/such/file: No such file or directory"),
        ("Camera", "CCD1", {"CCD1": b"abc"}, "CCD1: a BLOB is given as (bytes, size, format)"),
    ],
)
async def test_what_makes_no_sense_is_not_sent_but_told_where_a_script_asks_for_that(
    wire: WireServer, device: str, vector: str, members: dict[str, Any], reason: str
) -> None:
    wire.greeting = EVERYTHING
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        with pytest.raises(ipc.Refused) as refused:
            await client.core.submit(device, vector, members)
        assert str(refused.value) == reason
        assert not await client.send_newVector(device, vector, members=members, check=True)
        event = await client.event(ipc.Message)
        assert event.message == client.texts()[0] == f"not sent: {device} {vector}: {reason}"
        assert bytes(wire.received) == HELLO
        assert client.get_vector_state(device, vector) in (None, "Ok", "Idle")


@pytest.mark.parametrize(
    ("vector", "members", "out", "doubt"),
    [
        ("COORD", {"RA": 99}, "RA=99 DEC=-0.5", "RA: outside 0:00:00 … 24:00:00"),
        ("PLACE", {"SITE": "x", "NOBODY": "y"}, "SITE=x WHO=nobody", "NOBODY: no such member"),
        ("SWITCH", {"A": "On", "B": "On"}, "A=On B=On", "only one switch may be On"),
        ("SWITCH", {"A": "Off"}, "A=Off", "one switch must be On"),
        ("PLACE", {}, "SITE=La Palma WHO=nobody", None),
    ],
)
async def test_the_driver_decides_and_what_there_is_to_be_said_is_logged(
    wire: WireServer,
    vector: str,
    members: dict[str, Any],
    out: str,
    doubt: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    wire.greeting = EVERYTHING
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        assert await client.send_newVector("Mount", vector, members=members)
        data = await wire.wait_received(b"Vector>\n")
        assert " ".join(map("=".join, re.findall(r'name="(\w+)">([^<\n]+)<', data.decode()))) == out
        assert client["Mount"][vector].state == "Busy"
    warnings = [record.getMessage() for record in caplog.records if "sent as it was given" in record.getMessage()]
    assert warnings == ([f"sent as it was given: Mount {vector}: {doubt}"] if doubt else [])


async def test_a_time_without_a_zone_is_utc(wire: WireServer) -> None:
    wire.greeting = TEXTS
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "PLACE")
        await client.send_newVector("Mount", "PLACE", datetime(2026, 11, 22, 10, 44, 10), {"SITE": "x"})  # noqa: DTZ001
        await wire.wait_received(b'name="PLACE" timestamp="2026-11-22T10:44:10">')


async def test_an_element_of_the_scripts_own_is_sent_as_it_is(wire: WireServer) -> None:
    client = Script(wire.port)
    await client.send(b"dropped: there is no connection")
    async with running(client):
        await client.event(ipc.ConnectionMade)
        await client.send(ElementTree.fromstring("<newTextVector device='a' name='b'/>"))
        await client.send(b"<x/>")
        await wire.wait_received(HELLO + b'<newTextVector device="a" name="b" /><x/>')


async def test_a_deleted_vector_takes_nothing(wire: WireServer) -> None:
    wire.greeting = TEXTS + b"<delProperty device='Mount'/>"
    client = Script(wire.port)
    async with running(client):
        await client.event(ipc.delProperty)
        assert not await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})


async def test_a_vector_that_goes_away_while_a_file_is_read_gets_nothing(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    async with running(client):
        await client.vector("Camera", "CCD1")

        async def meanwhile(function: Any, *args: Any) -> Any:
            client.catalog.devices["Camera"].delete()
            return function(*args)

        monkeypatch.setattr("asyncio.to_thread", meanwhile)
        assert not await client.send_newVector("Camera", "CCD1", members={"CCD1": (b"abc", 0, "")})
        monkeypatch.undo()
        assert client.texts()[0] == "not sent: Camera CCD1: it went away meanwhile"
        assert bytes(wire.received) == HELLO
        assert client["Camera"]["CCD1"].state == "Idle"


async def test_a_server_that_does_not_read_is_told_of_and_the_vector_stays_as_it_is(wire: WireServer) -> None:
    wire.greeting = TEXTS + switches("OneOfMany")
    client = Script(wire.port)
    async with running(client):
        await client.vector("Mount", "SWITCH")
        wire.pause_reading()
        large = "x" * (1 << 20)
        while await client.send_newVector("Mount", "PLACE", members={"SITE": large}):
            assert len(client.all_changes(ValuesSent)) < 100
        assert client.texts()[0].startswith("not sent: Mount PLACE: the server does not read")
        with pytest.raises(ipc.NotSent, match="does not read"):
            await client.core.submit("Mount", "SWITCH", {"B": "On"})
        assert client["Mount"]["SWITCH"].state == "Ok"
        wire.send(b"<message message='heard all the same'/>")
        await client.until(lambda: "heard all the same" in client.texts())
