"""The pictures in ``screenshots/`` and the snapshot tests: scenes played on the demo with a still clock.

``python -m tests.pictures`` takes them all anew, those of the real simulators and of the site, too (which needs Debian's
indi-bin and chromium).
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from indipyterm.demo import DemoServer, ManualClock
from indipyterm.protocol.messages import Kind
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.widgets.plot_view import PlotView
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from tests.servers import SIMULATORS, IndiServer
from tests.tui.emulator import Terminal
from tests.web.pictures import take_pictures

FOLDER = Path(__file__).parents[1] / "screenshots"
SIZES = ((80, 24), (120, 40))
_DEVICES = 7  # the demo's devices when it starts: the Visitor comes later


class DemoTerm(IPyTerm):
    """The app with its demo server and a home in it, and time that stands still."""

    def __init__(self, theme: str = "textual-dark", *, ascii_only: bool = False) -> None:
        self.clock, self._theme_shown = ManualClock(), theme
        self.demo = DemoServer(clock=self.clock)
        self._home = ExitStack()
        with patch.dict(os.environ):
            os.environ.pop("NO_COLOR", None)  # the pictures are the same whoever takes them
            super().__init__([], LaunchOptions(Config(ascii=ascii_only)), self.clock)

    async def on_load(self) -> None:
        """Start the server before the screen."""
        home = self._home.enter_context(tempfile.TemporaryDirectory())
        self._home.enter_context(patch.dict(os.environ, HOME=home))
        self.theme = self._theme_shown
        setattr(self.workspace, "sample", lambda: None)  # noqa: B010 - nothing is sampled by the real clock
        await self.demo.start()
        self.workspace.servers.add(self.demo.host, self.demo.port, "demo")

    def _tick(self) -> None:
        """Nothing is looked at by the real clock."""

    async def on_unmount(self) -> None:
        """Stop the server after the screen."""
        await super().on_unmount()
        await self.demo.stop()
        self._home.close()


Play = Callable[[Terminal], Awaitable[None]]


@dataclass(frozen=True)
class Scene:
    """What is done before the picture is taken."""

    name: str
    play: Play
    after: Scene | None = None  # the scene that is played before it

    @property
    def plays(self) -> tuple[Scene, ...]:
        """The scenes that lead to it, and itself."""
        return (*(self.after.plays if self.after else ()), self)


def _app(screen: Terminal) -> DemoTerm:
    assert isinstance(screen.app, DemoTerm)
    return screen.app


async def started(screen: Terminal) -> None:
    """Wait until the demo is learnt whole."""
    await screen.until(lambda: len(screen.app.workspace.servers.devices()) == _DEVICES)
    await screen.shows("connected to demo")


async def advance(screen: Terminal, seconds: float) -> None:
    """Let time go by, and wait until the screen has heard all that the instruments said meanwhile."""
    app = _app(screen)
    await app.clock.advance(seconds)
    await screen.until(lambda: _has_heard_all(app))
    app.main.tick()
    app.show_status()


def _has_heard_all(app: DemoTerm) -> bool:
    catalog = next(iter(app.workspace.servers)).client.catalog
    for device in list(catalog.devices):
        for definition in app.demo.instrument(device).definitions():
            vector = catalog.find(device, definition.name)
            if vector is None or vector.state is not definition.state:
                return False
            values = {member.name: getattr(member, "value", "") for member in definition.members}
            if vector.kind is not Kind.BLOB and values != {name: one.value for name, one in vector.members.items()}:
                return False
    return True


async def mount(screen: Terminal) -> None:
    """The mount's main group."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")


async def slew(screen: Terminal) -> None:
    """A slew under way: Busy, with the target behind the position; after `editing`."""
    await screen.press("enter")
    await screen.shows("Slewing")
    await advance(screen, 2)
    await screen.until(lambda: " 2s " in screen.line("Eq. Coordinates"))


async def editing(screen: Terminal) -> None:
    """Right ascension and declination being typed: of M42, for the equinox of that night."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")
    await screen.press("e")
    await screen.type("5h36m37.6s")
    await screen.press("tab")
    await screen.type("-5:22:15")
    await screen.shows("= -5.370833")


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
    app, folder = _app(screen), Path.home() / "images"
    folder.mkdir()
    app.workspace.transfers.set_folder(folder)
    await screen.select("CCD", "CCD_EXPOSURE")
    await screen.press("e")
    await screen.type("2")
    await screen.press("enter")
    await screen.until(lambda: "◐ Expose" in screen.text)
    await advance(screen, 5)
    await screen.shows("saved ")
    await screen.select("CCD", "CCD1")
    await screen.shows("CCD_CCD1_2026")
    app.clear_notifications()  # the folder's whole name is another one each time
    app.workspace.journal.entries.clear()
    app.main.messages.set_entries(app.workspace.journal.entries)
    app.show_status()
    await screen.hides(str(folder))


async def preview(screen: Terminal) -> None:
    """The last image on all of the screen, with a cross; after `image`."""
    rows = _app(screen).workspace.night._rows
    rows[-1] = rows[-1]._replace(when=_app(screen).clock.now())  # when it was on the disk is chance
    await screen.press("p", "x")
    await screen.shows("med ", "HFR ", "┼")


async def night(screen: Terminal) -> None:
    """The table of the night; after `image`."""
    await preview(screen)
    await screen.press("N")
    await screen.shows("HFR", "stars", "BLOB→")


async def blobs(screen: Terminal) -> None:
    """Where BLOBs go, which are wanted, the last files; after `image`."""
    files, now = _app(screen).workspace.transfers.files, _app(screen).clock.now()
    files[0] = files[0]._replace(when=now)  # when it was on the disk is chance
    await screen.press("b")
    await screen.shows("Last files")


async def alert(screen: Terminal) -> None:
    """The wind is too strong."""
    await advance(screen, 70)
    await screen.until(lambda: re.search("[▲!] ?Weather", screen.text))
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
    await screen.type("goto m42")
    await screen.shows("EQUATORIAL_EOD_COORD RA=")


async def log(screen: Terminal) -> None:
    """Everything heard and sent; after `slew`."""
    await screen.press("L")
    await screen.shows("level ≥")


async def details(screen: Terminal) -> None:
    """All that is known of a row."""
    await mount(screen)
    await screen.press("i")
    await screen.shows("INDI name")


async def history(screen: Terminal) -> None:
    """The camera's temperature over the last minutes."""
    app, key = _app(screen), screen.key("CCD", "CCD_TEMPERATURE")
    await screen.select("CCD", "CCD_TEMPERATURE")
    for degrees in ("-20", "-12", "-16"):
        await screen.press("e")
        await screen.type(degrees)
        await screen.press("enter")
        await screen.until(lambda: "◐ Temperature" in screen.text)
        with app.batch_update():  # nobody looks meanwhile
            for step in [2] * 15 + [10] * 5:
                await advance(screen, step)
                app.workspace.history.mark([key])
                app.workspace.history.sample(app.clock.now().timestamp())
    app.clear_notifications()
    await screen.press("t")
    await screen.shows("30 min")
    app.screen.query_one(PlotView).action_zoom(-2)
    await screen.shows("5 min")
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
    server = next(iter(screen.app.workspace.servers))
    server.client.shutdown()  # how often it tried by now, and when next, is chance
    await server.client.stopped.wait()
    await screen.pilot.pause()
    now = _app(screen).clock.now()
    server.tries, server.since, server.retry_at = 3, now - timedelta(seconds=14), now + timedelta(seconds=4)
    _app(screen).workspace.journal.entries.clear()
    screen.app.main.messages.set_entries(_app(screen).workspace.journal.entries)
    screen.app.show_status()


_EDITING, _IMAGE = Scene("editing", editing), Scene("image", image)
_SLEW = Scene("slew", slew, after=_EDITING)

SCENES = [
    Scene("mount", mount),
    Scene("details", details),
    Scene("palette", palette),
    Scene("every-kind", every_kind),
    Scene("found", found),
    Scene("invalid", invalid),
    Scene("switches", switches),
    Scene("confirm", confirm),
    _EDITING,
    _SLEW,
    Scene("log", log, after=_SLEW),
    _IMAGE,
    Scene("preview", preview, after=_IMAGE),
    Scene("night", night, after=_IMAGE),
    Scene("blobs", blobs, after=_IMAGE),
    Scene("alert", alert),
    Scene("history", history),
    Scene("lost", lost),
]


LOOKS = {"textual-light": "textual-light", "night": "night", "16-colours": "ansi-dark", "ascii": "textual-dark"}
"""Pictures for the eye, by name, with their themes: several screens, one below the other."""

LOOKED_AT = (mount, editing, palette, alert, confirm)


async def take_look(name: str) -> None:
    """Keep several screens in one picture, in one look."""
    pictures = []
    for play in LOOKED_AT:
        app = DemoTerm(LOOKS[name], ascii_only=name == "ascii")
        async with app.run_test(size=SIZES[0], notifications=True) as pilot:
            screen = Terminal(app, pilot)
            await started(screen)
            await play(screen)
            pictures.append(clean(app.export_screenshot(title="indipyterm")))
    path = FOLDER / f"look-{name}.svg"
    path.write_text(below_each_other(pictures))
    print(path.name)


def below_each_other(pictures: Sequence[str]) -> str:
    """Pictures in one, each in its own place."""
    boxes = [re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg) for svg in pictures]
    sizes = [(float(box[1]), float(box[2])) for box in boxes if box]
    parts, top = [], 0.0
    for svg, (width, height) in zip(pictures, sizes, strict=True):
        parts.append(svg.replace("<svg ", f'<svg y="{top:g}" width="{width:g}" height="{height:g}" ', 1))
        top += height
    width = max(width for width, _ in sizes)
    whole = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {top:g}">'
    return "\n".join([whole, *parts, "</svg>"])


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
        for played in scene.plays:
            await played.play(screen)
        keep(app, scene.name, size)


def keep(app: IPyTerm, name: str, size: tuple[int, int]) -> None:
    """Write what the screen shows."""
    path = FOLDER / f"{name}-{size[0]}x{size[1]}.svg"
    path.write_text(clean(app.export_screenshot(title="indipyterm")))
    print(path.name)


async def take_real(port: int, size: tuple[int, int]) -> None:
    """The real simulators, connected, the telescope shown."""
    connected = sum(each.vectors_connected for each in SIMULATORS)
    app = IPyTerm([Address("127.0.0.1", port, "indiserver")])
    async with app.run_test(size=size, notifications=False) as pilot:
        screen = Terminal(app, pilot)
        await screen.until(lambda: len(screen.app.workspace.servers.devices()) == len(SIMULATORS))
        await screen.press("C")
        await screen.until(lambda: sum(1 for _ in screen.app.workspace.servers.vectors()) == connected)
        await screen.select("Telescope Simulator", "EQUATORIAL_EOD_COORD")
        keep(app, "real-telescope", size)
        await screen.select("CCD Simulator", "CCD_EXPOSURE")
        keep(app, "real-ccd", size)


async def take_all() -> None:
    """Take all pictures."""
    for size in SIZES:
        for scene in SCENES:
            await take_demo(scene, size)
        with IndiServer(SIMULATORS) as server:
            await take_real(server.port, size)
    for name in LOOKS:
        await take_look(name)
    await take_pictures(FOLDER)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(take_all())
