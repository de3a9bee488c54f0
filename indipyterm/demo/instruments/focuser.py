"""A focuser with 100000 steps that moves 2000 steps per second at speed 1."""

from __future__ import annotations

from indipyterm.demo.definitions import (
    CONFIG,
    CONNECTION,
    DEBUG,
    POLLING,
    button,
    driver_info,
    number,
    number_vector,
    switch,
    switch_vector,
)
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion_math import step_towards
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import Perm, State

MAIN = "Main Control"

STEPS_A_SECOND = 2000.0
TICK = 0.25
"""Seconds between two reports of the position while it moves."""

TEMPERATURE_PERIOD = 10.0
"""Seconds between two readings of the temperature."""

TEMPERATURES = (9.25, 9.24, 9.22, 9.21, 9.21, 9.19, 9.18, 9.18, 9.2, 9.21, 9.23, 9.24)
"""Successive readings in degrees Celsius, repeated."""


class Focuser(Instrument):
    """ABS_FOCUS_POSITION and REL_FOCUS_POSITION are Busy while it moves."""

    device = "Focuser"
    always_defined = (CONNECTION, driver_info("Focuser Demo", "indipyterm", 8), DEBUG, POLLING, CONFIG)
    defined_when_connected = (
        switch_vector(
            "FOCUS_MOTION",
            "Direction",
            MAIN,
            switch("FOCUS_INWARD", "Focus In", on=True),
            switch("FOCUS_OUTWARD", "Focus Out"),
            state=State.OK,
        ),
        number_vector("FOCUS_SPEED", "Speed", MAIN, number("FOCUS_SPEED_VALUE", "Focus Speed", 1, "%3.0f", 1, 5, 1)),
        number_vector(
            "REL_FOCUS_POSITION",
            "Relative Position",
            MAIN,
            number("FOCUS_RELATIVE_POSITION", "Steps", 0, "%.f", 0, 100000, 1000),
            state=State.OK,
        ),
        number_vector(
            "ABS_FOCUS_POSITION",
            "Absolute Position",
            MAIN,
            number("FOCUS_ABSOLUTE_POSITION", "Steps", 50000, "%.f", 0, 100000, 1000),
            state=State.OK,
        ),
        number_vector(
            "FOCUS_MAX", "Max. Position", MAIN, number("FOCUS_MAX_VALUE", "Steps", 100000, "%.f", 1000, 1e6, 10000)
        ),
        button("FOCUS_ABORT_MOTION", "Abort Motion", MAIN, "ABORT", "Abort"),
        number_vector("FOCUS_SYNC", "Sync", MAIN, number("FOCUS_SYNC_VALUE", "Steps", 50000, "%.f", 0, 100000, 1000)),
        switch_vector(
            "FOCUS_BACKLASH_TOGGLE",
            "Backlash",
            MAIN,
            switch("INDI_ENABLED", "Enabled"),
            switch("INDI_DISABLED", "Disabled", on=True),
        ),
        number_vector(
            "FOCUS_BACKLASH_STEPS", "Backlash", MAIN, number("FOCUS_BACKLASH_VALUE", "Steps", 0, "%.f", 0, 1e6, 100)
        ),
        number_vector(
            "FOCUS_TEMPERATURE",
            "Temperature",
            MAIN,
            number("TEMPERATURE", "Celsius", TEMPERATURES[0], "%6.2f", -50, 70),
            perm=Perm.RO,
            state=State.OK,
        ),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            "ABS_FOCUS_POSITION": self.move_to,
            "REL_FOCUS_POSITION": self.move_by,
            "FOCUS_MAX": self.set_maximum,
            "FOCUS_SYNC": self.sync,
            "FOCUS_ABORT_MOTION": self.abort,
        }

    def on_connected(self) -> None:
        """Start to report the temperature."""
        self.start_activity("temperature", self._report_temperature())

    @property
    def position(self) -> float:
        """The position in steps."""
        return self.number("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION")

    def move_to(self, request: Request) -> None:
        """Move to a position."""
        self._start_moving(request, request.numbers["FOCUS_ABSOLUTE_POSITION"])

    def move_by(self, request: Request) -> None:
        """Move by a number of steps, inward or outward as FOCUS_MOTION says."""
        steps = request.numbers["FOCUS_RELATIVE_POSITION"]
        inward = self.is_on("FOCUS_MOTION", "FOCUS_INWARD")
        self._start_moving(request, self.position + (-steps if inward else steps))
        self.update("REL_FOCUS_POSITION", request.numbers, State.BUSY)

    def sync(self, request: Request) -> None:
        """Give the current position another number."""
        if self.state("ABS_FOCUS_POSITION") is State.BUSY:
            raise Rejected("Cannot sync while the focuser moves.")
        self.accept(request)
        self.update("ABS_FOCUS_POSITION", {"FOCUS_ABSOLUTE_POSITION": request.numbers["FOCUS_SYNC_VALUE"]})

    def set_maximum(self, request: Request) -> None:
        """Set the largest position, and with it the limits of requests."""
        end = request.numbers["FOCUS_MAX_VALUE"]
        if end < self.position:
            raise Rejected(f"The focuser is at {self.position:.0f}, beyond {end:.0f}: move it inward first.")
        self.accept(request)
        self.set_limits("ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", 0, end)
        self.set_limits("REL_FOCUS_POSITION", "FOCUS_RELATIVE_POSITION", 0, end)
        self.set_limits("FOCUS_SYNC", "FOCUS_SYNC_VALUE", 0, end)

    def abort(self, request: Request) -> None:
        """Stop moving."""
        if self.stop_activity("moving"):
            self.update("ABS_FOCUS_POSITION", state=State.IDLE)
            self.update("REL_FOCUS_POSITION", state=State.IDLE)
            self.send_message(f"[INFO] Stopped at {self.position:.0f}.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def _start_moving(self, request: Request, goal: float) -> None:
        end = self.number("FOCUS_MAX", "FOCUS_MAX_VALUE")
        if not 0 <= goal <= end:
            raise Rejected(f"Cannot move to {goal:.0f}: the focuser reaches from 0 to {end:.0f}.")
        self.send_message(f"[INFO] Moving from {self.position:.0f} to {goal:.0f}.")
        self.update("ABS_FOCUS_POSITION", state=State.BUSY)
        self.start_activity("moving", self._move(goal))

    async def _move(self, goal: float) -> None:
        while self.position != goal:
            await self.clock.sleep(TICK)
            step = STEPS_A_SECOND * self.number("FOCUS_SPEED", "FOCUS_SPEED_VALUE") * TICK
            self.update(
                "ABS_FOCUS_POSITION", {"FOCUS_ABSOLUTE_POSITION": step_towards(self.position, goal, step)}, State.BUSY
            )
        self.update("ABS_FOCUS_POSITION", state=State.OK)
        self.update("REL_FOCUS_POSITION", state=State.OK)
        self.send_message(f"[INFO] Focuser is at {goal:.0f}.")

    async def _report_temperature(self) -> None:
        reading = 0
        while True:
            await self.clock.sleep(TEMPERATURE_PERIOD)
            reading = (reading + 1) % len(TEMPERATURES)
            self.update("FOCUS_TEMPERATURE", {"TEMPERATURE": TEMPERATURES[reading]})
