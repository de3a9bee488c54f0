"""A cooled camera of 640 by 480 pixels that sends FITS images."""

from __future__ import annotations

import zlib
from datetime import datetime
from itertools import cycle

from indipyterm.demo.fits import card, image_file
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.instruments import camera_properties as properties
from indipyterm.demo.motion_math import step_towards
from indipyterm.demo.request import Rejected, Request
from indipyterm.demo.starfield import SENSOR_HEIGHT, SENSOR_WIDTH, Exposure, render
from indipyterm.protocol.messages import State

FRAME = ("X", "Y", "WIDTH", "HEIGHT")

AMBIENT = 12.0
"""The air temperature in degrees Celsius, which the sensor returns to while the cooler is off."""

COOLING_PERIOD = 1.0
COOLING_STEP = 0.5
"""Seconds between two readings of the temperature, and degrees by which it changes in between."""

WOBBLE = (0.0, 0.01, 0.02, 0.01, 0.0, -0.01, -0.03, -0.02)
"""The error of successive readings in degrees, repeated."""

FULL_POWER = 45.0
"""Degrees below the air temperature that the cooler reaches at 100 %."""


class Camera(Instrument):
    """CCD_EXPOSURE is Busy and counts down the seconds; it is Ok once the image is sent."""

    device = "CCD"
    always_defined = properties.ALWAYS_DEFINED
    defined_when_connected = properties.DEFINED_WHEN_CONNECTED

    def __init__(self, device: str | None = None) -> None:
        """Make the camera, already cooled."""
        super().__init__(device)
        self._temperature = self._target = self.number("CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE")
        self._taken = 0

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers of properties that do more than take new values."""
        return {
            "CCD_EXPOSURE": self.expose,
            "CCD_ABORT_EXPOSURE": self.abort,
            "CCD_TEMPERATURE": self.cool,
            "CCD_COOLER": self.switch_cooler,
            "CCD_FRAME": self.set_frame,
            "CCD_FRAME_RESET": self.reset_frame,
        }

    def on_connected(self) -> None:
        """Start to regulate the temperature."""
        self.start_activity("cooling", self._regulate())

    def expose(self, request: Request) -> None:
        """Start an exposure; its length is in seconds."""
        if self.state("CCD1") is State.BUSY:
            raise Rejected("An exposure is going on: abort it first.")
        seconds = request.numbers["CCD_EXPOSURE_VALUE"]
        self.send_message(f"[INFO] Taking a {seconds:g} seconds frame...")
        self.update("CCD_EXPOSURE", request.numbers, State.BUSY)
        self.update("CCD1", state=State.BUSY)
        self.start_activity("exposure", self._expose(seconds))

    def abort(self, request: Request) -> None:
        """Stop an exposure without an image."""
        if self.stop_activity("exposure"):
            self.update("CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0}, State.IDLE)
            self.update("CCD1", state=State.IDLE)
            self.send_message("[WARNING] Exposure aborted.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def cool(self, request: Request) -> None:
        """Set the target temperature, and switch the cooler on."""
        target = request.numbers["CCD_TEMPERATURE_VALUE"]
        if not AMBIENT - FULL_POWER <= target <= AMBIENT:
            raise Rejected(f"The cooler reaches from {AMBIENT - FULL_POWER:g} to {AMBIENT:g} C.")
        self._target = target
        self.update("CCD_COOLER", {"COOLER_ON": True, "COOLER_OFF": False}, State.OK)
        self.update("CCD_TEMPERATURE", state=State.BUSY)
        self.send_message(f"[INFO] Cooling to {self._target:g} C.")

    def switch_cooler(self, request: Request) -> None:
        """Switch the cooler on or off; without it the sensor warms to the air temperature."""
        self.accept(request)
        self.update("CCD_TEMPERATURE", state=State.BUSY)

    def set_frame(self, request: Request) -> None:
        """Select a part of the sensor."""
        frame = {name: request.numbers.get(name, self.number("CCD_FRAME", name)) for name in FRAME}
        if frame["X"] + frame["WIDTH"] > SENSOR_WIDTH or frame["Y"] + frame["HEIGHT"] > SENSOR_HEIGHT:
            raise Rejected(f"The frame goes beyond the sensor of {SENSOR_WIDTH} x {SENSOR_HEIGHT} pixels.")
        self.accept(request)

    def reset_frame(self, request: Request) -> None:
        """Select the whole sensor."""
        whole = 0, 0, SENSOR_WIDTH, SENSOR_HEIGHT
        self.update("CCD_FRAME", dict(zip(FRAME, whole, strict=True)), State.OK)
        self.update(request.name, {"RESET": False}, State.OK)

    async def _regulate(self) -> None:
        for wobble in cycle(WOBBLE):
            await self.clock.sleep(COOLING_PERIOD)
            cooled = self.is_on("CCD_COOLER", "COOLER_ON")
            goal = self._target if cooled else AMBIENT
            self._temperature = step_towards(self._temperature, goal, COOLING_STEP)
            state = State.OK if self._temperature == goal else State.BUSY
            reading = round(self._temperature + wobble, 2)
            self.update("CCD_TEMPERATURE", {"CCD_TEMPERATURE_VALUE": reading}, state)
            power = round((AMBIENT - self._temperature) / FULL_POWER * 100) if cooled else 0
            if power != self.number("CCD_COOLER_POWER", "CCD_COOLER_VALUE"):
                self.update("CCD_COOLER_POWER", {"CCD_COOLER_VALUE": power})

    async def _expose(self, seconds: float) -> None:
        began = self.clock.now()
        left = seconds
        while left > 0:
            step = min(1.0, left)
            await self.clock.sleep(step)
            left = round(left - step, 6)
            self.update("CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": left}, State.BUSY)
        self._taken += 1
        exposure = self._exposure_settings(seconds)
        cards = self._cards(exposure, began)
        packed = self.is_on("CCD_COMPRESSION", "INDI_ENABLED")

        def develop() -> tuple[int, bytes]:
            data = image_file(*exposure.size, render(exposure), cards)
            return len(data), zlib.compress(data, 1) if packed else data

        self.send_message("[INFO] Exposure done, downloading image...")
        size, data = await self.clock.run_in_thread(develop)
        self.update_blob("CCD1", "CCD1", data, ".fits.z" if packed else ".fits", size)
        self.update("CCD_EXPOSURE", state=State.OK)
        self.send_message("[INFO] Download complete.")

    def _exposure_settings(self, seconds: float) -> Exposure:
        left, top, width, height = (int(self.number("CCD_FRAME", name)) for name in FRAME)
        across, down = (int(self.number("CCD_BINNING", name)) for name in ("HOR_BIN", "VER_BIN"))
        kind = self.selected("CCD_FRAME_TYPE").removeprefix("FRAME_").capitalize()
        gain = self.number("CCD_GAIN", "GAIN") / 90
        return Exposure(kind, seconds, self._taken, left, top, width, height, across, down, gain)

    def _cards(self, exposure: Exposure, began: datetime) -> list[bytes]:
        """Return the FITS header cards that are not about the image's format."""
        return [
            card("INSTRUME", self.device, "camera"),
            card("DATE-OBS", began.replace(tzinfo=None).isoformat(timespec="milliseconds"), "start, UTC"),
            card("TIMESYS", "UTC"),
            card("EXPTIME", exposure.seconds, "[s] exposure"),
            card("IMAGETYP", f"{exposure.kind} Frame"),
            card("CCD-TEMP", self._temperature, "[C] sensor"),
            card("GAIN", self.number("CCD_GAIN", "GAIN")),
            card("XBINNING", exposure.across),
            card("YBINNING", exposure.down),
            card("XPIXSZ", self.number("CCD_INFO", "CCD_PIXEL_SIZE_X") * exposure.across, "[um] binned"),
            card("YPIXSZ", self.number("CCD_INFO", "CCD_PIXEL_SIZE_Y") * exposure.down, "[um] binned"),
            card("OBSERVER", self.text("FITS_HEADER", "FITS_OBSERVER")),
            card("OBJECT", self.text("FITS_HEADER", "FITS_OBJECT")),
        ]
