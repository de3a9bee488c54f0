"""The stage without a screen: a server, an `IPyClient` on it, and a judge who looks from outside."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tests.client.running import HELLO, Script, running
from tests.hostile.case import Case
from tests.hostile.victim import SENTINEL, VICTIM, beat, beaten, picture, wrong
from tests.local_server import LocalServer
from tests.servers import WireServer

SAFE_NAME = re.compile(r"[A-Za-z0-9_+][A-Za-z0-9._+-]{0,200}")
OF_ITSELF = re.compile(
    rb'<enableBLOB device="[^"]*" name="[^"]*">Also</enableBLOB>\n|<pingRequest uid="[^"]*"/>\n|' + re.escape(HELLO)
)
"""What every client says without being asked to."""


@dataclass
class World:
    """A server and a client, with a folder for BLOBs in an empty place of their own."""

    server: WireServer
    client: Script
    place: Path
    beats: int = 0
    ends: int = 0

    @property
    def folder(self) -> Path:
        """Where BLOBs are saved."""
        return self.place / "blobs"

    async def beat(self, timeout: float = 20.0) -> None:
        """Let the sentinel say its next number, and see it arrive in the client's model."""
        self.beats += 1
        self.server.send(beat(self.beats))
        await self.client.until(lambda: beaten(self.client.catalog) == str(self.beats), timeout)

    async def settled(self) -> None:
        """Wait until all BLOBs are where they belong, and everything behind them was heard."""
        self.ends += 1
        end, devices = f"the end of {self.ends}", list(self.client.catalog.devices)
        for name in devices:  # a device waits for its own BLOBs only
            self.server.send(f'\n<message device={quoteattr(name)} message="{end}"/>'.encode())
        await self.client.until(lambda: self.told().count(end) >= len(devices), 20)

    async def back(self, count: int = 2) -> None:
        """Wait until the client came back and heard all definitions."""
        await self.server.wait_accepted(count)
        await self.client.until(lambda: (found := self.client.catalog.find("Victim", "FILES")) and not found.stale)

    def told(self) -> list[str]:
        """All messages that the client has for its user."""
        devices = self.client.catalog.devices.values()
        return [text for _, text in (*self.client.messages, *(one for each in devices for one in each.messages))]


@contextlib.asynccontextmanager
async def world(case: Case[World], place: Path) -> AsyncIterator[World]:
    """A client that has heard the definitions, and the first beat."""
    (place / "blobs").mkdir()
    greeting = case.first + SENTINEL + VICTIM
    async with LocalServer(greeting) if case.local else WireServer(greeting) as server:
        client = Script(server.port)
        if isinstance(server, LocalServer):
            client.core.link.host = server.host
        client.BLOBfolder = place / "blobs"
        async with running(client):
            stage = World(server, client, place)
            await client.vector("Victim", "FILES")
            await stage.beat()
            await server.wait_received(b'name="FILES">Also</enableBLOB>')
            server.received.clear()
            yield stage
            assert not client.stop


async def judge(case: Case[World], place: Path, begin: Callable[[], None] = lambda: None) -> None:
    """Attack, and see that the client did what the case says and nothing else; `begin` is called before the attack."""
    async with world(case, place) as stage:
        before = picture(stage.client.catalog)
        begin()
        if isinstance(case.attack, bytes):
            stage.server.send(case.attack)
        else:
            await case.attack(stage)
        await stage.beat()
        await stage.settled()
        await stage.beat()
        faults = wrong(before, picture(stage.client.catalog), case.changes)
        assert not faults, faults
        assert not case.told or any(case.told in text for text in stage.told()), stage.told()[:20]
        assert stage.server.accepted == case.connections, stage.server.accepted
        assert said(stage.server) == case.answers, said(stage.server)
        judge_files(case, place)


def said(server: WireServer) -> bytes:
    """What the client said since the attack began, but for what it says of itself."""
    return OF_ITSELF.sub(b"", bytes(server.received))


def judge_files(case: Case[World], place: Path) -> None:
    """Each file is in the folder, with a harmless name and the right content, and there is no other."""
    files = [path for path in place.rglob("*") if not path.is_dir()]
    assert sorted(path.read_bytes() for path in files) == sorted(case.saved), files
    for path in files:
        assert path.parent == place / "blobs"
        assert path.is_file()
        assert not path.is_symlink()
        assert SAFE_NAME.fullmatch(path.name), path.name
