"""``indipyterm expose`` with a camera and a wheel that answer at once; what counts as a frame is tested with the series."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.cli.programs import expose, expose_report
from indipyterm.exceptions import Misuse
from tests.cli.program import run, running
from tests.servers import LOOPBACK, WireServer, free_port
from tests.workspace.series.stage import DEFINITIONS, EXPOSURE, connection, names

pytestmark = pytest.mark.usefixtures("short_quiet")

_GUIDE = EXPOSURE.replace(b'"CCD_EXPOSURE"', b'"GUIDER_EXPOSURE"')
_IMAGE = b64encode(b"SIMPLE").decode()


@asynccontextmanager
async def camera(definitions: bytes = DEFINITIONS, *, answers: bool = True) -> AsyncIterator[WireServer]:
    """A server whose camera takes each exposure at once, and whose wheel is where it is sent at once."""
    async with WireServer(definitions) as wire:
        work = asyncio.create_task(_answer(wire)) if answers else None
        try:
            yield wire
        finally:
            if work:
                work.cancel()


async def _answer(wire: WireServer) -> None:
    done = 0
    while True:
        heard = await wire.wait_received(lambda data, done=done: data.count(b"</newNumberVector>") > done, 60)  # type: ignore[misc]
        request = heard.split(b"</newNumberVector>")[done]
        done += 1
        if b"FILTER_SLOT" in request:
            slot = int(request.rpartition(b"</oneNumber>")[0].rpartition(b">")[2])
            wire.send(
                f'<setNumberVector device="Wheel" name="FILTER_SLOT" state="Ok"><oneNumber name="FILTER_SLOT_VALUE">{slot}'
                "</oneNumber></setNumberVector>".encode()
            )
            continue
        for state in ("Busy", "Ok"):
            wire.send(f'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="{state}"/>'.encode())
            if state == "Busy":
                wire.send(
                    f'<setBLOBVector device="Camera" name="CCD1" state="Ok"><oneBLOB name="CCD1" format=".fits" size="6">'
                    f"{_IMAGE}</oneBLOB></setBLOBVector>".encode()
                )


async def test_the_files_are_printed_and_the_next_run_goes_on_with_the_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = ["--folder", str(tmp_path)]
    async with camera() as wire:
        arguments = ["2x0.1", "--camera", "Camera", "--wheel", "Wheel", "--filter", "green,3", *folder]
        assert await run(wire.port, "expose", *arguments) == Exit.DONE
        ends = ["0001_Green", "0002_Green", "0003_Blue", "0004_Blue"]
        files = [str(tmp_path / f"Camera_CCD1_{end}.fits") for end in ends]
        out, error = capsys.readouterr()
        assert out.split() == files
        assert error == "indipyterm: 4 of 4 frames\n"
        recording = tmp_path.parent / f"{tmp_path.name}.indi"
        assert await run(wire.port, "expose", "0.1", "--json", *folder, "--record", str(recording)) == Exit.DONE
    assert recording.stat().st_size
    started, frame, ended = map(json.loads, capsys.readouterr().out.splitlines())
    assert (
        started.items() >= {"event": "started", "camera": "Camera", "frames": 1, "seconds": 0.1, "filters": []}.items()
    )
    assert frame.items() >= {"event": "frame", "done": 1, "filter": None}.items()
    assert frame["path"] == str(tmp_path / "Camera_CCD1_0005.fits")
    assert ended.items() >= {"event": "ended", "done": 1, "frames": 1, "end": "complete"}.items()


@pytest.mark.parametrize(
    ("definitions", "arguments", "status", "said"),
    [
        (DEFINITIONS, ["--filter", "Mauve"], Exit.NEGATIVE, "no filter 'Mauve'"),
        (DEFINITIONS, ["--wheel", "Camera"], Exit.NEGATIVE, "has no filter wheel"),
        (DEFINITIONS, ["--camera", "Wheel"], Exit.NEGATIVE, "Wheel can't expose"),
        (connection(on=False), ["--camera", "Camera"], Exit.NEGATIVE, "not connected to its hardware"),
        (connection(on=False), [], Exit.NEGATIVE, "no camera that can expose"),
        (DEFINITIONS + DEFINITIONS.replace(b"Camera", b"Other"), [], Exit.NEGATIVE, "which camera: Camera, Other?"),
        (DEFINITIONS, ["--camera", "None"], Exit.TIMED_OUT, "nothing was heard of None"),
        (DEFINITIONS.replace(b">On</defSwitch><defSwitch name=\"UPLOAD_LOCAL\">Off", b">Off</defSwitch><defSwitch name=\"UPLOAD_LOCAL\">On").replace(b'"UPLOAD_CLIENT">On', b'"UPLOAD_CLIENT">Off'), [], Exit.NEGATIVE, "UPLOAD_MODE is Local"),
        (EXPOSURE, [], Exit.NEGATIVE, "sends no images"),
    ],
)  # fmt: skip
async def test_what_can_t_be_is_said_before_the_first_frame(
    definitions: bytes,
    arguments: list[str],
    status: int,
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(expose, "LEARN_SECONDS", 0.5)
    async with camera(definitions, answers=False) as wire:
        assert await run(wire.port, "expose", "2x1", "--folder", str(tmp_path), *arguments) == status
        assert said in capsys.readouterr().err
        assert b"EXPOSURE" not in wire.received
    assert not names(tmp_path)


async def test_wrong_arguments_and_no_server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["10x"], ["0x1"], ["10xsoon"], ["1x1", "--folder", str(tmp_path / "none")]):
        with pytest.raises(Misuse):
            await run(1, "expose", *arguments)
    assert await run(free_port(), "expose", "1x1", "--folder", str(tmp_path)) == Exit.NO_SERVER
    assert "no connection" in capsys.readouterr().err


async def test_a_failure_is_reported_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with camera(answers=False) as wire:
        command = asyncio.create_task(
            run(wire.port, "expose", "3x1", "--retries", "0", "--json", "--folder", str(tmp_path))
        )
        await wire.wait_received(b'name="CCD_EXPOSURE"')
        wire.send(b'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="Alert" message="[ERROR] hot"/>')
        assert await command == Exit.NEGATIVE
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert (lines[-1]["end"], lines[-1]["reason"], lines[-1]["done"]) == ("failed", "[ERROR] hot", 0)


async def test_a_camera_that_stays_away_ends_it_with_3_or_4(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lost, status in ((False, Exit.TIMED_OUT), (True, Exit.NO_SERVER)):
        async with camera(answers=False) as wire:
            arguments = ["3x1", "--timeout", "0.05", "--folder", str(tmp_path)]
            command = asyncio.create_task(run(wire.port, "expose", *arguments))
            await wire.wait_received(b'name="CCD_EXPOSURE"')
            if lost:
                await wire.refuse()
                await wire.drop_clients()
            else:
                wire.send(b'<delProperty device="Camera"/>')
            assert await command == status
            assert "paused: " in capsys.readouterr().err


class _Terminal(StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


async def test_on_a_terminal_it_is_drawn_how_far_the_series_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(expose_report, "_REDRAW_SECONDS", 0.01)
    drawn = _Terminal()
    monkeypatch.setattr(sys, "stderr", drawn)
    async with camera() as wire:
        arguments = ["3x0.1", "--delay", "0.1", "--filter", "Red", "--folder", str(tmp_path)]
        assert await run(wire.port, "expose", *arguments) == Exit.DONE
    assert capsys.readouterr().out.split() == [str(tmp_path / name) for name in names(tmp_path)]
    for text in ("━", "2/3 Red", " left", "3 of 3 frames"):
        assert text in drawn.getvalue()


async def test_an_interruption_aborts_the_exposure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with camera(answers=False) as wire:
        command = asyncio.create_task(run(wire.port, "expose", "3x100", "--folder", str(tmp_path)))
        await wire.wait_received(b'name="CCD_EXPOSURE"')
        command.cancel()
        await wire.wait_received(b"CCD_ABORT_EXPOSURE")
        wire.send(b'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="Idle"/>')
        with pytest.raises(asyncio.CancelledError):
            await command
    assert "0 of 3 frames: stopped" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_aborts_the_exposure_and_says_how_many_frames_there_are(
    number: signal.Signals, tmp_path: Path
) -> None:
    async with camera(answers=False) as wire:
        arguments = ["expose", "3x100", "--host", LOOPBACK, "--port", str(wire.port), "--folder", str(tmp_path)]
        async with running(*arguments) as command:
            await wire.wait_received(b'name="CCD_EXPOSURE"')
            wire.send(b'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="Busy"/>')
            await wire.flush()
            command.send(number)
            await wire.wait_received(b"CCD_ABORT_EXPOSURE")
            wire.send(b'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="Idle"/>')
            status, out, error = await command.end()
        assert (status, out) == (128 + number, "")
        assert error == "indipyterm: 0 of 3 frames: stopped\n"
