"""The program in a real terminal, with images on their way: however it is ended, it ends in order and leaves no mess."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.client.running import files
from tests.servers import LOOPBACK, WireServer
from tests.tui.terminal.test_driver import Session, assert_restored, session

pytestmark = pytest.mark.unmeasured

CAMERA = b"""<defBLOBVector device="Camera" name="CCD1" label="Image" group="Main" state="Idle" perm="ro">
<defBLOB name="CCD1"/></defBLOBVector>
<defNumberVector device="Camera" name="EXPOSURE" label="Exposure" group="Main" state="Idle" perm="rw">
<defNumber name="T" format="%.2f" min="0" max="60" step="0">1.5</defNumber></defNumberVector>
"""
SIZE = 48 << 20
PART = re.compile(r"\.indipyterm-[0-9a-f]{16}\.part")
ENDS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]
UNEXPECTED = [signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM]

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
from indipyterm.__main__ import main
raise SystemExit(main())
"""
"""The program on a disk with no room for files of more than a hundred bytes."""


def image(size: int = SIZE) -> bytes:
    text = base64.b64encode(bytes(size))
    one = b'<oneBLOB name="CCD1" size="%d" format=".fits">%b</oneBLOB>' % (size, text)
    return b'<setBLOBVector device="Camera" name="CCD1" state="Ok">%b</setBLOBVector>\n' % one


@pytest.fixture
async def camera() -> AsyncIterator[WireServer]:
    async with WireServer(CAMERA) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where images go; settings and state have a place of their own beside it."""
    for kind in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


def arguments(server: WireServer, folder: Path, *more: str) -> list[str]:
    return ["--host", f"{LOOPBACK}:{server.port}", "--blobfolder", str(folder), *more]


async def until(condition: Callable[[], object]) -> None:
    """Wait until something holds."""

    def wait() -> None:
        end = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < end, "never true within 20 s"
            time.sleep(0.001)

    await asyncio.to_thread(wait)


async def ready(server: WireServer, screen: Session) -> None:
    """Wait until the camera is on screen and its images are wanted."""
    await server.wait_received(b"<enableBLOB", 20)
    await asyncio.to_thread(screen.until, b"Exposure")


def state_of(process: int) -> str:
    """The state of a process, by its letter: T is stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]


def check(folder: Path) -> None:
    """Check that there are whole images in a folder and nothing else."""
    for file in folder.iterdir():
        assert file.suffix == ".fits", "a temporary file was left"
        assert file.stat().st_size == SIZE


@pytest.mark.parametrize("number", ENDS)
async def test_a_signal_while_an_image_is_written(camera: WireServer, folder: Path, number: signal.Signals) -> None:
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        camera.send(image())
        await until(lambda: files(folder))  # the temporary file is there, or the image already
        screen.process.send_signal(number)
        assert await asyncio.to_thread(screen.finish) == 128 + number
        assert_restored(screen.output)
        assert b"Traceback" not in screen.output
    check(folder)


@pytest.mark.parametrize("number", [*ENDS, *UNEXPECTED])
async def test_a_signal_while_an_image_is_received(camera: WireServer, folder: Path, number: signal.Signals) -> None:
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        camera.send(image()[: SIZE // 2])
        await camera.flush()
        screen.process.send_signal(number)
        assert await asyncio.to_thread(screen.finish) == 128 + number
        assert_restored(screen.output)
    assert not files(folder)


async def test_the_terminal_is_gone_while_an_image_is_received(camera: WireServer, folder: Path) -> None:
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        camera.send(image()[: SIZE // 2])
        await camera.flush()
        screen.restores = False  # there is nothing left to restore
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, screen.terminal)  # closes the terminal; its number stays for the end of the session
        os.close(nowhere)
        assert await asyncio.to_thread(screen.process.wait, 10) == 128 + signal.SIGHUP
    assert not files(folder)
    assert json.loads((folder.parent / "state/indipyterm/state.json").read_text())["device"] == "Camera"


async def test_stopped_and_continued(camera: WireServer, folder: Path) -> None:
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        camera.send(image()[: SIZE // 2])
        screen.process.send_signal(signal.SIGTSTP)
        await until(lambda: state_of(screen.process.pid) == "T")
        await asyncio.to_thread(screen.until, b"\x1b[?1049l")
        assert_restored(screen.output)

        screen.output = b""
        screen.process.send_signal(signal.SIGCONT)
        await asyncio.to_thread(screen.until, b"Exposure")
        assert b"\x1b[?1049h" in screen.output
        camera.send(image()[SIZE // 2 :])
        await until(lambda: list(folder.glob("*.fits")))
        assert camera.accepted == 1, "the connection was kept"
        screen.press(b"q")
        assert await asyncio.to_thread(screen.finish) == 0
    check(folder)


async def test_what_a_killed_run_left_is_removed_by_the_next(camera: WireServer, folder: Path) -> None:
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        camera.send(image())
        await until(lambda: [name for name in files(folder) if PART.fullmatch(name)])
        screen.restores = False
        screen.process.kill()
        await asyncio.to_thread(screen.process.wait)
    images = [name for name in files(folder) if name.endswith(".fits")]  # it may have been written after all
    strangers = [".indipyterm-0123.part", ".indipyterm-mine.part", "other.part"]
    for name in (".indipyterm-0123456789abcdef.part", *strangers):
        (folder / name).write_bytes(b"the first is one that a killed run may leave")
    camera.received.clear()
    with session("-m", "indipyterm", *arguments(camera, folder)) as screen:
        await ready(camera, screen)
        screen.press(b"q")
        assert await asyncio.to_thread(screen.finish) == 0
    assert files(folder) == sorted(strangers + images)


async def test_a_full_disk_is_told_and_takes_nothing_down(camera: WireServer, folder: Path) -> None:
    state = folder.parent / "state/indipyterm/state.json"
    state.parent.mkdir(parents=True)
    state.write_text('{"device": "Camera", "watch": []}')
    with session("-c", LIMITED, *arguments(camera, folder, "--log", "/dev/full")) as screen:
        await ready(camera, screen)
        await asyncio.to_thread(screen.until, b"log file /dev/full")
        camera.send(image(100_000))
        await asyncio.to_thread(screen.until, b"NOT SAVED")
        screen.output = b""
        camera.send(
            b'<setNumberVector device="Camera" name="EXPOSURE"><oneNumber name="T">7.25</oneNumber></setNumberVector>'
        )
        await asyncio.to_thread(screen.until, b"7.25")
        screen.press(b"q")
        assert await asyncio.to_thread(screen.finish) == 0
        assert b"Traceback" not in screen.output
    assert not files(folder)
    assert files(state.parent) == ["state.json"]
    assert state.read_text() == '{"device": "Camera", "watch": []}'
