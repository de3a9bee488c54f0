"""``get`` for scripts; what it prints is tested with its program."""

from __future__ import annotations

import asyncio
import json

import pytest

from indipyterm.commands import definitions
from indipyterm.commands.get import as_json, devices_named, find_vectors, get, unmatched
from indipyterm.commands.selection import Reading
from indipyterm.commands.session import Session, connect
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import BadPattern
from tests.servers import LOOPBACK, IndiServer, WireServer


async def test_it_reads_values(session: Session) -> None:
    assert await get(session, ["Focuser.ABS_FOCUS_POSITION.*", "Focuser.ABS_FOCUS_POSITION._STATE"]) == [
        Reading("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 50000),
        Reading("Focuser", "ABS_FOCUS_POSITION", "_STATE", "Ok"),
    ]


async def test_everything_is_in_the_order_of_the_server(session: Session, demo: DemoServer) -> None:
    readings = await get(session)
    assert list(dict.fromkeys((reading.device, reading.vector) for reading in readings)) == [
        (vector.device, vector.name)
        for instrument in demo.instruments
        for vector in instrument.definitions()
        if vector.members
    ]


async def test_an_exact_name_is_read_at_once(demo: DemoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIET", "QUIET_UNCONFIRMED", "QUIET_INCOMPLETE"):
        monkeypatch.setattr(definitions, name, 1000.0)
    async with connect(demo.host, demo.port, ["Focuser"]) as session:
        assert [reading.value for reading in await get(session, ["Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE"])] == [1]


async def test_a_missing_exact_member_is_known_at_once(demo: DemoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QUIET", "QUIET_UNCONFIRMED", "QUIET_INCOMPLETE"):
        monkeypatch.setattr(definitions, name, 1000.0)
    async with connect(demo.host, demo.port) as session:
        assert await get(session, ["Focuser.FOCUS_SPEED.NO_SUCH"]) == []
        assert unmatched(session, ["Focuser.FOCUS_SPEED.NO_SUCH", "Focuser"]) == ["Focuser.FOCUS_SPEED.NO_SUCH"]


async def test_a_bad_pattern_is_refused(session: Session) -> None:
    with pytest.raises(BadPattern):
        await get(session, ["a.b.c.d"])


async def test_a_vector_as_json(session: Session) -> None:
    (chosen,) = await find_vectors(session, ["Every Kind.UNICODE.EMOJI"])
    found = json.loads(json.dumps(as_json(chosen)))
    assert found.pop("timestamp").endswith("Z")
    assert found == {
        "device": "Every Kind",
        "vector": "UNICODE",
        "kind": "Text",
        "label": "Größe µ ★",
        "group": "Awkward",
        "state": "Idle",
        "perm": "rw",
        "rule": None,
        "timeout": 60,
        "message": "",
        "members": {"EMOJI": "🔭 👩‍🚀 🌌"},
    }
    (numbers,) = await find_vectors(session, ["Focuser.FOCUS_SPEED"])
    assert as_json(numbers)["members"] == {"FOCUS_SPEED_VALUE": 1}
    (switches,) = await find_vectors(session, ["Focuser.CONNECTION"])
    assert as_json(switches)["rule"] == "OneOfMany"
    assert as_json(switches)["members"] == {"CONNECT": "On", "DISCONNECT": "Off"}


def test_only_devices_that_are_named_matter() -> None:
    assert devices_named(["a.b", "c d", '"a".c']) == ["a", "c d"]
    assert devices_named(["a.b", "c*"]) == []
    assert devices_named([]) == []


@pytest.mark.real
async def test_the_real_server(indi: IndiServer) -> None:
    async with connect(LOOPBACK, indi.port) as session:
        (reading,) = await get(session, ["Telescope Simulator.DRIVER_INFO.DRIVER_EXEC"])
        assert reading.value == "indi_simulator_telescope"
        names = {reading.device for reading in await get(session, ["*.CONNECTION.CONNECT"])}
        assert len(names) == 6


@pytest.mark.usefixtures("short_quiet")
async def test_a_server_that_says_nothing_at_first_is_waited_for(wire: WireServer) -> None:
    """Its silence does not mean that there is nothing."""
    async with connect(LOOPBACK, wire.port, ["D"]) as session:
        asked = asyncio.create_task(get(session, ["D.N.A"], timeout=20))
        done, _ = await asyncio.wait([asked], timeout=10 * definitions.QUIET_INCOMPLETE)
        assert not done
        wire.send(
            b"<defNumberVector device='D' name='N' state='Ok' perm='ro'><defNumber name='A' format='%g' min='0' max='9' step='1'>5</defNumber></defNumberVector>"
        )
        assert [reading.value for reading in await asked] == [5]


@pytest.mark.usefixtures("short_quiet")
async def test_a_server_that_never_says_anything_is_waited_for_as_long_as_was_asked(wire: WireServer) -> None:
    async with connect(LOOPBACK, wire.port) as session:
        with pytest.raises(TimeoutError):
            await get(session, ["D.N.A"], timeout=0.5)
