"""What is submitted: in which order, with whose consent, and what was there before."""

from __future__ import annotations

import asyncio

from indipyterm.demo.server import DemoServer
from indipyterm.protocol.messages import State
from indipyterm.workspace.change import Change, NoticeKind
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import NeedsConsent, Question, Refused, Request, Sent
from tests.servers import WireServer, free_port
from tests.tui.host import DEFINITIONS
from tests.workspace.waiting import running, until

PARKS = b"".join(
    b'<defSwitchVector device="%b" name="DOME_PARK" label="Parking" state="Ok" perm="rw" rule="OneOfMany"><defSwitch name="PARK" label="Park">Off</defSwitch><defSwitch name="UNPARK">On</defSwitch></defSwitchVector>'
    % device
    for device in (b"East", b"West")
)


async def test_values_are_sent_in_order() -> None:
    async with DemoServer() as server, running(server.port) as live:
        mode = await live.defined("ON_COORD_SET", "Telescope")
        outcome = await live.workspace.submit([Request(mode, {"SYNC": "On"}), Request(mode, {"TRACK": "On"})])
        assert isinstance(outcome, Sent)
        await until(lambda: live.workspace.last_sent == mode)
        sent = [entry.text for entry in live.workspace.journal.entries if entry.sent]
        assert ["SYNC=On" in text for text in sent] == [True, False]
        vector = live.workspace.servers.vector(mode)
        await until(lambda: vector and vector.members["TRACK"].value == "On" and vector.state is State.OK)


async def test_the_first_refusal_ends_a_sequence_and_is_the_outcome() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        mode, coordinates = await live.defined("MODE"), live.key("COORD")
        requests = [Request(coordinates, {"RA": "25"}), Request(mode, {"LUNAR": "On"})]
        outcome = await live.workspace.submit(requests)
        assert isinstance(outcome, Refused)
        assert (outcome.key, outcome.noticed) == (coordinates, True)
        (notice,) = live.subscriber.notices
        assert (notice.kind, notice.title, notice.text) == (NoticeKind.NOT_SENT, "Not sent: Mount", outcome.why)
        assert live.workspace.journal.entries[-1].text == f"not sent: COORD: {outcome.why}"
        assert b"newSwitchVector" not in wire.received


async def test_of_independent_requests_all_that_can_be_are_sent() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        abort, gone = await live.defined("ABORT"), live.key("NOTHING")
        requests = [Request(gone, {"ABORT": "On"}), Request(abort, {"ABORT": "On"})]
        outcome = await live.workspace.submit(requests, independent=True)
        assert outcome == Refused("NOTHING is not there", gone)
        await wire.wait_received(b"<newSwitchVector")


async def test_a_failing_subscriber_does_not_stop_an_abort() -> None:
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        abort, coordinates = await live.defined("ABORT"), live.key("COORD")

        def fail(_: Change) -> None:
            raise ValueError

        live.workspace.subscribe(fail)
        requests = [Request(coordinates, {"RA": "25"}), Request(abort, {"ABORT": "On"})]
        assert isinstance(await live.workspace.submit(requests, independent=True), Refused)
        await wire.wait_received(b"<newSwitchVector")


async def test_consent_is_to_one_question_only() -> None:
    async with WireServer(PARKS) as wire, running(wire.port) as live:
        await live.defined("DOME_PARK", "West")
        east, west = (Request(live.key("DOME_PARK", device), {"PARK": "On"}) for device in ("East", "West"))
        outcome = await live.workspace.submit([east])
        assert outcome == NeedsConsent(Question("Park East?", "East › Parking (DOME_PARK): Park (PARK) = On"))
        assert b"new" not in wire.received
        assert isinstance(await live.workspace.submit([west], consent=outcome.question), NeedsConsent)
        assert isinstance(await live.workspace.submit([east, west], consent=outcome.question), NeedsConsent)
        assert isinstance(await live.workspace.submit([east], consent=outcome.question), Sent)
        await wire.wait_received(b'<newSwitchVector device="East"')


async def test_nobody_is_asked_about_what_cannot_be_sent() -> None:
    async with WireServer(PARKS) as wire, running(wire.port) as live:
        east = await live.defined("DOME_PARK", "East")
        west, gone = await live.defined("DOME_PARK", "West"), live.key("DOME_PARK", "South")
        parks = [Request(key, {"PARK": "On"}) for key in (gone, east, west)]
        assert await live.workspace.submit(parks) == Refused("DOME_PARK is not there", gone)
        outcome = await live.workspace.submit(parks, independent=True)
        assert isinstance(outcome, NeedsConsent)
        assert outcome.question.title == "Park East and 1 more?"


async def test_a_read_only_workspace_refuses_everything() -> None:
    async with WireServer(PARKS) as wire, running(wire.port, LaunchOptions(Config(readonly=True))) as live:
        east = await live.defined("DOME_PARK", "East")
        outcome = await live.workspace.submit([Request(east, {"PARK": "On"})])
        assert outcome == Refused("Read-only mode: nothing is sent")


async def test_without_a_connection_nothing_is_sent() -> None:
    async with running(free_port()) as live:
        outcome = await live.workspace.submit([Request(live.key("MODE"), {"LUNAR": "On"})])
        assert outcome == Refused("Not connected: nothing can be sent", live.key("MODE"))


async def test_the_values_before_the_last_send_are_remembered() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        mode, coordinates = await live.defined("MODE"), live.key("COORD")
        assert live.workspace.values_before(mode) is None
        await live.workspace.submit([Request(mode, {"LUNAR": "On"})])
        before = {"SIDEREAL": "On", "SOLAR": "Off", "LUNAR": "Off"}
        assert live.workspace.values_before(mode) == before
        await live.workspace.submit([Request(coordinates, {"RA": "25"})])
        assert live.workspace.values_before(coordinates) is None  # it was refused
