"""``indipyterm get``: output and exit status."""

from __future__ import annotations

import json

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.commands import device_names
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import BadPattern
from indipyterm.protocol.encoder import encode
from tests.cli.program import run
from tests.commands.vectors import numbers
from tests.servers import IndiServer, WireServer


async def test_lines(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    status = await run(demo.port, "get", "Focuser.FOCUS_SPEED", "Focuser.FOCUS_SPEED._*", "Every Kind.UNICODE.LINES")
    assert status == Exit.DONE
    out, error = capsys.readouterr()
    assert out.splitlines() == [
        "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=1",
        "Focuser.FOCUS_SPEED._STATE=Idle",
        "Focuser.FOCUS_SPEED._LABEL=Speed",
        "Focuser.FOCUS_SPEED._GROUP=Main Control",
        "Focuser.FOCUS_SPEED._PERM=rw",
        "Focuser.FOCUS_SPEED._TS=2026-11-22T22:43:07.000Z",
        "Every Kind.UNICODE.LINES=$'one\\ntwo\\tand a tab'",
    ]
    assert error == ""


async def test_json_is_one_object_per_vector(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "get", "--json", "F*.CONNECTION") == Exit.DONE
    out, _ = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert [(each["device"], each["members"]) for each in found] == [
        ("Focuser", {"CONNECT": "On", "DISCONNECT": "Off"}),
        ("Filter Wheel", {"CONNECT": "On", "DISCONNECT": "Off"}),
    ]


@pytest.mark.usefixtures("short_quiet")
async def test_nothing_matched(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "get", "Nobod*.*") == Exit.NEGATIVE
    assert capsys.readouterr() == ("", "indipyterm: nothing matches Nobod*.*\n")
    assert await run(demo.port, "get", "Nobod*.*", "Focuser.FOCUS_SPEED") == Exit.DONE
    out, error = capsys.readouterr()
    assert out == "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=1\n"
    assert error == "indipyterm: nothing matches Nobod*.*\n"
    assert await run(demo.port, "get", "--timeout", "0.3", "Focuser.NO_SUCH") == Exit.NEGATIVE
    assert capsys.readouterr() == ("", "indipyterm: nothing matches Focuser.NO_SUCH\n")


async def test_a_device_that_says_nothing_is_not_called_absent(
    demo: DemoServer, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("Nobody.V", "Focuser.FOCUS_SPEED")
    assert await run(demo.port, "get", "--timeout", "0.3", *names) == Exit.TIMED_OUT
    out, error = capsys.readouterr()
    assert out == "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=1\n"
    assert error == "indipyterm: nothing was heard of Nobody within 0.3 s\n"


async def test_a_bad_pattern(demo: DemoServer) -> None:
    with pytest.raises(BadPattern):
        await run(demo.port, "get", "a..b")
    assert demo.clients == 0


async def test_the_time_is_up(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "get", "--timeout", "0.01") == Exit.TIMED_OUT
    assert capsys.readouterr() == ("", "indipyterm: the time is up\n")


@pytest.mark.real
async def test_the_real_server(indi: IndiServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(indi.port, "get", "CCD Simulator.DRIVER_INFO.DRIVER_EXEC") == Exit.DONE
    assert capsys.readouterr().out == "CCD Simulator.DRIVER_INFO.DRIVER_EXEC=indi_simulator_ccd\n"
    assert await run(indi.port, "get", "*.CONNECTION._LABEL") == Exit.DONE
    assert len(capsys.readouterr().out.splitlines()) == 6


async def test_a_short_name_is_that_of_the_only_device_that_begins_so(
    wire: WireServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_names, "NAME_SECONDS", 0.1)
    monkeypatch.setattr(device_names, "LIST_SECONDS", 0.5)
    wire.greeting = encode(numbers("CCD Simulator", "V.1", A="1")) + encode(numbers("Dome Simulator", "V", A="1"))
    assert await run(wire.port, "get", 'CCD."V.1".A', "Dome*.V.A") == Exit.DONE
    assert capsys.readouterr() == ('CCD Simulator."V.1".A=1\nDome Simulator.V.A=1\n', "")
    assert await run(wire.port, "wait", "not (CCD.'V.1'.A > 1 or 2 == Dome.V.A)", "--timeout", "20") == Exit.DONE
    assert await run(wire.port, "get", "--timeout", "3", "CDD Simulator.V.A") == Exit.TIMED_OUT
    assert "did you mean CCD Simulator or" in capsys.readouterr().err
