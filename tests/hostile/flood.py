"""Connection: as slow as can be, and faster than anything; for 10 s and more: `python -m tests.hostile.large`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from indipyterm.exceptions import NotSent
from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.submission import Request
from tests.hostile.case import Case
from tests.hostile.connection import END, FAMILY
from tests.hostile.malformed import GOOD
from tests.hostile.screen import Stage, staged
from tests.hostile.stage import World
from tests.hostile.victim import VICTIM

__all__ = ["CASES", "FAMILY", "SEEN"]

NEW = {"TEXT.A": "new"}
FLOOD = 20_000
SMALLER = 2_000


async def _byte_by_byte(world: World) -> None:
    """As slow as can be: each byte in a segment of its own."""
    for start in range(len(GOOD)):
        world.server.send(GOOD[start : start + 1])
        await world.server.flush()
        await asyncio.sleep(0.001)


async def _slow_definitions(world: World) -> None:
    """New definitions, a few bytes at a time, while the connection is used."""
    for start in range(0, len(VICTIM), 16):
        world.server.send(VICTIM[start : start + 16])
        await world.server.flush()
        await asyncio.sleep(0)


def flood(
    what: str, one: Callable[[int], bytes], changes: dict[str, object], count: int = FLOOD, told: str = ""
) -> Case[World]:
    """A second's worth of what a mad driver says, at once (for 10 s: `python -m tests.hostile.large`)."""

    async def attack(world: World) -> None:
        for start in range(0, count, 1000):
            world.server.send(b"".join(map(one, range(start + 1, start + 1001))))
            await world.server.flush()
        await world.beat()

    return Case(f"a flood of {count:,} {what}", attack, changes, told)


def _numbers(count: int) -> bytes:
    return (
        b'<setNumberVector device="Victim" name="NUMBER" state="Ok"><oneNumber name="X">%d</oneNumber></setNumberVector>'
        % count
    )


def _everything(count: int) -> bytes:
    return (
        b'<defTextVector device="Victim" name="P%d" group="G%d" state="Ok" perm="ro"><defText name="T">x</defText></defTextVector>'
        % (count, count % 50)
    )


def _devices(count: int) -> bytes:
    return (
        b'<defTextVector device="D%d" name="P" state="Ok" perm="ro"><defText name="T">x</defText></defTextVector>'
        % count
    )


CASES: list[Case[World]] = [
    Case("a byte at a time", _byte_by_byte, NEW),
    Case("definitions a few bytes at a time", _slow_definitions),
    flood("sets", _numbers, {"NUMBER.X": "20000", "NUMBER.X:shown": "20000.00"}),
    flood("sets in as many shapes", lambda n: _numbers(n).replace(b"><one", b">%s<one" % (b" " * (n % 100)), 1), {"NUMBER.X": "2000", "NUMBER.X:shown": "2000.00"}, count=SMALLER),
    flood("messages", lambda n: b'<message device="Victim" message="%d"/>' % n, {}, told="2000", count=SMALLER),
    flood("what is not an INDI element", lambda n: b"<x%d/>" % n, {}, told="is not an INDI element", count=SMALLER),
    flood("pieces of junk", lambda n: b"junk " * (n % 5), {}, told="something that is not an INDI element", count=SMALLER),
    flood("sets of what there is not", lambda n: b'<setTextVector device="Victim" name="N%d"/>' % n, {}, told="N2000: not defined", count=SMALLER),
    flood("deletions of what there is not", lambda n: b'<delProperty device="D%d"/>' % n, {}, count=SMALLER),
    flood("definitions of one vector", lambda n: b'<defTextVector device="Victim" name="P" label="%d" state="Ok" perm="ro"/>' % n, {"P:label": "2000"}, count=SMALLER),
    flood("requests of another client", lambda n: b'<newTextVector device="Victim" name="TEXT"><oneText name="A">%d</oneText></newTextVector>' % n, {}, count=SMALLER),
    Case("a flood of pings", b'<pingRequest uid="u"/>' * 1000, answers=b'<pingReply uid="u"/>\n' * 1000),
    flood("properties in one device", _everything, {f"P{n}": "Text" for n in range(1, 2001)}, count=SMALLER),
    flood("devices", _devices, {f"D{n}/P": "Text" for n in range(1, 1001)}, count=1000),
]  # fmt: skip


# Seen on the screen, while a number is half typed


async def _never_reads(stage: Stage) -> None:
    """A server that does not read: that is told, and the screen goes on."""
    client = next(iter(stage.app.workspace.servers)).client
    stage.server.pause_reading()
    sent = 0
    with contextlib.suppress(NotSent):
        while True:
            await client.submit("Victim", "TEXT", {"A": "x" * 2_000_000})
            sent += 1
    key = VectorKey(next(iter(stage.app.workspace.servers)).name, "Victim", "TEXT")
    stage.app.send([Request(key, {"A": "x" * 2_000_000})])
    await stage.shows("the server does not read")
    await stage.beat()
    stage.server.resume_reading()
    await stage.server.wait_received(lambda data: END in data[-50:] and data.count(END) == sent)
    stage.server.received.clear()


async def _never_reads_and_quit(stage: Stage) -> None:
    """Quitting waits for no server."""
    async with staged() as other:
        client = next(iter(other.app.workspace.servers)).client
        other.server.pause_reading()
        with contextlib.suppress(NotSent):
            while True:
                await client.submit("Victim", "TEXT", {"A": "x" * 2_000_000})
        other.app.simulate_key("q")
        await other.until(lambda: other.app.screen is not other.app.main)
        other.app.simulate_key("y")
        await other.until(lambda: other.app._exit)
    assert client.stopped.is_set()


def crowd(what: str, crowd: bytes, shown: str, gone: bytes) -> Case[Stage]:
    """So many that there is no room for the watch list beside them: they come, are seen, and go again."""

    async def attack(stage: Stage) -> None:
        stage.server.send(crowd)
        await stage.shows(shown)
        stage.judge_cells()
        stage.server.send(gone)
        await stage.hides(shown)

    return Case(f"the screen, and {what}", attack)


SEEN: list[Case[Stage]] = [
    Case("the screen, and a server that never reads", _never_reads),
    Case("the screen is left, and the server never reads", _never_reads_and_quit),
    Case("the screen, and 2,000 sets of what is edited", b"".join(map(_numbers, range(1, SMALLER + 1))), shows=["now 2000.00"]),
    crowd("1,000 properties in one device", b"".join(map(_everything, range(1, 1001))), "1009", b"".join(b'<delProperty device="Victim" name="P%d"/>' % n for n in range(1, 1001))),
    crowd("100 devices", b"".join(map(_devices, range(1, 101))), "102 dev", b"".join(b'<delProperty device="D%d"/>' % n for n in range(1, 101))),
    Case("the screen, and 2,000 messages", b"".join(b'<message device="Victim" message="%d !"/>' % n for n in range(1, 2001)), shows=["2000 !"]),
]  # fmt: skip
