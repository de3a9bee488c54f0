"""The bytes of a connection: kept until they are read, and never more than a few pieces of them."""

from __future__ import annotations

import asyncio

import pytest

from indipyterm.client.stream import READ_SIZE, Stream


class FakeTransport(asyncio.Transport):
    """Counts how often reading is paused and resumed."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def pause_reading(self) -> None:
        self.asked.append("pause")

    def resume_reading(self) -> None:
        self.asked.append("resume")


def connected() -> tuple[Stream, FakeTransport]:
    stream, transport = Stream(), FakeTransport()
    stream.connection_made(transport)
    return stream, transport


def arrive(stream: Stream, data: bytes) -> None:
    """Put bytes into the stream as asyncio does."""
    stream.get_buffer(-1)[: len(data)] = data
    stream.buffer_updated(len(data))


async def test_what_is_not_read_pauses_the_socket_until_it_is() -> None:
    stream, transport = connected()
    assert len(stream.get_buffer(-1)) == READ_SIZE
    arrive(stream, b"one")
    assert transport.asked == []
    arrive(stream, b"two")
    assert transport.asked == ["pause"]
    assert await stream.read() == b"one"
    assert transport.asked == ["pause", "resume"]
    arrive(stream, b"3")
    assert [await stream.read(), await stream.read()] == [b"two", b"3"]
    assert transport.asked == ["pause", "resume"] * 2


async def test_a_reader_waits_for_bytes() -> None:
    stream, _ = connected()
    reading = asyncio.create_task(stream.read())
    await asyncio.sleep(0)
    assert not reading.done()
    arrive(stream, b"late")
    assert await reading == b"late"


async def test_after_the_end_what_arrived_is_read_first() -> None:
    stream, _ = connected()
    arrive(stream, b"last words")
    assert stream.eof_received()  # asyncio keeps it open for writing
    assert [await stream.read() for _ in range(3)] == [b"last words", b"", b""]


@pytest.mark.parametrize("error", [None, ConnectionResetError("reset")])
async def test_a_reader_that_waits_hears_of_the_loss(error: Exception | None) -> None:
    stream, _ = connected()
    reading = asyncio.create_task(stream.read())
    await asyncio.sleep(0)
    stream.connection_lost(error)
    assert stream.lost.is_set()
    if error is None:
        assert await reading == b""
    else:
        with pytest.raises(ConnectionResetError, match="reset"):
            await reading


async def test_drained_when_nothing_waits_and_never_when_lost() -> None:
    stream, _ = connected()
    await stream.drained()
    stream.pause_writing()
    draining = asyncio.create_task(stream.drained())
    await asyncio.sleep(0)
    assert not draining.done()
    stream.resume_writing()
    await draining
    stream.pause_writing()
    stream.connection_lost(None)
    with pytest.raises(ConnectionResetError):
        await asyncio.wait_for(stream.drained(), 10)
