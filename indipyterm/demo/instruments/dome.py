"""A dome that turns ten degrees in a second, with a shutter that takes six seconds to open or close."""

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
    text,
    texts,
)
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.motion import approach_round
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import Rule, State

MAIN = "Main Control"

DEGREES_A_SECOND = 10.0
TICK = 0.25
"""Seconds between two reports of the azimuth while it turns."""

SHUTTER_SECONDS = 6.0


class Dome(Instrument):
    """Parking turns it to the park position and closes the shutter; parked, it refuses to move."""

    device = "Dome"
    always = (
        CONNECTION,
        driver_info("Dome Demo", "indipyterm", 32),
        DEBUG,
        POLLING,
        CONFIG,
        texts("ACTIVE_DEVICES", "Snoop devices", "Options", text("ACTIVE_TELESCOPE", "Telescope", "Telescope")),
    )
    when_connected = (
        switches(
            "DOME_SHUTTER",
            "Shutter",
            MAIN,
            switch("SHUTTER_OPEN", "Open"),
            switch("SHUTTER_CLOSE", "Close", on=True),
            rule=Rule.AT_MOST_ONE,
            state=State.OK,
        ),
        switches(
            "DOME_MOTION",
            "Motion",
            MAIN,
            switch("DOME_CW", "Dome CW"),
            switch("DOME_CCW", "Dome CCW"),
            rule=Rule.AT_MOST_ONE,
        ),
        numbers(
            "REL_DOME_POSITION",
            "Relative Position",
            MAIN,
            number("DOME_RELATIVE_POSITION", "Degrees", 0, "%6.2f", -180, 180, 10),
            state=State.OK,
        ),
        numbers(
            "ABS_DOME_POSITION",
            "Absolute Position",
            MAIN,
            number("DOME_ABSOLUTE_POSITION", "Degrees", 180, "%6.2f", 0, 360, 1),
            state=State.OK,
        ),
        button("DOME_ABORT_MOTION", "Abort Motion", MAIN, "ABORT", "Abort"),
        switches(
            "DOME_PARK",
            "Parking",
            MAIN,
            switch("PARK", "Park(ed)"),
            switch("UNPARK", "UnPark(ed)", on=True),
            state=State.OK,
        ),
        numbers(
            "DOME_PARK_POSITION",
            "Park Position",
            "Site Management",
            number("PARK_AZ", "AZ D:M:S", 90, "%10.6m", 0, 360),
        ),
        switches(
            "DOME_SHUTTER_PARK_POLICY",
            "Shutter",
            "Options",
            switch("SHUTTER_CLOSE_ON_PARK", "Close On Park", on=True),
            switch("SHUTTER_OPEN_ON_UNPARK", "Open On UnPark"),
            rule=Rule.ANY_OF_MANY,
        ),
        switches(
            "DOME_AUTOSYNC",
            "Slaving",
            "Slaving",
            switch("DOME_AUTOSYNC_ENABLE", "Enable"),
            switch("DOME_AUTOSYNC_DISABLE", "Disable", on=True),
        ),
        numbers(
            "DOME_PARAMS",
            "Params",
            "Slaving",
            number("AUTOSYNC_THRESHOLD", "Autosync threshold (deg)", 0.5, "%6.2f", 0, 360, 1),
        ),
    )

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {
            "ABS_DOME_POSITION": self.turn_to,
            "REL_DOME_POSITION": self.turn_by,
            "DOME_MOTION": self.turn_on,
            "DOME_SHUTTER": self.move_shutter,
            "DOME_PARK": self.park,
            "DOME_ABORT_MOTION": self.abort,
        }

    def go_live(self) -> None:
        """Stand."""
        self._stand(State.OK)

    @property
    def azimuth(self) -> float:
        """Where the slit looks, in degrees from north through east."""
        return self.number("ABS_DOME_POSITION", "DOME_ABSOLUTE_POSITION")

    def turn_to(self, request: Request) -> None:
        """Set out for an azimuth."""
        self._must_be_unparked()
        goal = request.numbers["DOME_ABSOLUTE_POSITION"]
        self.say(f"[INFO] Dome is moving to azimuth {goal:.2f} degrees.")
        self._set_out(goal)

    def turn_by(self, request: Request) -> None:
        """Set out for an azimuth so many degrees from here."""
        self._must_be_unparked()
        self._set_out((self.azimuth + request.numbers["DOME_RELATIVE_POSITION"]) % 360)
        self.update(request.name, request.numbers, State.BUSY)

    def turn_on(self, request: Request) -> None:
        """Turn until it is told to stop."""
        self._must_be_unparked()
        self.cease("turning")
        if not request.chosen:
            self._stand(State.OK)
            return
        self.update("DOME_MOTION", request.switches, State.BUSY)
        self.update("ABS_DOME_POSITION", state=State.BUSY)
        self.begin("turning", self._turn_on(90 if request.chosen == "DOME_CW" else -90))

    def move_shutter(self, request: Request) -> None:
        """Open or close the shutter."""
        self._must_be_unparked()
        self._start_shutter(request.chosen or self.chosen("DOME_SHUTTER"))

    def park(self, request: Request) -> None:
        """Park at the park position, or leave it."""
        if request.chosen == self.chosen("DOME_PARK") and self.state("DOME_PARK") is not State.BUSY:
            self.update("DOME_PARK", state=State.OK)
        elif request.chosen == "PARK":
            self.say("[INFO] Dome is parking...")
            self.update("DOME_PARK", request.switches, State.BUSY)
            if self.is_on("DOME_SHUTTER_PARK_POLICY", "SHUTTER_CLOSE_ON_PARK"):
                self._start_shutter("SHUTTER_CLOSE")
            self._set_out(self.number("DOME_PARK_POSITION", "PARK_AZ"))
        else:
            self.cease("turning")
            self._stand(State.OK)
            self.update("DOME_PARK", request.switches, State.OK)
            self.say("[INFO] Dome is unparked.")
            if self.is_on("DOME_SHUTTER_PARK_POLICY", "SHUTTER_OPEN_ON_UNPARK"):
                self._start_shutter("SHUTTER_OPEN")

    def abort(self, request: Request) -> None:
        """Stop the dome and its shutter where they are."""
        if self.cease("turning"):
            self._stand(State.IDLE)
        if self.cease("shutter"):
            self.update("DOME_SHUTTER", {"SHUTTER_OPEN": False, "SHUTTER_CLOSE": False}, State.ALERT)
        if self.state("DOME_PARK") is State.BUSY:
            self.update("DOME_PARK", {"PARK": False, "UNPARK": True}, State.ALERT)
        self.say("[WARNING] Dome is stopped.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def _must_be_unparked(self) -> None:
        if self.is_on("DOME_PARK", "PARK"):
            raise Rejected("Please unpark the dome first.")

    def _set_out(self, goal: float) -> None:
        self.update("ABS_DOME_POSITION", state=State.BUSY)
        self.begin("turning", self._turn(goal))

    async def _turn(self, goal: float) -> None:
        while self.azimuth != goal:
            await self.clock.sleep(TICK)
            self._turn_towards(goal)
        self._stand(State.OK)
        self.say(f"[INFO] Dome is at azimuth {goal:.2f} degrees.")
        self._end_parking()

    async def _turn_on(self, ahead: float) -> None:
        while True:
            await self.clock.sleep(TICK)
            self._turn_towards((self.azimuth + ahead) % 360)

    def _turn_towards(self, goal: float) -> None:
        azimuth = approach_round(self.azimuth, goal, DEGREES_A_SECOND * TICK, 360)
        self.update("ABS_DOME_POSITION", {"DOME_ABSOLUTE_POSITION": azimuth}, State.BUSY)

    def _stand(self, state: State) -> None:
        """Say that the dome has stopped turning."""
        self.update("ABS_DOME_POSITION", state=state)
        self.update("REL_DOME_POSITION", state=state)
        self.update("DOME_MOTION", {"DOME_CW": False, "DOME_CCW": False}, state)

    def _start_shutter(self, goal: str) -> None:
        if goal == self.chosen("DOME_SHUTTER") and self.state("DOME_SHUTTER") is State.OK:
            self.update("DOME_SHUTTER", state=State.OK)
        elif goal:
            self.update("DOME_SHUTTER", {"SHUTTER_OPEN": False, "SHUTTER_CLOSE": False} | {goal: True}, State.BUSY)
            self.begin("shutter", self._move_shutter("open" if goal == "SHUTTER_OPEN" else "closed"))

    async def _move_shutter(self, word: str) -> None:
        await self.clock.sleep(SHUTTER_SECONDS)
        self.update("DOME_SHUTTER", state=State.OK)
        self.say(f"[INFO] Shutter is {word}.")
        self._end_parking()

    def _end_parking(self) -> None:
        """Say that the dome is parked once it stands and its shutter too."""
        moving = State.BUSY in (self.state("ABS_DOME_POSITION"), self.state("DOME_SHUTTER"))
        if self.state("DOME_PARK") is State.BUSY and not moving:
            self.update("DOME_PARK", state=State.OK)
            self.say("[INFO] Dome is parked.")
