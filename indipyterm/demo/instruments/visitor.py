"""A device that comes and goes: it is absent for 20 seconds, then present for 40."""

from __future__ import annotations

from indipyterm.demo.definitions import number, number_vector, text, text_vector
from indipyterm.demo.instrument import Instrument
from indipyterm.protocol.messages import Perm, State

ABSENT = 20.0
PRESENT = 40.0
"""Seconds."""

GREETING = text_vector("GREETING", "Greeting", "Main Control", text("TEXT", "Text", "Hello"), state=State.OK)
VISIT = number_vector(
    "VISIT", "Visit", "Main Control", number("NUMBER", "Number", 0, "%.f"), perm=Perm.RO, state=State.OK
)


class Visitor(Instrument):
    """Defines nothing at first; it counts its visits, and each one ends with the device being deleted."""

    device = "Visitor"

    def on_connected(self) -> None:
        """Start to come and go, absent at first."""
        if self.definitions():
            self.delete()
        self.start_activity("visits", self._come_and_go())

    async def _come_and_go(self) -> None:
        visit = 0
        while True:
            await self.clock.sleep(ABSENT)
            visit += 1
            self.define(GREETING, VISIT._replace(members=(number("NUMBER", "Number", visit, "%.f"),)))
            self.send_message("[INFO] Plugged in.")
            await self.clock.sleep(PRESENT)
            self.send_message("[INFO] Unplugged.")
            self.delete()
