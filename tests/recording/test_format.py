"""Recordings: written, read, cut off, damaged."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.exceptions import NoRecording
from indipyterm.recording.format import GZIP, HEAD, Entry, Reader, What, written

START = datetime(2026, 11, 24, 22, 41, 7, 123456, tzinfo=UTC)
SAID = [
    Entry(What.UP, START, "pi4:7624"),
    Entry(What.OUT, START, "pi4:7624", b"<getProperties version='1.7'/>\n"),
    *(
        Entry(What.IN, START + timedelta(seconds=n), "pi4:7624", b"in 1 2 3\n\0\xff<one %d>" % (n * 7919))
        for n in range(200)
    ),
    Entry(What.DOWN, START + timedelta(seconds=201), "[::1]:7625", "Verbindung getrennt · ende".encode()),
]


def packed(said: list[Entry], *, flush: bool = True, end: bool = True) -> bytes:
    compressor = zlib.compressobj(wbits=GZIP)
    out = compressor.compress(HEAD)
    for entry in said:
        out += compressor.compress(written(entry))
        out += compressor.flush(zlib.Z_SYNC_FLUSH) if flush else b""
    return out + (compressor.flush() if end else b"")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "night.indi.gz"


def test_what_was_written_is_read(path: Path) -> None:
    path.write_bytes(packed(SAID))
    assert list(Reader(path)) == SAID


def test_it_can_be_read_by_people(path: Path) -> None:
    path.write_bytes(packed(SAID))
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    assert lines[:4] == [
        b"indipyterm-recording 1",
        b"up 2026-11-24T22:41:07.123456Z 0 pi4:7624",
        b"",
        b"out 2026-11-24T22:41:07.123456Z 31 pi4:7624",
    ]


@pytest.mark.parametrize("end", [False, True])
def test_a_file_that_is_cut_off_anywhere_reads_up_to_there(path: Path, end: bool) -> None:
    data = packed(SAID, end=end)
    last = -1
    for cut in range(len(packed([])), len(data), 37):
        path.write_bytes(data[:cut])
        read = list(Reader(path))
        assert read == SAID[: len(read)]
        assert len(read) >= last
        last = len(read)
    path.write_bytes(data)
    assert list(Reader(path)) == SAID


def test_a_damaged_file_reads_up_to_the_damage(path: Path) -> None:
    data = bytearray(packed(SAID))
    middle = len(data) // 2
    data[middle : middle + 50] = b"\xff" * 50
    path.write_bytes(data)
    read = list(Reader(path))
    assert read == SAID[: len(read)]
    assert 70 < len(read) < 110


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is no recording"),
        (b"not at all", "is no recording"),
        (gzip.compress(b"another file\n"), "is no recording"),
        (gzip.compress(b"x" * 100_000), "is no recording"),
        (gzip.compress(HEAD)[:12], "is no recording"),
        (gzip.compress(b"indipyterm-recording 2\n"), "is a recording of version 2: this program reads version 1"),
    ],
)
def test_what_is_no_recording_is_said_so(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(NoRecording) as raised:
        list(Reader(path))
    assert str(raised.value) == f"{path} {reason}"


def test_a_file_that_is_not_there(path: Path) -> None:
    with pytest.raises(NoRecording, match="cannot be read: No such file"):
        list(Reader(path))


@pytest.mark.parametrize(
    "record",
    [
        b"up yesterday-at-seven-o-clock 0 a\n\n",
        b"up 2026-11-24T22:41:07.123456 0 a\n\n",
        b"sideways 2026-11-24T22:41:07.123456Z 0 a\n\n",
        b"in 2026-11-24T22:41:07.123456Z 9999999999 a\nshort",
        b"x" * 5000,
    ],
)
def test_nothing_is_made_up_behind_a_record_that_is_none(path: Path, record: bytes) -> None:
    path.write_bytes(gzip.compress(HEAD + written(SAID[0]) + record + b"\n" + written(SAID[1])))
    assert list(Reader(path)) == SAID[:1]
