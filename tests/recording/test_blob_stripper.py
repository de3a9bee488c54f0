"""Stripping the data of BLOBs from a stream."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.protocol.messages import Kind, OneBlob, SetVector, State
from indipyterm.protocol.parser import Parser
from indipyterm.recording.blob_stripper import BlobStripper

BLOB_DATA = b"QUJD" * 1000
STREAM = (
    b"<setBLOBVector device='CCD' name='CCD1' state='Ok'>\n"
    b"  <oneBLOB name='CCD1' size='3000' enclen='4000' format='.fits' len='3000'>\n" + BLOB_DATA + b"\n  </oneBLOB>\n"
    b'  <oneBLOB name="a > b" size="3" format=".x">QUJD</oneBLOB>'
    b"</setBLOBVector>\n<message message='oneBLOB &lt;oneBLOB&gt;'/>\n"
)


def whole(stripper: BlobStripper, pieces: list[bytes]) -> bytes:
    return b"".join(map(stripper.feed, pieces)) + stripper.flush()


def test_data_are_removed_and_the_stream_stays_valid() -> None:
    out = whole(BlobStripper(), [STREAM])
    assert BLOB_DATA[:40] not in out
    assert len(out) < 300
    heard, message = Parser().feed(out)
    assert isinstance(heard, SetVector)
    assert (heard.kind, heard.state) == (Kind.BLOB, State.OK)
    ones = [one for one in heard.members if isinstance(one, OneBlob)]
    assert [(one.name, one.size, one.format, one.data.decode()) for one in ones] == [
        ("CCD1", 3000, ".fits", b""),
        ("a > b", 3, ".x", b""),
    ]
    assert message == Parser().feed(b"<message message='oneBLOB &lt;oneBLOB&gt;'/>")[0]


@given(st.lists(st.integers(0, len(STREAM))))
def test_chunks_may_be_cut_anywhere(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[a:b] for a, b in pairwise(edges)]
    assert whole(BlobStripper(), pieces) == whole(BlobStripper(), [STREAM])


@pytest.mark.parametrize(
    "stream",
    [
        b"<setTextVector device='a' name='b'><oneText name='c'>x &lt; y</oneText></setTextVector>",
        b"<oneBLOBs name='a'>text</oneBLOBs>",
        b"<oneBLOB name='never closed " + b"x" * 5000,
        b"<oneBLOB name='a'/>text",
        b"text <one",
        b"",
    ],
)
def test_a_stream_without_blob_data_is_unchanged(stream: bytes) -> None:
    assert whole(BlobStripper(), [stream[:7], stream[7:]]) == stream


def test_data_are_not_kept_in_memory() -> None:
    stripper = BlobStripper()
    stripper.feed(b"<oneBLOB name='a' size='1'>")
    for _ in range(3):
        assert stripper.feed(b"QUJD" * 10_000) == b""
        assert stripper.flush() == b""
