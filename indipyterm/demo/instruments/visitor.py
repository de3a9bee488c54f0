"""A device that comes and goes: for twenty seconds it is not there, for forty it is."""

from __future__ import annotations

from indipyterm.demo.declare import number, numbers, text, texts
from indipyterm.demo.instrument import Instrument
from indipyterm.protocol.messages import Perm, State

ABSENT = 20.0
PRESENT = 40.0
"""Seconds."""

GREETING = texts("GREETING", "Greeting", "Main Control", text("TEXT", "Text", "Hello"), state=State.OK)
VISIT = numbers("VISIT", "Visit", "Main Control", number("NUMBER", "Number", 0, "%.f"), perm=Perm.RO, state=State.OK)


class Visitor(Instrument):
    """Offers nothing at first; each visit is counted, and ends with the device being deleted."""

    device = "Visitor"

    def go_live(self) -> None:
        """Begin to come and go, absent at first."""
        if self.definitions():
            self.delete()
        self.begin("visits", self._come_and_go())

    async def _come_and_go(self) -> None:
        visit = 0
        while True:
            await self.clock.sleep(ABSENT)
            visit += 1
            self.define(GREETING, VISIT._replace(members=(number("NUMBER", "Number", visit, "%.f"),)))
            self.say("[INFO] Plugged in.")
            await self.clock.sleep(PRESENT)
            self.say("[INFO] Unplugged.")
            self.delete()
