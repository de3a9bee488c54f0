"""BLOBs under way: how much of them is here, or out."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.messages import NewVector, OneBlob


class Transfer(NamedTuple):
    """A BLOB under way: `done` bytes of `total` (0 where nobody knows), to us or `sending`."""

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
    begin: int  # where in the stream that is sent
    length: int  # there
    size: int  # of the BLOBs


class Outgoing:
    """BLOBs that were given to a connection; `out` is how many of its bytes the other side has taken by now."""

    def __init__(self) -> None:
        self._uploads: list[_Upload] = []

    def add(self, message: NewVector, begin: int, length: int) -> None:
        """Follow a BLOB vector that takes `length` bytes of the stream from `begin` on."""
        blobs = [one for one in message.members if isinstance(one, OneBlob)]
        if blobs:
            size = sum(len(one.data.decode()) for one in blobs)
            self._uploads.append(_Upload(message.device, message.name, blobs[0].name, begin, length, size))

    def transfers(self, out: int) -> list[Transfer]:
        """What is not out yet."""
        self._uploads = [upload for upload in self._uploads if out < upload.begin + upload.length]
        return [
            Transfer(device, vector, member, max(0, out - begin) * size // length, size, sending=True)
            for device, vector, member, begin, length, size in self._uploads
        ]

    def clear(self) -> None:
        """Forget all: the connection is gone."""
        self._uploads.clear()
