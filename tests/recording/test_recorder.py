"""The recorder: what it writes, when, and what happens if the disk fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest

from indipyterm.recording import recorder as recorder_module
from indipyterm.recording.format import RecordingReader, RecordType
from indipyterm.recording.recorder import Recorder

START = datetime(2026, 11, 24, 22, 41, 7, tzinfo=UTC)
BLOB = b"<setBLOBVector device='a' name='b'><oneBLOB name='c' size='9' format='.fits'>" + b"QUJD" * 3 + b"</oneBLOB>"


class Ticking:
    """A clock that goes on by a second each time that it is asked."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def wait(condition: Callable[[], object]) -> None:
    end = monotonic() + 10
    while not condition():
        assert monotonic() < end, "never true"
        sleep(0.01)


def test_it_records_the_links(tmp_path: Path) -> None:
    told: list[str] = []
    recorder = Recorder(tmp_path / "file", now=Ticking())
    recorder.start(told.append)
    one, two = recorder.tap("pi4:7624"), recorder.tap("dome:7625")
    one.linked()
    two.linked()
    one.sent(b"<getProperties/>")
    two.received(b"<mess")
    one.received(b"<message/>")
    two.received(b"age/>")
    one.lost("the cable was pulled")
    assert recorder.recording
    recorder.close()
    assert not recorder.recording
    assert [(what, when, server, data) for what, when, server, data in RecordingReader(tmp_path / "file")] == [
        (what, START + timedelta(seconds=number + 1), server, data)
        for number, (what, server, data) in enumerate(
            [
                (RecordType.CONNECTED, "pi4:7624", b""),
                (RecordType.CONNECTED, "dome:7625", b""),
                (RecordType.SENT, "pi4:7624", b"<getProperties/>"),
                (RecordType.RECEIVED, "dome:7625", b"<mess"),
                (RecordType.RECEIVED, "pi4:7624", b"<message/>"),
                (RecordType.RECEIVED, "dome:7625", b"age/>"),
                (RecordType.LOST, "pi4:7624", b"the cable was pulled"),
            ]
        )
    ]
    assert told == []


@pytest.mark.parametrize("blobs", [False, True])
def test_blob_data_are_recorded_only_if_wanted(tmp_path: Path, blobs: bool) -> None:
    recorder = Recorder(tmp_path / "file", blobs=blobs)
    recorder.start(print)
    tap = recorder.tap("a")
    for at in range(0, len(BLOB), 7):
        tap.received(BLOB[at : at + 7])
    tap.sent(b"<oneBL")
    tap.lost("")
    recorder.close()
    read = list(RecordingReader(tmp_path / "file"))
    heard = b"".join(entry.data for entry in read if entry.type is RecordType.RECEIVED)
    assert heard == (BLOB if blobs else BLOB.replace(b"QUJD" * 3, b""))
    assert b"".join(entry.data for entry in read if entry.type is RecordType.SENT) == b"<oneBL"
    assert read[-1].type is RecordType.LOST


def test_a_program_that_is_killed_leaves_all_but_the_last_second(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib, time\n"
        "from indipyterm.recording.recorder import Recorder\n"
        "recorder = Recorder(pathlib.Path(sys.argv[1]))\n"
        "recorder.start(print)\n"
        "recorder.tap('a').received(b'<message/>')\n"
        "print(flush=True)\n"
        "time.sleep(60)\n"
    )
    path = tmp_path / "file"
    with subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        wait(lambda: path.exists() and path.stat().st_size > 10 and len(list(RecordingReader(path))) == 1)
        process.send_signal(signal.SIGKILL)
    assert [entry.data for entry in RecordingReader(path)] == [b"<message/>"]


def test_a_file_that_is_there_is_never_written_to(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    told: list[str] = []
    recorder = Recorder(path)
    recorder.start(told.append)
    wait(lambda: told)
    recorder.tap("a").received(b"data")
    recorder.close()
    assert path.read_text() == "mine"
    assert told == [f"recording to {path} ended: file exists"]
    assert not recorder.recording


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_once_and_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "open", lambda path, mode: open(path, "wb"))  # noqa: SIM115
    told: list[str] = []
    recorder = Recorder(Path("/dev/full"))
    recorder.start(told.append)
    wait(lambda: told)
    for _ in range(3):
        recorder.tap("a").received(os.urandom(100_000))
    recorder.close()
    assert told == ["recording to /dev/full ended: no space left on device"]
    assert not recorder.recording


def test_a_disk_that_hangs_costs_bounded_memory_and_no_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def hang(path: Path, mode: str) -> None:
        go_on.wait()
        raise OSError(5, "it broke")

    monkeypatch.setattr(Path, "open", hang)
    monkeypatch.setattr(recorder_module, "MAX_QUEUED", 3000)
    told: list[str] = []
    recorder = Recorder(tmp_path / "file")
    recorder.start(told.append)
    tap = recorder.tap("a")
    for _ in range(10):
        tap.received(b"x" * 1000)
    assert recorder._queue.qsize() == 3
    assert told == [f"recording to {tmp_path / 'file'} ended: the disk is too slow: 0 MB wait for it"]
    assert not recorder.recording
    go_on.set()
    recorder.close()
    assert len(told) == 1


def test_one_that_was_never_started_can_be_closed(tmp_path: Path) -> None:
    Recorder(tmp_path / "file").close()
    assert not (tmp_path / "file").exists()
