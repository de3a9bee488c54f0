"""Settings in files from the screen: kept, compared, put back, and what became of each."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from indipyterm.commands.toml_file import read_file
from indipyterm.demo import DemoServer, ManualClock
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.screens.confirm import Confirm
from indipyterm.tui.screens.settings import SettingsScreen
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import Request
from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal

HEAD = "indipyterm-settings = 1\n"
GAIN = "[CCD.CCD_GAIN]\nGAIN = 42\n"

TWO_GAINS = b"""
<defNumberVector device="CCD" name="GAIN" state="Ok" perm="rw" timeout="60"><defNumber name="G" format="%g" min="0" max="100" step="1">1</defNumber></defNumberVector>
<defNumberVector device="CCD" name="OFFSET" state="Ok" perm="rw" timeout="60"><defNumber name="O" format="%g" min="0" max="100" step="1">1</defNumber></defNumberVector>
"""


@asynccontextmanager
async def demo(size: tuple[int, int] = (80, 24), config: Config | None = None) -> AsyncIterator[Terminal]:
    """The demo with all its devices."""
    async with DemoServer(clock=ManualClock()) as server:
        app = IPyTerm([Address(server.host, server.port, "demo")], LaunchOptions(config or Config()))
        async with app.run_test(size=size, notifications=True) as pilot:
            screen = Terminal(app, pilot)
            await screen.until(lambda: len(app.workspace.servers.devices()) == 7)
            yield screen


def settings_file(folder: Path, text: str) -> Path:
    """A file of settings."""
    path = folder / "night.toml"
    path.write_text(HEAD + text)
    return path


async def say(screen: Terminal, text: str) -> None:
    """Have a text in the palette, and press Enter there."""
    screen.app.action_palette(text)
    await screen.press("enter")


async def compared(screen: Terminal, path: Path, verb: str = "restore") -> None:
    """Show what differs from a file."""
    await say(screen, f"{verb} {path}")
    await screen.until(lambda: isinstance(screen.app.screen, SettingsScreen))
    await screen.until(lambda: "looking" not in screen.lines[0])


def gain(screen: Terminal) -> str:
    """The camera's gain as it is now."""
    vector = screen.app.workspace.servers.vector(screen.key("CCD", "CCD_GAIN"))
    assert vector
    return vector.members["GAIN"].value


def sent(screen: Terminal) -> list[str]:
    """What this client sent."""
    return [entry.text for entry in screen.app.workspace.journal.entries if entry.sent]


async def test_settings_are_saved_and_a_file_that_is_there_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "night.toml"
    async with demo() as screen:
        await say(screen, f"save {path}")
        await screen.until(path.exists)
        await screen.shows("saved")
        assert read_file(path)["CCD"]["CCD_GAIN"] == {"GAIN": 90}
        path.write_text("mine")
        await say(screen, f"save {path}")
        await screen.shows("Replace this file?")
        await screen.press("escape")
        assert path.read_text() == "mine"
        await say(screen, f"save {path}")
        await screen.shows("Replace this file?")
        await screen.press("y")
        await screen.until(lambda: path.read_text() != "mine")
        await screen.until(lambda: read_file(path)["CCD"]["CCD_GAIN"] == {"GAIN": 90})


async def test_what_differs_is_shown_before_anything_is_sent(tmp_path: Path) -> None:
    async with demo() as screen:
        for size, verb in (((80, 24), "restore"), ((40, 12), "restore"), ((40, 12), "diff"), ((120, 40), "diff")):
            await screen.pilot.resize_terminal(*size)
            await _is_shown_and_not_sent(screen, settings_file(tmp_path, GAIN), verb)


async def _is_shown_and_not_sent(screen: Terminal, path: Path, verb: str) -> None:
    await compared(screen, path, verb)
    await screen.shows("1 differ")
    assert "CCD › Gain" in screen.text
    row = screen.line("90")
    assert row.index("90") < row.index("42")
    assert not sent(screen)
    await screen.press("escape")
    await screen.until(lambda: screen.app.screen is screen.app.main)
    assert not sent(screen)


async def test_enter_puts_back_and_tells_what_became_of_each(tmp_path: Path) -> None:
    more = "[CCD.CCD_OFFSET]\nOFFSET = 1e9\n[CCD.GONE]\nX = 1\n[Telescope.TELESCOPE_PARK]\nPARK = true\n"
    async with demo() as screen:
        await compared(screen, settings_file(tmp_path, GAIN + more))
        await screen.press("enter")
        await screen.shows("1 done, 1 refused, 1 missing")
        assert gain(screen) == "42"
        assert sent(screen) == ["→ CCD_GAIN GAIN=42"]
        assert screen.line("CCD › Gain").rstrip().endswith("done")
        assert screen.line("CCD › Offset").rstrip().endswith("refused")
        assert screen.line("GONE").rstrip().endswith("missing")
        assert "outside" in screen.text
        assert "left out, since they start, move or reach something: TELESCOPE_PARK" in screen.text
        await screen.press("enter", "escape")
        await screen.until(lambda: screen.app.screen is screen.app.main)


async def test_what_changes_meanwhile_is_followed(tmp_path: Path) -> None:
    async with demo() as screen:
        await compared(screen, settings_file(tmp_path, GAIN))
        await screen.shows("1 differ")
        screen.app.send([Request(screen.key("CCD", "CCD_GAIN"), {"GAIN": "42"})])
        await screen.shows("nothing differs")
        await screen.press("enter")
        await screen.shows("There is nothing to send")


async def test_what_is_risky_is_asked_about(tmp_path: Path) -> None:
    text = "[Dome.CONNECTION]\nCONNECT = false\nDISCONNECT = true\n"
    async with demo() as screen:
        await compared(screen, settings_file(tmp_path, text + GAIN))
        await screen.press("enter")
        await screen.until(lambda: isinstance(screen.app.screen, Confirm))
        assert "Disconnect (CONNECTION.DISCONNECT): Dome?" in screen.text
        await screen.press("escape")
        await screen.until(lambda: isinstance(screen.app.screen, SettingsScreen))
        assert not sent(screen)
        await screen.press("enter", "y")
        await screen.shows("2 done")
        assert sent(screen) == ["→ CCD_GAIN GAIN=42", "→ CONNECTION CONNECT=Off DISCONNECT=On"]


async def test_read_only_shows_and_sends_nothing(tmp_path: Path) -> None:
    async with demo(config=Config(readonly=True)) as screen:
        await compared(screen, settings_file(tmp_path, GAIN))
        await screen.press("enter")
        await screen.shows("Read-only mode")
        assert not sent(screen)
        assert "1 differ" in screen.lines[0]


async def test_leaving_stops_what_is_under_way(tmp_path: Path) -> None:
    path = settings_file(tmp_path, "[CCD.GAIN]\nG = 2\n[CCD.OFFSET]\nO = 2\n")
    async with WireServer(TWO_GAINS) as wire, terminal(wire.port) as screen:
        await screen.shows("OFFSET")
        await compared(screen, path)
        await screen.press("enter")
        await wire.wait_received(b'name="GAIN"')
        await screen.shows("◐ ...")
        assert "1 of 2" in screen.lines[0]
        await screen.press("escape")
        await screen.shows("the rest is not sent")
        wire.send(
            b'<setNumberVector device="CCD" name="GAIN" state="Ok"><oneNumber name="G">2</oneNumber></setNumberVector>'
        )
        await screen.until(lambda: (vector := screen.app.workspace.servers.vector(screen.key("CCD", "GAIN"))) and vector.members["G"].value == "2")  # fmt: skip
        assert len(sent(screen)) == 1
        assert len(next(iter(screen.app.workspace.servers)).client.listeners) == 1  # the workspace's own


async def test_a_connection_that_is_lost_meanwhile_is_said(tmp_path: Path) -> None:
    path = settings_file(tmp_path, "[CCD.GAIN]\nG = 2\n[CCD.OFFSET]\nO = 2\n")
    async with WireServer(TWO_GAINS) as wire, terminal(wire.port) as screen:
        await screen.shows("OFFSET")
        await compared(screen, path)
        await screen.press("enter")
        await wire.wait_received(b'name="GAIN"')
        await wire.refuse()
        await wire.drop_clients()
        await screen.shows("2 not sent")
        assert "connection was lost" in screen.text


async def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    async with demo((120, 40)) as screen:
        for text, told in (None, "No such file"), ("no TOML at [all", "not TOML"), ("x = 1", "not a settings file"):
            if text is not None:
                path.write_text(text)
            await say(screen, f"diff {path}")
            await screen.until(lambda told=told: any(told in note.message for note in screen.app._notifications))  # type: ignore[misc]
            await screen.until(lambda: screen.app.screen is screen.app.main)
            screen.app.clear_notifications()
        await say(screen, "save ~nobody-is-called-so/x")
        await screen.shows("Not saved")


async def test_a_pipe_is_refused_and_nothing_waits_for_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with demo((120, 40)) as screen:
        for verb in ("diff", "restore"):
            await say(screen, f"{verb} {pipe}")
            await screen.until(lambda: any("not a regular file" in note.message for note in screen.app._notifications))
            screen.app.clear_notifications()
        await say(screen, f"save {pipe}")
        await screen.shows("Replace this file?")
        await screen.press("y")
        await screen.until(lambda: any("not a regular file" in note.message for note in screen.app._notifications))
