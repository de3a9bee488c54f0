"""ASCII mode: every screen, with nothing in it that a poor terminal could not show."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from indipyterm.demo import DemoServer, ManualClock
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from tests.tui.emulator import Terminal

pytestmark = pytest.mark.unmeasured


async def device(screen: Terminal, name: str) -> None:
    """Show a device."""
    await screen.select(name, "CONNECTION")


async def sheet(screen: Terminal) -> None:
    """All devices, from the top to the bottom."""
    for key in screen.app.workspace.servers.devices():
        await device(screen, key.device)
        await screen.press("G")
        pure(screen)


async def editing(screen: Terminal) -> None:
    """What is typed, right and wrong."""
    await screen.select("Telescope", "EQUATORIAL_EOD_COORD")
    await screen.press("e", "5", "tab")
    pure(screen)
    await screen.press("x")


async def sent(screen: Terminal) -> None:
    """Something under way, and what was asked for."""
    await editing(screen)
    await screen.press("backspace", "1", "enter")
    await screen.until(lambda: "%" in screen.line("Eq. C"))


async def picked(screen: Terminal) -> None:
    """A choice that was not sent."""
    await screen.select("Telescope", "TELESCOPE_TRACK_MODE")
    await screen.press("right")


async def found(screen: Terminal) -> None:
    """A filter."""
    await screen.press("slash", "p", "a", "r", "k", "enter")


async def watch(screen: Terminal) -> None:
    """The watch list, with something in it."""
    await screen.select("CCD", "CCD_TEMPERATURE")
    await screen.press("asterisk", "0")


async def toast(screen: Terminal) -> None:
    """Something that the app says."""
    await screen.select("Telescope", "TELESCOPE_TRACK_MODE")
    await screen.press("enter")
    await screen.shows("the choice")


async def palette(screen: Terminal) -> None:
    """What can be done, what would be sent."""
    await screen.press("colon")
    pure(screen)
    await screen.type("goto 5 5")


async def choices(screen: Terminal) -> None:
    """A list of choices."""
    await screen.press("L", "D")
    await screen.shows("Messages of")


async def path(screen: Terminal) -> None:
    """A folder to be chosen."""
    await screen.press("b", "f")
    await screen.shows("Save BLOBs in")


async def confirm(screen: Terminal) -> None:
    """A question."""
    await screen.select("Dome", "DOME_PARK")
    await screen.press("enter")
    await screen.shows("Yes")


async def keys_help(screen: Terminal) -> None:
    """Keys are called by their names, not by signs."""
    await screen.press("question_mark")
    await screen.shows("Enter", "Esc Close")


def keys(*names: str) -> Callable[[Terminal], Awaitable[None]]:
    """Nothing but some keys."""

    async def press(screen: Terminal) -> None:
        await screen.select("CCD", "CCD_TEMPERATURE")
        await screen.press(*names)

    return press


async def jog(screen: Terminal) -> None:
    await screen.press("m")
    await screen.shows(*(["< h West", "> l East"] if screen.app.size.width > 40 else ["h West j South"]))


PLACES: dict[str, Callable[[Terminal], Awaitable[None]]] = {
    "sheet": sheet,
    "editing": editing,
    "sent": sent,
    "picked": picked,
    "found": found,
    "watch": watch,
    "toast": toast,
    "palette": palette,
    "choices": choices,
    "path": path,
    "confirm": confirm,
    "help": keys_help,
    "details": keys("i"),
    "log": keys("L"),
    "blobs": keys("b"),
    "history": keys("t"),
    "preview": keys("p"),
    "jog pad": jog,
}


def pure(screen: Terminal, place: str = "") -> None:
    """Fail where anything on screen is no ASCII."""
    wrong = {character for character in screen.text if ord(character) > 126 or ord(character) < 32} - {"\n"}
    assert not wrong, f"{wrong} {place}\n{screen.text}"


@pytest.fixture(params=[(80, 24), (120, 40), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def screen(request: pytest.FixtureRequest) -> AsyncIterator[Terminal]:
    """The demo in ASCII mode."""
    clock = ManualClock()
    async with DemoServer(clock=clock) as server:
        app = IPyTerm([Address(server.host, server.port, "demo")], LaunchOptions(Config(ascii=True)), clock)
        async with app.run_test(size=request.param, notifications=True) as pilot:
            screen = Terminal(app, pilot)
            await screen.until(lambda: len(app.workspace.servers.devices()) == 7)
            yield screen


async def test_all_that_is_on_screen_is_ascii(screen: Terminal) -> None:
    for place, show in PLACES.items():
        await show(screen)
        await screen.pilot.pause()
        pure(screen, place)
        while len(screen.app.screen_stack) > 1:
            await screen.press("escape")
        await screen.press("escape")
