"""What became of a request is said where the user looks: refused, or not answered at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.workspace import servers
from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS

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
    monkeypatch.setattr(servers, "PATIENCE", 0.05)
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        await screen.press("right", "enter")
        await screen.shows("MODE: no answer for")


def told(screen: Terminal) -> list[str]:
    return [notice.message for notice in screen.app._notifications]


async def test_a_driver_that_goes_on_complaining_does_not_cover_the_sheet_and_an_answer_is_told_all_the_same() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        server.send(b"".join(ALERT % b' message="fault %d"' % number for number in range(50)))
        await screen.until(lambda: any("fault 49" in entry.text for entry in screen.app.workspace.journal.entries))
        assert told(screen) == ["fault 0"]
        await screen.press("right", "enter")
        await server.wait_received(b"</newSwitchVector>")
        server.send(ALERT % b' message="not now"')
        await screen.until(lambda: told(screen) == ["not now"])
        await screen.until(lambda: told(screen) == ["fault 3"])


async def test_images_in_a_hurry_are_told_of_by_one_notice(tmp_path: Path) -> None:
    image = b'<setBLOBVector device="CCD" name="IMAGE" state="Ok"><oneBLOB name="%b" size="3" format=".bin">QUJD</oneBLOB></setBLOBVector>'
    defined = b'<defBLOBVector device="CCD" name="IMAGE" label="Image" state="Idle" perm="ro"><defBLOB name="A" label="A"/></defBLOBVector>'
    async with WireServer(defined) as server, terminal(server.port, folder=tmp_path) as screen:
        await screen.shows("Image")
        server.send(image % b"A" * 20)
        await screen.until(lambda: len(list(tmp_path.glob("CCD*"))) == 20)
        await screen.until(
            lambda: sum("saved CCD" in entry.text for entry in screen.app.workspace.journal.entries) == 20
        )
        assert screen.app.hints.text.startswith("CCD")
        assert not told(screen)


async def test_a_choice_that_a_new_definition_takes_away_is_told() -> None:
    other = b'<defSwitchVector device="Mount" name="MODE" label="Track Mode" state="Ok" perm="rw" rule="OneOfMany"><defSwitch name="A">On</defSwitch><defSwitch name="B">Off</defSwitch></defSwitchVector>'
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        await screen.press("right")
        server.send(other)
        await screen.shows("What was picked and not sent is gone")
        assert screen.app.workspace.drafts.picked(screen.key("Mount", "MODE")) is None


async def test_quitting_asks_while_a_choice_is_picked_and_not_sent() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.select("Mount", "MODE")
        await screen.press("right", "q")
        await screen.shows("picked and not sent: Mount MODE")
        await screen.press("escape", "left", "q")
        await screen.until(lambda: not screen.app.is_running)


async def test_what_was_asked_for_is_shown_without_the_time_where_there_is_no_room_for_both() -> None:
    async with WireServer(DEFINITIONS) as server, terminal(server.port, (71, 24), clock=StillClock()) as screen:
        await screen.select("Mount", "COORD")
        await screen.press("e")
        await screen.type("20:00:00")
        await screen.press("tab")
        await screen.type("-10:00:00")
        await screen.press("enter")
        await screen.until(lambda: "→ 20:00:00 -10:00:00 " in screen.line("▸◐ Coordinates"))
        assert " 0s" not in screen.line("▸◐ Coordinates")
