"""An equatorial mount at 28 degrees north that slews four degrees per second."""

from __future__ import annotations

from datetime import datetime

from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.instruments import mount_properties as properties
from indipyterm.demo.motion_math import SIDEREAL_RATE, local_sidereal_time, step_towards, step_towards_on_circle
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import format_number

COORD = "EQUATORIAL_EOD_COORD"
PARK = "TELESCOPE_PARK"
MANUAL_MOTION = {
    "TELESCOPE_MOTION_NS": ("MOTION_NORTH", "MOTION_SOUTH"),
    "TELESCOPE_MOTION_WE": ("MOTION_WEST", "MOTION_EAST"),
}
TIMED_GUIDE = "TELESCOPE_TIMED_GUIDE_NS", "TELESCOPE_TIMED_GUIDE_WE"

SLEW_RATE = 4.0
"""Degrees per second, in each axis."""

MANUAL_RATES = {"1x": 15 / 3600, "2x": 0.05, "3x": 0.5, "4x": SLEW_RATE}
"""Degrees per second of manual motion, for each choice of TELESCOPE_SLEW_RATE."""

TRACK_RATES = {"TRACK_SIDEREAL": 15.041067, "TRACK_SOLAR": 15.0, "TRACK_LUNAR": 14.511415}
"""Arc seconds per second in right ascension, for each choice of TELESCOPE_TRACK_MODE."""

TICK = 0.25
"""Seconds between two reports of the coordinates while it moves."""

DRIFT_PERIOD = 1.0
"""Seconds between two reports while it stands still and the sky passes."""


class Mount(Instrument):
    """Coordinates are of date. It refuses to move while parked, and to declinations that never rise."""

    device = "Telescope"
    always_defined = properties.ALWAYS_DEFINED
    defined_when_connected = properties.DEFINED_WHEN_CONNECTED

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            COORD: self.goto,
            "TELESCOPE_ABORT_MOTION": self.abort,
            "TELESCOPE_TRACK_STATE": self.track,
            "TELESCOPE_TRACK_MODE": self.choose_track_mode,
            **dict.fromkeys(MANUAL_MOTION, self.move_manually),
            **dict.fromkeys(TIMED_GUIDE, self.guide),
            PARK: self.park,
            "TELESCOPE_PARK_OPTION": self.set_park_position,
            "TIME_UTC": self.set_time,
        }

    def on_connected(self) -> None:
        """Set the time, resume tracking if it was on, and start to drift while not tracking."""
        self.update("TIME_UTC", {"UTC": f"{self._timestamp():%Y-%m-%dT%H:%M:%S}", "OFFSET": "0.00"}, State.OK)
        self._report_pier_side()
        self._set_tracking(self.is_on("TELESCOPE_TRACK_STATE", "TRACK_ON"))
        for axis, directions in MANUAL_MOTION.items():
            self.update(axis, dict.fromkeys(directions, False), State.IDLE)
        self.start_activity("drift", self._drift())

    @property
    def ra(self) -> float:
        """Right ascension in hours."""
        return self.number(COORD, "RA")

    @property
    def dec(self) -> float:
        """Declination in degrees."""
        return self.number(COORD, "DEC")

    @property
    def sidereal_time(self) -> float:
        """Local sidereal time in hours."""
        return local_sidereal_time(self.clock.now(), self.number("GEOGRAPHIC_COORD", "LONG"))

    def goto(self, request: Request) -> None:
        """Slew to coordinates, or sync to them, as ON_COORD_SET says."""
        if set(request.numbers) != {"RA", "DEC"}:
            raise Rejected("RA and DEC are needed, both.")
        self._require_unparked()
        ra, dec = request.numbers["RA"] % 24, request.numbers["DEC"]
        latitude = self.number("GEOGRAPHIC_COORD", "LAT")
        if abs(dec - latitude) > 90:
            raise Rejected(f"DEC {_degrees(dec)} never rises at latitude {_degrees(latitude)}.")
        if self.is_on("ON_COORD_SET", "SYNC"):
            if self.state(COORD) is State.BUSY:
                raise Rejected("Cannot sync while the mount moves.")
            self.update(COORD, {"RA": ra, "DEC": dec}, State.OK)
            self.send_message(f"[INFO] Synced to RA: {_hours(ra)} - DEC: {_degrees(dec)}")
        else:
            self.send_message(f"[INFO] Slewing to RA: {_hours(ra)} - DEC: {_degrees(dec)}")
            self._start_slew(ra, dec, track=self.is_on("ON_COORD_SET", "TRACK"))

    def abort(self, request: Request) -> None:
        """Stop all motion, except tracking."""
        self.stop_activity("slew", *MANUAL_MOTION)
        for name in TIMED_GUIDE:
            if self.stop_activity(name):
                self.update(name, state=State.IDLE)
        self.update(COORD, state=State.IDLE)
        self._report_manual_motion_stopped()
        if self.state(PARK) is State.BUSY:
            self.update(PARK, {"PARK": False, "UNPARK": True}, State.ALERT)
        self.update(request.name, {"ABORT": False}, State.OK)
        self.send_message("[WARNING] Motion aborted.")

    def track(self, request: Request) -> None:
        """Start or stop tracking."""
        self._require_unparked()
        self._set_tracking(request.selected == "TRACK_ON")

    def choose_track_mode(self, request: Request) -> None:
        """Set the track mode: sidereal, solar, lunar, or at custom rates."""
        self.accept(request)
        if rate := TRACK_RATES.get(request.selected):
            self.update("TELESCOPE_TRACK_RATE", {"TRACK_RATE_RA": rate, "TRACK_RATE_DE": 0}, State.OK)

    def move_manually(self, request: Request) -> None:
        """Move one axis while a direction is On."""
        self._require_unparked()
        if self.state(COORD) is State.BUSY and self.stop_activity("slew"):
            self.send_message("[WARNING] Slew ended by motion by hand.")
        self.stop_activity(request.name)
        if request.selected:
            self.update(request.name, request.switches, State.BUSY)
            self.start_activity(request.name, self._move_manually(request.selected))
        else:
            self.update(request.name, request.switches, State.IDLE)
            self.update(COORD, state=State.OK)

    def guide(self, request: Request) -> None:
        """Move one axis for a number of milliseconds at the guiding rate."""
        self._require_unparked()
        pulses = [(member, time) for member, time in request.numbers.items() if time > 0]
        if len(pulses) != 1 or self.state(COORD) is State.BUSY:
            raise Rejected("One direction at a time can be guided, while the mount follows the sky.")
        self.update(request.name, request.numbers, State.BUSY)
        self.start_activity(request.name, self._guide(request.name, *pulses[0]))

    def park(self, request: Request) -> None:
        """Park or unpark."""
        if request.selected == self.selected(PARK):
            self.update(PARK)
            self.send_message(f"[INFO] Mount is {'parked' if request.selected == 'PARK' else 'unparked'} already.")
        elif request.selected == "UNPARK":
            self.stop_activity("slew")
            self.update(PARK, request.switches, State.OK)
            self.update(COORD, state=State.OK)
            self._set_tracking(True)
            self.send_message("[INFO] Mount is unparked.")
        else:
            self.send_message("[INFO] Parking telescope in progress...")
            self.update(PARK, request.switches, State.BUSY)
            hour_angle, dec = (self.number("TELESCOPE_PARK_POSITION", name) for name in ("PARK_HA", "PARK_DEC"))
            self._start_slew((self.sidereal_time - hour_angle) % 24, dec, track=False)

    def set_park_position(self, request: Request) -> None:
        """Make the current position, or the pole, the park position."""
        positions = {"PARK_CURRENT": (self._hour_angle(), self.dec), "PARK_DEFAULT": (0.0, 90.0)}
        if position := positions.get(request.selected):
            self.update("TELESCOPE_PARK_POSITION", {"PARK_HA": position[0], "PARK_DEC": position[1]}, State.OK)
        self.update(request.name, dict.fromkeys(request.switches, False), State.OK)

    def set_time(self, request: Request) -> None:
        """Set the time; it must be valid ISO 8601."""
        try:
            datetime.fromisoformat(request.texts.get("UTC", self.text("TIME_UTC", "UTC")))
        except ValueError:
            raise Rejected("The time must be like 2026-11-22T22:43:07.") from None
        self.accept(request)

    def _require_unparked(self) -> None:
        if self.is_on(PARK, "PARK"):
            raise Rejected("Please unpark the mount before moving it.")

    def _start_slew(self, ra: float, dec: float, *, track: bool) -> None:
        self.stop_activity(*MANUAL_MOTION)
        self._report_manual_motion_stopped()
        self.update("TARGET_EOD_COORD", {"RA": ra, "DEC": dec}, State.OK)
        self.update(COORD, state=State.BUSY)
        self.start_activity("slew", self._slew(ra, dec, track))

    async def _slew(self, ra: float, dec: float, track: bool) -> None:
        degrees = SLEW_RATE * TICK
        while (self.ra, self.dec) != (ra, dec):
            await self.clock.sleep(TICK)
            position = step_towards_on_circle(self.ra, ra, degrees / 15, 24), step_towards(self.dec, dec, degrees)
            self.update(COORD, {"RA": position[0], "DEC": position[1]}, State.BUSY)
        self._report_pier_side()
        self._set_tracking(track)
        if self.state(PARK) is State.BUSY:
            self.update(COORD, state=State.IDLE)
            self.update(PARK, state=State.OK)
            self.send_message("[INFO] Mount is parked.")
        else:
            self.update(COORD, state=State.OK)
            self.send_message(f"[INFO] Telescope slew is complete.{' Tracking...' if track else ''}")

    async def _move_manually(self, direction: str) -> None:
        degrees = MANUAL_RATES[self.selected("TELESCOPE_SLEW_RATE")] * TICK
        while True:
            await self.clock.sleep(TICK)
            self._nudge(direction[7], degrees)
            self.update(COORD, state=State.BUSY)

    async def _guide(self, name: str, member: str, milliseconds: float) -> None:
        await self.clock.sleep(milliseconds / 1000)
        rate = self.number("GUIDE_RATE", "GUIDE_RATE_NS" if name.endswith("NS") else "GUIDE_RATE_WE")
        self._nudge(member[-1], rate * TRACK_RATES["TRACK_SIDEREAL"] / 3600 * milliseconds / 1000)
        self.update(name, {member: 0}, State.OK)

    def _nudge(self, direction: str, degrees: float) -> None:
        """Move a number of degrees to N, S, W or E."""
        north, east = {"N": (1, 0), "S": (-1, 0), "W": (0, -1), "E": (0, 1)}[direction]
        dec = max(-90.0, min(90.0, self.dec + north * degrees))
        self.update(COORD, {"RA": (self.ra + east * degrees / 15) % 24, "DEC": dec})

    async def _drift(self) -> None:
        """Let the right ascension increase while the mount stands still."""
        while True:
            before = self.clock.now()
            await self.clock.sleep(DRIFT_PERIOD)
            passed = (self.clock.now() - before).total_seconds() * SIDEREAL_RATE / 3600
            if self.is_on("TELESCOPE_TRACK_STATE", "TRACK_OFF") and self.state(COORD) is not State.BUSY:
                self.update(COORD, {"RA": (self.ra + passed) % 24})

    def _set_tracking(self, on: bool) -> None:
        state = State.BUSY if on else State.IDLE
        self.update("TELESCOPE_TRACK_STATE", {"TRACK_ON": on, "TRACK_OFF": not on}, state)

    def _report_manual_motion_stopped(self) -> None:
        for axis, directions in MANUAL_MOTION.items():
            if self.state(axis) is State.BUSY:
                self.update(axis, dict.fromkeys(directions, False), State.IDLE)

    def _hour_angle(self) -> float:
        return (self.sidereal_time - self.ra + 12) % 24 - 12

    def _report_pier_side(self) -> None:
        east = self._hour_angle() >= 0  # a target past the meridian is seen from the east of the pier
        self.update("TELESCOPE_PIER_SIDE", {"PIER_WEST": not east, "PIER_EAST": east}, State.OK)


def _hours(value: float) -> str:
    return format_number(value, "%10.6m").strip()


def _degrees(value: float) -> str:
    return format_number(value, "%9.6m").strip()
