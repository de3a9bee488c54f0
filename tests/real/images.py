"""Images as others see them: received and read with nothing of indipyterm."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import prod
from pathlib import Path

from tests.servers import LOOPBACK

_BLOCK, _CARD = 2880, 80


class RawClient:
    """Receives the BLOBs of one vector over a connection of its own."""

    def __init__(self, reader: asyncio.StreamReader, device: str, vector: str) -> None:
        self._reader, self._device, self._vector = reader, device, vector

    async def until(self, end: bytes) -> bytes:
        """All that comes up to an end."""
        async with asyncio.timeout(20):
            return await self._reader.readuntil(end)

    async def blob(self) -> tuple[str, bytes]:
        """The format and the data of the next BLOB: those that it has by its `len`, if it tells that.

        indiserver 1.9.9 encodes as many bytes as an image has uncompressed; behind a smaller compressed one there is
        what else was in its memory.
        """
        while True:
            element = (await self.until(b"</setBLOBVector>")).rpartition(b"<setBLOBVector")[2].decode()
            found = re.search(r"<oneBLOB([^>]*)>([^<]*)</oneBLOB>", element)
            if found and f'device="{self._device}"' in element and f'name="{self._vector}"' in element:
                said = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
                data = base64.b64decode(found[2])
                return said["format"], data[: int(said.get("len", len(data)))]


@asynccontextmanager
async def raw_client(port: int, device: str, vector: str = "CCD1") -> AsyncIterator[RawClient]:
    """A second client that has enabled a vector's BLOBs."""
    reader, writer = await asyncio.open_connection(LOOPBACK, port, limit=64_000_000)
    client = RawClient(reader, device, vector)
    try:
        writer.write(f'<getProperties version="1.7" device="{device}"/>\n'.encode())
        await client.until(f'<defBLOBVector device="{device}" name="{vector}"'.encode())
        writer.write(
            f'<enableBLOB device="{device}" name="{vector}">Also</enableBLOB>\n<pingRequest uid="set"/>\n'.encode()
        )
        await client.until(b"<pingReply")
        yield client
    finally:
        writer.transport.abort()


def only_file(folder: Path) -> Path:
    """The one file in a folder."""
    (file,) = folder.iterdir()
    return file


def check_files(folder: Path) -> None:
    """Check that all images in a folder are whole; what is still being written has another suffix."""
    for file in folder.glob("*.fits"):
        read_fits(file.read_bytes())


def read_fits(data: bytes) -> list[dict[str, str]]:
    """The headers of a FITS file, with the values as they are written; the parts must fill the file exactly.

    Source: "Definition of the Flexible Image Transport System (FITS)", version 4.0, sections 3 and 4.
    """
    headers: list[dict[str, str]] = []
    place = 0
    while place < len(data):
        header: dict[str, str] = {}
        ended = False
        while not ended:
            block = data[place : place + _BLOCK].decode("ascii")
            assert len(block) == _BLOCK, "a header without end"
            cards = [block[start : start + _CARD] for start in range(0, _BLOCK, _CARD)]
            ended = any(card.rstrip() == "END" for card in cards)
            header.update((card[:8].strip(), card[10:].split("/")[0].strip()) for card in cards if card[8:10] == "= ")
            place += _BLOCK
        headers.append(header)
        axes = [int(header[f"NAXIS{axis}"]) for axis in range(1, int(header["NAXIS"]) + 1)]
        size = abs(int(header["BITPIX"])) // 8 * int(header.get("GCOUNT", "1"))
        size *= int(header.get("PCOUNT", "0")) + prod(axes) if axes else 0
        place += -(-size // _BLOCK) * _BLOCK
    assert place == len(data), f"{len(data)} bytes, but the headers tell of {place}"
    return headers
