"""Which descriptor belongs to which element, whatever a server sends."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from indipyterm.client.attachments import MAX_WAITING, AttachmentQueue
from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blob_data import BlobData
from tests.local_server import memory, no_memory_left


@pytest.fixture(autouse=True)
def all_are_closed() -> Iterator[None]:
    with no_memory_left():
        yield


def fault_of(data: BlobData) -> str:
    with pytest.raises(BadBase64) as caught:
        data.decode()
    return str(caught.value)


def test_each_element_gets_the_next_one() -> None:
    queue = AttachmentQueue()
    queue.add([memory(b"first"), memory(b"second")], 0, 100, truncated=False)
    queue.taken = {}
    assert queue.take(0, 40, 5) == BlobData(b"first")
    assert queue.take(0, 80, 6) == BlobData(b"second")
    assert queue.taken == {40: BlobData(b"first"), 80: BlobData(b"second")}
    assert fault_of(queue.take(0, 90, 5)) == "it is said to be attached, and nothing is"


def test_those_that_a_vector_does_not_need_are_not_the_next_one_s() -> None:
    queue = AttachmentQueue()
    queue.add([memory(b"one"), memory(b"too many")], 0, 100, truncated=False)
    assert queue.take(0, 40, 3) == BlobData(b"one")
    queue.add([memory(b"of the next")], 100, 200, truncated=False)
    assert queue.take(100, 140, 11) == BlobData(b"of the next")
    assert fault_of(queue.take(200, 240, 1)) == "it is said to be attached, and nothing is"


def test_those_that_come_later_than_their_element_are_not_its_own() -> None:
    queue = AttachmentQueue()
    queue.add([memory(b"late")], 100, 200, truncated=False)
    assert fault_of(queue.take(0, 100, 4)) == "it is said to be attached, and nothing is"
    queue.close()


def test_what_the_system_could_not_give_is_said() -> None:
    queue = AttachmentQueue()
    queue.add([memory(b"one")], 0, 100, truncated=True)
    assert queue.take(0, 40, 3) == BlobData(b"one")
    assert fault_of(queue.take(0, 80, 3)) == "too many files are open"
    assert fault_of(queue.take(100, 180, 3)) == "it is said to be attached, and nothing is"


def test_no_more_wait_than_may() -> None:
    queue = AttachmentQueue()
    queue.add([memory(b"x") for _ in range(MAX_WAITING + 1)], 0, 100, truncated=False)
    assert fault_of(queue.take(0, 40, 1)) == f"more than {MAX_WAITING} are attached to one vector"
    queue.add([memory(b"next")], 100, 200, truncated=False)
    assert queue.take(100, 140, 4) == BlobData(b"next")


def test_lengths_that_cannot_be() -> None:
    queue = AttachmentQueue(max_blob=10)
    queue.add([memory(b"x" * 20) for _ in range(3)], 0, 100, truncated=False)
    assert fault_of(queue.take(0, 40, 0)) == "it is attached, and does not say how many bytes it has"
    assert fault_of(queue.take(0, 60, 11)) == "it has 11 bytes, more than the 10 that are allowed"
    assert queue.take(0, 80, 10) == BlobData(b"x" * 10)


def test_what_is_no_memory_or_too_short() -> None:
    queue = AttachmentQueue()
    pipe, other_end = os.pipe()
    folder = os.open(".", os.O_RDONLY)
    queue.add([pipe, folder, memory(b"abc", size=3)], 0, 100, truncated=False)
    assert fault_of(queue.take(0, 40, 4)) == "what is attached is no memory that can be read"
    assert fault_of(queue.take(0, 60, 4)) == "what is attached is no memory that can be read"
    assert fault_of(queue.take(0, 80, 4)) == "3 bytes are attached of 4"
    os.close(other_end)
