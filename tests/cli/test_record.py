"""``--record`` with commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.demo.server import DemoServer
from indipyterm.recording.format import RecordingReader, RecordType
from tests.cli.program import run, running
from tests.servers import LOOPBACK


async def test_a_command_is_recorded(demo: DemoServer, tmp_path: Path, short_quiet: None) -> None:
    path = tmp_path / "file"
    device = demo.instruments[0].device
    assert await run(demo.port, "--record", str(path), "get", f"{device}.CONNECTION") == 0
    read = list(RecordingReader(path))
    assert {entry.server for entry in read} == {f"{LOOPBACK}:{demo.port}"}
    assert [entry.type for entry in read[:2]] == [RecordType.CONNECTED, RecordType.SENT]
    assert read[-1].type is RecordType.RECEIVED
    assert b"CONNECTION" in b"".join(entry.data for entry in read if entry.type is RecordType.RECEIVED)


async def test_an_option_after_the_command(demo: DemoServer, tmp_path: Path, short_quiet: None) -> None:
    path = tmp_path / "file"
    assert await run(demo.port, "get", "--record", str(path), f"{demo.instruments[0].device}.CONNECTION") == 0
    assert list(RecordingReader(path))


async def test_no_file_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    async with running("--record", str(path), "get") as program:
        status, out, error = await program.end()
    assert (status, out) == (2, "")
    assert f"{path} exists already" in error
    assert error.count("\n") == 1
    assert path.read_text() == "mine"


async def test_a_failed_recording_is_reported_and_the_command_continues(
    demo: DemoServer, tmp_path: Path, short_quiet: None, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / ("x" * 300)
    device = demo.instruments[0].device
    assert await run(demo.port, "--record", str(path), "get", f"{device}.CONNECTION.CONNECT") == 0
    said = capfd.readouterr()
    assert said.out == f"{device}.CONNECTION.CONNECT=On\n"
    assert said.err == f"indipyterm: recording to {path} ended: file name too long\n"


async def test_without_a_server_the_recording_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert await run(9, "--record", str(path), "get") == 4
    assert list(RecordingReader(path)) == []
