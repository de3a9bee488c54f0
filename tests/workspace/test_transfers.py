"""BLOBs: the folder, which are wanted, progress, and the last files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from indipyterm.client.transfers import Transfer
from indipyterm.exceptions import NotSaved
from indipyterm.model import events
from indipyterm.workspace import transfers
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.transfers import MAX_FILES
from indipyterm.workspace.workspace import Address, Workspace
from tests.servers import WireServer
from tests.tui.emulator import NOON
from tests.tui.host import DEFINITIONS, SERVER, key, workspace
from tests.workspace.waiting import running

IMAGE, GUIDER = key("CCD1", "CCD"), key("CCD2", "CCD")


class Stage:
    """Transfers of servers without a connection."""

    def __init__(self) -> None:
        self.servers = workspace().servers
        self.blobs = transfers.Transfers(self.servers)

    def under_way(self, *now: Transfer, seconds: float = 0.0) -> bool:
        """Look what is being transferred, so many seconds after noon."""
        setattr(self.servers[SERVER].client, "transfers", lambda: list(now))  # noqa: B010 - no connection
        return self.blobs.refresh(NOON + timedelta(seconds=seconds))

    def saved(self, number: int, size: int = 2_629_440) -> None:
        path = f"/images/{number:04}.fits"
        when = NOON + timedelta(seconds=number)
        assert self.blobs.update(SERVER, events.BlobSaved("CCD", "CCD1", "CCD1", path, size, when))


# Folder, and what is wanted


def test_a_folder_that_cannot_be_used_changes_nothing(tmp_path: Path) -> None:
    blobs = Stage().blobs
    blobs.set_folder(tmp_path)
    with pytest.raises(NotSaved):
        blobs.set_folder(tmp_path / "none")
    assert blobs.folder == tmp_path
    assert blobs.wanted(IMAGE)
    blobs.set_folder(None)
    assert not blobs.wanted(IMAGE)


def test_a_new_server_saves_in_the_folder_too(tmp_path: Path) -> None:
    stage = Stage()
    stage.blobs.set_folder(tmp_path)
    added = stage.servers.add("dome", 7624)
    stage.blobs.add_server(added)
    assert added.client.blob_folder == tmp_path


async def test_what_is_wanted_is_told_to_the_server(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        image, workspace = await live.defined("CCD2", "CCD"), live.workspace
        assert not workspace.transfers.wanted(image)
        workspace.set_blobs_wanted(image, True)
        await wire.wait_received(b'<enableBLOB device="CCD" name="CCD2">Also</enableBLOB>')
        workspace.set_blobs_wanted(image, False)
        await wire.wait_received(b'<enableBLOB device="CCD" name="CCD2">Never</enableBLOB>')
        workspace.set_blob_folder(tmp_path)
        await wire.wait_received(b'<enableBLOB device="CCD" name="CCD1">Also</enableBLOB>')
        assert workspace.transfers.wanted(image)
        assert any(change.transfers for change in live.subscriber.changes)


def test_the_largest_blob_is_what_the_configuration_says() -> None:
    made = Workspace([Address("localhost", 1)], LaunchOptions(Config(max_blob=50)))
    made.servers.add("localhost", 2)
    assert [server.client.blob_limit for server in made.servers] == [50_000_000, 50_000_000]


# Progress


def test_a_transfer_knows_how_far_and_how_fast_it_is() -> None:
    stage = Stage()
    assert stage.under_way(Transfer("CCD", "CCD1", "CCD1", 2_000, 8_000))
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 6_000, 8_000), seconds=2)
    (one,) = stage.blobs.running
    assert (one.key, one.share, one.sending) == (IMAGE, 0.75, False)
    assert one.rate(NOON + timedelta(seconds=2)) == 2_000
    assert one.rate(NOON) == 0.0


def test_of_a_transfer_without_a_size_the_share_is_not_known() -> None:
    stage = Stage()
    stage.under_way(Transfer("CCD", "MODEL", "FILE", 2_000, 0, sending=True))
    (one,) = stage.blobs.running
    assert (one.share, one.sending) == (None, True)


def test_refresh_tells_whether_anything_is_or_was_transferred() -> None:
    stage = Stage()
    assert not stage.under_way()
    assert stage.under_way(Transfer("CCD", "CCD1", "CCD1", 5, 100))
    assert stage.under_way(seconds=1)
    assert not stage.under_way(seconds=2)


def test_the_next_one_of_the_same_name_begins_anew() -> None:
    stage = Stage()
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 5, 100))
    stage.under_way(seconds=1)
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 60, 100), seconds=2)
    (one,) = stage.blobs.running
    assert (one.since, one.done_at_first) == (NOON + timedelta(seconds=2), 60)
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 10, 100), seconds=3)
    (one,) = stage.blobs.running
    assert (one.since, one.done_at_first) == (NOON + timedelta(seconds=3), 10)


def test_a_lost_connection_ends_the_transfers_of_its_server() -> None:
    stage = Stage()
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 5, 100))
    lost = events.Disconnected("reset", 1.0, True, NOON)
    stage.blobs.update("other:7624", lost)
    assert stage.blobs.running
    assert stage.blobs.update(SERVER, lost)
    assert not stage.blobs.running


def test_only_what_takes_long_is_shown_in_a_status_line() -> None:
    stage = Stage()
    assert stage.blobs.long_running(NOON) is None
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 5, 100))
    assert stage.blobs.long_running(NOON + timedelta(seconds=0.5)) is None
    shown = stage.blobs.long_running(NOON + timedelta(seconds=1))
    assert shown
    assert shown.share == 0.05


# Files


def test_the_last_files_are_kept_the_newest_first() -> None:
    stage = Stage()
    for number in range(MAX_FILES + 5):
        stage.saved(number)
    paths = [file.path for file in stage.blobs.files]
    assert paths == [f"/images/{number:04}.fits" for number in range(MAX_FILES + 4, 4, -1)]


def test_the_rate_of_a_file_where_it_is_known() -> None:
    stage = Stage()
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 2_000_000, 8_000_000), seconds=-2)
    stage.saved(0, 8_000_000)  # 6 MB of it in 2 s
    stage.under_way()
    stage.saved(1, 9_000_000)
    assert [(file.size, file.rate) for file in stage.blobs.files] == [(9_000_000, 0.0), (8_000_000, 3_000_000.0)]


def test_the_last_fault_is_kept_until_a_blob_is_saved() -> None:
    stage = Stage()
    assert stage.blobs.update(SERVER, events.BlobNotSaved("CCD", "CCD1", "CCD1", "disk full", NOON))
    assert stage.blobs.fault == "CCD CCD1 CCD1: BLOB not saved: disk full"
    stage.saved(1)
    assert stage.blobs.fault == ""
    assert not stage.blobs.update(SERVER, events.Connected(NOON))
