"""A focuser of 100000 steps, which moves 2000 steps in a second at speed 1."""

from __future__ import annotations

from indipyterm.demo.declare import (
    CONFIG,
    CONNECTION,
    DEBUG,
    POLLING,
    button,
    driver_info,
    number,
    numbers,
    switch,
    switches,
)
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion import approach
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import Perm, State

MAIN = "Main Control"

STEPS_A_SECOND = 2000.0
TICK = 0.25
"""Seconds between two reports of the place while it moves."""

WARMTH_PERIOD = 10.0
"""Seconds between two readings of the temperature."""

WARMTH = (9.25, 9.24, 9.22, 9.21, 9.21, 9.19, 9.18, 9.18, 9.2, 9.21, 9.23, 9.24)
"""The readings in degrees Celsius, over and over."""


class Focuser(Instrument):
    """ABS_FOCUS_POSITION and REL_FOCUS_POSITION are Busy while it moves."""

    device = "Focuser"
    always = (CONNECTION, driver_info("Focuser Demo", "indipyterm", 8), DEBUG, POLLING, CONFIG)
    when_connected = (
        switches(
            "FOCUS_MOTION",
            "Direction",
            MAIN,
            switch("FOCUS_INWARD", "Focus In", on=True),
            switch("FOCUS_OUTWARD", "Focus Out"),
            state=State.OK,
        ),
        numbers("FOCUS_SPEED", "Speed", MAIN, number("FOCUS_SPEED_VALUE", "Focus Speed", 1, "%3.0f", 1, 5, 1)),
        numbers(
            "REL_FOCUS_POSITION",
            "Relative Position",
            MAIN,
            number("FOCUS_RELATIVE_POSITION", "Steps", 0, "%.f", 0, 100000, 1000),
            state=State.OK,
        ),
        numbers(
            "ABS_FOCUS_POSITION",
            "Absolute Position",
            MAIN,
            number("FOCUS_ABSOLUTE_POSITION", "Steps", 50000, "%.f", 0, 100000, 1000),
            state=State.OK,
        ),
        numbers(
            "FOCUS_MAX", "Max. Position", MAIN, number("FOCUS_MAX_VALUE", "Steps", 100000, "%.f", 1000, 1e6, 10000)
        ),
        button("FOCUS_ABORT_MOTION", "Abort Motion", MAIN, "ABORT", "Abort"),
        numbers("FOCUS_SYNC", "Sync", MAIN, number("FOCUS_SYNC_VALUE", "Steps", 50000, "%.f", 0, 100000, 1000)),
        switches(
            "FOCUS_BACKLASH_TOGGLE",
            "Backlash",
            MAIN,
            switch("INDI_ENABLED", "Enabled"),
            switch("INDI_DISABLED", "Disabled", on=True),
        ),
        numbers(
            "FOCUS_BACKLASH_STEPS", "Backlash", MAIN, number("FOCUS_BACKLASH_VALUE", "Steps", 0, "%.f", 0, 1e6, 100)
        ),
        numbers(
            "FOCUS_TEMPERATURE",
            "Temperature",
            MAIN,
            number("TEMPERATURE", "Celsius", WARMTH[0], "%6.2f", -50, 70),
            perm=Perm.RO,
            state=State.OK,
        ),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {
            "ABS_FOCUS_POSITION": self.move_to,
            "REL_FOCUS_POSITION": self.move_by,
            "FOCUS_MAX": self.set_end,
            "FOCUS_SYNC": self.sync,
            "FOCUS_ABORT_MOTION": self.abort,
        }

    def go_live(self) -> None:
        """Begin to report the temperature."""
        self.begin("temperature", self._report_temperature())

    @property
    def place(self) -> float:
        """Where the focuser is, in steps."""
        return self.number("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION")

    def move_to(self, request: Request) -> None:
        """Set out for a place."""
        self._set_out(request, request.numbers["FOCUS_ABSOLUTE_POSITION"])

    def move_by(self, request: Request) -> None:
        """Set out for a place so many steps in or out from here, by FOCUS_MOTION."""
        steps = request.numbers["FOCUS_RELATIVE_POSITION"]
        inward = self.is_on("FOCUS_MOTION", "FOCUS_INWARD")
        self._set_out(request, self.place + (-steps if inward else steps))
        self.update("REL_FOCUS_POSITION", request.numbers, State.BUSY)

    def sync(self, request: Request) -> None:
        """Call the place where it is by another number."""
        if self.state("ABS_FOCUS_POSITION") is State.BUSY:
            raise Rejected("Cannot sync while the focuser moves.")
        self.accept(request)
        self.update("ABS_FOCUS_POSITION", {"FOCUS_ABSOLUTE_POSITION": request.numbers["FOCUS_SYNC_VALUE"]})

    def set_end(self, request: Request) -> None:
        """Set the farthest place, and with it the limits of what can be asked."""
        end = request.numbers["FOCUS_MAX_VALUE"]
        if end < self.place:
            raise Rejected(f"The focuser is at {self.place:.0f}, beyond {end:.0f}: move it inward first.")
        self.accept(request)
        self.limit("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 0, end)
        self.limit("REL_FOCUS_POSITION", "FOCUS_RELATIVE_POSITION", 0, end)
        self.limit("FOCUS_SYNC", "FOCUS_SYNC_VALUE", 0, end)

    def abort(self, request: Request) -> None:
        """Stop where it is."""
        if self.cease("moving"):
            self.update("ABS_FOCUS_POSITION", state=State.IDLE)
            self.update("REL_FOCUS_POSITION", state=State.IDLE)
            self.say(f"[INFO] Stopped at {self.place:.0f}.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def _set_out(self, request: Request, goal: float) -> None:
        end = self.number("FOCUS_MAX", "FOCUS_MAX_VALUE")
        if not 0 <= goal <= end:
            raise Rejected(f"Cannot move to {goal:.0f}: the focuser reaches from 0 to {end:.0f}.")
        self.say(f"[INFO] Moving from {self.place:.0f} to {goal:.0f}.")
        self.update("ABS_FOCUS_POSITION", state=State.BUSY)
        self.begin("moving", self._move(goal))

    async def _move(self, goal: float) -> None:
        while self.place != goal:
            await self.clock.sleep(TICK)
            step = STEPS_A_SECOND * self.number("FOCUS_SPEED", "FOCUS_SPEED_VALUE") * TICK
            self.update("ABS_FOCUS_POSITION", {"FOCUS_ABSOLUTE_POSITION": approach(self.place, goal, step)}, State.BUSY)
        self.update("ABS_FOCUS_POSITION", state=State.OK)
        self.update("REL_FOCUS_POSITION", state=State.OK)
        self.say(f"[INFO] Focuser is at {goal:.0f}.")

    async def _report_temperature(self) -> None:
        reading = 0
        while True:
            await self.clock.sleep(WARMTH_PERIOD)
            reading = (reading + 1) % len(WARMTH)
            self.update("FOCUS_TEMPERATURE", {"TEMPERATURE": WARMTH[reading]})
