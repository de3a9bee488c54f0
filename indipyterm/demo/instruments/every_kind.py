"""A device that is no instrument: it holds every kind of property, and every way of answering."""

from __future__ import annotations

from hashlib import sha256
from itertools import count

from indipyterm.demo.declare import number
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.instruments import every_kind_properties as properties
from indipyterm.demo.request import Rejected, Request
from indipyterm.exceptions import BadBase64
from indipyterm.protocol.messages import State

SLOW_SECONDS = 3.0
FLOOD_PERIOD = 0.05
"""Seconds between two updates."""

SENT = b"This file was sent by the Every Kind device.\n"


class EveryKind(Instrument):
    """What is writable takes any value within its limits, but for the group Behaviour. Uploads are measured."""

    device = "Every Kind"
    always = properties.ALWAYS
    when_connected = properties.WHEN_CONNECTED

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {
            "BLOB_WO": self.measure,
            "BLOB_RW": self.measure,
            "SEND_BLOB": self.send_file,
            "REFUSES": self.refuse_always,
            "SILENT": lambda request: None,
            "SLOW": self.take_time,
            "STATE": self.take_state,
            "SAY": self.repeat,
            "REDEFINE": self.redefine,
            "FLOOD": self.flood,
        }

    def go_live(self) -> None:
        """Go on with the flood, where it was left on."""
        if self.is_on("FLOOD", "ON"):
            self.begin("flood", self._flood())

    def measure(self, request: Request) -> None:
        """Report the size and checksum of an upload; what is read and write comes back to all clients."""
        self.update(request.name, state=State.BUSY)
        self.begin(request.name, self._measure(request))

    def send_file(self, request: Request) -> None:
        """Send the read-only BLOB."""
        self.update(request.name, {"SEND": False}, State.OK)
        self.update_blob("BLOB_RO", "FILE", SENT, ".txt")

    def refuse_always(self, request: Request) -> None:
        """Refuse, whatever is asked."""
        raise Rejected("This property refuses everything. It is not your fault.")

    def take_time(self, request: Request) -> None:
        """Take the value after some seconds."""
        self.update(request.name, state=State.BUSY)
        self.begin("slow", self._take_time(request))

    def take_state(self, request: Request) -> None:
        """Take the state that was chosen."""
        self.update(request.name, request.switches, State[request.chosen])

    def repeat(self, request: Request) -> None:
        """Say what was asked for to the operator."""
        self.accept(request)
        self.say(self.text("SAY", "TEXT"))

    def redefine(self, request: Request) -> None:
        """Define a property anew, with one more member, and after the fourth with one again."""
        self.update(request.name, {"REDEFINE": False}, State.OK)
        vector = self.definitions("CHANGING")[0]
        members = range(1, len(vector.members) % 4 + 2)
        self.define(vector._replace(members=tuple(number(f"M{n}", f"Member {n}", n) for n in members)))

    def flood(self, request: Request) -> None:
        """Start or stop many updates a second."""
        self.accept(request)
        self.cease("flood")
        self.go_live()

    async def _measure(self, request: Request) -> None:
        try:
            for one in request.blobs.values():
                data = await self.clock.work(one.data.decode)
                report = {"PROPERTY": request.name, "FORMAT": one.format, "SIZE": str(len(data))}
                self.update("UPLOAD", {**report, "SHA256": sha256(data).hexdigest()}, State.OK)
                if request.name == "BLOB_RW":
                    self.update_blob(request.name, one.name, data, one.format, one.size)
        except BadBase64 as error:
            self.refuse(request.name, f"The upload cannot be read: {error}.")
        else:
            self.update(request.name, state=State.OK)

    async def _take_time(self, request: Request) -> None:
        await self.clock.sleep(SLOW_SECONDS)
        self.accept(request)

    async def _flood(self) -> None:
        for total in count(1):
            await self.clock.sleep(FLOOD_PERIOD)
            self.update("COUNTER", {"COUNT": total}, State.OK)
