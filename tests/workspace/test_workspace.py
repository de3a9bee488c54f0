"""The workspace without any face: what is applied in which order, its end, and what leaving concerns."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from indipyterm.demo.server import DemoServer
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.pending import pending
from indipyterm.protocol.messages import State
from indipyterm.recording.recorder import Recorder
from indipyterm.workspace.change import Change, NoticeKind
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import NeedsConsent, Request, Sent
from indipyterm.workspace.workspace import Workspace
from tests.servers import WireServer, free_port
from tests.tui.host import DEFINITIONS
from tests.workspace.waiting import Subscriber, running, until

# What comes in


async def test_a_subscriber_finds_everything_up_to_date() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        coordinates = await live.defined("COORD")
        seen: list[tuple[State, str]] = []

        def look(change: Change) -> None:
            vector = live.workspace.servers.vector(coordinates)
            if vector and coordinates in change.vectors and change.journal:
                seen.append((vector.state, live.workspace.journal.entries[-1].text))

        live.workspace.subscribe(look)
        wire.send(b'<setNumberVector device="Mount" name="COORD" state="Ok" message="there"/>')
        await until(lambda: seen)
        assert seen == [(State.OK, "there")]


async def test_a_failed_try_is_a_change_of_the_connection() -> None:
    async with running(free_port()) as live:
        await until(lambda: any(change.connection for change in live.subscriber.changes))
        assert next(iter(live.workspace.servers)).tries >= 1


async def test_a_draft_is_dropped_with_its_property_even_if_it_is_defined_again() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        mode, kept = await live.defined("MODE"), live.key("REVERSE")
        live.workspace.drafts.pick(mode, "LUNAR")
        live.workspace.drafts.pick(kept, "NS")
        begin = DEFINITIONS.index(b"<defSwitchVector")
        wire.send(
            b'<delProperty device="Mount" name="MODE"/>' + DEFINITIONS[begin : DEFINITIONS.index(b"</defSwitch", begin)]
        )
        wire.send(b"</defSwitch></defSwitchVector>")
        await until(lambda: live.subscriber.notices)
        (notice,) = live.subscriber.notices
        assert (notice.kind, notice.title) == (NoticeKind.DRAFT_DROPPED, "Mount")
        assert live.subscriber.changes[-1].drafts
        assert live.workspace.drafts.keys() == [kept]


async def test_numbers_of_the_moment_before_a_loss_are_kept_and_none_after_it() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        key = await live.defined("COORD")
        live.workspace.sample()
        wire.send(
            b'<setNumberVector device="Mount" name="COORD" state="Ok"><oneNumber name="RA">7</oneNumber></setNumberVector>'
        )
        await wire.flush()
        await wire.drop_clients()
        await until(lambda: not live.workspace.servers.live(live.server))
        live.workspace.sample()
        series = live.workspace.history.first_series(key)
        assert series
        assert [reading.value for reading in series] == [7.0]


# Beginning and end


async def test_what_was_reported_last_is_in_the_log_file(tmp_path: Path) -> None:
    log = tmp_path / "log"
    async with WireServer(DEFINITIONS) as wire, running(wire.port, LaunchOptions(Config(log=log))) as live:
        await live.defined("COORD")
        messages = live.workspace.servers[live.server].client.catalog.devices["Mount"].messages
        wire.send(b'<message device="Mount" message="first"/><message device="Mount" message="last"/>')
        await until(lambda: messages and messages[0][1] == "last")
    assert log.read_text().splitlines()[-1].endswith("\tlast")


async def test_close_closes_the_log_file(tmp_path: Path) -> None:
    log = tmp_path / "log"
    os.mkfifo(log)  # it ends for its reader when nobody has it open to write any more
    reader = os.open(log, os.O_RDONLY | os.O_NONBLOCK)
    try:
        async with WireServer(DEFINITIONS) as wire, running(wire.port, LaunchOptions(Config(log=log))) as live:
            await live.defined("COORD")
            await until(lambda: not _ended(reader))
        assert _ended(reader)
    finally:
        os.close(reader)


def _ended(pipe: int) -> bool:
    """Read all that is in a pipe; whether nobody has it open to write more."""
    try:
        while os.read(pipe, 65536):
            pass
    except BlockingIOError:
        return False
    return True


# The recording and the log file


async def test_a_recording_that_fails_is_told_and_logged(tmp_path: Path) -> None:
    path = tmp_path / "none" / "recording"
    workspace = Workspace(options=LaunchOptions(recorder=Recorder(path)))
    subscriber = Subscriber(workspace)
    workspace.start_recording()
    await until(lambda: subscriber.notices)
    text = f"recording to {path} ended: no such file or directory"
    assert [(notice.kind, notice.title, notice.text) for notice in subscriber.notices] == [
        (NoticeKind.FILE, "Recording", text)
    ]
    assert [(entry.text, entry.level) for entry in workspace.journal.entries] == [(text, "ERROR")]
    await workspace.close()


def test_a_recording_that_fails_after_the_end_raises_nothing(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "recording")

    async def run() -> None:
        workspace = Workspace(options=LaunchOptions(recorder=recorder))
        workspace.start_recording()
        await workspace.close()

    asyncio.run(run())
    recorder._fail("the disk came back")  # as its thread does; the loop is closed


async def test_a_log_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    options = LaunchOptions(Config(log=tmp_path / "none" / "log"))
    async with WireServer(DEFINITIONS) as wire, running(wire.port, options) as live:
        await live.defined("COORD")
        assert [(notice.kind, notice.title) for notice in live.subscriber.notices] == [(NoticeKind.FILE, "Log")]


async def test_definitions_are_requested_only_over_a_connection() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        key = await live.defined("COORD")
        assert live.workspace.request_properties(key.owner)
        await wire.wait_received(b'<getProperties version="1.7" device="Mount"/>')
        assert not live.workspace.request_properties(DeviceKey("nowhere:1", "Mount"))


# What leaving, stopping and connecting concern


async def test_unfinished_lists_drafts_and_what_is_not_answered() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        mode, reverse = await live.defined("MODE"), live.key("REVERSE")
        vector = live.workspace.servers.vector(reverse)
        assert vector
        assert live.workspace.unfinished() == []
        live.workspace.drafts.tick(reverse, vector)
        await live.workspace.submit([Request(mode, {"LUNAR": "On"})])
        assert live.workspace.unfinished() == ["picked and not sent: Mount REVERSE", "under way: Mount Track Mode"]
        await wire.drop_clients()
        await until(lambda: len(live.workspace.unfinished()) == 1)


async def test_a_switch_that_is_in_effect_is_not_under_way_though_it_stays_busy() -> None:
    """Neither at the end nor in the header, which says what `pending` does."""
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        mode = await live.defined("MODE")
        vector = live.workspace.servers.vector(mode)
        assert vector
        await live.workspace.submit([Request(mode, {"LUNAR": "On"})])
        assert pending(vector, live.workspace.now())
        members = b'<oneSwitch name="SIDEREAL">Off</oneSwitch><oneSwitch name="LUNAR">On</oneSwitch>'
        wire.send(b'<setSwitchVector device="Mount" name="MODE" state="Busy">' + members + b"</setSwitchVector>")
        await until(lambda: live.workspace.unfinished() == [])
        assert vector.state is State.BUSY
        assert pending(vector, live.workspace.now()) is None


async def test_aborts_and_connections_of_a_device() -> None:
    async with DemoServer() as server, running(server.port) as live:
        workspace = live.workspace
        connection = await live.defined("CONNECTION", "Telescope")
        await live.defined("TELESCOPE_ABORT_MOTION", "Telescope")
        telescope, nobody = connection.owner, DeviceKey(live.server, "Nobody")
        aborted = await workspace.abort(telescope)
        assert [request.key.vector for one in aborted.stopped for request in one.requests] == ["TELESCOPE_ABORT_MOTION"]
        assert (await workspace.abort(nobody)).stopped == ()
        assert workspace.connect_requests([nobody, telescope]) == []
        disconnect = [Request(connection, {"DISCONNECT": "On"})]
        outcome = await workspace.submit(disconnect)
        assert isinstance(outcome, NeedsConsent)
        assert isinstance(await workspace.submit(disconnect, consent=outcome.question), Sent)
        await until(lambda: workspace.connect_requests([telescope]))
        assert workspace.connect_requests([telescope]) == [Request(connection, {"CONNECT": "On"})]
        assert (await workspace.abort(telescope)).stopped == ()
