import asyncio

from indipyterm.demo.connection import Connection
from indipyterm.protocol.messages import GetProperties, Received


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def get_write_buffer_size(self) -> int:
        return len(self.written)

    def is_closing(self) -> bool:
        return self.aborted

    def abort(self) -> None:
        self.aborted = True


async def test_messages_are_handed_on_and_a_client_that_leaves_too_much_unread_is_dropped() -> None:
    heard: list[Received] = []
    opened: list[Connection] = []
    connection = Connection(lambda _, received: heard.append(received), opened.append, buffer_limit=10)
    connection.send(b"too early")
    wire = Wire()
    connection.connection_made(wire)
    assert opened == [connection]
    connection.data_received(b"<getProperties vers")
    connection.data_received(b"ion='1.7'/>")
    assert heard == [GetProperties()]
    connection.send(b"1234567890")
    assert not wire.aborted
    connection.send(b"1")
    assert wire.aborted
    connection.send(b"more")
    assert wire.written == b"12345678901"
    connection.connection_lost(None)
    assert connection.closed.done()
    connection.abort()
