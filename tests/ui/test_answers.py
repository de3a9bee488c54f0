"""What became of a request is said where the user looks: refused, or not answered at all."""

from __future__ import annotations

import pytest

from indipyterm.ui import bridge
from tests.servers import WireServer
from tests.ui.host import DEFINITIONS
from tests.ui.terminal import StillClock, terminal

ALERT = b'<setSwitchVector device="Mount" name="MODE" state="Alert"%s></setSwitchVector>'


@pytest.mark.parametrize(
    ("reason", "said"),
    [(b"", "Track Mode: the device answered Alert"), (b' message="too low"', "too low")],
)
async def test_a_refused_request_is_said_once(reason: bytes, said: str) -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        await screen.press("right", "enter")
        await server.wait_received(b"</newSwitchVector>")
        server.send(ALERT % reason)
        await screen.shows(said)
        assert len(screen.app._notifications) == 1
        assert screen.line("Track Mode").startswith("▸▲")


async def test_an_alert_that_nobody_asked_for_is_no_answer() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        server.send(ALERT % b"")
        await screen.until(lambda: screen.line("Track Mode").startswith("▸▲"))
        assert not screen.app._notifications


async def test_no_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "PATIENCE", 0.05)
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        await screen.press("right", "enter")
        await screen.shows("MODE: no answer for")
