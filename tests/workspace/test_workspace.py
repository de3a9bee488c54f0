"""The workspace without any face: what is applied in which order, its beginning and end, and its servers."""

from __future__ import annotations

import asyncio
import os
from base64 import b64encode
from pathlib import Path

import pytest

from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import NotSaved
from indipyterm.model import events
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.pending import pending
from indipyterm.protocol.messages import State
from indipyterm.recording.recorder import Recorder
from indipyterm.workspace.change import Change, NoticeKind
from indipyterm.workspace.config import Config
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import NeedsConsent, Request, Sent
from indipyterm.workspace.workspace import Address, Workspace
from tests.presentation.imaging.samples import fits_file
from tests.servers import LOOPBACK, WireServer, free_port
from tests.tui.host import DEFINITIONS
from tests.workspace.waiting import Live, Subscriber, running, until

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


async def test_a_subscriber_that_fails_does_not_stop_the_others() -> None:
    workspace, failures = Workspace(), []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: failures.append(context["exception"]))

    def fail(_: Change) -> None:
        raise ValueError("bad subscriber")

    workspace.subscribe(fail)
    second = Subscriber(workspace)
    workspace.set_blob_folder(None)
    assert second.changes == [Change(transfers=True)]
    assert [str(failure) for failure in failures] == ["bad subscriber"]


async def test_after_its_end_a_subscription_is_never_called() -> None:
    workspace = Workspace()
    second: list[Change] = []

    def end_the_other(_: Change) -> None:
        unsubscribe()

    workspace.subscribe(end_the_other)
    unsubscribe = workspace.subscribe(second.append)
    workspace.set_blob_folder(None)
    unsubscribe()
    assert second == []


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


async def test_close_ends_run_and_may_be_called_again() -> None:
    async with WireServer(DEFINITIONS) as wire:
        workspace = Workspace([Address(LOOPBACK, wire.port)])
        running = asyncio.create_task(workspace.run())
        await wire.wait_clients(1)
        await workspace.close()
        await running
        await workspace.close()
        await wire.wait_clients(0)


async def test_close_before_run() -> None:
    async with WireServer() as wire:
        workspace = Workspace([Address(LOOPBACK, wire.port)])
        await workspace.close()
        await workspace.run()
        assert wire.accepted == 0


async def test_a_failure_in_a_client_is_raised_by_run_and_close_still_works() -> None:
    async with WireServer(DEFINITIONS) as wire:
        workspace = Workspace([Address(LOOPBACK, free_port()), Address(LOOPBACK, wire.port)])

        def fail(event: events.Event) -> None:
            if isinstance(event, events.Defined):
                raise ValueError("bad listener")

        list(workspace.servers)[1].client.listeners.append(fail)
        with pytest.raises(ValueError, match="bad listener"):
            await workspace.run()
        await workspace.close()


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


async def test_a_server_added_after_close_is_not_connected_to() -> None:
    async with WireServer() as first, WireServer() as second:
        workspace = Workspace([Address(LOOPBACK, first.port)])
        running = asyncio.create_task(workspace.run())
        await first.wait_clients(1)
        closing = asyncio.create_task(workspace.close())
        await asyncio.sleep(0)
        workspace.connect(LOOPBACK, second.port)
        await closing
        await asyncio.wait_for(running, 5)
        assert second.accepted == 0


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


# Servers


async def test_a_further_server_replaces_those_that_are_not_connected() -> None:
    async with WireServer(DEFINITIONS) as first, WireServer(DEFINITIONS) as second, running(first.port) as live:
        workspace = live.workspace
        await live.defined("COORD")
        gone = workspace.servers.add(LOOPBACK, free_port())
        workspace.drafts.pick(VectorKey(gone.name, "Mount", "MODE"), "LUNAR")
        added = workspace.connect(LOOPBACK, second.port)
        await until(lambda: added.connected)
        assert [server.name for server in workspace.servers] == [live.server, added.name]
        assert [notice.kind for notice in live.subscriber.notices] == [NoticeKind.DRAFT_DROPPED]
        assert workspace.drafts.keys() == []


async def test_other_addresses_replace_all_servers_but_those_that_stay() -> None:
    async with (
        WireServer(DEFINITIONS) as first,
        WireServer() as second,
        WireServer() as third,
        running(first.port) as live,
    ):
        workspace = live.workspace
        await live.defined("COORD")
        workspace.connect(LOOPBACK, second.port)
        await second.wait_clients(1)
        workspace.set_addresses([Address(LOOPBACK, third.port), Address(LOOPBACK, first.port)])
        await third.wait_clients(1)
        await until(lambda: not second.clients)
        assert [server.client.port for server in workspace.servers] == [first.port, third.port]
        assert first.accepted == 1


async def test_connecting_to_a_known_server_changes_nothing() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        (server,) = live.workspace.servers
        assert live.workspace.connect(LOOPBACK, wire.port) is server
        assert (wire.accepted, server.connected) == (1, True)


async def test_connecting_to_a_known_server_without_connection_tries_again_and_keeps_its_devices() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        key = await live.defined("COORD")
        (server,) = live.workspace.servers
        await wire.refuse()
        await wire.drop_clients()
        await until(lambda: server.tries >= 2)  # the next one is a second away
        await wire.listen()
        assert live.workspace.connect(LOOPBACK, wire.port) is server
        assert live.workspace.servers.vector(key)
        await until(lambda: server.connected)


async def test_what_a_removed_server_reported_last_is_not_lost() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        (server,) = live.workspace.servers
        await wire.refuse()
        await wire.drop_clients()
        await until(lambda: not server.connected)
        server.client.listeners[0](events.BlobSaved("CCD", "CCD1", "CCD1", "/tmp/a.fits", 5, live.workspace.now()))
        live.workspace.connect(LOOPBACK, free_port())
        assert live.server not in live.workspace.servers
        assert live.workspace.journal.entries[-1].text == "saved a.fits (5 bytes) in /tmp"
        assert server.client.listeners == []
        await until(server.client.stopped.is_set)


async def test_a_blob_folder_that_is_gone_does_not_keep_from_connecting(tmp_path: Path) -> None:
    folder = tmp_path / "images"
    folder.mkdir()
    async with WireServer() as first, WireServer() as second, running(first.port) as live:
        live.workspace.set_blob_folder(folder)
        folder.rmdir()
        added = live.workspace.connect(LOOPBACK, second.port)
        await until(lambda: added.connected)
        assert [notice.kind for notice in live.subscriber.notices] == [NoticeKind.NOT_SAVED]


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


async def test_a_server_is_disconnected_and_connected_again_and_what_is_known_stays() -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        coordinates, workspace = await live.defined("COORD"), live.workspace
        server = workspace.servers[live.server]
        workspace.disconnect(live.server)
        workspace.disconnect(live.server)
        await until(lambda: not server.connected)
        vector = workspace.servers.vector(coordinates)
        assert vector
        assert vector.stale
        assert "disconnected here" in workspace.journal.entries[-1].text
        await wire.wait_clients(0)
        assert workspace.retry()
        await until(lambda: server.connected and not vector.stale)
        workspace.disconnect(live.server)
        await until(lambda: not server.connected)
        assert workspace.connect(LOOPBACK, wire.port) is server
        await until(lambda: server.connected)
        workspace.reconnect(live.server)
        assert wire.accepted == 3


# Images


async def test_the_last_saved_image_is_read(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        path = tmp_path / "image.fits"
        path.write_bytes(fits_file(16, (4, 3), range(12)))
        _saved(live, path)
        await until(lambda: live.workspace.image)
        assert any(change.image for change in live.subscriber.changes)
        _saved(live, tmp_path / "none.fits")
        await until(lambda: live.workspace.image and live.workspace.image.path.name == "none.fits")
        assert live.workspace.image == LastImage(tmp_path / "none.fits", None, "none.fits: there is no such file")


async def test_an_image_without_a_folder_is_kept_in_memory_and_saved_afterwards(tmp_path: Path) -> None:
    member = b'<defNumber name="V" format="%g" min="0" max="9" step="0">0</defNumber>'
    camera = b'<defNumberVector device="CCD" name="CCD_EXPOSURE" state="Idle" perm="rw">%b</defNumberVector>' % member
    async with WireServer(DEFINITIONS + camera) as wire, running(wire.port) as live:
        workspace, exposure = live.workspace, await live.defined("CCD_EXPOSURE", "CCD")
        with pytest.raises(NotSaved, match="no image"):
            await workspace.save_image(tmp_path)
        for _ in range(2):
            assert isinstance(await workspace.submit([Request(exposure, {"V": "1"})]), Sent)
        await wire.wait_received(b"Also</enableBLOB>")
        assert [one.kind for one in live.subscriber.notices] == [NoticeKind.IN_MEMORY], "it is said once"
        for suffix, data in ((b".stream", b"x"), (b".fits", fits_file(16, (4, 3), range(12)))):
            one = b'<oneBLOB name="CCD1" size="%d" format="%b">%b</oneBLOB>' % (len(data), suffix, b64encode(data))
            wire.send(b'<setBLOBVector device="CCD" name="CCD1" state="Ok">%b</setBLOBVector>' % one)
            await until(lambda suffix=suffix: workspace.image and workspace.image.path.suffix == suffix.decode())  # type: ignore[misc]
        image = workspace.image
        assert image
        assert image.picture
        path = await workspace.save_image(tmp_path)
        assert path.read_bytes() == image.data == fits_file(16, (4, 3), range(12))
        assert workspace.image == image._replace(path=path, data=None)
        workspace.set_blob_folder(tmp_path)
        await workspace.submit([Request(exposure, {"V": "1"})])
        assert len(live.subscriber.notices) == 1


async def test_without_running_no_image_is_read(tmp_path: Path) -> None:
    workspace = Workspace([Address(LOOPBACK, 1)])
    live = Live(workspace)
    _saved(live, tmp_path / "a.fits")
    await until(lambda: live.subscriber.changes)
    assert workspace.image is None
    await workspace.close()


def _saved(live: Live, path: Path) -> None:
    """Report a saved file, as the client does."""
    server = live.workspace.servers[live.server]
    server.client.listeners[0](events.BlobSaved("CCD", "CCD1", "CCD1", str(path), 5, live.workspace.now()))
