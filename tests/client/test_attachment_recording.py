"""A stream with attached BLOBs made one without: the same for every way in which it may be cut."""

from __future__ import annotations

import random

import pytest

from indipyterm.client.attachment_recording import AttachmentInliner
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import OneBlob, SetVector
from indipyterm.protocol.parser import Parser
from tests.local_server import attached

DATA = [b"first" * 100, b"2", bytes(1_000_000)]
STREAM = (
    b'<message message="&lt;oneBLOB"/>\n<!-- <oneBLOB -->'
    + attached([("A", f'size="500" format=".fits" len="{len(DATA[0])}"'), ("B", 'size="9" format=".x"')])
    + b'<setBLOBVector device="D" name="N"><oneBLOB name="A" size="3" format=".x">YWJj</oneBLOB></setBLOBVector>'
    + attached([("C", f"format='.y' len='{len(DATA[2])}'")])
    + b"<oneBLOB"
)


class Attachments:
    """Gives data in order, and keeps where they were taken."""

    def __init__(self) -> None:
        self.left, self.taken = list(DATA), dict[int, BlobData]()

    def take(self, vector_begin: int, end: int, length: int) -> BlobData:
        data = self.taken[end] = BlobData(self.left.pop(0))
        return data


@pytest.mark.parametrize("seed", range(20))
def test_each_blob_is_where_it_would_have_been(seed: int) -> None:
    cut, attachments = random.Random(seed), Attachments()
    parser, inliner = Parser(attachments=attachments), AttachmentInliner(attachments.taken)
    recorded, position = b"", 0
    while position < len(STREAM):
        piece = STREAM[position : position + (1 if seed == 0 else cut.randint(1, 200))]
        position += len(piece)
        parser.feed(piece)
        recorded += b"".join(inliner.feed(piece))
    assert (recorded + inliner.flush()).endswith(b"<oneBLOB")
    assert b"attached" not in recorded
    sets = [message for message in Parser().feed(recorded) if isinstance(message, SetVector)]
    found = [one.data.decode() for each in sets for one in each.members if isinstance(one, OneBlob)]
    assert found == [DATA[0], DATA[1], b"abc", DATA[2]]


def test_a_damaged_one_stays_as_it_was() -> None:
    tag = b'<oneBLOB name="A" attached="true"/>'
    inliner = AttachmentInliner({len(tag): BlobData(fault="nothing came")})
    assert b"".join(inliner.feed(tag)) == tag
