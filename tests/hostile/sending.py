"""Sending: what cannot be delivered is told as not sent; nothing is sent that was not asked for, nor twice."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import indipyterm as ipc
from indipyterm.model.events import Disconnected, TimedOut
from tests.client.running import Script, running
from tests.hostile.case import Case
from tests.hostile.stage import World
from tests.hostile.victim import VICTIM
from tests.servers import WireServer

FAMILY = "Sending"


def asks(vector: str, *, check: bool = False, **members: Any) -> Callable[[World], Awaitable[None]]:
    """The script asks for values of one of Victim's vectors."""

    async def attack(world: World) -> None:
        await world.client.send_newVector("Victim", vector, members=members, check=check)

    return attack


def refused(what: str, vector: str, told: str, **members: Any) -> Case[World]:
    """It is told why, and nothing is sent or changed."""
    return Case(f"not sent: {what}", asks(vector, check=True, **members), told=f"not sent: Victim {vector}: {told}")


def texts(a: bytes, b: bytes = b"two", vector: bytes = b"TEXT") -> bytes:
    """What goes out for new texts."""
    return (
        b'<newTextVector device="Victim" name="%s">\n  <oneText name="A">%s</oneText>\n  <oneText name="B">%s</oneText>\n'
        b"</newTextVector>\n" % (vector, a, b)
    )


def sent(what: str, text: str, out: bytes) -> Case[World]:
    """A text goes out as it was given."""
    return Case(f"sent: {what}", asks("TEXT", A=text), {"TEXT:state": "Busy"}, answers=texts(out))


def number(what: str, value: Any, out: bytes) -> Case[World]:
    """A number goes out as it was given."""
    said = b'<newNumberVector device="Victim" name="NUMBER">\n  <oneNumber name="X">%s</oneNumber>\n  <oneNumber name="Y">-0.5</oneNumber>\n</newNumberVector>\n'
    return Case(f"sent: the number {what}", asks("NUMBER", X=value), {"NUMBER:state": "Busy"}, answers=said % out)


class Odd:
    """What is no value at all."""

    def __repr__(self) -> str:
        return "an odd thing"


REFUSED = [
    refused("for a vector that there is not", "NOWHERE", "no such vector", A="x"),
    refused("for a member that there is not", "TEXT", "Z: no such member", Z="x"),
    refused("nothing", "TEXT", "nothing to send"),
    refused("what is read-only", "READING", "read-only", R="x"),
    refused("a light", "LIGHT", "read-only", LAMP="Ok"),
    refused("a BLOB that is read-only", "IMAGE", "read-only", IMG=(b"x", 0, ".x")),
    refused("a text with NUL", "TEXT", "A: has a character that cannot be sent", A="a\0b"),
    refused("a text with half a character", "TEXT", "A: has a character that cannot be sent", A="a\ud800"),
    refused("a number for a text", "TEXT", "A: 5 is not text", A=5),
    refused("bytes for a text", "TEXT", "A: b'x' is not text", A=b"x"),
    refused("nothing for a text", "TEXT", "A: None is not text", A=None),
    refused("a text for a number", "NUMBER", "X: not a number", X="many"),
    refused("an empty number", "NUMBER", "X: empty", X=""),
    refused("nan", "NUMBER", "X: not a number", X="nan"),
    refused("a float that is nan", "NUMBER", "X: not a number", X=float("nan")),
    refused("a float without end", "NUMBER", "X: not a number", X=float("inf")),
    refused("a number too large for a float", "NUMBER", "X: too large", X="1e400"),
    refused("an int too large for any text", "NUMBER", "X: ", X=10**5000),
    refused("a number below min", "NUMBER", "X: outside 0.00 … 100.00", X="-0.001"),
    refused("a number above max", "NUMBER", "X: outside 0.00 … 100.00", X=100.001),
    refused("minutes beyond 59", "NUMBER", "X: minutes must be under 60", X="5:75"),
    refused("a number with a comma", "NUMBER", "X: use a decimal point", X="3,5"),
    refused("a number with thousands", "NUMBER", "X: ", X="1 000"),
    refused("a bool for a number", "NUMBER", "X: True is not a number", X=True),
    refused("an object for a number", "NUMBER", "X: an odd thing is not a number", X=Odd()),
    refused("a number of 10,000 digits", "NUMBER", "X: longer than", X="1" * 10_000),
    refused("a switch that is neither", "SWITCH", "ONE: 'Maybe' is neither On nor Off", ONE="Maybe"),
    refused("two On of one", "SWITCH", "only one switch may be On", ONE="On", TWO="On"),
    refused("none On of one", "SWITCH", "one switch must be On", ONE="Off"),
    refused("a BLOB without size and format", "FILES", "FIRST: a BLOB is given as", FIRST=b"x"),
    refused("a BLOB with a size below 0", "FILES", "FIRST: a BLOB is given as", FIRST=(b"x", -1, ".x")),
    refused("a file that there is not", "FILES", "FIRST: /no/such/file: No such file", FIRST=("/no/such/file", 0, "")),
    refused("a directory", "FILES", "FIRST: /etc: Is a directory", FIRST=("/etc", 0, "")),
    refused("a device without end", "FILES", "FIRST: /dev/zero: not a regular file", FIRST=("/dev/zero", 0, "")),
    refused("a path with NUL", "FILES", "FIRST: a\0b: ", FIRST=("a\0b", 0, "")),
    refused("the home of nobody", "FILES", "FIRST: ~nobody-is-called-so/x: ", FIRST=(Path("~nobody-is-called-so/x"), 0, "")),
]  # fmt: skip

SENT = [
    sent("markup", '"/><delProperty device="Victim"/>', b"&quot;/&gt;&lt;delProperty device=&quot;Victim&quot;/&gt;"),
    sent("an end tag", "</oneText></newTextVector>", b"&lt;/oneText&gt;&lt;/newTextVector&gt;"),
    sent("entities", "&amp; & &lt;", b"&amp;amp; &amp; &amp;lt;"),
    sent("the end of CDATA", "]]>", b"]]&gt;"),
    sent("an escape", "\x1b[2J", b"\x1b[2J"),
    sent("a new line and a tab", "a\nb\tc", b"a\nb\tc"),
    sent("emoji", "🔭", "🔭".encode()),
    sent("nothing at all", "", b""),
    sent("10,000 characters", "x" * 10_000, b"x" * 10_000),
    number("with all its digits", "1.2345678901234567890", b"1.2345678901234567890"),
    number("of 17 digits", 0.1 + 0.2, b"0.30000000000000004"),
    number("in sexagesimal", "12:30:36", b"12.51"),
    number("nearly nothing", "1e-300", b"1e-300"),
    number("with blanks", " 7 ", b"7"),
    Case("sent: all the others Off before one is On", asks("SWITCH", TWO="On"), {"SWITCH:state": "Busy"}, answers=b'<newSwitchVector device="Victim" name="SWITCH">\n  <oneSwitch name="ONE">Off</oneSwitch>\n  <oneSwitch name="TWO">On</oneSwitch>\n</newSwitchVector>\n'),
    Case("sent: any of many, without the others", asks("MANY", RIGHT="On"), {"MANY:state": "Busy"}, answers=b'<newSwitchVector device="Victim" name="MANY">\n  <oneSwitch name="RIGHT">On</oneSwitch>\n</newSwitchVector>\n'),
    Case("sent: what only the driver can judge", asks("NUMBER", X="many"), {"NUMBER:state": "Busy"}, answers=b'<newNumberVector device="Victim" name="NUMBER">\n  <oneNumber name="X">many</oneNumber>\n  <oneNumber name="Y">-0.5</oneNumber>\n</newNumberVector>\n'),
    Case("not sent, unchecked: an int too large for any text", asks("NUMBER", X=10**5000), told="not sent: Victim NUMBER: X: "),
    Case("not sent, unchecked: bytes for a text", asks("TEXT", A=b"x"), told="not sent: Victim TEXT: A: b'x' is not text"),
]  # fmt: skip


# What comes between


async def _what_the_server_gave(world: World) -> None:
    """Members that nobody touched go back as they came, whatever is in them."""
    world.server.send(
        b'<setTextVector device="Victim" name="TEXT"><oneText name="B">"/>&lt;delProperty/&gt;\x07</oneText></setTextVector>'
    )
    await world.client.until(lambda: "delProperty" in world.client["Victim"]["TEXT"]["B"])
    await world.client.send_newVector("Victim", "TEXT", members={"A": "x"})


async def _names_of_the_server(world: World) -> None:
    """Names with markup in them are written so that they are heard as names."""
    world.server.send(
        b'<defTextVector device="Victim" name="&quot;/&gt;&lt;delProperty/&gt;" state="Ok" perm="rw">'
        b'<defText name="a&quot;&amp;">x</defText></defTextVector>'
    )
    await world.client.vector("Victim", '"/><delProperty/>')
    await world.client.send_newVector("Victim", '"/><delProperty/>', members={'a"&': "y"})


async def _an_unreadable_neighbour(world: World) -> None:
    """A number vector cannot be sent whole where the server made nonsense of another member."""
    world.server.send(
        b'<setNumberVector device="Victim" name="NUMBER"><oneNumber name="Y">lost</oneNumber></setNumberVector>'
    )
    await world.client.until(lambda: world.client["Victim"]["NUMBER"]["Y"] == "lost")
    await world.client.send_newVector("Victim", "NUMBER", members={"X": 5}, check=True)


async def _while_lost(world: World) -> None:
    await world.server.refuse()
    await world.server.drop_clients()
    await world.client.change(Disconnected)
    assert not await world.client.send_newVector("Victim", "TEXT", members={"A": "lost"})
    await world.server.listen()
    await world.back()


async def _lost_before_the_answer(world: World) -> None:
    """It is told that nobody knows what came of it, and it is not sent again."""
    assert await world.client.send_newVector("Victim", "TEXT", members={"A": "gone"})
    await world.server.wait_received(b"</newTextVector>")
    await world.server.reset_clients()
    await world.back()
    world.server.received.clear()
    await world.beat()


async def _before_it_is_defined_again(world: World) -> None:
    """Back, but not defined again: the other members may be long past, so nothing is sent."""
    greeting, world.server.greeting = world.server.greeting, b""
    await world.server.drop_clients()
    await world.server.wait_accepted(2)
    await world.client.until(lambda: world.client.connected)
    assert not await world.client.send_newVector("Victim", "TEXT", members={"A": "x"})
    await world.server.wait_received(b"<getProperties")
    world.server.send(greeting)
    await world.back()


async def _deleted(world: World) -> None:
    world.server.send(b'<delProperty device="Victim" name="TEXT"/>')
    await world.client.until(lambda: not world.client.catalog.find("Victim", "TEXT"))
    await world.client.send_newVector("Victim", "TEXT", members={"A": "x"})


async def _twice(world: World) -> None:
    """Asked for twice, sent twice; no more."""
    for text in "xy":
        assert await world.client.send_newVector("Victim", "TEXT", members={"A": text})


async def _naive_time(world: World) -> None:
    stamp = datetime(2026, 1, 1)  # noqa: DTZ001 - it is UTC
    await world.client.send_newVector("Victim", "TEXT", timestamp=stamp, members={"A": "x"})


async def _pipe(world: World) -> None:
    """A pipe in place of a file: it might never end."""
    path = world.place / "pipe"
    os.mkfifo(path)
    await world.client.send_newVector("Victim", "FILES", members={"FIRST": (path, 0, "")})
    path.unlink()


async def _no_answer(world: World) -> None:
    """Nobody answers: that is said, and the state stays the server's word."""
    world.client.set_vector_timeouts(timeout_min=0.01, timeout_max=0.01)
    await world.client.send_newVector("Victim", "TEXT", members={"A": "x"})
    await world.client.change(TimedOut)


class Recursive(Script):
    """Sends what is refused, on every event: also on that which tells of the refusal."""

    async def rxevent(self, event: ipc.Event) -> None:
        await super().rxevent(event)
        if not isinstance(event, ipc.ConnectionMade):
            await self.send_newVector("Victim", "READING", members={"R": "x"}, check=True)


async def _refused_on_every_event(world: World) -> None:
    """Such a script neither overflows the stack nor stands still."""
    async with WireServer(VICTIM) as server:
        client = Recursive(server.port)
        async with running(client):
            await client.vector("Victim", "FILES")
            server.send(b'<message device="Victim" message="alive"/>')
            await client.until(lambda: any(text == "alive" for _, text in client["Victim"].messages))
            await client.until(lambda: "not sent: Victim READING: read-only" in client.texts())


class Eager(Script):
    """Asks for a text whenever it hears of one."""

    asked = 0

    async def rxevent(self, event: ipc.Event) -> None:
        await super().rxevent(event)
        if isinstance(event, ipc.setTextVector) and self.asked < 100:
            self.asked += 1
            await self.send_newVector("Victim", "TEXT", members={"A": str(self.asked)})


async def _asked_on_every_event(world: World) -> None:
    """A script and a driver that answer each other: each request goes out once, in order."""
    async with WireServer(VICTIM) as server:
        client = Eager(server.port)
        async with running(client):
            await client.vector("Victim", "FILES")
            for count in range(1, 101):
                server.send(
                    b'<setTextVector device="Victim" name="TEXT"><oneText name="A">%d</oneText></setTextVector>' % count
                )
            received = await server.wait_received(b'<oneText name="A">100</oneText>')
            numbers = [int(part.split(b"<")[0]) for part in received.split(b'<oneText name="A">')[1:]]
            assert numbers == list(range(1, 101))


async def _upload_cut(world: World) -> None:
    """A connection that ends amid a large file: it is told, and the file is not sent again."""
    world.server.pause_reading()
    assert await world.client.send_newVector("Victim", "FILES", members={"FIRST": (bytes(4_000_000), 0, ".x")})
    await world.server.reset_clients()
    world.server.resume_reading()
    await world.back()
    world.server.received.clear()
    await world.beat()


async def _many_at_once(world: World) -> None:
    """A hundred tasks that send at the same time: each request whole, none in another."""
    await asyncio.gather(
        *(world.client.send_newVector("Victim", "TEXT", members={"A": "x" * 10_000}) for _ in range(100))
    )
    await world.server.wait_received(lambda data: data.count(b"</newTextVector>") == 100)
    assert bytes(world.server.received) == texts(b"x" * 10_000) * 100
    world.server.received.clear()


BUSY = {"TEXT:state": "Busy"}
UNANSWERED = "the connection was lost before an answer"
BETWEEN = [
    Case("sent: what the server gave goes back", _what_the_server_gave, {**BUSY, "TEXT.B": '"/><delProperty/>\a'}, answers=texts(b"x", b"&quot;/&gt;&lt;delProperty/&gt;\a")),
    Case("sent: names of the server", _names_of_the_server, {'"/><delProperty/>': "Text", '"/><delProperty/>:state': "Busy"}, answers=b'<newTextVector device="Victim" name="&quot;/&gt;&lt;delProperty/&gt;">\n  <oneText name="a&quot;&amp;">y</oneText>\n</newTextVector>\n'),
    Case("not sent: beside an unreadable number", _an_unreadable_neighbour, {"NUMBER.Y": "lost", "NUMBER.Y:shown": "lost"}, told="Y: its present value 'lost' is not a number"),
    Case("not sent: while the connection is lost", _while_lost, told="not sent: Victim TEXT: not connected", connections=2),
    Case("lost before the answer", _lost_before_the_answer, told=UNANSWERED, connections=2),
    Case("not sent: before it is defined again", _before_it_is_defined_again, told="not defined again since", connections=2),
    Case("not sent: what was deleted", _deleted, {"TEXT": None}, told="not sent: Victim TEXT: no such vector"),
    Case("sent twice, as asked", _twice, BUSY, answers=texts(b"x") + texts(b"y")),
    Case("sent: a time without its zone", _naive_time, BUSY, answers=texts(b"x").replace(b'"TEXT"', b'"TEXT" timestamp="2026-01-01T00:00:00"')),
    Case("not sent: a pipe", _pipe, told="not a regular file"),
    Case("no answer", _no_answer, BUSY, answers=texts(b"x")),
    Case("a script that is refused on every event", _refused_on_every_event),
    Case("a script that asks on every event", _asked_on_every_event),
    Case("lost amid a large file", _upload_cut, told=UNANSWERED, connections=2),
    Case("a hundred senders at once", _many_at_once, BUSY),
]  # fmt: skip

CASES: list[Case[World]] = [*REFUSED, *SENT, *BETWEEN]
