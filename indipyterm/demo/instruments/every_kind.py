"""A device with every kind of property, and every way to answer a request."""

from __future__ import annotations

from hashlib import sha256
from itertools import count

from indipyterm.demo.definitions import number
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
    """Writable properties take any value within their limits, except in the group Behaviour. Uploads are measured."""

    device = "Every Kind"
    always_defined = properties.ALWAYS_DEFINED
    defined_when_connected = properties.DEFINED_WHEN_CONNECTED

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            "BLOB_WO": self.measure_upload,
            "BLOB_RW": self.measure_upload,
            "SEND_BLOB": self.send_file,
            "REFUSES": self.refuse_always,
            "SILENT": lambda request: None,
            "SLOW": self.answer_slowly,
            "STATE": self.set_state,
            "SAY": self.echo,
            "REDEFINE": self.redefine,
            "FLOOD": self.flood,
        }

    def on_connected(self) -> None:
        """Resume the flood if it is on."""
        if self.is_on("FLOOD", "ON"):
            self.start_activity("flood", self._flood())

    def measure_upload(self, request: Request) -> None:
        """Report the size and checksum of an upload; a read-write BLOB is sent back to all clients."""
        self.update(request.name, state=State.BUSY)
        self.start_activity(request.name, self._measure_upload(request))

    def send_file(self, request: Request) -> None:
        """Send the read-only BLOB."""
        self.update(request.name, {"SEND": False}, State.OK)
        self.update_blob("BLOB_RO", "FILE", SENT, ".txt")

    def refuse_always(self, request: Request) -> None:
        """Refuse every request."""
        raise Rejected("This property refuses everything. It is not your fault.")

    def answer_slowly(self, request: Request) -> None:
        """Take the value after three seconds."""
        self.update(request.name, state=State.BUSY)
        self.start_activity("slow", self._answer_slowly(request))

    def set_state(self, request: Request) -> None:
        """Set the state of the property to the selected one."""
        self.update(request.name, request.switches, State[request.selected])

    def echo(self, request: Request) -> None:
        """Send the text back as a message."""
        self.accept(request)
        self.send_message(self.text("SAY", "TEXT"))

    def redefine(self, request: Request) -> None:
        """Redefine a property with one more member; after the fourth it has one again."""
        self.update(request.name, {"REDEFINE": False}, State.OK)
        vector = self.definitions("CHANGING")[0]
        members = range(1, len(vector.members) % 4 + 2)
        self.define(vector._replace(members=tuple(number(f"M{n}", f"Member {n}", n) for n in members)))

    def flood(self, request: Request) -> None:
        """Start or stop many updates a second."""
        self.accept(request)
        self.stop_activity("flood")
        self.on_connected()

    async def _measure_upload(self, request: Request) -> None:
        try:
            for one in request.blobs.values():
                data = await self.clock.run_in_thread(one.data.decode)
                report = {"PROPERTY": request.name, "FORMAT": one.format, "SIZE": str(len(data))}
                self.update("UPLOAD", {**report, "SHA256": sha256(data).hexdigest()}, State.OK)
                if request.name == "BLOB_RW":
                    self.update_blob(request.name, one.name, data, one.format, one.size)
        except BadBase64 as error:
            self.refuse(request.name, f"The upload cannot be read: {error}.")
        else:
            self.update(request.name, state=State.OK)

    async def _answer_slowly(self, request: Request) -> None:
        await self.clock.sleep(SLOW_SECONDS)
        self.accept(request)

    async def _flood(self) -> None:
        for total in count(1):
            await self.clock.sleep(FLOOD_PERIOD)
            self.update("COUNTER", {"COUNT": total}, State.OK)
