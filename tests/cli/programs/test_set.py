"""``indipyterm set``: exit status, and what is said on stderr."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.commands import device_names
from indipyterm.demo.server import DemoServer
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import State
from tests.cli.program import run
from tests.commands.vectors import change, numbers
from tests.servers import WHEEL, IndiServer, WireServer


async def both(command: Coroutine[Any, Any, int], other: Coroutine[Any, Any, None]) -> int:
    """Run two at once; give what the first gives."""
    answering = asyncio.create_task(other)
    status = await command
    await answering
    return status


BLOB = b"<defBLOBVector device='D' name='V' perm='rw' state='Idle'><defBLOB name='A'/></defBLOBVector>"
SPEED = "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE"


async def test_a_file_that_is_too_large_is_one_line(
    wire: WireServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire.greeting = BLOB
    large = tmp_path / "disk.img"
    large.touch()
    os.truncate(large, 300_000_000_000)  # it takes no room
    assert await run(wire.port, "set", "--timeout", "2", f"D.V.A=@{large}") == Exit.NEGATIVE
    told = capsys.readouterr().err
    assert "larger than 1,000,000,000 bytes" in told
    assert told.count("\n") == 1
    assert b"newBLOBVector" not in wire.received


async def test_success_prints_nothing(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "set", f"{SPEED}=3", "Focuser.DEBUG=ENABLE") == Exit.DONE
    assert capsys.readouterr() == ("", "")
    assert demo.instrument("Focuser").number("FOCUS_SPEED", "FOCUS_SPEED_VALUE") == 3
    assert demo.instrument("Focuser").selected("DEBUG") == "ENABLE"


async def test_refused_by_the_device(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "set", "Every Kind.REFUSES.VALUE=2", f"{SPEED}=3") == Exit.NEGATIVE
    out, error = capsys.readouterr()
    assert out == ""
    assert error.splitlines() == [
        "indipyterm: Every Kind.REFUSES: refused, its state is Alert; "
        "Every Kind said: [ERROR] This property refuses everything. It is not your fault.",
        "indipyterm: Focuser.FOCUS_SPEED: not sent",
    ]


async def test_refused_before_it_is_sent(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "set", f"{SPEED}=9") == Exit.NEGATIVE
    assert capsys.readouterr() == ("", f"indipyterm: {SPEED}: outside 1 … 5\n")


async def test_refused_without_a_reason(wire: WireServer, capsys: pytest.CaptureFixture[str]) -> None:
    vector = numbers("D", "V", A="1")
    wire.greeting = encode(vector)

    async def answer() -> None:
        await wire.wait_received(b"</newNumberVector>")
        wire.send(encode(change(vector, State.ALERT)))

    assert await both(run(wire.port, "set", "D.V.A=2"), answer()) == Exit.NEGATIVE
    assert capsys.readouterr() == ("", "indipyterm: D.V: refused, its state is Alert\n")


async def test_no_answer(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "set", "--timeout", "1", "Every Kind.SILENT.TEXT=a") == Exit.TIMED_OUT
    assert capsys.readouterr() == ("", "indipyterm: Every Kind.SILENT: no answer, its state is Busy\n")


async def test_no_wait(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "set", "--no-wait", "Every Kind.SILENT.TEXT=a", f"{SPEED}=2") == Exit.DONE
    assert capsys.readouterr() == ("", "")
    assert demo.instrument("Focuser").number("FOCUS_SPEED", "FOCUS_SPEED_VALUE") == 2


async def test_no_wait_with_a_large_file(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = BLOB
    (tmp_path / "large.fits").write_bytes(bytes(6 << 20))
    arguments = ("set", "--no-wait", f"D.V.A=@{tmp_path / 'large.fits'}")
    setting = asyncio.create_task(run(wire.port, *arguments))
    await wire.wait_received(b"<newBLOBVector")
    wire.pause_reading()
    await asyncio.sleep(0)
    assert not setting.done()
    wire.resume_reading()
    assert await setting == Exit.DONE
    assert b"</newBLOBVector>" in wire.received


async def test_no_wait_with_a_server_that_does_not_read(
    wire: WireServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wire.greeting = BLOB
    (tmp_path / "large.fits").write_bytes(bytes(6 << 20))

    async def take_nothing() -> None:
        await wire.wait_received(b"<getProperties")
        wire.pause_reading()

    setting = run(wire.port, "set", "--no-wait", "--timeout", "0.5", f"D.V.A=@{tmp_path / 'large.fits'}")
    assert await both(setting, take_nothing()) == Exit.TIMED_OUT
    assert capsys.readouterr().err == "indipyterm: the time is up\n"


async def test_other_values_are_reported(
    wire: WireServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indipyterm.commands.ask.GRACE", 0.02)
    vector = numbers("D", "V", A="1")
    wire.greeting = encode(vector)

    async def answer() -> None:
        await wire.wait_received(b"</newNumberVector>")
        wire.send(encode(change(vector, State.OK, A="1.5")))

    assert await both(run(wire.port, "set", "D.V.A=2"), answer()) == Exit.DONE
    error = capsys.readouterr().err
    assert error == "indipyterm: D.V: answered Ok, but with other values than asked for: A=1.5\n"


@pytest.mark.real
async def test_a_device_that_was_mistyped(
    wire: WireServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(device_names, "NAME_SECONDS", 0.05)
    wire.greeting = encode(numbers("CCD Simulator", "V", A="1"))
    assert await run(wire.port, "set", "--timeout", "1", "CDD Simulator.V.A=1") == Exit.TIMED_OUT
    told = capsys.readouterr().err
    assert told == "indipyterm: nothing was heard of CDD Simulator within 1 s; did you mean CCD Simulator?\n"


async def test_the_real_wheel(indi: IndiServer, capsys: pytest.CaptureFixture[str]) -> None:
    name = WHEEL.device
    assert await run(indi.port, "set", f"{name}.CONNECTION=CONNECT") == Exit.DONE
    slot = f"{name}.FILTER_SLOT.FILTER_SLOT_VALUE"
    assert await run(indi.port, "set", f"{slot}=1") == Exit.DONE
    short = name.removesuffix(" Simulator")  # as on the screen
    assert await run(indi.port, "set", f"{short}.FILTER_SLOT.FILTER_SLOT_VALUE=2") == Exit.DONE
    assert await run(indi.port, "set", f"{slot}=9") == Exit.NEGATIVE
    assert capsys.readouterr().err == f"indipyterm: {slot}: outside 1 … 8\n"
