"""Recordings: written, read, truncated, damaged."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.exceptions import NoRecording
from indipyterm.recording.format import GZIP_WBITS, HEADER, MAX_DATA, Record, RecordingReader, RecordType, encode_record

START = datetime(2026, 11, 24, 22, 41, 7, 123456, tzinfo=UTC)
RECORDS = [
    Record(RecordType.CONNECTED, START, "pi4:7624"),
    Record(RecordType.SENT, START, "pi4:7624", b"<getProperties version='1.7'/>\n"),
    *(
        Record(RecordType.RECEIVED, START + timedelta(seconds=n), "pi4:7624", b"in 1 2 3\n\0\xff<one %d>" % (n * 7919))
        for n in range(200)
    ),
    Record(RecordType.LOST, START + timedelta(seconds=201), "[::1]:7625", "Verbindung getrennt · ende".encode()),
]


def compressed(records: list[Record], *, flush: bool = True, end: bool = True) -> bytes:
    compressor = zlib.compressobj(wbits=GZIP_WBITS)
    out = compressor.compress(HEADER)
    for record in records:
        out += compressor.compress(encode_record(record))
        out += compressor.flush(zlib.Z_SYNC_FLUSH) if flush else b""
    return out + (compressor.flush() if end else b"")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "night.indi.gz"


def test_what_was_written_is_read(path: Path) -> None:
    path.write_bytes(compressed(RECORDS))
    assert list(RecordingReader(path)) == RECORDS


def test_the_format_is_readable_text(path: Path) -> None:
    path.write_bytes(compressed(RECORDS))
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    assert lines[:4] == [
        b"indipyterm-recording 1",
        b"up 2026-11-24T22:41:07.123456Z 0 pi4:7624",
        b"",
        b"out 2026-11-24T22:41:07.123456Z 31 pi4:7624",
    ]


def test_a_name_of_several_lines_is_written_in_one(path: Path) -> None:
    named = [record._replace(server=" the\nold\r\n pi\u2028") for record in RECORDS]
    path.write_bytes(compressed(named))
    assert list(RecordingReader(path)) == [record._replace(server="the old pi") for record in RECORDS]


@pytest.mark.parametrize("end", [False, True])
def test_a_truncated_file_is_read_up_to_its_end(path: Path, end: bool) -> None:
    data = compressed(RECORDS, end=end)
    last = -1
    for cut in range(len(compressed([])), len(data), 37):
        path.write_bytes(data[:cut])
        read = list(RecordingReader(path))
        assert read == RECORDS[: len(read)]
        assert len(read) >= last
        last = len(read)
    path.write_bytes(data)
    assert list(RecordingReader(path)) == RECORDS


def test_a_damaged_file_reads_up_to_the_damage(path: Path) -> None:
    data = bytearray(compressed(RECORDS))
    middle = len(data) // 2
    data[middle : middle + 50] = b"\xff" * 50
    path.write_bytes(data)
    read = list(RecordingReader(path))
    assert read == RECORDS[: len(read)]
    assert 70 < len(read) < 110


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a recording"),
        (b"not at all", "is not a recording"),
        (gzip.compress(b"another file\n"), "is not a recording"),
        (gzip.compress(b"x" * 100_000), "is not a recording"),
        (gzip.compress(HEADER)[:12], "is not a recording"),
        (gzip.compress(b"indipyterm-recording 2\n"), "is a recording of version 2: this program reads version 1"),
    ],
)
def test_the_error_for_a_file_that_is_no_recording(path: Path, content: bytes, reason: str) -> None:
    path.write_bytes(content)
    with pytest.raises(NoRecording) as raised:
        list(RecordingReader(path))
    assert str(raised.value) == f"{path} {reason}"


def test_a_missing_file(path: Path) -> None:
    with pytest.raises(NoRecording, match="cannot be read: No such file"):
        list(RecordingReader(path))


@pytest.mark.parametrize(
    "record",
    [
        b"up yesterday-at-seven-o-clock 0 a\n\n",
        b"up 2026-11-24T22:41:07.123456 0 a\n\n",
        b"sideways 2026-11-24T22:41:07.123456Z 0 a\n\n",
        b"in 2026-11-24T22:41:07.123456Z 9999999999 a\nshort",
        b"x" * 5000,
        b"up 0001-01-01T00:00:00+23:59 0 a\n\n",
        b"up 9999-12-31T23:59:59-23:59 0 a\n\n",
        b"in 2026-11-24T22:41:07.123456Z 1048577 a\n" + bytes(MAX_DATA + 1),
    ],
    ids=lambda record: record[:40].decode(),
)
def test_reading_ends_at_an_invalid_record(path: Path, record: bytes) -> None:
    path.write_bytes(gzip.compress(HEADER + encode_record(RECORDS[0]) + record + b"\n" + encode_record(RECORDS[1])))
    assert list(RecordingReader(path)) == RECORDS[:1]


def test_a_record_that_becomes_gigabytes_takes_no_memory(path: Path) -> None:
    """A file of 200 kB whose only record inflates to 200 MB."""
    compressor = zlib.compressobj(wbits=GZIP_WBITS)
    data = compressor.compress(HEADER + b"in 2026-11-24T22:41:07.123456Z 200000000 a\n")
    for _ in range(200):
        data += compressor.compress(bytes(1_000_000))
    path.write_bytes(data + compressor.flush())
    tracemalloc.start()
    assert list(RecordingReader(path)) == []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20


def test_much_data_is_recorded_in_several_records(path: Path) -> None:
    data = bytes(range(256)) * 10_000
    path.write_bytes(gzip.compress(HEADER + encode_record(Record(RecordType.SENT, START, "pi4", data))))
    records = list(RecordingReader(path))
    assert [len(record.data) for record in records] == [MAX_DATA, MAX_DATA, len(data) - 2 * MAX_DATA]
    assert b"".join(record.data for record in records) == data
