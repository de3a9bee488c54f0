"""What lies below a question or the palette goes on: the line at the top, and all of it after a resize."""

from __future__ import annotations

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.test_abort import CAMERA, SLEWS


async def _resized(screen: Terminal, size: tuple[int, int]) -> None:
    await screen.pilot.resize_terminal(*size)
    await screen.until(lambda: screen.app.screen.size == size)


async def test_the_line_at_the_top_goes_on_and_a_resize_lays_all_out_anew() -> None:
    clock = StillClock()
    async with WireServer(CAMERA) as server, terminal(server.port, (60, 20), clock=clock) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "TELESCOPE_PARK")))
        await screen.select("Mount", "EQUATORIAL_EOD_COORD")
        server.send(SLEWS)
        await screen.until(lambda: "◐ Mount" in screen.lines[0])
        await screen.press("colon")
        await screen.until(lambda: screen.app.screen is not screen.app.main)
        clock.advance(5)
        screen.app.show_status()
        await screen.until(lambda: "◐ Mount 5s" in screen.lines[0], 10)
        await screen.press("escape", "D")
        await screen.until(lambda: "type to narrow" in screen.text)
        await _resized(screen, (80, 24))
        await screen.until(lambda: "[Main Control]" in screen.text and "e Edit" in screen.lines[-1], 10)
        for small in ((40, 12), (20, 5)):
            await _resized(screen, small)
        await _resized(screen, (120, 30))
        await screen.until(lambda: "type to narrow" in screen.text and "▸2" in screen.text, 10)
        await screen.until(lambda: screen.app.main.has_class("-wide") and screen.app.main.has_class("-tall"), 10)
        await screen.until(lambda: "Main Control" in screen.text and "│ RA 0…24" in screen.text, 10)
        below = [line for line in screen.lines if "│ RA 0…24" in line or "◐ Mount 5s" in line]
        await screen.press("escape")
        await screen.until(lambda: screen.app.screen is screen.app.main)
        assert all(line in screen.lines for line in below)
