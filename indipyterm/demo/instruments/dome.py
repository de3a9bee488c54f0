"""A dome that turns ten degrees per second, with a shutter that takes six seconds to open or close."""

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
    text,
    text_vector,
)
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion_math import step_towards_on_circle
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import Rule, State

MAIN = "Main Control"

DEGREES_A_SECOND = 10.0
TICK = 0.25
"""Seconds between two reports of the azimuth while it turns."""

SHUTTER_SECONDS = 6.0


class Dome(Instrument):
    """Parking turns it to the park position and closes the shutter. A parked dome refuses to move."""

    device = "Dome"
    always_defined = (
        CONNECTION,
        driver_info("Dome Demo", "indipyterm", 32),
        DEBUG,
        POLLING,
        CONFIG,
        text_vector("ACTIVE_DEVICES", "Snoop devices", "Options", text("ACTIVE_TELESCOPE", "Telescope", "Telescope")),
    )
    defined_when_connected = (
        switch_vector(
            "DOME_SHUTTER",
            "Shutter",
            MAIN,
            switch("SHUTTER_OPEN", "Open"),
            switch("SHUTTER_CLOSE", "Close", on=True),
            rule=Rule.AT_MOST_ONE,
            state=State.OK,
        ),
        switch_vector(
            "DOME_MOTION",
            "Motion",
            MAIN,
            switch("DOME_CW", "Dome CW"),
            switch("DOME_CCW", "Dome CCW"),
            rule=Rule.AT_MOST_ONE,
        ),
        number_vector(
            "REL_DOME_POSITION",
            "Relative Position",
            MAIN,
            number("DOME_RELATIVE_POSITION", "Degrees", 0, "%6.2f", -180, 180, 10),
            state=State.OK,
        ),
        number_vector(
            "ABS_DOME_POSITION",
            "Absolute Position",
            MAIN,
            number("DOME_ABSOLUTE_POSITION", "Degrees", 180, "%6.2f", 0, 360, 1),
            state=State.OK,
        ),
        button("DOME_ABORT_MOTION", "Abort Motion", MAIN, "ABORT", "Abort"),
        switch_vector(
            "DOME_PARK",
            "Parking",
            MAIN,
            switch("PARK", "Park(ed)"),
            switch("UNPARK", "UnPark(ed)", on=True),
            state=State.OK,
        ),
        number_vector(
            "DOME_PARK_POSITION",
            "Park Position",
            "Site Management",
            number("PARK_AZ", "AZ D:M:S", 90, "%10.6m", 0, 360),
        ),
        switch_vector(
            "DOME_SHUTTER_PARK_POLICY",
            "Shutter",
            "Options",
            switch("SHUTTER_CLOSE_ON_PARK", "Close On Park", on=True),
            switch("SHUTTER_OPEN_ON_UNPARK", "Open On UnPark"),
            rule=Rule.ANY_OF_MANY,
        ),
        switch_vector(
            "DOME_AUTOSYNC",
            "Slaving",
            "Slaving",
            switch("DOME_AUTOSYNC_ENABLE", "Enable"),
            switch("DOME_AUTOSYNC_DISABLE", "Disable", on=True),
        ),
        number_vector(
            "DOME_PARAMS",
            "Params",
            "Slaving",
            number("AUTOSYNC_THRESHOLD", "Autosync threshold (deg)", 0.5, "%6.2f", 0, 360, 1),
        ),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            "ABS_DOME_POSITION": self.turn_to,
            "REL_DOME_POSITION": self.turn_by,
            "DOME_MOTION": self.turn_continuously,
            "DOME_SHUTTER": self.move_shutter,
            "DOME_PARK": self.park,
            "DOME_ABORT_MOTION": self.abort,
        }

    def on_connected(self) -> None:
        """Report that the dome stands still."""
        self._report_stopped(State.OK)

    @property
    def azimuth(self) -> float:
        """The azimuth of the slit, in degrees from north through east."""
        return self.number("ABS_DOME_POSITION", "DOME_ABSOLUTE_POSITION")

    def turn_to(self, request: Request) -> None:
        """Turn to an azimuth."""
        self._require_unparked()
        goal = request.numbers["DOME_ABSOLUTE_POSITION"]
        self.send_message(f"[INFO] Dome is moving to azimuth {goal:.2f} degrees.")
        self._start_turning(goal)

    def turn_by(self, request: Request) -> None:
        """Turn by a number of degrees."""
        self._require_unparked()
        self._start_turning((self.azimuth + request.numbers["DOME_RELATIVE_POSITION"]) % 360)
        self.update(request.name, request.numbers, State.BUSY)

    def turn_continuously(self, request: Request) -> None:
        """Turn until told to stop."""
        self._require_unparked()
        self.stop_activity("turning")
        if not request.selected:
            self._report_stopped(State.OK)
            return
        self.update("DOME_MOTION", request.switches, State.BUSY)
        self.update("ABS_DOME_POSITION", state=State.BUSY)
        self.start_activity("turning", self._turn_continuously(90 if request.selected == "DOME_CW" else -90))

    def move_shutter(self, request: Request) -> None:
        """Open or close the shutter."""
        self._require_unparked()
        self._start_shutter(request.selected or self.selected("DOME_SHUTTER"))

    def park(self, request: Request) -> None:
        """Park or unpark."""
        if request.selected == self.selected("DOME_PARK") and self.state("DOME_PARK") is not State.BUSY:
            self.update("DOME_PARK", state=State.OK)
        elif request.selected == "PARK":
            self.send_message("[INFO] Dome is parking...")
            self.update("DOME_PARK", request.switches, State.BUSY)
            if self.is_on("DOME_SHUTTER_PARK_POLICY", "SHUTTER_CLOSE_ON_PARK"):
                self._start_shutter("SHUTTER_CLOSE")
            self._start_turning(self.number("DOME_PARK_POSITION", "PARK_AZ"))
        else:
            self.stop_activity("turning")
            self._report_stopped(State.OK)
            self.update("DOME_PARK", request.switches, State.OK)
            self.send_message("[INFO] Dome is unparked.")
            if self.is_on("DOME_SHUTTER_PARK_POLICY", "SHUTTER_OPEN_ON_UNPARK"):
                self._start_shutter("SHUTTER_OPEN")

    def abort(self, request: Request) -> None:
        """Stop the dome and its shutter."""
        if self.stop_activity("turning"):
            self._report_stopped(State.IDLE)
        if self.stop_activity("shutter"):
            self.update("DOME_SHUTTER", {"SHUTTER_OPEN": False, "SHUTTER_CLOSE": False}, State.ALERT)
        if self.state("DOME_PARK") is State.BUSY:
            self.update("DOME_PARK", {"PARK": False, "UNPARK": True}, State.ALERT)
        self.send_message("[WARNING] Dome is stopped.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def _require_unparked(self) -> None:
        if self.is_on("DOME_PARK", "PARK"):
            raise Rejected("Please unpark the dome first.")

    def _start_turning(self, goal: float) -> None:
        self.update("ABS_DOME_POSITION", state=State.BUSY)
        self.start_activity("turning", self._turn(goal))

    async def _turn(self, goal: float) -> None:
        while self.azimuth != goal:
            await self.clock.sleep(TICK)
            self._turn_towards(goal)
        self._report_stopped(State.OK)
        self.send_message(f"[INFO] Dome is at azimuth {goal:.2f} degrees.")
        self._end_parking()

    async def _turn_continuously(self, ahead: float) -> None:
        while True:
            await self.clock.sleep(TICK)
            self._turn_towards((self.azimuth + ahead) % 360)

    def _turn_towards(self, goal: float) -> None:
        azimuth = step_towards_on_circle(self.azimuth, goal, DEGREES_A_SECOND * TICK, 360)
        self.update("ABS_DOME_POSITION", {"DOME_ABSOLUTE_POSITION": azimuth}, State.BUSY)

    def _report_stopped(self, state: State) -> None:
        """Report that the dome has stopped turning."""
        self.update("ABS_DOME_POSITION", state=state)
        self.update("REL_DOME_POSITION", state=state)
        self.update("DOME_MOTION", {"DOME_CW": False, "DOME_CCW": False}, state)

    def _start_shutter(self, goal: str) -> None:
        if goal == self.selected("DOME_SHUTTER") and self.state("DOME_SHUTTER") is State.OK:
            self.update("DOME_SHUTTER", state=State.OK)
        elif goal:
            self.update("DOME_SHUTTER", {"SHUTTER_OPEN": False, "SHUTTER_CLOSE": False} | {goal: True}, State.BUSY)
            self.start_activity("shutter", self._move_shutter("open" if goal == "SHUTTER_OPEN" else "closed"))

    async def _move_shutter(self, word: str) -> None:
        await self.clock.sleep(SHUTTER_SECONDS)
        self.update("DOME_SHUTTER", state=State.OK)
        self.send_message(f"[INFO] Shutter is {word}.")
        self._end_parking()

    def _end_parking(self) -> None:
        """Report that the dome is parked, once neither it nor its shutter moves."""
        moving = State.BUSY in (self.state("ABS_DOME_POSITION"), self.state("DOME_SHUTTER"))
        if self.state("DOME_PARK") is State.BUSY and not moving:
            self.update("DOME_PARK", state=State.OK)
            self.send_message("[INFO] Dome is parked.")
