"""BLOBs on their way: how much of each was received, or sent."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.messages import NewVector, OneBlob


class Transfer(NamedTuple):
    """A BLOB on its way: `done` bytes of `total` (0 where it is not known), received or `sending`."""

    device: str
    vector: str
    member: str
    done: int
    total: int
    sending: bool = False


class _Upload(NamedTuple):
    device: str
    vector: str
    member: str
    begin: int  # its place in the stream that is sent
    length: int  # of it in that stream
    size: int  # of the BLOBs in it


class Uploads:
    """The BLOBs that were written to a connection, and are not out yet."""

    def __init__(self) -> None:
        self._uploads: list[_Upload] = []

    def add(self, message: NewVector, begin: int, length: int) -> None:
        """Follow a vector that takes `length` bytes of the stream from `begin` on, if it has BLOBs."""
        blobs = [one for one in message.members if isinstance(one, OneBlob)]
        if blobs:
            size = sum(one.data.length() for one in blobs)
            self._uploads.append(_Upload(message.device, message.name, blobs[0].name, begin, length, size))

    def transfers(self, sent: int) -> list[Transfer]:
        """Those that are not out yet, where the server has taken the first `sent` bytes of the stream."""
        self._uploads = [upload for upload in self._uploads if sent < upload.begin + upload.length]
        return [
            Transfer(device, vector, member, max(0, sent - begin) * size // length, size, sending=True)
            for device, vector, member, begin, length, size in self._uploads
        ]

    def clear(self) -> None:
        """Forget all: the connection is lost."""
        self._uploads.clear()
