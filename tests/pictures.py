"""The pictures in ``screenshots/`` and the snapshot tests: scenes played on the demo with a still clock.

``python -m tests.pictures`` takes them all anew, those of the real simulators too (which needs Debian's indi-bin).
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from indipyterm.demo import DemoServer, ManualClock
from indipyterm.ui.app import Address, IPyTerm
from tests.servers import SIMULATORS, IndiServer
from tests.ui.terminal import Terminal

FOLDER = Path(__file__).parents[1] / "screenshots"
SIZES = ((80, 24), (120, 40))
_DEVICES = 7  # the demo's devices when it starts: the Visitor comes later


class DemoTerm(IPyTerm):
    """The app with its demo server in it, and time that stands still."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.demo = DemoServer(clock=self.clock)
        super().__init__([], clock=self.clock)

    async def on_load(self) -> None:
        """Start the server before the screen."""
        await self.demo.start()
        self.servers.add(self.demo.host, self.demo.port, "demo")

    async def on_unmount(self) -> None:
        """Stop the server after the screen."""
        await super().on_unmount()
        await self.demo.stop()


Play = Callable[[Terminal], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """What is done before the picture is taken."""

    name: str
    play: Play
    still: bool = True  # the same picture each time, to be compared
    sizes: tuple[tuple[int, int], ...] = SIZES


def _app(screen: Terminal) -> DemoTerm:
    assert isinstance(screen.app, DemoTerm)
    return screen.app


async def started(screen: Terminal) -> None:
    """Wait until the demo is learnt whole."""
    await screen.until(lambda: len(screen.app.servers.devices()) == _DEVICES)
    await screen.shows("connected to demo")


async def mount(screen: Terminal) -> None:
    """The mount's main group."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")


async def slew(screen: Terminal) -> None:
    """A slew under way: Busy, with the target behind the position."""
    await editing(screen)
    await screen.press("enter")
    await screen.shows("Slewing")
    await _app(screen).clock.advance(2)
    await screen.until(lambda: "2/" in screen.line("Eq. Coordinates"))


async def editing(screen: Terminal) -> None:
    """Right ascension and declination being typed."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")
    await screen.press("e")
    await screen.type("5h35m17.3s")
    await screen.press("tab")
    await screen.type("-5:23:28")
    await screen.shows("= -5.391111")


async def invalid(screen: Terminal) -> None:
    """A number that cannot be sent."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")
    await screen.press("e")
    await screen.type("5h75m")
    await screen.press("enter")
    await screen.shows("✗ minutes must be under 60")


async def switches(screen: Terminal) -> None:
    """Every rule of switches, one of them picked and not sent."""
    await screen.select("Telescope", "TELESCOPE_TRACK_MODE")
    await screen.press("right", "right")
    await screen.shows("»Lunar«")


async def image(screen: Terminal) -> None:
    """An image that has arrived and was saved."""
    with tempfile.TemporaryDirectory() as folder:
        _app(screen).blobs.set_folder(Path(folder))
        await screen.select("CCD", "CCD_EXPOSURE")
        await screen.press("e")
        await screen.type("2")
        await screen.press("enter")
        await screen.until(lambda: "◐ Expose" in screen.text)
        await _app(screen).clock.advance(5)
        await screen.shows("saved ")
        await screen.select("CCD", "CCD1")
        await screen.shows("CCD_CCD1_2026")
        _app(screen).blobs.set_folder(None)
        _app(screen).journal.entries.clear()  # the folder's name is another one each time
        _app(screen).clear_notifications()
        screen.app.main.messages.show(_app(screen).journal.entries)
        screen.app.show_status()


async def alert(screen: Terminal) -> None:
    """The wind is too strong."""
    await _app(screen).clock.advance(70)
    await screen.until(lambda: "▲Weather" in screen.text)
    await screen.select("Weather", "WEATHER_STATUS")


async def every_kind(screen: Terminal) -> None:
    """Every kind of vector in every permission."""
    await screen.select("Every Kind", "CONNECTION")


async def found(screen: Terminal) -> None:
    """What a filter finds, over all devices."""
    await screen.press("slash")
    await screen.type("park")
    await screen.shows("Dome › Main Control")


async def palette(screen: Terminal) -> None:
    """The palette, with what would be sent."""
    await mount(screen)
    await screen.press("colon")
    await screen.type("goto 5:35:17 -5:23:28")
    await screen.shows("EQUATORIAL_EOD_COORD RA=")


async def log(screen: Terminal) -> None:
    """Everything heard and sent."""
    await slew(screen)
    await screen.press("L")
    await screen.shows("level ≥")


async def details(screen: Terminal) -> None:
    """All that is known of a row."""
    await mount(screen)
    await screen.press("i")
    await screen.shows("INDI name")


async def history(screen: Terminal) -> None:
    """The camera's temperature over the last minutes."""
    await screen.select("CCD", "CCD_TEMPERATURE")
    clock, key = _app(screen).clock, screen.key("CCD", "CCD_TEMPERATURE")
    await screen.press("e")
    await screen.type("-20")
    await screen.press("enter")
    await screen.until(lambda: "◐ Temperature" in screen.text)
    for _ in range(40):
        await clock.advance(10)
        await screen.pilot.pause()
        vector = screen.app.servers.vector(key)
        assert vector is not None
        _app(screen).record.note(key, vector, clock.now().timestamp())
    await screen.press("t")
    await screen.shows("min")
    await screen.until(lambda: "┤" in screen.text)


async def confirm(screen: Terminal) -> None:
    """A risky action is asked about."""
    await screen.select("Telescope", "TELESCOPE_PARK")
    await screen.press("enter")
    await screen.shows("Yes")


async def lost(screen: Terminal) -> None:
    """The connection lost: everything stale, nothing gone."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")
    await _app(screen).demo.stop()
    await screen.shows("✗ LOST")
    await screen.until(lambda: "? Parking" in screen.text)
    server = next(iter(screen.app.servers))
    server.tries, server.retry_at = 1, server.since  # how often it tried by now, and when next, is chance
    _app(screen).journal.entries.clear()
    screen.app.main.messages.show(_app(screen).journal.entries)
    screen.app.show_status()


SCENES = [
    Scene("mount", mount),
    Scene("slew", slew),
    Scene("editing", editing),
    Scene("invalid", invalid),
    Scene("switches", switches),
    Scene("image", image),
    Scene("alert", alert),
    Scene("every-kind", every_kind),
    Scene("found", found),
    Scene("palette", palette, still=False),  # the sheet behind it may be painted a frame later
    Scene("log", log),
    Scene("details", details),
    Scene("history", history, still=False, sizes=SIZES[:1]),  # its readings are taken by the real clock
    Scene("confirm", confirm),
    Scene("lost", lost, still=False),  # it tries to connect by the real clock
]


def clean(svg: str) -> str:
    """A picture that loads nothing from anywhere."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "DejaVu Sans Mono")


async def take_demo(scene: Scene, size: tuple[int, int]) -> None:
    """Play a scene on the demo and keep its picture."""
    app = DemoTerm()
    async with app.run_test(size=size, notifications=True) as pilot:
        screen = Terminal(app, pilot)
        await started(screen)
        await scene.play(screen)
        keep(app, scene.name, size)


def keep(app: IPyTerm, name: str, size: tuple[int, int]) -> None:
    """Write what the screen shows."""
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.svg"
    path.write_text(clean(app.export_screenshot(title="indipyterm")))
    print(path.name)


async def take_real(port: int, size: tuple[int, int]) -> None:
    """The real simulators, connected, the telescope shown."""
    app = IPyTerm([Address("127.0.0.1", port, "indiserver")])
    async with app.run_test(size=size, notifications=False) as pilot:
        screen = Terminal(app, pilot)
        await screen.until(lambda: len(screen.app.servers.devices()) == len(SIMULATORS))
        await screen.press("C")
        await screen.until(lambda: sum(1 for _ in screen.app.servers.vectors()) == 187)
        await screen.select("Telescope Simulator", "EQUATORIAL_EOD_COORD")
        keep(app, "real-telescope", size)
        await screen.select("CCD Simulator", "CCD_EXPOSURE")
        keep(app, "real-ccd", size)


async def take_all() -> None:
    """Take all pictures."""
    for size in SIZES:
        for scene in SCENES:
            if size in scene.sizes:
                await take_demo(scene, size)
        with IndiServer(SIMULATORS) as server:
            await take_real(server.port, size)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(take_all())
