"""BLOBs under way: what is told of them while they come and go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from indipyterm import setBLOBVector
from indipyterm.client.transfers import Transfer
from tests.client.running import Script, patient, running
from tests.servers import WireServer

CAMERA = (
    b"<defBLOBVector device='Camera' name='CCD1' state='Idle' perm='rw'><defBLOB name='IMAGE'/></defBLOBVector>"
    b"<defTextVector device='Camera' name='T' state='Idle' perm='rw'><defText name='A'>x</defText></defTextVector>"
)


async def reached(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # nothing tells of bytes on their way
            await asyncio.sleep(0.001)


@pytest.mark.parametrize(
    ("attributes", "total"),
    [
        ("size='9' format='.fits'", 9),
        ("size='90' format='.fits.z' len='9'", 9),
        ("size='90' format='.fits.z'", 0),
        ("size='9' format='.fits' enclen='12'", 9),
        ("format='.fits'", 0),
        ("size='nine' format='.fits'", 0),
    ],
)
async def test_a_blob_that_is_coming(wire: WireServer, attributes: str, total: int) -> None:
    wire.greeting = CAMERA
    client = Script(wire.port, patient())
    async with running(client):
        await client.vector("Camera", "CCD1")
        assert client.core.transfers() == []
        start = f"<setBLOBVector device='Camera' name='CCD1'><oneBLOB name='IMAGE' {attributes}>\n"
        wire.send(start.encode() + b"YWJjZGVm")
        await reached(lambda: client.core.transfers() == [Transfer("Camera", "CCD1", "IMAGE", 6, total)])
        wire.send(b"Z2hp\n</oneBLOB></setBLOBVector>")
        await client.event(setBLOBVector)
        assert client.core.transfers() == []


async def test_a_blob_that_is_going(wire: WireServer) -> None:
    wire.greeting = CAMERA
    client = Script(wire.port, patient())
    async with running(client):
        await client.vector("Camera", "T")
        wire.pause_reading()
        size = 30 << 20
        await client.core.submit("Camera", "CCD1", {"IMAGE": (bytes(size), 0, ".bin")})
        (going,) = client.core.transfers()
        assert going[:3] == ("Camera", "CCD1", "IMAGE")
        assert (going.total, going.sending) == (size, True)
        assert 0 <= going.done < size
        wire.resume_reading()
        await reached(lambda: not client.core.transfers())
        await wire.wait_received(b"</newBLOBVector>")


async def test_nothing_is_under_way_over_a_line_that_is_gone(wire: WireServer) -> None:
    wire.greeting = CAMERA
    client = Script(wire.port, patient())
    async with running(client):
        await client.vector("Camera", "T")
        wire.pause_reading()
        await client.core.submit("Camera", "CCD1", {"IMAGE": (bytes(30 << 20), 0, ".bin")})
        assert client.core.transfers()
        await wire.reset_clients()
        await client.until(lambda: not client.connected)
        assert client.core.transfers() == []
