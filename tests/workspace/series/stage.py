"""A camera and a filter wheel that say what a test has them say, byte for byte, and a workspace that is connected."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.series.plan import Filter, Plan
from indipyterm.workspace.series.progress import EndKind, Phase, Progress
from indipyterm.workspace.series.surroundings import Policy
from indipyterm.workspace.submission import Sent
from tests.servers import WireServer
from tests.workspace.waiting import Live, running, until

CAMERA, WHEEL = "Camera", "Wheel"

EXPOSURE = b"""<defNumberVector device="Camera" name="CCD_EXPOSURE" label="Expose" state="Idle" perm="rw" timeout="60">
<defNumber name="CCD_EXPOSURE_VALUE" label="Duration (s)" format="%5.2f" min="0.01" max="3600" step="1">0</defNumber>
</defNumberVector>"""
IMAGE = b"""<defBLOBVector device="Camera" name="CCD1" label="Image" state="Idle" perm="ro" timeout="60">
<defBLOB name="CCD1" label="Image"/></defBLOBVector>"""
_BINNING = """<defNumberVector device="Camera" name="CCD_BINNING" label="Binning" state="Idle" perm="rw" timeout="60">
<defNumber name="HOR_BIN" format="%2.0f" min="1" max="4" step="1">{}</defNumber></defNumberVector>"""
_CONNECTION = """<defSwitchVector device="Camera" name="CONNECTION" state="Ok" perm="rw" rule="OneOfMany" timeout="60">
<defSwitch name="CONNECT">{}</defSwitch><defSwitch name="DISCONNECT">{}</defSwitch></defSwitchVector>"""
_REST = b"""<defSwitchVector device="Camera" name="CCD_ABORT_EXPOSURE" state="Idle" perm="rw" rule="AtMostOne" timeout="60">
<defSwitch name="ABORT">Off</defSwitch></defSwitchVector>
<defSwitchVector device="Camera" name="UPLOAD_MODE" state="Idle" perm="rw" rule="OneOfMany" timeout="60">
<defSwitch name="UPLOAD_CLIENT">On</defSwitch><defSwitch name="UPLOAD_LOCAL">Off</defSwitch></defSwitchVector>
<defNumberVector device="Wheel" name="FILTER_SLOT" label="Slot" state="Ok" perm="rw" timeout="60">
<defNumber name="FILTER_SLOT_VALUE" format="%3.0f" min="1" max="5" step="1">1</defNumber></defNumberVector>
<defTextVector device="Wheel" name="FILTER_NAME" state="Idle" perm="rw" timeout="60">
<defText name="F1">Red</defText><defText name="F2">Green</defText><defText name="F3">Blue</defText></defTextVector>"""


def connection(on: bool = True) -> bytes:
    """Whether the camera is connected to its hardware."""
    return _CONNECTION.format(*(("On", "Off") if on else ("Off", "On"))).encode()


def binning(pixels: int = 1) -> bytes:
    """How the camera bins."""
    return _BINNING.format(pixels).encode()


DEFINITIONS = connection() + EXPOSURE + IMAGE + binning() + _REST


class Stage:
    """The server's side, and the series with this camera."""

    def __init__(self, wire: WireServer, live: Live) -> None:
        self.wire, self.live = wire, live
        self.series = live.workspace.series
        self.camera = live.key("CCD_EXPOSURE", CAMERA)

    # What the camera says

    def expose(self, state: str, left: float = 0.0, message: str = "") -> None:
        """The state of the exposure, with the seconds that are left."""
        text = f' message="{message}"' if message else ""
        self.wire.send(
            f'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="{state}"{text}>'
            f'<oneNumber name="CCD_EXPOSURE_VALUE">{left}</oneNumber></setNumberVector>'.encode()
        )

    def image(self, data: bytes = b"SIMPLE", size: int | None = None) -> None:
        """An image; `size` is what is announced."""
        self.wire.send(
            f'<setBLOBVector device="Camera" name="CCD1" state="Ok"><oneBLOB name="CCD1" format=".fits" '
            f'size="{len(data) if size is None else size}">{b64encode(data).decode()}</oneBLOB></setBLOBVector>'.encode()
        )

    def slot(self, state: str, number: int) -> None:
        """The state and the slot of the wheel."""
        self.wire.send(
            f'<setNumberVector device="Wheel" name="FILTER_SLOT" state="{state}">'
            f'<oneNumber name="FILTER_SLOT_VALUE">{number}</oneNumber></setNumberVector>'.encode()
        )

    def take(self, left: float = 0.0) -> None:
        """All that a camera says of an exposure that goes well."""
        self.expose("Busy", left)
        self.image()
        self.expose("Ok")

    # What is asked of it

    @property
    def asked(self) -> int:
        """How many exposures were asked for."""
        return self.wire.received.count(b'name="CCD_EXPOSURE"')

    async def asks(self, number: int) -> None:
        """Wait until so many exposures were asked for, in all."""
        await until(lambda: self.asked >= number)
        assert self.asked == number

    # The series

    def plan(self, exposures: int, *slots: int, seconds: str = "1", delay: float = 0.0) -> Plan:
        """A series with this camera."""
        wheel, names = self.live.key("FILTER_SLOT", WHEEL), ("Red", "Green", "Blue")
        filters = tuple(Filter(wheel, "FILTER_SLOT_VALUE", slot, names[slot - 1]) for slot in slots)
        image = self.live.key("CCD1", CAMERA)
        return Plan(self.camera, "CCD_EXPOSURE_VALUE", image, seconds, exposures, filters, delay)

    def start(self, plan: Plan, policy: Policy | None = None) -> None:
        """Start a series, which must be possible."""
        outcome = self.series.start(plan, policy=policy)
        assert isinstance(outcome, Sent), outcome

    @property
    def progress(self) -> Progress:
        """How far it is."""
        found = self.series.of_camera(self.camera)
        assert found, "there is no series"
        return found

    async def paused(self, why: str = "") -> Progress:
        """Wait until it is paused for a reason that has these words."""
        await until(lambda: self.progress.phase is Phase.PAUSED and why in self.progress.reason)
        return self.progress

    async def ends(self, end: EndKind, done: int) -> Progress:
        """Wait for its end."""
        async with asyncio.timeout(20):
            progress = await self.series.ended(self.camera)
        assert progress
        assert (progress.end, progress.done) == (end, done), progress.reason
        return progress


@asynccontextmanager
async def stage(folder: Path, options: LaunchOptions | None = None) -> AsyncIterator[Stage]:
    """A camera and a wheel that are connected, and whose images are saved in a folder."""
    async with WireServer(DEFINITIONS) as wire, running(wire.port, options) as live:
        await live.defined("FILTER_NAME", WHEEL)
        live.workspace.set_blob_folder(folder)
        yield Stage(wire, live)


def names(folder: Path) -> list[str]:
    """The names of the files in a folder."""
    return sorted(path.name for path in folder.iterdir())


def key(device: str, vector: str) -> VectorKey:
    """A key of a server without a name."""
    return VectorKey("", device, vector)
