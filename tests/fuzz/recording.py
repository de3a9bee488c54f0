"""Recordings: files that are damaged anywhere are read up to there; BLOBs' bodies are left out of any stream."""

from __future__ import annotations

import gzip
import tempfile
from contextlib import suppress
from pathlib import Path

from indipyterm.demo.replay.position import PositionIndex, summarize
from indipyterm.exceptions import NoRecording
from indipyterm.recording.blob_stripper import BlobStripper
from indipyterm.recording.format import HEADER, Record, RecordingReader
from tests.fuzz.pieces import cut

WORDS = [
    *(HEADER, b"indipyterm-recording 2\n", b"up ", b"in ", b"out ", b"down ", b" 0 pi4\n\n", b"9999999999"),
    *(b"2026-11-24T22:41:07.123456Z ", b"+99:99 ", b"0001-01-01T00:00:00+23:59 ", b"9999-12-31T23:59:59-23:59 "),
    *(b"<oneBLOB ", b"<oneBLOB name='a' size='3' enclen='4' len='4' format='.x'>", b"AAAA", b"</oneBLOB>", b"\x1f\x8b"),
]
_UP = b"up 2026-11-24T22:41:07.000000Z 0 pi4:7624\n\n"
_SAID = [
    b"<defTextVector device='D' name='T' state='Ok' perm='rw'><defText name='a'>x</defText></defTextVector>\n",
    b"<defBLOBVector device='D' name='B' state='Ok' perm='ro'><defBLOB name='b'/></defBLOBVector>\n",
    b"<setBLOBVector device='D' name='B'>\n<oneBLOB name='b' size='3' enclen='4' format='.x'>\nAAAA\n</oneBLOB></setBLOBVector>\n",
    b"<delProperty device='D'/>\n",
]


def seeds() -> list[bytes]:
    """What stands in recordings; and whole files."""
    states = b"".join(b"in 2026-11-24T22:41:08.5Z %d pi4:7624\n%b\n" % (len(data), data) for data in _SAID)
    plain = _UP + states + b"down 2026-11-24T23:00:00.000000Z 5 pi4:7624\nreset\n"
    return [plain, _UP + states[:300], gzip.compress(HEADER + plain, mtime=0), b"".join(_SAID), *_SAID]


def check(data: bytes) -> None:
    """Raise an exception where these bytes do harm."""
    with tempfile.TemporaryDirectory(prefix="indipyterm-fuzz-") as folder:
        path = Path(folder) / "recording"
        for file in (data, gzip.compress(HEADER + data, 1, mtime=0)):
            path.write_bytes(file)
            with suppress(NoRecording):
                _read(path, file)
    _without_bodies(data)


def _read(path: Path, file: bytes) -> None:
    entries = list(RecordingReader(path))
    assert all(entry.time.tzinfo is not None for entry in entries)
    _is_beginning(path, file[: len(file) * 2 // 3], entries)
    whole = summarize(path)
    position = PositionIndex(path, interval=2).find(whole.end)
    assert position.next_record is None or whole.end < position.next_record.time, "the end was not reached"
    assert set(position.states) <= set(whole.servers)


def _is_beginning(path: Path, file: bytes, entries: list[Record]) -> None:
    """A file that is cut off gives what it gave before, up to there.

    It may give more where the whole one is damaged behind the cut: that costs some of what is before it, see `format`.
    """
    shorter = path.with_name("shorter")
    shorter.write_bytes(file)
    with suppress(NoRecording):
        found = list(RecordingReader(shorter))
        both = min(len(found), len(entries))
        assert found[:both] == entries[:both], "a beginning tells something else"


def _without_bodies(data: bytes) -> None:
    whole = BlobStripper()
    bare = whole.feed(data) + whole.flush()
    parts = BlobStripper()
    assert b"".join(map(parts.feed, cut(data))) + parts.flush() == bare, "it depends on how the bytes are cut"
    assert len(bare) <= len(data)
