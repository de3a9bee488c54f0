"""Attachments: whatever comes over a local socket beside the stream, its BLOBs are whole or told of, and all is closed."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from indipyterm.client.attachments import MAX_WAITING
from indipyterm.client.shared_memory import MAX_OPEN
from indipyterm.model.events import Disconnected
from tests.hostile.case import Case
from tests.hostile.stage import World
from tests.local_server import LocalServer, attached, memories, memory

FAMILY = "Attachments"

MANY = 10_000
BIG = bytes(range(256)) * 1200
"""More than is read at once."""

NOTHING = "it is said to be attached, and nothing is"
NO_MEMORY = "what is attached is no memory that can be read"
SAVED = {"FILES.FIRST": BIG, "FILES.FIRST:format": ".fits"}
SECOND = {"FILES.SECOND": BIG, "FILES.SECOND:format": ".fits"}


def server_of(world: World) -> LocalServer:
    """The server, which has a local socket."""
    assert isinstance(world.server, LocalServer)
    return world.server


def tag(data: bytes = BIG, **more: object) -> str:
    """The attributes of an element that has these data; `more` replaces some, None leaves one out."""
    all_of_them = {"size": len(data), "format": ".fits", "len": len(data)} | more
    return " ".join(f'{name}="{value}"' for name, value in all_of_them.items() if value is not None)


def case(
    name: str,
    members: Sequence[tuple[str, str]],
    descriptors: Callable[[], Sequence[int]],
    changes: Mapping[str, object] | None = None,
    *,
    told: str = "",
    saved: Sequence[bytes] = (),
) -> Case[World]:
    """One vector with these members and descriptors, then a good one: that is not confused by it."""

    async def attack(world: World) -> None:
        server = server_of(world)
        await server.attach(attached(members), descriptors())
        await world.beat()  # what comes in one go with the next vector might be taken for its own
        await server.attach(attached([("SECOND", tag())]), [memory(BIG)])

    return Case(name, attack, {**(changes or {}), **SECOND}, told=told, saved=[*saved, BIG], local=True)


def wrong(name: str, told: str, descriptor: Callable[[], int] = lambda: memory(BIG), **more: object) -> Case[World]:
    """One BLOB that is lost, and told of."""
    return case(name, [("FIRST", tag(**more))], lambda: [descriptor()], told=told)  # type: ignore[arg-type]


def pipe() -> int:
    """One end of a pipe with something in it."""
    reading, writing = os.pipe()
    os.write(writing, BIG[:100])
    os.close(writing)
    return reading


def unix_socket() -> int:
    """A socket."""
    return socket.socket(socket.AF_UNIX).detach()


def file() -> int:
    """A file on the disk."""
    with tempfile.TemporaryFile(dir=Path.cwd()) as disk:
        disk.write(BIG)
        disk.flush()
        return os.dup(disk.fileno())


def unreadable() -> int:
    """Memory that may be written to only."""
    whole = memory(BIG)
    try:
        return os.open(f"/proc/self/fd/{whole}", os.O_WRONLY)
    finally:
        os.close(whole)


async def _many(world: World) -> None:
    """Sixteen to a vector, as fast as they can be sent; the last ones count."""
    before, server = len(memories()), server_of(world)
    world.client.core.save_blobs_in(None)
    small, big = tag(b"ab", format=".x", size=0), tag(format=".x")
    data = attached([*[("FIRST", small)] * 15, ("SECOND", big)])
    descriptors = [*[memory(b"ab")] * 15, memory(BIG)]
    for number in range(MANY // 16):
        await server.attach(data, [os.dup(descriptor) for descriptor in descriptors])
        if number % 500 == 0:
            await world.beat()
            assert len(memories()) <= before + MAX_WAITING + MAX_OPEN
    await world.settled()
    for descriptor in set(descriptors):
        os.close(descriptor)


async def _as_many_members_as_there_are(world: World) -> None:
    """A vector of more big ones than are held open: what was held longest is read."""
    before, server, names = len(memories()), server_of(world), [f"M{number}" for number in range(2 * MAX_OPEN)]
    members = "".join(f'<defBLOB name="{name}"/>' for name in names)
    server.send(
        f'<defBLOBVector device="Victim" name="MANY_BLOBS" state="Ok" perm="ro">{members}</defBLOBVector>'.encode()
    )
    world.client.core.save_blobs_in(None)
    for begin in range(0, len(names), 16):
        part = names[begin : begin + 16]
        data = attached([(name, tag(len=len(BIG))) for name in part], vector="MANY_BLOBS")
        await server.attach(data, [memory(BIG) for _ in part])
    await world.settled()
    assert len(memories()) <= before + MAX_OPEN
    values = world.client["Victim"]["MANY_BLOBS"]
    assert [values[name] == BIG for name in names] == [True] * len(names)
    server.send(b'<delProperty device="Victim" name="MANY_BLOBS"/>')


async def _never_asked_for(world: World) -> None:
    """Descriptors without end and no element that they belong to: no more wait than there may."""
    before = len(memories())
    for _ in range(100):
        await server_of(world).attach(b"\n", [memory(b"x", size=4096) for _ in range(16)])
    await world.beat()
    assert len(memories()) <= before + MAX_WAITING
    await server_of(world).attach(attached([("SECOND", tag())]), [memory(BIG)])


async def _too_many_for_one_vector(world: World) -> None:
    """It is lost as a whole, and the next one is right."""
    server = server_of(world)
    text = attached([("FIRST", tag())])
    for begin in range(MAX_WAITING // 16 + 1):
        await server.attach(text[begin : begin + 1], [memory(b"wrong" * 99999, size=1 << 20) for _ in range(16)])
    await server.attach(text[begin + 1 :], [])
    await world.beat()
    await server.attach(attached([("SECOND", tag())]), [memory(BIG)])


async def _too_many_at_once(world: World) -> None:
    """More than fit into what is received: the system closes the rest, which is told where it matters."""
    server = server_of(world)
    await server.attach(attached([("FIRST", tag()), ("SECOND", tag())]), [memory(BIG) for _ in range(100)])
    await server.attach(attached([("SECOND", tag())]), [memory(BIG)])


async def _lost(world: World) -> None:
    """The connection ends between the descriptors and the end of their vector."""
    before, text = memories(), attached([("FIRST", tag()), ("SECOND", tag())])
    for end in (1, 60, len(text) - 40, len(text) - 2):
        count = len(world.client.all_changes(Disconnected))
        await server_of(world).attach(text[:end], [memory(BIG), memory(BIG)])
        await world.server.flush()
        await world.server.drop_clients()
        await world.client.until(lambda count=count: len(world.client.all_changes(Disconnected)) > count)  # type: ignore[misc]
        await world.back(count + 2)
    assert memories() == before
    await server_of(world).attach(attached([("SECOND", tag())]), [memory(BIG)])


async def _cut_off(world: World) -> None:
    """The memory gets shorter when it was received: what is in no file is told of, and nothing crashes."""
    server, shared = server_of(world), memory(BIG)
    other_end = os.dup(shared)
    world.client.core.save_blobs_in(None)
    await server.attach(attached([("FIRST", tag())]), [shared])
    await world.settled()
    os.ftruncate(other_end, 10)
    os.close(other_end)
    assert world.client["Victim"]["FILES"]["FIRST"] == BIG[:10]


async def _not_over_tcp(world: World) -> None:
    world.server.send(attached([("FIRST", tag())]))
    world.server.send(
        b'<setBLOBVector device="Victim" name="IMAGE"><oneBLOB name="IMG" size="3" format=".fits">YWJj</oneBLOB></setBLOBVector>'
    )


def _alone(name: str, attack: Callable[[World], Awaitable[None]], **expected: object) -> Case[World]:
    return Case(name, attack, local=True, **expected)  # type: ignore[arg-type]


FEW = [
    case("one that is right", [("FIRST", tag())], lambda: [memory(BIG)], SAVED, saved=[BIG]),
    case("one without a length, which has a size", [("FIRST", tag(len=None))], lambda: [memory(BIG)], SAVED, saved=[BIG]),
    case("fewer than elements", [("FIRST", tag()), ("SECOND", tag())], lambda: [memory(BIG)], SAVED, told=NOTHING, saved=[BIG]),
    case("none at all", [("FIRST", tag())], list, told=NOTHING),
    case("more than elements", [("FIRST", tag())], lambda: [memory(BIG), memory(b"wrong" * 99999)], SAVED, saved=[BIG]),
    case("an element that is not known", [("OTHER", tag()), ("FIRST", tag())], lambda: [memory(b"wrong" * 99999), memory(BIG)], SAVED, told="there is no such member", saved=[BIG]),
    wrong("a length beyond the memory", "bytes are attached of", len=1 << 21),
    wrong("a length beyond the limit", "that are allowed", len=10**12),
    wrong("a negative length", "does not say how many bytes", len=-5, size=0),
    wrong("no length", "does not say how many bytes", len=None, size=None),
    wrong("a length that is a word", "does not say how many bytes", len="many", size=3),
    wrong("a pipe", NO_MEMORY, pipe),
    wrong("a socket", NO_MEMORY, unix_socket),
    wrong("a directory", NO_MEMORY, lambda: os.open("/", os.O_RDONLY)),
    wrong("a file on the disk", NO_MEMORY, file),
    wrong("a device", NO_MEMORY, lambda: os.open("/dev/zero", os.O_RDONLY)),
    wrong("memory that cannot be read", NO_MEMORY, unreadable),
]  # fmt: skip

CASES: list[Case[World]] = [
    *FEW,
    _alone("ten thousand", _many, changes={"FILES.FIRST": b"ab", "FILES.FIRST:format": ".x", "FILES.SECOND": BIG, "FILES.SECOND:format": ".x"}),
    _alone("more than are held open", _as_many_members_as_there_are),
    _alone("those that nobody asks for", _never_asked_for, changes=SECOND, saved=[BIG]),
    _alone("more for one vector than may wait", _too_many_for_one_vector, changes=SECOND, told="are attached to one vector", saved=[BIG]),
    _alone("a hundred with one byte", _too_many_at_once, changes={**SAVED, **SECOND}, saved=[BIG] * 3),
    _alone("a loss in the middle", _lost, changes=SECOND, saved=[BIG], connections=5),
    _alone("memory that is cut off", _cut_off, changes={"FILES.FIRST": BIG[:10], "FILES.FIRST:format": ".fits"}),
    Case("said to be attached, by TCP", _not_over_tcp, {"IMAGE.IMG": b"abc", "IMAGE.IMG:format": ".fits"}, told="possible over a local socket only", saved=[b"abc"]),
]  # fmt: skip
