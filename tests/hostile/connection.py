"""Connection: whatever the line does, it is noticed, told, and made again, and nothing waits for it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import socket
from collections.abc import Awaitable, Callable
from unittest.mock import patch

from indipyterm.client.heartbeat import CHECK_SECONDS, GIVE_UP_AFTER, Heartbeat
from indipyterm.client.link import Link
from indipyterm.model.events import Connected, Disconnected
from tests.client.running import HELLO, Script, ends_soon, quick, running
from tests.hostile.case import Case
from tests.hostile.malformed import GOOD
from tests.hostile.stage import World
from tests.hostile.victim import SENTINEL, VICTIM, beat, beaten
from tests.servers import LOOPBACK, WireServer, free_port

FAMILY = "Connection"

NEW = {"TEXT.A": "new"}
END = b"</newTextVector>"


def _lost(world: World) -> Callable[[], bool]:
    count = len(world.client.all_changes(Disconnected))
    return lambda: len(world.client.all_changes(Disconnected)) > count


async def _dropped(world: World) -> None:
    lost = _lost(world)
    await world.server.drop_clients()
    await world.client.until(lost)
    await world.back()


async def _reset(world: World) -> None:
    lost = _lost(world)
    await world.server.reset_clients()
    await world.client.until(lost)
    await world.back()


async def _refused(world: World) -> None:
    await world.server.refuse()
    await world.server.drop_clients()
    await world.client.until(
        lambda: [e.reason for e in world.client.all_changes(Disconnected)].count("connection refused") > 5
    )
    await world.server.listen()
    await world.back()


async def _a_hundred(world: World) -> None:
    for count in range(100):
        await (world.server.reset_clients() if count % 2 else world.server.drop_clients())
        await world.server.wait_accepted(count + 2)
        await world.server.wait_clients(1)
    await world.back(101)


async def _closed_on_arrival(world: World) -> None:
    greeting, world.server.greeting = world.server.greeting, b""
    for count in range(20):
        await world.server.drop_clients()
        await world.server.wait_accepted(count + 2)
        await world.server.wait_clients(1)
    world.server.greeting = greeting
    await world.server.drop_clients()
    await world.back(22)


def cut(what: str, text: bytes, *, reset: bool = False) -> Case[World]:
    """The connection ends within an element: that one is lost, and nothing of it is left for the next."""

    async def attack(world: World) -> None:
        world.server.send(text)
        await world.server.flush()
        await (world.server.reset_clients() if reset else world.server.drop_clients())
        await world.back()
        world.server.send(GOOD)

    return Case(f"{'reset' if reset else 'closed'} amid {what}", attack, NEW, connections=2)


ENDS = [
    Case("closed", _dropped, connections=2),
    Case("reset", _reset, connections=2),
    Case("refused for a while", _refused, connections=2),
    Case("a hundred quick reconnects", _a_hundred, connections=101),
    Case("closed twenty times on arrival", _closed_on_arrival, connections=22),
    *(cut(what, text, reset=reset) for reset in (False, True) for what, text in [
        ("a tag's name", b"<setText"),
        ("an attribute", b'<setTextVector device="Vic'),
        ("a value", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">ne'),
        ("an end tag", GOOD[:-5]),
        ("a comment", b"<!-- and so on"),
        ("CDATA", b'<setTextVector device="Victim" name="TEXT"><oneText name="A"><![CDATA[x'),
        ("an entity", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">&am'),
        ("a definition", VICTIM[:600]),
        ("a deletion", b'<delProperty device="Victim"'),
        ("a character of two bytes", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">\xc2'),
    ]),
]  # fmt: skip


# A server that does not behave


async def _never_reads(world: World) -> None:
    """What cannot go out is told of; reading goes on."""
    world.server.pause_reading()
    sent = 0
    while await world.client.send_newVector("Victim", "TEXT", members={"A": "x" * 2_000_000}):
        sent += 1
        await world.beat()
    await world.beat()
    world.server.resume_reading()
    await world.server.wait_received(lambda data: END in data[-50:] and data.count(END) == sent)
    world.server.received.clear()
    world.server.send(b'<setTextVector device="Victim" name="TEXT" state="Ok"/>')


async def _never_reads_and_we_quit(world: World) -> None:
    """A client whose server does not read ends as soon as any."""
    async with WireServer(VICTIM) as server:
        client = Script(server.port)
        run = asyncio.create_task(client.asyncrun())
        await client.vector("Victim", "FILES")
        server.pause_reading()
        while await client.send_newVector("Victim", "TEXT", members={"A": "x" * 2_000_000}):
            pass
        client.shutdown()
        await ends_soon(run)


async def _never_answers(world: World) -> None:
    """A host that never takes the connection: the client can be ended all the same."""
    with contextlib.ExitStack() as sockets:
        listener = sockets.enter_context(socket.socket())
        listener.bind((LOOPBACK, 0))
        listener.listen(0)
        for _ in range(3):
            waiting = sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        client = Script(listener.getsockname()[1])
        run = asyncio.create_task(client.asyncrun())
        await world.beat()
        client.shutdown()
        await ends_soon(run)


async def _silent(world: World) -> None:
    """A server that takes the connection and says nothing: it is connected, without devices."""
    async with WireServer() as server:
        client = Script(server.port)
        async with running(client):
            await server.wait_received(HELLO)
            assert client.connected
            assert not len(client)


async def _half_open(world: World) -> None:
    """A server that answered a ping, and then no more: its machine is gone, though the socket tells nothing."""
    async with WireServer(VICTIM) as server:
        client = Script(server.port)
        client.core.link = Link(LOOPBACK, server.port, quick(), check_seconds=0.01)
        async with running(client):
            await server.wait_received(b"<pingRequest")
            server.send(b'<pingReply uid="indipyterm"/>')
            lost = await client.change(Disconnected)
            assert lost.lost
            assert lost.reason.startswith("no answer")
            assert GIVE_UP_AFTER * CHECK_SECONDS < 15, "seconds, at the usual pace"
            await server.wait_accepted(2)


async def _knows_no_ping(world: World) -> None:
    """A server that never answered a ping is not given up for that."""
    looks, look = itertools.count(), Heartbeat._check

    def counted(heartbeat: Heartbeat) -> None:
        next(looks)
        look(heartbeat)

    with patch.object(Heartbeat, "_check", counted):
        async with WireServer(VICTIM) as server:
            client = Script(server.port)
            client.core.link = Link(LOOPBACK, server.port, quick(), check_seconds=0.001)
            async with running(client):
                await server.wait_received(b"<pingRequest")
                while next(looks) < 3 * GIVE_UP_AFTER:
                    await asyncio.sleep(0.001)
                server.send(SENTINEL + beat(1))
                await client.until(lambda: beaten(client.catalog) == "1")
                assert server.accepted == 1


async def _answers_no_one(world: World) -> None:
    """Where no ping is answered the system itself looks whether the other machine is there: within 15 s."""
    made: list[socket.socket] = []
    connect = asyncio.get_running_loop().sock_connect

    async def spy(line: socket.socket, address: object) -> None:
        if line.family != socket.AF_UNIX:
            made.append(line)
        await connect(line, address)  # type: ignore[arg-type]

    with patch.object(asyncio.get_running_loop(), "sock_connect", spy):
        async with WireServer(VICTIM) as server:
            client = Script(server.port)
            async with running(client):
                await client.vector("Victim", "FILES")
                option = made[-1].getsockopt
                assert option(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
                idle, every, count = (
                    option(socket.IPPROTO_TCP, getattr(socket, name))
                    for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT")
                )
                assert idle + every * count < 15


async def _other_devices(world: World) -> None:
    """After a restart there is another device: the old one is stale, the new one there."""
    world.server.greeting = SENTINEL + VICTIM.replace(b"Victim", b"Other")
    await world.server.drop_clients()
    await world.client.vector("Other", "FILES")
    assert all(vector.stale for vector in world.client.catalog.devices["Victim"].present())
    assert not await world.client.send_newVector("Victim", "TEXT", members={"A": "x"})


async def _other_definitions(world: World) -> None:
    """After a restart the same device has other members."""
    world.server.greeting = SENTINEL + VICTIM.replace(b'name="A"', b'name="Z"')
    await world.server.drop_clients()
    await world.back()


async def _nothing_any_more(world: World) -> None:
    """After a restart there is nothing: what was known stays, stale."""
    world.server.greeting = SENTINEL
    await world.server.drop_clients()
    await world.client.until(lambda: len(world.client.all_changes(Connected)) == 2)
    await world.client.until(lambda: not world.client.catalog.devices["Sentinel"].vectors["BEAT"].stale)
    assert all(vector.stale for vector in world.client.catalog.devices["Victim"].present())


async def _no_indi(world: World, answer: bytes) -> None:
    """Something else listens there: what it says is told, and it is tried again."""
    async with WireServer(answer) as server:
        client = Script(server.port)
        async with running(client):
            await client.until(lambda: any("not understood" in text for text in client.texts()))
            await server.drop_clients()
            await server.wait_accepted(2)


def _speaks(what: str, answer: bytes) -> Case[World]:
    async def attack(world: World) -> None:
        await _no_indi(world, answer)

    return Case(f"a server that speaks {what}", attack)


async def _no_host(world: World, host: str, port: int) -> None:
    client = Script(port)
    client.core.link = Link(host, port, quick())
    async with running(client):
        down = await client.change(Disconnected, 2)
        assert down.reason
        assert not down.lost


def _unreachable(what: str, host: str, port: int) -> Case[World]:
    async def attack(world: World) -> None:
        await _no_host(world, host, port)

    return Case(f"a server at {what}", attack)


async def _ended_while(world: World, prepare: Callable[[WireServer], Awaitable[None]]) -> None:
    """asyncrun ends at once, whatever it is at."""
    async with WireServer(VICTIM) as server:
        client = Script(server.port)
        run = asyncio.create_task(client.asyncrun())
        await client.vector("Victim", "FILES")
        await prepare(server)
        client.shutdown()
        await ends_soon(run)


async def _waiting_for_retry(server: WireServer) -> None:
    await server.refuse()
    await server.drop_clients()


async def _amid_a_flood(server: WireServer) -> None:
    server.send(GOOD * 20_000)


async def _amid_an_element(server: WireServer) -> None:
    server.send(GOOD[:60])
    await server.flush()


def _ended(what: str, prepare: Callable[[WireServer], Awaitable[None]]) -> Case[World]:
    async def attack(world: World) -> None:
        await _ended_while(world, prepare)

    return Case(f"ended {what}", attack)


SERVERS = [
    Case("a server that never reads", _never_reads, told="the server does not read"),
    Case("a server that never reads, and we quit", _never_reads_and_we_quit),
    Case("a server that never takes the connection", _never_answers),
    Case("a server that is silent", _silent),
    Case("a server whose machine is gone", _half_open),
    Case("a server that knows no ping", _knows_no_ping),
    Case("a server that knows no ping, and its machine is gone", _answers_no_one),
    Case("another server after a restart", _other_devices, {f"Other/{name}": kind for name, kind in [("TEXT", "Text"), ("NUMBER", "Number"), ("SWITCH", "Switch"), ("MANY", "Switch"), ("BUTTON", "Switch"), ("LIGHT", "Light"), ("READING", "Text"), ("IMAGE", "BLOB"), ("FILES", "BLOB")]}, told="not sent", connections=2),
    Case("other definitions after a restart", _other_definitions, {"TEXT.A": None, "TEXT.A:label": None, "TEXT.Z": "one", "TEXT.Z:label": "Alpha"}, connections=2),
    Case("no device any more after a restart", _nothing_any_more, connections=2),
    _speaks("HTTP", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
    _speaks("SSH", b"SSH-2.0-OpenSSH_9.2\r\n"),
    _speaks("TLS", b"\x15\x03\x01\x00\x02\x02\x46"),
    _speaks("JSON", b'{"indi": {"version": "2.0"}}\n'),
    _speaks("nothing but line ends and one letter", b"\r\n\r\n\r\nx"),
    _unreachable("a port that nobody listens on", LOOPBACK, free_port()),
    _unreachable("a name that is none", "a..b", 7624),
    _unreachable("a name with a blank", "my host", 7624),
    _unreachable("port 0", LOOPBACK, 0),
    _unreachable("a port beyond all", LOOPBACK, 70_000),
    _unreachable("a host of 10,000 characters", "x" * 10_000, 7624),
    _unreachable("a host with a NUL", "a\0b", 7624),
    _ended("while it waits for the next try", _waiting_for_retry),
    _ended("amid a flood", _amid_a_flood),
    _ended("amid an element", _amid_an_element),
]  # fmt: skip

CASES: list[Case[World]] = [*ENDS, *SERVERS]
