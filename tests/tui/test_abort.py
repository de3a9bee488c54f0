"""One key stops what runs, from wherever the user is, at once; twice, everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS
from tests.tui.test_flood import OTHERS
from tests.workspace.waiting import until

AT_ONCE = 0.1
"""Seconds."""

CAMERA = b"""
<defNumberVector device="CCD" name="CCD_EXPOSURE" label="Expose" group="Main Control" state="Idle" perm="rw" timeout="60">
  <defNumber name="CCD_EXPOSURE_VALUE" label="Duration (s)" format="%5.2f" min="0" max="3600" step="1">1</defNumber>
</defNumberVector>
<defSwitchVector device="CCD" name="CCD_ABORT_EXPOSURE" label="Abort" group="Main Control" state="Idle" perm="rw" rule="AtMostOne" timeout="0">
  <defSwitch name="ABORT" label="Abort">Off</defSwitch>
</defSwitchVector>
<defNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" label="Eq" group="Main Control" state="Idle" perm="rw" timeout="60">
  <defNumber name="RA" label="RA" format="%010.6m" min="0" max="24" step="0">6</defNumber>
  <defNumber name="DEC" label="DEC" format="%010.6m" min="-90" max="90" step="0">6</defNumber>
</defNumberVector>
<defSwitchVector device="Mount" name="TELESCOPE_PARK" label="Parking" group="Main Control" state="Ok" perm="rw" rule="OneOfMany" timeout="60">
  <defSwitch name="PARK" label="Park">Off</defSwitch><defSwitch name="UNPARK" label="Unpark">On</defSwitch>
</defSwitchVector>
"""
SLEWS = b'<setNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" state="Busy"/>'
ENDS = b'<setNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" state="Ok"/>'
MOUNT, CCD = b'<newSwitchVector device="Mount" name="ABORT"', b'<newSwitchVector device="CCD" name="CCD_ABORT_EXPOSURE"'


@asynccontextmanager
async def observing(size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[WireServer, Terminal]]:
    async with WireServer(DEFINITIONS + CAMERA + OTHERS) as server, terminal(server.port, size) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "N59")))
        yield server, screen


def strike(screen: Terminal, key: str) -> None:
    """Press a key, without waiting for what it does."""
    single = len(key) == 1
    event = events.Key(_character_to_key(key) if single else key, key if single else None)
    event.set_sender(screen.app)
    driver = screen.app._driver
    assert driver is not None
    driver.send_message(event)


async def abort_reaches(server: WireServer, screen: Terminal, key: str) -> float:
    """Press a key for an abort; the seconds until the server had it."""
    server.received.clear()
    begin = monotonic()
    strike(screen, key)
    while MOUNT not in server.received:
        await asyncio.sleep(0.001)
        assert monotonic() - begin < 20, screen.text
    return monotonic() - begin


WAYS = {
    "the main screen": (),
    "an editor": ("e",),
    "the filter": ("slash",),
    "the palette": ("colon",),
    "the help": ("question_mark",),
    "the details": ("i",),
    "the log": ("L",),
    "the BLOBs": ("b",),
    "the folder of the BLOBs": ("b", "f"),
    "the plot": ("t",),
}


async def test_from_everywhere_in_a_flood_at_once() -> None:
    async with observing() as (server, screen):
        await screen.select("Mount", "EQUATORIAL_EOD_COORD")
        server.send(SLEWS)
        await screen.until(lambda: "◐ Mount" in screen.lines[0])
        flooding = True

        async def flood() -> None:
            count = 0
            while flooding:
                count += 1
                server.send(
                    b'<setNumberVector device="Mount" name="N%d" state="Ok"><oneNumber name="X">%d</oneNumber>'
                    b"</setNumberVector>"
                    % (count % 60, count)
                    + b'<setNumberVector device="Mount" name="EQUATORIAL_EOD_COORD" state="Busy">'
                    b'<oneNumber name="RA">%f</oneNumber></setNumberVector>' % (count % 24)
                )
                await asyncio.sleep(1 / 50)

        task, took = asyncio.create_task(flood()), dict[str, float]()
        try:
            for place, way in WAYS.items():
                for key in way:
                    strike(screen, key)
                types = place in ("an editor", "the filter", "the palette") or len(way) > 1
                await until(lambda types=types: isinstance(screen.app.focused, Input) is types)  # type: ignore[misc]
                over = place not in ("the main screen", "an editor", "the filter")
                await until(lambda over=over: (screen.app.screen is screen.app.main) is not over)  # type: ignore[misc]
                took[place] = await abort_reaches(server, screen, "ctrl+x" if types else "X")
                for _ in range(9):  # others may use the machine, too
                    if took[place] >= AT_ONCE:
                        await asyncio.sleep(0.2)
                        again = await abort_reaches(server, screen, "ctrl+x" if types else "X")
                        took[place] = min(took[place], again)
                for _ in way:
                    strike(screen, "escape")
                await until(lambda: screen.app.focused is screen.sheet)
        finally:
            flooding = False
            await task
        assert max(took.values()) < AT_ONCE, took


async def test_here_else_anywhere_then_everything_past_questions_and_texts() -> None:
    async with observing() as (server, screen):
        await screen.select("CCD", "CCD_EXPOSURE")
        server.send(SLEWS)
        await screen.until(lambda: "◐ Mount" in screen.lines[0])
        await abort_reaches(server, screen, "ctrl+x")
        await screen.shows("nothing runs on CCD")
        assert CCD not in server.received
        await abort_reaches(server, screen, "X")
        await server.wait_received(CCD)
        await screen.shows("ABORT sent to everything: CCD, Mount")

        await screen.press("colon")
        server.received.clear()
        await screen.type("X")
        assert screen.app.screen.query_one(Input).value == "X", "letters are text here"
        await screen.press("escape", "slash")
        await screen.shows("ctrl+x ABORT", timeout=5)
        assert b"<newSwitch" not in server.received
        await screen.press("escape")

        await screen.select("Mount", "TELESCOPE_PARK")
        await screen.press("enter")
        await screen.shows("y Yes")
        for key in ("X", "ctrl+x"):
            await abort_reaches(server, screen, key)
            assert "y Yes" in screen.text, "the question stays"
            assert "ctrl+x" not in screen.text, "one key is enough in the line of keys"
        assert b"TELESCOPE_PARK" not in server.received


async def test_the_status_line_names_all_that_runs_device_first() -> None:
    clock = StillClock()
    async with (
        WireServer(DEFINITIONS + CAMERA) as server,
        terminal(server.port, (120, 24), clock=clock) as screen,
    ):
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "TELESCOPE_PARK")))
        await screen.press("colon")
        await screen.type("expose 300")
        await screen.press("enter")
        await server.wait_received(b"300")
        left = b'<oneNumber name="CCD_EXPOSURE_VALUE">%d</oneNumber></setNumberVector>'
        server.send(b'<setNumberVector device="CCD" name="CCD_EXPOSURE" state="Busy">' + left % 226)
        await screen.until(lambda: "◐ CCD 74 of 300 s" in screen.lines[0])
        await screen.press("colon")
        await screen.type("goto 5:35:17 -5:23:28")
        await screen.press("enter")
        await server.wait_received(b"5.58")
        clock.advance(12)
        await screen.until(lambda: "◐ CCD 74 of 300 s  ◐ Mount 12s → 5:35:17" in screen.lines[0])
        await screen.pilot.resize_terminal(80, 24)
        await screen.until(lambda: "◐ CCD 74 of 300 s  ◐ Mount 12s" in screen.lines[0])
        await screen.pilot.resize_terminal(44, 24)
        await screen.until(
            lambda: "◐ CCD" in screen.lines[0] and ("+1" in screen.lines[0] or "Mount" in screen.lines[0])
        )
        server.send(ENDS + b'<setNumberVector device="CCD" name="CCD_EXPOSURE" state="Ok">' + left % 0)
        await screen.until(lambda: "◐" not in screen.lines[0])
