"""BLOBs on screen: the folder, on and off, progress, and the last files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from indipyterm.client.transfers import Transfer
from indipyterm.model import events
from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.screens.blobs import BlobsScreen
from indipyterm.workspace.change import Change
from indipyterm.workspace.submission import Request
from indipyterm.workspace.transfers import MAX_FILES
from indipyterm.workspace.workspace import Workspace
from tests.servers import LOOPBACK, WireServer
from tests.tui.emulator import NOON, StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS, SERVER, Host, feed, hosted, key, workspace

SIZES = [(80, 24), (120, 40), (40, 12)]
IMAGE, GUIDER = key("CCD1", "CCD"), key("CCD2", "CCD")


class Stage:
    """The screen over servers that said a few things."""

    def __init__(self) -> None:
        self.workspace = workspace()
        self.servers, self.blobs = self.workspace.servers, self.workspace.transfers
        self.screen = BlobsScreen(self.workspace)

    def under_way(self, *transfers: Transfer, seconds: float = 0.0) -> None:
        """Have a look at what is under way, so many seconds after noon."""
        setattr(self.servers[SERVER].client, "transfers", lambda: list(transfers))  # noqa: B010 - no connection
        self.blobs.refresh(NOON + timedelta(seconds=seconds))

    def saved(self, number: int, size: int = 2_629_440) -> None:
        path = f"/images/night/CCD_CCD1_{number:04}.fits"
        self.blobs.update(SERVER, events.BlobSaved("CCD", "CCD1", "CCD1", path, size, NOON + timedelta(seconds=number)))


@pytest.mark.parametrize("size", SIZES)
async def test_all_of_it_at_any_size(size: tuple[int, int], tmp_path: Path) -> None:
    stage = Stage()
    stage.blobs.set_folder(tmp_path)
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 0, 33_500_000), seconds=-3)
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 12_300_000, 33_500_000))
    stage.saved(0)
    feed(stage.servers[SERVER], b'<setBLOBVector device="CCD" name="CCD1" state="Ok"><oneBLOB name="CCD1" size="6" format=".fits">YWJjZGVm</oneBLOB></setBLOBVector>')  # fmt: skip
    async with hosted(stage.screen, size) as (screen, _):
        await screen.shows("▸[x] CCD › Image Data")
        assert "12:00:00  6 bytes" in screen.line("Image Data")
        assert "[x] CCD › Guider Image" in screen.text
        assert "none yet" in screen.line("Guider Image")
        assert "Model" not in screen.text  # it is sent to, nothing comes of it
        assert "12.3 MB of 33.5 MB  37%" in screen.text
        await screen.press("G")
        await screen.shows("▸12:00:00 CCD")
        assert "2.6 MB" in screen.line("CCD_CCD1")
        if size[0] >= 80:
            assert f"saved in {tmp_path}"[:60] in screen.lines[1]
            assert "37% ▓▓▓▓░░░░░░ 4.1 MB/s" in screen.text
            assert " /images/night/CCD_CCD1_0000.fits" in screen.lines[-2]


async def test_folder_and_closing_have_keys_and_places_to_click() -> None:
    stage = Stage()
    async with hosted(stage.screen) as (screen, host):
        await screen.shows("saved nowhere ▾")
        wanted: list[str] = []
        setattr(host, "action_blob_folder", lambda: wanted.append("folder"))  # noqa: B010 - the app's own
        await screen.press("f")
        await screen.until(lambda: len(wanted) == 1)
        await screen.click("saved nowhere")
        await screen.until(lambda: len(wanted) == 2)
        await screen.click("Folder")
        await screen.until(lambda: len(wanted) == 3)
        await screen.press("b")
        assert host.results == [None]


async def test_another_folder_is_shown_and_wants_all() -> None:
    stage = Stage()
    async with hosted(stage.screen) as (screen, _):
        await screen.shows("[ ] CCD › Image Data")
        stage.blobs.set_folder(Path("/tmp"))
        stage.screen.update_from(Change(transfers=True))
        await screen.shows("saved in /tmp")
        await screen.shows("[x] CCD › Image Data")


class Live(Host):
    """Has a workspace that is connected to a server."""

    def __init__(self, screen: BlobsScreen, live: Workspace) -> None:
        super().__init__(screen, live)
        self.live = live

    def on_mount(self) -> None:
        self.run_worker(self.live.run())
        super().on_mount()

    async def on_unmount(self) -> None:
        await self.live.close()


async def test_on_and_off_are_told_to_the_server() -> None:
    async with WireServer(DEFINITIONS) as wire:
        live = Workspace([Address(LOOPBACK, wire.port)], clock=StillClock())
        model, blobs = live.servers, live.transfers
        (server,) = model
        shown = BlobsScreen(live)
        host = Live(shown, live)
        image = VectorKey(server.name, "CCD", "CCD1")
        async with host.run_test(notifications=True) as pilot:
            screen = Terminal(cast(IPyTerm, host), pilot)
            await screen.until(lambda: model.vector(VectorKey(server.name, "CCD", "MODEL")))
            shown.update_from(Change(devices=frozenset({image.owner})))
            await screen.shows("▸[ ] CCD › Image Data")
            await screen.press("space")
            await screen.shows("▸[x] CCD › Image Data")
            await screen.shows("No folder is set")
            await wire.wait_received(b'<enableBLOB device="CCD" name="CCD1">Also</enableBLOB>')
            await screen.press("down", "enter")
            await screen.shows("▸[x] CCD › Guider Image")
            await wire.wait_received(b'<enableBLOB device="CCD" name="CCD2">Also</enableBLOB>')
            await screen.click("Image Data")
            await screen.shows("▸[ ] CCD › Image Data")
            await wire.wait_received(b'<enableBLOB device="CCD" name="CCD1">Never</enableBLOB>')
            assert not blobs.wanted(image)


async def test_the_last_files_are_kept_the_newest_first() -> None:
    stage = Stage()
    for number in range(MAX_FILES + 5):
        stage.saved(number)
    assert len(stage.blobs.files) == MAX_FILES
    async with hosted(stage.screen, (80, 40)) as (screen, host):
        await screen.shows("12:00:24 CCD_CCD1_0024.fits")
        assert "CCD_CCD1_0004.fits" not in screen.text
        await screen.press("y")
        await screen.shows("Only a file has a path")
        await screen.press("down", "down", "y")
        assert host.copied == "/images/night/CCD_CCD1_0024.fits"
        stage.saved(30)
        stage.screen.update_from(Change(transfers=True))
        await screen.shows("12:00:30")
        assert "▸12:00:24" in screen.text  # the cursor stays with its file
        await screen.until(lambda: stage.screen.list.settled)
        await screen.click("CCD_CCD1_0020")
        await screen.until(lambda: host.copied.endswith("0020.fits"))


async def test_the_rate_is_shown_where_it_is_known() -> None:
    stage = Stage()
    stage.under_way(Transfer("CCD", "CCD1", "CCD1", 2_000_000, 8_000_000), seconds=-2)
    stage.saved(0, 8_000_000)  # 6 MB of it in 2 s
    stage.under_way()
    stage.saved(1, 9_000_000)
    async with hosted(stage.screen) as (screen, _):
        assert screen.line("0000.fits").rstrip().endswith("8.0 MB   3.0 MB/s")
        assert screen.line("0001.fits").rstrip().endswith("9.0 MB")


async def test_progress_of_what_is_sent_and_of_what_nobody_knows_the_size() -> None:
    stage = Stage()
    up = Transfer("CCD", "MODEL", "FILE", 500_000, 1_000_000, sending=True)
    stage.under_way(up, Transfer("CCD", "CCD2", "CCD2", 0, 0), seconds=-1)
    stage.under_way(up, Transfer("CCD", "CCD2", "CCD2", 1234, 0))
    async with hosted(stage.screen) as (screen, _):
        await screen.shows("↑ CCD › FILE")
        assert "500.0 kB of 1.0 MB  50% ▓▓▓▓▓░░░░░" in screen.text
        assert screen.line("↓ CCD › CCD2").rstrip().endswith("1.2 kB 1.2 kB/s")
        stage.blobs.update(SERVER, events.Disconnected("reset", 1.0, True, NOON))
        stage.screen.update_from(Change(transfers=True))
        await screen.hides("Under way")


async def test_properties_of_the_same_label_are_told_apart() -> None:
    same = DEFINITIONS.replace(b'label="Guider Image"', b'label="Image Data"')
    model = workspace(same)
    async with hosted(BlobsScreen(model)) as (screen, _):
        await screen.shows("CCD › Image Data CCD1")
        await screen.shows("CCD › Image Data CCD2")


async def test_the_status_line_tells_how_far_a_large_one_is(tmp_path: Path) -> None:
    clock = StillClock()
    async with WireServer(DEFINITIONS) as wire, terminal(wire.port, clock=clock, folder=tmp_path) as screen:
        await screen.shows("Image Data")
        wire.send(b'<setBLOBVector device="CCD" name="CCD1"><oneBLOB name="CCD1" size="12" format=".fits">YWJjZGVm')
        await screen.until(lambda: screen.app.workspace.transfers.running)
        clock.advance(2)
        await screen.shows("BLOB ↓ 50%")
        await screen.press("b")
        await screen.shows("↓ CCD › CCD1")
        assert "6 bytes of 12 bytes  50%" in screen.text
        wire.send(b"YWJjZGVm</oneBLOB></setBLOBVector>")
        await screen.hides("Under way")
        await screen.shows("12 bytes")
        await screen.press("escape")
        await screen.shows("BLOB→")


async def test_the_status_line_tells_how_much_of_a_file_is_sent(tmp_path: Path) -> None:
    clock, file = StillClock(), tmp_path / "model.bin"
    file.write_bytes(bytes(30 << 20))
    async with WireServer(DEFINITIONS) as wire, terminal(wire.port, clock=clock) as screen:
        await screen.shows("Image Data")
        wire.pause_reading()
        screen.app.send([Request(screen.key("CCD", "MODEL"), {"FILE": (str(file), 0, "")})])
        await screen.until(lambda: screen.app.workspace.transfers.running)
        clock.advance(2)
        await screen.until(lambda: "BLOB ↑ " in screen.lines[0])
        assert screen.lines[0].partition("BLOB ↑ ")[2].split()[0].endswith("%")
        wire.resume_reading()
        await screen.until(lambda: not screen.app.workspace.transfers.running)
        await screen.until(lambda: "BLOB ↑" not in screen.lines[0])


async def test_without_any_device_it_says_so() -> None:
    model = workspace(b"")
    async with hosted(BlobsScreen(model)) as (screen, host):
        await screen.shows("no device here sends BLOBs")
        await screen.press("space", "enter", "j", "k", "G", "y")
        await screen.press("escape")
        assert host.results == [None]
