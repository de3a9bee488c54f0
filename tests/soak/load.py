"""What the server does to the program while it soaks: scenes, one after the other, again and again.

The devices, properties and members have a bounded number of names, as an observatory's have; everything else varies.
"""

from __future__ import annotations

import asyncio
import base64
import random
import zlib
from collections.abc import Iterator
from itertools import count

from indipyterm.demo.fits import image_file
from tests.servers import WireServer

DEVICES = [f"Device {letter}" for letter in "ABCDEFGH"]
CAMERA = DEVICES[0]
_KINDS = ("Number", "Text", "Switch", "Light")
_STATES = ("Idle", "Ok", "Busy", "Alert")
_VALUES = {"Number": ("0", "12.5", "-3:30"), "Text": ("a", "b c"), "Switch": ("On", "Off"), "Light": _STATES}
_JUNK = (
    b"<setNumberVector device='Device A' name='P0' state='Ok'><oneNumber name='M0'>",
    b"<?xml version='1.0'?><!DOCTYPE x><nothing/>&amp;<<<\0\xb0",
    b"<setTextVector device='Nobody' name='Nothing'/><message message='\x1b]52;c;eA==\x07'/>",
    b"<defNumberVector device='Device B' name='ODD' state='?' perm='?'><defNumber name='N' format='%s%n'>nan</defNumber></defNumberVector>",
    b"<!-- <message message='in a comment'/> --><![CDATA[ <message/> ]]>",
)


class Load:
    """Says to the clients of a server what the scenes want, drawn from one seed."""

    def __init__(self, server: WireServer, seed: int, share: float = 1.0) -> None:
        """`share` is how much of each scene there is: little of it only shows that everything works."""
        self._server, self._share = server, share
        self._random = random.Random(seed)
        self._number = count()
        self.sent = 0
        """Elements said so far."""
        self.blobs = 0
        """Good BLOBs said so far."""

    def greeting(self) -> bytes:
        """The definitions of all devices."""
        plain = (self._definition(device, place, _KINDS[place % 4]) for device in DEVICES for place in range(12))
        camera = f'<defBLOBVector device="{CAMERA}" name="CCD1" state="Idle" perm="ro"><defBLOB name="CCD1"/></defBLOBVector>\n'
        return b"".join(plain) + camera.encode()

    def _definition(self, device: str, place: int, kind: str, members: int = 3) -> bytes:
        inside = "".join(
            f'<def{kind} name="M{member}" format="%8.2f" min="0" max="0" step="0">{self._value(kind)}</def{kind}>'
            for member in range(members)
        )
        head = f'device="{device}" name="P{place}" group="Group {place % 3}" state="Idle" perm="rw" rule="AnyOfMany"'
        return f"<def{kind}Vector {head}>{inside}</def{kind}Vector>\n".encode()

    def _value(self, kind: str) -> str:
        if kind == "Number" and self._random.random() < 0.8:
            return repr(self._random.uniform(-1000, 1000))
        return self._random.choice(_VALUES[kind])

    def _update(self, message: str = "") -> bytes:
        place = self._random.randrange(12)
        kind = _KINDS[place % 4]
        state = self._random.choice(_STATES)
        said = f' message="{message}"' if message else ""
        head = f'device="{self._random.choice(DEVICES)}" name="P{place}" state="{state}"{said}'
        inside = "".join(f'<one{kind} name="M{member}">{self._value(kind)}</one{kind}>' for member in range(3))
        return f"<set{kind}Vector {head}>{inside}</set{kind}Vector>\n".encode()

    def _say(self, data: bytes, elements: int = 1) -> None:
        self.sent += elements
        self._server.send(data)

    def _turns(self, usual: int) -> int:
        return max(1, round(usual * self._share))

    # Scenes

    async def fill(self) -> None:
        """As many messages as the log keeps, so that it does not grow later."""
        for _ in range(self._turns(110)):
            said = (f'<message device="{CAMERA}" message="[INFO] line {next(self._number)}"/>\n' for _ in range(100))
            self._say("".join(said).encode(), 100)
            await self._server.flush(60)

    async def flood(self) -> None:
        """New values, as many as come through in a few seconds, at most 4,000 a second."""
        for turn in range(self._turns(40)):
            self._say(b"".join(self._update() for _ in range(400)), 400)
            if turn % 8 == 0:
                self._say(self._update(f"[WARNING] this is number {next(self._number)}"))
            await asyncio.gather(self._server.flush(60), asyncio.sleep(0.1))

    async def beat(self) -> None:
        """What a calm night has: some new values a second."""
        for _ in range(self._turns(30)):
            self._say(self._update())
            await asyncio.sleep(0.1)

    async def lose(self) -> None:
        """The connection is lost in each way; the client comes back by itself, sooner or later."""
        ways = (self._server.drop_clients, self._server.reset_clients)
        for way in (*ways, *ways):
            self._say(
                self._random.choice((b"", b'<setTextVector device="Device A" name="P1"><oneText', b"<oneBLOB>AA"))
            )
            await self._server.flush(60)
            await way()
            await self._server.wait_clients(1, 60)
            await self.beat_once()

    async def beat_once(self) -> None:
        """Some values, so that the client counts the connection as a good one."""
        for _ in range(5):
            self._say(self._update())
            await asyncio.sleep(0.05)

    async def redefine(self) -> None:
        """Properties and devices go, come back with other members and of another kind, flap."""
        for turn in range(self._turns(20)):
            device, place = self._random.choice(DEVICES), self._random.randrange(12)
            self._say(f'<delProperty device="{device}" name="P{place}"/>\n'.encode())
            if turn % 5 == 0:
                self._say(f'<delProperty device="{device}" message="{device} is gone"/>\n'.encode())
            self._say(self._definition(device, place, self._random.choice(_KINDS), self._random.randint(1, 30)))
            await asyncio.gather(self._server.flush(60), asyncio.sleep(0.05))
        self._say(b"<delProperty/>\n")
        self._say(self.greeting(), len(DEVICES) * 12)
        await self._server.flush(60)

    async def images(self) -> None:
        """BLOBs: small and large, packed, damaged, of no known member."""
        for width in (64, 64, 256, 1024, 64, 2048):
            self._say(self._image(width, packed=width == 256))
            await asyncio.gather(self._server.flush(60), asyncio.sleep(0.2))
        for wrong in (b"AAA!", base64.b64encode(b"no zlib at all"), b""):
            self._say(self._blob(wrong, 100, ".fits.z"))
        self._say(self._blob(b"AAAA", 3, "../../x", member="unknown"))
        await self._server.flush(60)

    def _image(self, width: int, *, packed: bool) -> bytes:
        file = image_file(width, width, self._random.randbytes(2 * width) * width, [])
        data = zlib.compress(file, 1) if packed else file
        self.blobs += 1
        return self._blob(base64.b64encode(data), len(file), ".fits.z" if packed else ".fits")

    def _blob(self, text: bytes, size: int, suffix: str, member: str = "CCD1") -> bytes:
        one = b'<oneBLOB name="%b" size="%d" format="%b">%b</oneBLOB>' % (member.encode(), size, suffix.encode(), text)
        return b'<setBLOBVector device="%b" name="CCD1" state="Ok">%b</setBLOBVector>\n' % (CAMERA.encode(), one)

    async def junk(self) -> None:
        """Damage of many sorts."""
        for _ in range(self._turns(20)):
            self._say(self._random.choice(_JUNK) + b"\n" + self._update())
            await asyncio.gather(self._server.flush(60), asyncio.sleep(0.05))


_WORDS = (b"goto 5 -5", b"theme night", b"theme textual-dark", b"zzz", b"P3", b"expose 1", b"abort")
_PLACES = (b"1", b"2", b"3", b"8", b"0", b"j", b"k", b"G", b"g", b"]", b"[", b"\x1b[6~", b"\x1b[5~", b"\t", b" ", b"*")
_SCREENS = (b"L", b"?", b"i", b"b", b"t", b"p")
ESCAPE = b"\x1b"


def keys(seed: int) -> Iterator[bytes]:
    """What a restless user presses, without end; never what quits, suspends or goes to another server."""
    rand = random.Random(seed)
    while True:
        match rand.randrange(6):
            case 0:
                yield from (rand.choice(_SCREENS), b"j", b"\x1b[6~", ESCAPE)
            case 1:
                yield from (b":", *(bytes([code]) for code in rand.choice(_WORDS)), ESCAPE)
            case 2:
                yield from (b"e", *(bytes([code]) for code in str(rand.randrange(999)).encode()), b"\r", ESCAPE)
            case 3:
                yield from (b"/", b"P", b"1", b"\r", b"n", b"N", ESCAPE)
            case 4:
                yield from (b"\x1b[C", b"\r", b"u", b"y", b"X", ESCAPE)
            case _:
                yield from (rand.choice(_PLACES) for _ in range(8))
