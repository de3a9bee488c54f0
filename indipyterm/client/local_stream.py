"""The bytes of a connection over a local socket, and the descriptors that come with them, which asyncio would drop."""

from __future__ import annotations

import array
import asyncio
import socket

from indipyterm.client.attachments import AttachmentQueue
from indipyterm.client.stream import Stream

_MAX_DESCRIPTORS = 16  # that libindi sends with one message
_FLAGS = getattr(socket, "MSG_CMSG_CLOEXEC", 0)  # macOS lacks it


class LocalStream(Stream):
    """Reads a second descriptor of the same socket; asyncio writes, and closes, as ever."""

    def __init__(self, attachments: AttachmentQueue) -> None:
        super().__init__()
        self._attachments = attachments
        self._received = 0
        self._socket: socket.socket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """There is a connection."""
        super().connection_made(transport)
        self.transport.pause_reading()
        self._socket = transport.get_extra_info("socket").dup()
        self._socket.setblocking(False)
        self.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        if self._socket is not None:
            self.pause_reading()
            self._socket.close()
            self._socket = None
        super().connection_lost(exc)

    def pause_reading(self) -> None:
        """Read no more for now."""
        if self._socket is not None:
            asyncio.get_running_loop().remove_reader(self._socket.fileno())

    def resume_reading(self) -> None:
        """Read again."""
        if self._socket is not None:
            asyncio.get_running_loop().add_reader(self._socket.fileno(), self._read_ready)

    def _read_ready(self) -> None:
        assert self._socket is not None
        buffers, space = [self.get_buffer(-1)], socket.CMSG_SPACE(4 * _MAX_DESCRIPTORS)
        try:
            size, controls, flags, _ = self._socket.recvmsg_into(buffers, space, _FLAGS)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            self._end_reading(error)
            return
        begin, self._received = self._received, self._received + size
        descriptors = [number for control in controls for number in _descriptors(*control)]
        truncated = bool(flags & socket.MSG_CTRUNC)
        if descriptors or truncated:
            self._attachments.add(descriptors, begin, self._received, truncated=truncated)
        if size:
            self.buffer_updated(size)
        else:
            self._end_reading()

    def _end_reading(self, error: OSError | None = None) -> None:
        """Read no more: the other side sends none, or the connection broke."""
        self.pause_reading()
        self._error = error
        self.eof_received()


def _descriptors(level: int, kind: int, data: bytes) -> list[int]:
    if (level, kind) != (socket.SOL_SOCKET, socket.SCM_RIGHTS):
        return []
    numbers = array.array("i")
    numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
    return numbers.tolist()
