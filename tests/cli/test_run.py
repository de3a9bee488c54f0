"""Whole processes: exit status, signals, a closed pipe, a reader that does not read."""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from indipyterm.__main__ import main
from indipyterm.cli import run as run_module
from indipyterm.cli.exits import Exit
from indipyterm.cli.run import execute, run_command
from indipyterm.demo.server import DemoServer
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Kind, OneBlob, SetVector, State
from tests.cli.program import parse, running
from tests.commands.vectors import WHEN, blobs, change, numbers
from tests.servers import CCD, LOOPBACK, WHEEL, IndiServer, WireServer, free_port

V = numbers("D", "V", A="1")


def server(port: int) -> list[str]:
    return ["--host", LOOPBACK, "--port", str(port)]


async def test_get(demo: DemoServer) -> None:
    async with running("get", "Focuser.FOCUS_SPEED.*", *server(demo.port)) as command:
        assert await command.end() == (Exit.DONE, "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=1\n", "")


async def test_misuse() -> None:
    async with running("wait", "a.b.c = 1") as command:
        status, out, error = await command.end()
    assert (status, out) == (Exit.USAGE, "")
    assert error == "indipyterm: position 7: use == to compare\n  a.b.c = 1\n        ^\n"


def test_misuse_before_the_event_loop_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(parse(["get", "a..b"])) == Exit.USAGE
    assert capsys.readouterr() == ("", "indipyterm: 'a..b', position 3: a name is missing here\n")


@pytest.mark.parametrize("arguments", [["get"], ["set", "a.B.C=1"], ["save", "never"]])
def test_no_server(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    port = free_port()
    assert run_command(parse([*server(port), *arguments])) == Exit.NO_SERVER
    assert capsys.readouterr() == ("", f"indipyterm: no connection: {LOOPBACK}:{port}: connection refused\n")


def test_an_interrupt_before_the_event_loop_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("indipyterm.cli.programs.get.prepare", interrupt)
    assert run_command(parse(["get"])) == 130


async def test_a_cancellation_from_outside_is_raised(wire: WireServer) -> None:
    waiting = asyncio.create_task(execute(parse([*server(wire.port), "wait", "a.b.c == 1"])))
    await wire.wait_received(b"<pingRequest")
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
async def test_wait_is_ended_by_signals(wire: WireServer, number: signal.Signals, status: int) -> None:
    async with running(*server(wire.port), "wait", "D.V.A == 1") as command:
        await wire.wait_received(b"<pingRequest", 30)
        command.send(number)
        assert await command.end() == (status, "", "")


async def test_a_signal_that_is_ignored_stays_so() -> None:
    """As under nohup, or in the background of a script."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with run_module._Interruption("get").handle_signals():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    finally:
        signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_watch_ends_cleanly_on_signals(wire: WireServer, number: signal.Signals) -> None:
    wire.greeting = encode(V)
    async with running("watch", "D.V.A", "--json", *server(wire.port)) as command:
        assert json.loads(await command.line())["value"] == 1
        wire.send(encode(change(V, A="2")))
        assert json.loads(await command.line())["value"] == 2  # flushed
        command.send(number)
        assert await command.end() == (Exit.DONE, "", "")


async def test_watch_survives_and_reports_a_lost_connection(wire: WireServer) -> None:
    wire.greeting = encode(V)
    async with running("watch", *server(wire.port)) as command:
        assert "D.V.A=1" in await command.line()
        assert "D.V._STATE=Ok" in await command.line()
        wire.greeting = encode(numbers("D", "V", A="5"))
        await wire.drop_clients()
        await command.error("the server closed the connection; trying again")
        assert "D.V.A=5" in await command.line()
        await command.error(f"indipyterm: connected to {LOOPBACK}:{wire.port}\n")
        command.send(signal.SIGTERM)
        assert await command.end() == (Exit.DONE, "", "")


async def test_watch_ends_when_its_pipe_is_closed(wire: WireServer) -> None:
    reader, writer = os.pipe()
    wire.greeting = encode(V)
    async with running("watch", *server(wire.port), stdout=writer) as command:
        os.close(writer)
        await wire.wait_received(b"<pingRequest", 30)
        os.close(reader)
        assert await command.end() == (Exit.DONE, "", "")


async def test_get_with_a_closed_pipe(demo: DemoServer) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    async with running("get", *server(demo.port), stdout=writer) as command:
        os.close(writer)
        assert await command.end() == (Exit.DONE, "", "")


async def test_a_full_disk(demo: DemoServer) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    async with running("get", "Focuser.FOCUS_SPEED", *server(demo.port), stdout=full) as command:
        os.close(full)
        error = "indipyterm: cannot write the output: No space left on device\n"
        assert await command.end() == (Exit.USAGE, "", error)


async def test_a_reader_that_does_not_read_does_not_block_watch(
    wire: WireServer,
) -> None:
    reader, writer = os.pipe()
    fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 4096)
    wire.greeting = encode(V)
    async with running("watch", "--json", *server(wire.port), stdout=writer) as command:
        os.close(writer)
        await wire.wait_received(b"<pingRequest", 30)
        for number in range(10):
            wire.send(b"".join(encode(change(V, A=f"{number}.{count}")) for count in range(500)))
            await wire.flush(30)  # it has read all but what fits in the buffers between
        command.send(signal.SIGTERM)
        assert await command.end() == (Exit.DONE, "", "")
    os.close(reader)


async def test_blobs_are_saved_and_their_files_printed(wire: WireServer, tmp_path: Path) -> None:
    image = blobs("D", "IMAGE", "CCD1")
    wire.greeting = encode(image)
    arguments = ["watch", "D.IMAGE", "--blobs", "--blobfolder", str(tmp_path), *server(wire.port)]
    async with running(*arguments) as command:
        assert "D.IMAGE._STATE=Ok" in await command.line()
        await wire.wait_received(b"</enableBLOB>")
        one = OneBlob("CCD1", 4, ".fits", BlobData(b"data"))
        wire.send(encode(SetVector(Kind.BLOB, "D", "IMAGE", (one,), State.BUSY, timestamp=WHEN)))
        line = await command.line()
        assert "D.IMAGE._STATE=Busy" in await command.line()
        command.send(signal.SIGINT)
        assert await command.end() == (Exit.DONE, "", "")
    (name,) = os.listdir(tmp_path)
    assert line.endswith(f" D.IMAGE.CCD1={tmp_path / name} [Busy]\n")


@pytest.mark.real
async def test_a_real_exposure(indi: IndiServer, tmp_path: Path) -> None:
    name = CCD.device
    where = server(indi.port)
    frame = [f"{name}.CCD_FRAME.{member}" for member in ("X=100", "Y=80", "WIDTH=32", "HEIGHT=16")]
    async with running("set", f"{name}.CONNECTION=CONNECT", *frame, *where) as command:
        assert await command.end() == (Exit.DONE, "", "")
    async with running("watch", f"{name}.CCD1", "--blobs", "--blobfolder", str(tmp_path), "--json", *where) as watch:
        assert json.loads(await watch.line())["member"] == "_STATE"
        async with running("set", f"{name}.CCD_EXPOSURE.CCD_EXPOSURE_VALUE=0.1", *where) as command:
            assert await command.end() == (Exit.DONE, "", "")
        change = json.loads(await watch.line())
        while change["member"] != "CCD1":
            change = json.loads(await watch.line())
        watch.send(signal.SIGTERM)
        assert (await watch.end())[0] == Exit.DONE
    (file,) = os.listdir(tmp_path)
    assert change["value"] == str(tmp_path / file)
    assert file.endswith(".fits")


@pytest.mark.real
async def test_a_real_server_that_restarts(start_indi: Callable[..., IndiServer]) -> None:
    real = start_indi(WHEEL)
    async with running("watch", f"{WHEEL.device}.CONNECTION.CONNECT", *server(real.port)) as command:
        assert "CONNECT=Off" in await command.line()
        async with running("set", f"{WHEEL.device}.CONNECTION=CONNECT", *server(real.port)) as other:
            assert (await other.end())[0] == Exit.DONE
        assert "CONNECT=On" in await command.line()
        await asyncio.to_thread(real.restart)
        await command.error("trying again")
        assert "CONNECT=Off" in await command.line()
        command.send(signal.SIGINT)
        assert (await command.end())[0] == Exit.DONE


def test_an_interrupt_while_the_program_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run_command", interrupt)
    assert main(["get"]) == 130
