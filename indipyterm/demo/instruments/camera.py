"""A cooled camera of 640 by 480 pixels that sends FITS images."""

from __future__ import annotations

import zlib
from datetime import datetime
from itertools import cycle

from indipyterm.demo.fits import card, image_file
from indipyterm.demo.instrument import Handler, Instrument
from indipyterm.demo.instruments import camera_properties as properties
from indipyterm.demo.motion import approach
from indipyterm.demo.request import Rejected, Request
from indipyterm.demo.starfield import SENSOR_HEIGHT, SENSOR_WIDTH, Picture, take
from indipyterm.protocol.messages import State

FRAME = ("X", "Y", "WIDTH", "HEIGHT")

AMBIENT = 12.0
"""Degrees Celsius of the air, to which the sensor goes back when the cooler is off."""

COOLING_PERIOD = 1.0
COOLING_STEP = 0.5
"""Seconds between two readings of the temperature, and degrees that it changes by in one."""

WOBBLE = (0.0, 0.01, 0.02, 0.01, 0.0, -0.01, -0.03, -0.02)
"""How readings differ from the temperature, over and over."""

FULL_POWER = 45.0
"""Degrees below the air that the cooler holds at 100 %."""


class Camera(Instrument):
    """CCD_EXPOSURE counts the seconds down, Busy, and is Ok when the image is sent."""

    device = "CCD"
    always = properties.ALWAYS
    when_connected = properties.WHEN_CONNECTED

    def __init__(self, device: str | None = None) -> None:
        """Make the camera, cold."""
        super().__init__(device)
        self._temperature = self._target = self.number("CCD_TEMPERATURE", "CCD_TEMPERATURE_VALUE")
        self._taken = 0

    def handlers(self) -> dict[str, Handler]:
        """Return what to do about the properties that need more than a new value."""
        return {
            "CCD_EXPOSURE": self.expose,
            "CCD_ABORT_EXPOSURE": self.abort,
            "CCD_TEMPERATURE": self.cool,
            "CCD_COOLER": self.switch_cooler,
            "CCD_FRAME": self.set_frame,
            "CCD_FRAME_RESET": self.reset_frame,
        }

    def go_live(self) -> None:
        """Begin to watch the temperature."""
        self.begin("cooling", self._regulate())

    def expose(self, request: Request) -> None:
        """Start an exposure of so many seconds."""
        if self.state("CCD1") is State.BUSY:
            raise Rejected("An exposure is going on: abort it first.")
        seconds = request.numbers["CCD_EXPOSURE_VALUE"]
        self.say(f"[INFO] Taking a {seconds:g} seconds frame...")
        self.update("CCD_EXPOSURE", request.numbers, State.BUSY)
        self.update("CCD1", state=State.BUSY)
        self.begin("exposure", self._expose(seconds))

    def abort(self, request: Request) -> None:
        """End an exposure without an image."""
        if self.cease("exposure"):
            self.update("CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0}, State.IDLE)
            self.update("CCD1", state=State.IDLE)
            self.say("[WARNING] Exposure aborted.")
        self.update(request.name, {"ABORT": False}, State.OK)

    def cool(self, request: Request) -> None:
        """Set the temperature to reach, and the cooler on."""
        target = request.numbers["CCD_TEMPERATURE_VALUE"]
        if not AMBIENT - FULL_POWER <= target <= AMBIENT:
            raise Rejected(f"The cooler reaches from {AMBIENT - FULL_POWER:g} to {AMBIENT:g} C.")
        self._target = target
        self.update("CCD_COOLER", {"COOLER_ON": True, "COOLER_OFF": False}, State.OK)
        self.update("CCD_TEMPERATURE", state=State.BUSY)
        self.say(f"[INFO] Cooling to {self._target:g} C.")

    def switch_cooler(self, request: Request) -> None:
        """Switch the cooler on or off; off, the sensor warms to the air's temperature."""
        self.accept(request)
        self.update("CCD_TEMPERATURE", state=State.BUSY)

    def set_frame(self, request: Request) -> None:
        """Take a part of the sensor."""
        frame = {name: request.numbers.get(name, self.number("CCD_FRAME", name)) for name in FRAME}
        if frame["X"] + frame["WIDTH"] > SENSOR_WIDTH or frame["Y"] + frame["HEIGHT"] > SENSOR_HEIGHT:
            raise Rejected(f"The frame goes beyond the sensor of {SENSOR_WIDTH} x {SENSOR_HEIGHT} pixels.")
        self.accept(request)

    def reset_frame(self, request: Request) -> None:
        """Take the whole sensor."""
        whole = 0, 0, SENSOR_WIDTH, SENSOR_HEIGHT
        self.update("CCD_FRAME", dict(zip(FRAME, whole, strict=True)), State.OK)
        self.update(request.name, {"RESET": False}, State.OK)

    async def _regulate(self) -> None:
        for wobble in cycle(WOBBLE):
            await self.clock.sleep(COOLING_PERIOD)
            cooled = self.is_on("CCD_COOLER", "COOLER_ON")
            goal = self._target if cooled else AMBIENT
            self._temperature = approach(self._temperature, goal, COOLING_STEP)
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
        picture = self._picture(seconds)
        cards = self._cards(picture, began)
        packed = self.is_on("CCD_COMPRESSION", "INDI_ENABLED")

        def develop() -> tuple[int, bytes]:
            data = image_file(*picture.size, take(picture), cards)
            return len(data), zlib.compress(data, 1) if packed else data

        self.say("[INFO] Exposure done, downloading image...")
        size, data = await self.clock.work(develop)
        self.update_blob("CCD1", "CCD1", data, ".fits.z" if packed else ".fits", size)
        self.update("CCD_EXPOSURE", state=State.OK)
        self.say("[INFO] Download complete.")

    def _picture(self, seconds: float) -> Picture:
        left, top, width, height = (int(self.number("CCD_FRAME", name)) for name in FRAME)
        across, down = (int(self.number("CCD_BINNING", name)) for name in ("HOR_BIN", "VER_BIN"))
        kind = self.chosen("CCD_FRAME_TYPE").removeprefix("FRAME_").capitalize()
        gain = self.number("CCD_GAIN", "GAIN") / 90
        return Picture(kind, seconds, self._taken, left, top, width, height, across, down, gain)

    def _cards(self, picture: Picture, began: datetime) -> list[bytes]:
        """Return what the FITS header says beyond the image's shape."""
        return [
            card("INSTRUME", self.device, "camera"),
            card("DATE-OBS", began.replace(tzinfo=None).isoformat(timespec="milliseconds"), "start, UTC"),
            card("TIMESYS", "UTC"),
            card("EXPTIME", picture.seconds, "[s] exposure"),
            card("IMAGETYP", f"{picture.kind} Frame"),
            card("CCD-TEMP", self._temperature, "[C] sensor"),
            card("GAIN", self.number("CCD_GAIN", "GAIN")),
            card("XBINNING", picture.across),
            card("YBINNING", picture.down),
            card("XPIXSZ", self.number("CCD_INFO", "CCD_PIXEL_SIZE_X") * picture.across, "[um] binned"),
            card("YPIXSZ", self.number("CCD_INFO", "CCD_PIXEL_SIZE_Y") * picture.down, "[um] binned"),
            card("OBSERVER", self.text("FITS_HEADER", "FITS_OBSERVER")),
            card("OBJECT", self.text("FITS_HEADER", "FITS_OBJECT")),
        ]
