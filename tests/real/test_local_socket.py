"""The local socket of the real indiserver: it is found by itself, and images are the same as by TCP."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.client import connection
from indipyterm.model.events import BlobSaved
from tests.client.running import Script, contents, files, running
from tests.local_server import memories
from tests.servers import CCD, LOOPBACK, IndiServer

pytestmark = pytest.mark.real

NAME = "/tmp/indipyterm-test-real"


class Camera(Script):
    """A client of the simulated camera, connected."""

    def __init__(self, server: IndiServer, folder: Path, host: str) -> None:
        super().__init__(server.port)
        self.core.link.host = host
        folder.mkdir()
        self.BLOBfolder = folder
        self.folder = folder

    async def connect(self) -> None:
        await self.vector(CCD.device, "CONNECTION")
        await self.send_newVector(CCD.device, "CONNECTION", members={"CONNECT": "On"})
        await self.vector(CCD.device, "CCD1")
        await self.until(lambda: self.catalog.find(CCD.device, "CCD_FRAME"))

    async def expose(self, count: int) -> None:
        """Take so many exposures, one after the other."""
        for taken in range(count):
            await self.send_newVector(CCD.device, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": 0.01})
            await self.change(BlobSaved, taken + 1)

    def images(self) -> list[bytes]:
        return sorted(contents(str(self.folder / name)) for name in files(self.folder))


async def test_images_are_the_same_over_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "USUAL_NAME", NAME)
    with IndiServer([CCD], local_name=NAME) as server:
        local = Camera(server, tmp_path / "local", "localhost")
        tcp = Camera(server, tmp_path / "tcp", f"tcp:{LOOPBACK}")
        named = Camera(server, tmp_path / "named", f"unix:{NAME}")
        async with running(local), running(tcp), running(named):
            for client in (local, tcp, named):
                await client.connect()
            assert [client.core.link.local for client in (local, tcp, named)] == [True, False, True]
            await local.send_newVector(CCD.device, "CCD_FRAME", members={"WIDTH": 64, "HEIGHT": 48})
            await local.expose(3)
            for client in (tcp, named):
                await client.change(BlobSaved, 3)
            assert len(memories()) <= 2
            images = [client.images() for client in (local, tcp, named)]
            assert images[0] == images[1] == images[2]
            assert len(images[0]) == 3
            value = local[CCD.device]["CCD1"]["CCD1"]
            assert value == tcp[CCD.device]["CCD1"]["CCD1"]
            assert value in images[0]
