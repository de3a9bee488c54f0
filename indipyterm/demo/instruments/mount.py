"""An equatorial mount on a mountain at 28 degrees north, which slews four degrees in a second."""

from __future__ import annotations

from datetime import datetime

from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.instruments import mount_properties as properties
from indipyterm.demo.motion import SIDEREAL_RATE, approach, approach_round, sidereal_hours
from indipyterm.demo.request import Rejected, Request
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import format_number

COORD = "EQUATORIAL_EOD_COORD"
PARK = "TELESCOPE_PARK"
HAND = {
    "TELESCOPE_MOTION_NS": ("MOTION_NORTH", "MOTION_SOUTH"),
    "TELESCOPE_MOTION_WE": ("MOTION_WEST", "MOTION_EAST"),
}
GUIDES = "TELESCOPE_TIMED_GUIDE_NS", "TELESCOPE_TIMED_GUIDE_WE"

SLEW_RATE = 4.0
"""Degrees a second, in each axis."""

HAND_RATES = {"1x": 15 / 3600, "2x": 0.05, "3x": 0.5, "4x": SLEW_RATE}
"""Degrees a second of the motion by hand, for each choice of TELESCOPE_SLEW_RATE."""

TRACK_RATES = {"TRACK_SIDEREAL": 15.041067, "TRACK_SOLAR": 15.0, "TRACK_LUNAR": 14.511415}
"""Arc seconds a second in right ascension, for each choice of TELESCOPE_TRACK_MODE."""

TICK = 0.25
"""Seconds between two reports of the coordinates while it moves."""

DRIFT_PERIOD = 1.0
"""Seconds between two reports while it stands and the sky passes."""


class Mount(Instrument):
    """Coordinates are of date. Parked, it refuses to move; below the pole that it can't see, it refuses to look."""

    device = "Telescope"
    always = properties.ALWAYS
    when_connected = properties.WHEN_CONNECTED

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {
            COORD: self.go,
            "TELESCOPE_ABORT_MOTION": self.abort,
            "TELESCOPE_TRACK_STATE": self.track,
            "TELESCOPE_TRACK_MODE": self.choose_track_mode,
            **dict.fromkeys(HAND, self.move_by_hand),
            **dict.fromkeys(GUIDES, self.guide),
            PARK: self.park,
            "TELESCOPE_PARK_OPTION": self.set_park_position,
            "TIME_UTC": self.set_time,
        }

    def go_live(self) -> None:
        """Read the clock, track if it did, and begin to drift when not tracking."""
        self.update("TIME_UTC", {"UTC": f"{self._time():%Y-%m-%dT%H:%M:%S}", "OFFSET": "0.00"}, State.OK)
        self._show_pier_side()
        self._set_tracking(self.is_on("TELESCOPE_TRACK_STATE", "TRACK_ON"))
        for axis, ways in HAND.items():
            self.update(axis, dict.fromkeys(ways, False), State.IDLE)
        self.begin("drift", self._drift())

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
        return sidereal_hours(self.clock.now(), self.number("GEOGRAPHIC_COORD", "LONG"))

    def go(self, request: Request) -> None:
        """Slew to coordinates, or take them for those where it points: as ON_COORD_SET says."""
        if set(request.numbers) != {"RA", "DEC"}:
            raise Rejected("RA and DEC are needed, both.")
        self._must_be_unparked()
        ra, dec = request.numbers["RA"] % 24, request.numbers["DEC"]
        latitude = self.number("GEOGRAPHIC_COORD", "LAT")
        if abs(dec - latitude) > 90:
            raise Rejected(f"DEC {_degrees(dec)} never rises at latitude {_degrees(latitude)}.")
        if self.is_on("ON_COORD_SET", "SYNC"):
            if self.state(COORD) is State.BUSY:
                raise Rejected("Cannot sync while the mount moves.")
            self.update(COORD, {"RA": ra, "DEC": dec}, State.OK)
            self.say(f"[INFO] Synced to RA: {_hours(ra)} - DEC: {_degrees(dec)}")
        else:
            self.say(f"[INFO] Slewing to RA: {_hours(ra)} - DEC: {_degrees(dec)}")
            self._set_out(ra, dec, track=self.is_on("ON_COORD_SET", "TRACK"))

    def abort(self, request: Request) -> None:
        """Stop every motion; tracking goes on if it did."""
        self.cease("slew", *HAND)
        for name in GUIDES:
            if self.cease(name):
                self.update(name, state=State.IDLE)
        self.update(COORD, state=State.IDLE)
        self._release_hand()
        if self.state(PARK) is State.BUSY:
            self.update(PARK, {"PARK": False, "UNPARK": True}, State.ALERT)
        self.update(request.name, {"ABORT": False}, State.OK)
        self.say("[WARNING] Motion aborted.")

    def track(self, request: Request) -> None:
        """Start or stop tracking."""
        self._must_be_unparked()
        self._set_tracking(request.chosen == "TRACK_ON")

    def choose_track_mode(self, request: Request) -> None:
        """Follow the stars, the Sun, the Moon, or at the rates that are set."""
        self.accept(request)
        if rate := TRACK_RATES.get(request.chosen):
            self.update("TELESCOPE_TRACK_RATE", {"TRACK_RATE_RA": rate, "TRACK_RATE_DE": 0}, State.OK)

    def move_by_hand(self, request: Request) -> None:
        """Move one axis for as long as a direction is On."""
        self._must_be_unparked()
        if self.state(COORD) is State.BUSY and self.cease("slew"):
            self.say("[WARNING] Slew ended by motion by hand.")
        self.cease(request.name)
        if request.chosen:
            self.update(request.name, request.switches, State.BUSY)
            self.begin(request.name, self._move_by_hand(request.chosen))
        else:
            self.update(request.name, request.switches, State.IDLE)
            self.update(COORD, state=State.OK)

    def guide(self, request: Request) -> None:
        """Move one axis for so many milliseconds at the guiding rate."""
        self._must_be_unparked()
        pulses = [(member, time) for member, time in request.numbers.items() if time > 0]
        if len(pulses) != 1 or self.state(COORD) is State.BUSY:
            raise Rejected("One direction at a time can be guided, while the mount follows the sky.")
        self.update(request.name, request.numbers, State.BUSY)
        self.begin(request.name, self._guide(request.name, *pulses[0]))

    def park(self, request: Request) -> None:
        """Slew to the park position and stay there, or leave it."""
        if request.chosen == self.chosen(PARK):
            self.update(PARK)
            self.say(f"[INFO] Mount is {'parked' if request.chosen == 'PARK' else 'unparked'} already.")
        elif request.chosen == "UNPARK":
            self.cease("slew")
            self.update(PARK, request.switches, State.OK)
            self.update(COORD, state=State.OK)
            self._set_tracking(True)
            self.say("[INFO] Mount is unparked.")
        else:
            self.say("[INFO] Parking telescope in progress...")
            self.update(PARK, request.switches, State.BUSY)
            hour_angle, dec = (self.number("TELESCOPE_PARK_POSITION", name) for name in ("PARK_HA", "PARK_DEC"))
            self._set_out((self.sidereal_time - hour_angle) % 24, dec, track=False)

    def set_park_position(self, request: Request) -> None:
        """Take the place where it points, or the pole, for the park position."""
        places = {"PARK_CURRENT": (self._hour_angle(), self.dec), "PARK_DEFAULT": (0.0, 90.0)}
        if place := places.get(request.chosen):
            self.update("TELESCOPE_PARK_POSITION", {"PARK_HA": place[0], "PARK_DEC": place[1]}, State.OK)
        self.update(request.name, dict.fromkeys(request.switches, False), State.OK)

    def set_time(self, request: Request) -> None:
        """Take the time in ISO 8601, as long as it is one."""
        try:
            datetime.fromisoformat(request.texts.get("UTC", self.text("TIME_UTC", "UTC")))
        except ValueError:
            raise Rejected("The time must be like 2026-11-22T22:43:07.") from None
        self.accept(request)

    def _must_be_unparked(self) -> None:
        if self.is_on(PARK, "PARK"):
            raise Rejected("Please unpark the mount before moving it.")

    def _set_out(self, ra: float, dec: float, *, track: bool) -> None:
        self.cease(*HAND)
        self._release_hand()
        self.update("TARGET_EOD_COORD", {"RA": ra, "DEC": dec}, State.OK)
        self.update(COORD, state=State.BUSY)
        self.begin("slew", self._slew(ra, dec, track))

    async def _slew(self, ra: float, dec: float, track: bool) -> None:
        degrees = SLEW_RATE * TICK
        while (self.ra, self.dec) != (ra, dec):
            await self.clock.sleep(TICK)
            place = approach_round(self.ra, ra, degrees / 15, 24), approach(self.dec, dec, degrees)
            self.update(COORD, {"RA": place[0], "DEC": place[1]}, State.BUSY)
        self._show_pier_side()
        self._set_tracking(track)
        if self.state(PARK) is State.BUSY:
            self.update(COORD, state=State.IDLE)
            self.update(PARK, state=State.OK)
            self.say("[INFO] Mount is parked.")
        else:
            self.update(COORD, state=State.OK)
            self.say(f"[INFO] Telescope slew is complete.{' Tracking...' if track else ''}")

    async def _move_by_hand(self, direction: str) -> None:
        degrees = HAND_RATES[self.chosen("TELESCOPE_SLEW_RATE")] * TICK
        while True:
            await self.clock.sleep(TICK)
            self._nudge(direction[7], degrees)
            self.update(COORD, state=State.BUSY)

    async def _guide(self, name: str, member: str, milliseconds: float) -> None:
        await self.clock.sleep(milliseconds / 1000)
        rate = self.number("GUIDE_RATE", "GUIDE_RATE_NS" if name.endswith("NS") else "GUIDE_RATE_WE")
        self._nudge(member[-1], rate * TRACK_RATES["TRACK_SIDEREAL"] / 3600 * milliseconds / 1000)
        self.update(name, {member: 0}, State.OK)

    def _nudge(self, way: str, degrees: float) -> None:
        """Move a little to N, S, W or E."""
        north, east = {"N": (1, 0), "S": (-1, 0), "W": (0, -1), "E": (0, 1)}[way]
        dec = max(-90.0, min(90.0, self.dec + north * degrees))
        self.update(COORD, {"RA": (self.ra + east * degrees / 15) % 24, "DEC": dec})

    async def _drift(self) -> None:
        """Let the sky pass while the mount stands still."""
        while True:
            before = self.clock.now()
            await self.clock.sleep(DRIFT_PERIOD)
            passed = (self.clock.now() - before).total_seconds() * SIDEREAL_RATE / 3600
            if self.is_on("TELESCOPE_TRACK_STATE", "TRACK_OFF") and self.state(COORD) is not State.BUSY:
                self.update(COORD, {"RA": (self.ra + passed) % 24})

    def _set_tracking(self, on: bool) -> None:
        state = State.BUSY if on else State.IDLE
        self.update("TELESCOPE_TRACK_STATE", {"TRACK_ON": on, "TRACK_OFF": not on}, state)

    def _release_hand(self) -> None:
        for axis, ways in HAND.items():
            if self.state(axis) is State.BUSY:
                self.update(axis, dict.fromkeys(ways, False), State.IDLE)

    def _hour_angle(self) -> float:
        return (self.sidereal_time - self.ra + 12) % 24 - 12

    def _show_pier_side(self) -> None:
        east = self._hour_angle() >= 0  # a target past the meridian is seen from the east of the pier
        self.update("TELESCOPE_PIER_SIDE", {"PIER_WEST": not east, "PIER_EAST": east}, State.OK)


def _hours(value: float) -> str:
    return format_number(value, "%10.6m").strip()


def _degrees(value: float) -> str:
    return format_number(value, "%9.6m").strip()
