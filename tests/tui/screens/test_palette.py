"""The palette on screen: keys in, an action out, and what is told before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources
from typing import ClassVar

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.bindings import key_commands
from indipyterm.tui.screens.palette import Palette
from indipyterm.workspace.config import Config
from indipyterm.workspace.palette.actions import (
    Action,
    RunFaceAction,
    SetBlobFolder,
    SetTheme,
    ShowDevice,
    ShowVector,
    Submit,
)
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.workspace import Workspace
from tests.tui.emulator import Terminal
from tests.workspace.palette.scenes import CCD, FOCUSER, TELESCOPE, THEMES, WHEEL, key, say, sends, simulators, switch

PARKING = sends(key(TELESCOPE, "TELESCOPE_PARK"), {"PARK": "On"})


class Sheet(Static):
    """A widget with the keys, like the sheet of the main screen."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("e", "edit", "Edit"), Binding("up,k", "step(-1)", "Up")]


class Main(Screen[None]):
    """The screen below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1", "device(0)", "Device"),
        Binding("slash", "filter", "Find", key_display="/"),
        Binding("b", "lost", "A key that comes too early"),
    ]

    def compose(self) -> ComposeResult:
        yield Sheet("the sheet below")

    def on_mount(self) -> None:
        self.query_one(Sheet).focus()

    def action_lost(self) -> None:
        """A key that the palette should have had."""
        raise AssertionError("a letter came to the screen below")

    def action_device(self, place: int) -> None:
        """Called by the palette."""
        assert isinstance(self.app, Host)
        self.app.ran.append(f"device {place}")


class Host(App[None]):
    """An app with nothing but a palette; remembers what came of it."""

    CSS_PATH = str(resources.files("indipyterm.tui").joinpath("app.tcss"))
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon,ctrl+p", "palette", "Palette", priority=True),
        Binding("L", "log", "Log"),
    ]

    def __init__(self, servers: Servers, shown: DeviceKey | None) -> None:
        super().__init__()
        self.workspace, self.shown = Workspace(), shown
        self.workspace.servers = servers
        self.workspace.permission = Permission(servers, Config())
        self.given: list[Action | None] = []
        self.ran: list[str] = []

    def get_default_screen(self) -> Main:
        return Main()

    async def action_palette(self) -> None:
        """As the app is to do it: keys that come meanwhile wait."""
        if isinstance(self.screen, Palette):
            return
        commands = key_commands({"app": self, "screen": self.screen}, {})
        await self.push_screen(Palette(self.workspace, self.shown, commands, THEMES), self._done)

    async def _done(self, action: Action | None) -> None:
        self.given.append(action)
        if isinstance(action, RunFaceAction):
            await self.run_action(action.name.removeprefix("app."))
        elif isinstance(action, SetTheme | ShowDevice):
            self.ran.append(repr(action))

    def action_log(self) -> None:
        """Called by the palette."""
        self.ran.append("log")


class Desk:
    """A palette under test."""

    def __init__(self, app: Host, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.lines)

    @property
    def palette(self) -> Palette:
        """The palette, which is open."""
        assert isinstance(self.app.screen, Palette), self.text
        return self.app.screen

    async def press(self, *keys: str) -> None:
        """Press keys one by one."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type text."""
        await self.pilot.press(*("space" if c == " " else c for c in text))

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        try:
            async with asyncio.timeout(10):
                while not condition():
                    await self.pilot.pause(0.01)
        except TimeoutError:
            raise AssertionError(f"never true; the screen:\n{self.text}") from None

    async def shows(self, text: str) -> None:
        """Wait until a text is on screen."""
        await self.until(lambda: text in self.text)

    async def gave(self) -> Action | None:
        """What the palette gave, once it is closed."""
        await self.until(lambda: self.app.given)
        return self.app.given.pop()

    def line(self, part: str) -> str:
        """The first line on screen that has `part` in it."""
        found = [line for line in self.lines if part in line]
        assert found, f"{part!r} is not on screen:\n{self.text}"
        return found[0]


@asynccontextmanager
async def desk(
    size: tuple[int, int] = (80, 24), servers: Servers | None = None, shown: DeviceKey | None = None
) -> AsyncIterator[Desk]:
    """The host app in a pretended terminal."""
    app = Host(servers or simulators(), shown)
    for server in app.workspace.servers:
        server.connected = True
    async with app.run_test(size=size) as pilot:
        yield Desk(app, pilot)


TASKS = [
    (":blu\r", CCD, sends(key(CCD, "FILTER_SLOT"), {"FILTER_SLOT_VALUE": "3"})),
    (":blu\r\r", TELESCOPE, sends(key(WHEEL, "FILTER_SLOT"), {"FILTER_SLOT_VALUE": "3"})),
    (":foc 45000\r", TELESCOPE, sends(key(FOCUSER, "ABS_FOCUS_POSITION"), {"FOCUS_ABSOLUTE_POSITION": "45000"})),
    (":exp 1\r", TELESCOPE, sends(key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": "1"})),
    (":goto 5.5 -5.39\r", CCD, sends(key(TELESCOPE, "EQUATORIAL_EOD_COORD"), {"RA": "5.5", "DEC": "-5.39"})),
    (":park\r", CCD, PARKING),
    (":unp\r", CCD, sends(key(TELESCOPE, "TELESCOPE_PARK"), {"UNPARK": "On"})),
    (":gain\r", TELESCOPE, ShowVector(key(CCD, "CCD_GAIN"))),
]


async def test_a_task_takes_few_keys() -> None:
    async with desk() as screen:
        for keys, shown, action in TASKS:
            screen.app.shown = shown
            for character in keys:
                await screen.press({":": "colon", "\r": "enter", " ": "space"}.get(character, character))
            assert await screen.gave() == action, keys
            await screen.until(lambda: not isinstance(screen.app.screen, Palette))


async def test_where_nothing_may_be_sent_it_says_why() -> None:
    async with desk(shown=CCD) as screen:
        screen.app.workspace.permission = Permission(screen.app.workspace.servers, Config(readonly=True))
        await screen.press("colon")
        await screen.type("park")
        await screen.shows("✗ Read-only mode: nothing is sent")
        assert "confirm" not in screen.text
        assert "»" not in screen.text
        await screen.press("enter")
        await screen.pilot.pause()
        assert isinstance(screen.app.screen, Palette)
        assert not screen.app.given


async def test_keys_that_come_in_one_burst_are_not_lost() -> None:
    """A slow line delivers several keys at once; none may go to the screen below."""
    async with desk(shown=WHEEL) as screen:
        for name in ("colon", "b", "l", "u", "enter"):
            screen.app.post_message(events.Key(name, key_to_character(name)))
        assert await screen.gave() == sends(key(WHEEL, "FILTER_SLOT"), {"FILTER_SLOT_VALUE": "3"})


@pytest.mark.parametrize("twice", ["enter", "escape"])
async def test_a_key_that_comes_twice_closes_nothing_else(twice: str) -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type("park")
        for name in (twice, twice, twice):
            screen.app.post_message(events.Key(name, None))
        await screen.gave()
        await screen.until(lambda: not isinstance(screen.app.screen, Palette))
        await screen.pilot.pause()
        assert not screen.app.given
        assert isinstance(screen.app.screen, Main)


async def test_the_lines_are_painted_as_in_the_mock_up() -> None:
    async with desk(shown=TELESCOPE) as screen:
        await screen.press("colon")
        await screen.type("park")
        await screen.shows("Parking")
        top = next(number for number, line in enumerate(screen.lines) if "╭" in line)
        box = [line.strip()[1:-1].rstrip() for line in screen.lines[top:]]
        assert box[1] == " > park"
        assert box[2].split() == ["▸→", "Telescope", "Park", "now:", "UnPark(ed)", "confirm"]
        assert box[3].split() == ["→", "Dome", "Park", "now:", "UnPark(ed)", "confirm"]
        assert box[4].split()[:4] == ["●", "Telescope", "Parking", "Main"]
        assert box[4].endswith("go to")
        assert "⏎ run  Tab complete  ↑↓ choose  ⎋ close" in screen.text
        widths = {len(line) for line in screen.lines}
        assert widths == {80}


async def test_what_would_be_sent_is_told_before_enter() -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type("goto 5h30m -5.39")
        await screen.shows("→ Telescope Simulator EQUATORIAL_EOD_COORD RA=5.5 DEC=-5.39")
        await screen.press("end")
        await screen.type("x")
        await screen.shows("✗ DEC: not a number")
        await screen.press("enter")
        assert screen.palette.input.value == "goto 5h30m -5.39x"
        assert not screen.app.given


async def test_arrows_choose_and_the_outcome_follows() -> None:
    async with desk(shown=TELESCOPE) as screen:
        await screen.press("colon")
        await screen.type("park")
        await screen.shows("→ Telescope Simulator TELESCOPE_PARK UNPARK=Off PARK=On")
        await screen.press("down")
        await screen.shows("→ Dome Simulator DOME_PARK UNPARK=Off PARK=On")
        await screen.press("up", "up", "down", "enter")
        assert await screen.gave() == sends(key(CCD._replace(device="Dome Simulator"), "DOME_PARK"), {"PARK": "On"})


async def test_pages_reach_the_end_and_the_choice_stays_in_view() -> None:
    async with desk() as screen:
        await screen.press("colon", "e")
        await screen.until(lambda: screen.palette.input.value == "e")
        seen = set()
        for name in ("pagedown", "pagedown", "down", "pageup", "up"):
            await screen.press(name)
            line = screen.line("▸")
            assert screen.palette.lines.candidate.title[:10] in line
            seen.add(line)
        assert len(seen) > 3
        for _ in range(20):
            await screen.press("pagedown")
        assert "▸" in screen.text
        await screen.type("x")
        await screen.until(lambda: screen.palette.input.value == "ex")
        assert "▸" in screen.text


async def test_tab_completes_and_enter_completes_what_lacks_something() -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type("foc")
        await screen.shows("a position is missing")
        await screen.press("enter")
        await screen.until(lambda: screen.palette.input.value == "focus ")
        await screen.type("100")
        await screen.shows("FOCUS_ABSOLUTE_POSITION=100")
        await screen.press(*["backspace"] * 9)
        await screen.type("gain")
        await screen.shows("→ go to CCD Simulator › Main Control › CCD_GAIN")
        await screen.press("tab")
        await screen.until(lambda: screen.palette.input.value == "set CCD_GAIN ")
        await screen.type("95")
        await screen.press("enter")
        assert await screen.gave() == sends(key(CCD, "CCD_GAIN"), {"GAIN": "95"})


async def test_enter_right_after_the_palette_opened_does_nothing() -> None:
    async with desk() as screen:
        await screen.press("colon", "enter")
        assert not screen.app.given
        assert screen.palette.input.value == "goto "


async def test_escape_closes_with_nothing() -> None:
    async with desk() as screen:
        await screen.press("ctrl+p", "p", "escape")
        assert await screen.gave() is None
        await screen.until(lambda: not isinstance(screen.app.screen, Palette))


async def test_a_colon_is_text_in_the_palette() -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type("goto 5")
        await screen.press("colon", "3")
        await screen.until(lambda: screen.palette.input.value == "goto 5:3")


async def test_a_click_runs_a_line_and_the_wheel_scrolls() -> None:
    async with desk() as screen:
        await screen.press("colon", "e")
        await screen.shows("▸")
        lines = screen.palette.lines
        first = screen.lines[lines.region.y]
        await screen.pilot._post_mouse_events([events.MouseScrollDown], lines, offset=(5, 2))
        await screen.until(lambda: screen.lines[lines.region.y] != first)
        assert "▸" in screen.lines[lines.region.y]
        await screen.pilot._post_mouse_events([events.MouseScrollUp], lines, offset=(5, 2))
        await screen.until(lambda: screen.lines[lines.region.y].replace("▸", " ") == first.replace("▸", " "))
        await screen.press(*["backspace"] * 3)
        await screen.type("park")
        await screen.shows("Parking")
        place = next(number for number, line in enumerate(screen.lines) if "Parking" in line)
        await screen.pilot.click(offset=(20, place))
        assert isinstance(await screen.gave(), ShowVector)


async def test_a_click_below_the_last_line_does_nothing() -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type("zzzz")
        await screen.shows("Nothing matches")
        await screen.pilot.click(screen.palette.lines, offset=(3, 3))
        await screen.pilot.click(screen.palette.lines, offset=(3, 0))
        await screen.press("enter", "down", "tab", "pagedown")
        assert not screen.app.given
        assert screen.palette.input.value == "zzzz"


# Actions of the app


@pytest.mark.parametrize(
    ("typed", "ran"),
    [
        ("log", "log"),
        ("theme nord", repr(SetTheme("nord"))),
        ("show weather", repr(ShowDevice(TELESCOPE._replace(device="Weather Simulator")))),
        ("show ccd", repr(ShowDevice(CCD))),
    ],
)
async def test_actions_run_on_the_screen_below(typed: str, ran: str) -> None:
    async with desk() as screen:
        await screen.press("colon")
        await screen.type(typed)
        await screen.press("enter")
        await screen.until(lambda: screen.app.ran == [ran])


@pytest.mark.parametrize("path", ["a'b", "a\"b')", "~/x y(1)", "\\n", "ü"])
def test_an_argument_arrives_as_it_was_typed(path: str) -> None:
    action = PaletteSearch(simulators()).candidates(f"blob folder {path}")[0].action
    assert action == SetBlobFolder(path)


# Safety, and other windows


async def test_text_of_devices_is_plain() -> None:
    servers = simulators()
    say(
        servers,
        "<defSwitchVector device='Evil [b]&#x202e;' name='X&#x9b;31m' label='[red]Zap&#x85;&#x202e;' group='G'"
        " state='Ok' perm='rw' rule='AtMostOne'><defSwitch name='[/]A' label='[@click=app.quit]Boo'>Off</defSwitch>"
        "</defSwitchVector>",
    )
    async with desk(servers=servers) as screen:
        await screen.press("colon")
        await screen.type("zap")
        await screen.shows("[red]Zap\ufffd\ufffd")
        await screen.press(*["backspace"] * 3)
        await screen.type("boo")
        await screen.shows("[/]A=On")
        await screen.shows("→ Evil [b]\ufffd X\ufffd31m [/]A=On")
        assert not [character for character in screen.text if character in "\u202e\x9b\x85"]
        assert {len(line) for line in screen.lines} == {80}


async def test_a_lost_connection_is_told() -> None:
    servers = simulators()
    for server in servers:
        server.client.catalog.mark_stale()
    async with desk(servers=servers, shown=TELESCOPE) as screen:
        await screen.press("colon")
        await screen.type("park")
        await screen.shows("✗ not defined again since the connection was lost")
        await screen.press("enter")
        assert not screen.app.given
        assert screen.line("Parking").split()[0].strip("│▸?") == ""


@pytest.mark.parametrize("size", [(40, 12), (20, 6), (120, 40), (60, 16)])
async def test_it_is_usable_in_any_window(size: tuple[int, int]) -> None:
    async with desk(size, shown=TELESCOPE) as screen:
        await screen.press("colon")
        await screen.type("park")
        await screen.until(lambda: screen.palette.lines.candidate.action == PARKING)
        if size >= (40, 12):
            await screen.shows("▸→ Tele")
            await screen.shows("→ Telescope Simulator")
        await screen.press("down", "up", "enter")
        assert await screen.gave() == PARKING


async def test_a_window_made_smaller_keeps_the_choice_in_view() -> None:
    async with desk((80, 40)) as screen:
        await screen.press("colon", "e")
        for _ in range(20):
            await screen.press("down")
        chosen = screen.palette.lines.candidate
        await screen.pilot.resize_terminal(60, 12)
        await screen.until(lambda: screen.palette.lines.size.height < 12)
        await screen.shows("▸")
        assert screen.palette.lines.candidate == chosen


async def test_the_screen_below_stays_in_sight() -> None:
    async with desk((120, 40)) as screen:
        await screen.press("colon")
        await screen.shows("choose")
        assert "the sheet below" in screen.text


async def test_several_requests_are_one_action() -> None:
    async with desk(shown=CCD) as screen:
        await screen.press("colon")
        await screen.type("abort")
        await screen.shows("CCD_ABORT_EXPOSURE ABORT=On; then")
        await screen.press("enter")
        action = await screen.gave()
        assert isinstance(action, Submit)
        assert [each.key.vector for each in action.requests] == ["CCD_ABORT_EXPOSURE", "GUIDER_ABORT_EXPOSURE"]


async def test_the_palette_is_as_high_as_what_it_found(narrow: Terminal) -> None:
    await narrow.press("colon")
    palette = narrow.app.screen
    assert isinstance(palette, Palette)
    all_of_it = palette.lines.size.height
    await narrow.type("set sid")
    await narrow.until(lambda: palette.lines.size.height < all_of_it)
    assert palette.lines.size.height == palette.lines.lines


async def test_where_several_devices_could_do_it_the_user_is_asked_which() -> None:
    async with desk(shown=TELESCOPE) as screen:
        await screen.press("colon")
        await screen.type("filter blue")
        await screen.press("enter")
        await screen.shows("2 devices can do this")
        assert not screen.app.given
        await screen.press("down", "enter")
        assert await screen.gave() == sends(key(CCD, "FILTER_SLOT"), {"FILTER_SLOT_VALUE": "3"})


async def test_what_was_typed_before_comes_back_with_up_and_a_dot_means_the_last() -> None:
    async with desk(shown=CCD) as screen:
        palette = Palette(screen.app.workspace, CCD, (), THEMES, ("cool -5", "expose 1"))
        await screen.app.push_screen(palette, screen.app._done)
        await screen.press("up")
        assert palette.input.value == "expose 1"
        await screen.press("up", "up")
        assert palette.input.value == "cool -5", "there is nothing older"
        await screen.press("down", "down")
        assert palette.input.value == ""
        await screen.press("down")
        assert not palette.lines.at_first, "there is nothing newer: the key is for the lines"
        await screen.type(".")
        await screen.shows("Expose 1 s")
        await screen.press("enter")
        assert await screen.gave() == sends(key(CCD, "CCD_EXPOSURE"), {"CCD_EXPOSURE_VALUE": "1"})


async def test_a_warning_has_a_line_of_its_own() -> None:
    servers = simulators()
    switch(servers, TELESCOPE, "TELESCOPE_PARK", PARK="On", UNPARK="Off")
    async with desk(servers=servers, shown=CCD) as screen:
        await screen.press("colon")
        await screen.type("goto 5:35:17 -5:23:28")
        await screen.shows("▲ The mount is parked: unpark it first, or it may refuse")
        await screen.shows("→ Telescope Simulator EQUATORIAL_EOD_COORD RA=")
