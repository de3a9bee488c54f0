"""The last image: from a file, or kept in memory and saved afterwards."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest

from indipyterm.exceptions import NotSaved
from indipyterm.model import events
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.submission import Request, Sent
from indipyterm.workspace.workspace import Address, Workspace
from tests.presentation.imaging.samples import fits_file
from tests.servers import LOOPBACK, WireServer
from tests.tui.host import DEFINITIONS
from tests.workspace.waiting import Live, running, until


async def test_the_last_saved_image_is_read(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, running(wire.port) as live:
        await live.defined("COORD")
        path = tmp_path / "image.fits"
        path.write_bytes(fits_file(16, (4, 3), range(12)))
        _saved(live, path)
        await until(lambda: live.workspace.images.last)
        assert any(change.image for change in live.subscriber.changes)
        _saved(live, tmp_path / "none.fits")
        await until(lambda: live.workspace.images.last and live.workspace.images.last.path.name == "none.fits")
        camera = live.workspace.servers.devices()[0]._replace(device="CCD")
        assert live.workspace.images.last == LastImage(
            tmp_path / "none.fits", None, "none.fits: there is no such file", camera=camera
        )
        assert [row.path.name for row in live.workspace.night.rows] == ["image.fits", "none.fits"]


async def test_an_image_without_a_folder_is_kept_in_memory_and_saved_afterwards(tmp_path: Path) -> None:
    member = b'<defNumber name="V" format="%g" min="0" max="9" step="0">0</defNumber>'
    camera = b'<defNumberVector device="CCD" name="CCD_EXPOSURE" state="Idle" perm="rw">%b</defNumberVector>' % member
    async with WireServer(DEFINITIONS + camera) as wire, running(wire.port) as live:
        workspace, exposure = live.workspace, await live.defined("CCD_EXPOSURE", "CCD")
        with pytest.raises(NotSaved, match="no image"):
            await workspace.images.save(tmp_path)
        for _ in range(2):
            assert isinstance(await workspace.submit([Request(exposure, {"V": "1"})]), Sent)
        await wire.wait_received(b"Also</enableBLOB>")
        assert [one.kind for one in live.subscriber.notices] == [NoticeKind.IN_MEMORY], "it is said once"
        for suffix, data in ((b".stream", b"x"), (b".fits", fits_file(16, (4, 3), range(12)))):
            one = b'<oneBLOB name="CCD1" size="%d" format="%b">%b</oneBLOB>' % (len(data), suffix, b64encode(data))
            wire.send(b'<setBLOBVector device="CCD" name="CCD1" state="Ok">%b</setBLOBVector>' % one)
            await _image_called(workspace, suffix.decode())
        image = workspace.images.last
        assert image
        assert image.picture
        path = await workspace.images.save(tmp_path)
        assert image.data
        assert path.read_bytes() == image.data.decode() == fits_file(16, (4, 3), range(12))
        assert workspace.images.last == image._replace(path=path, data=None)
        workspace.set_blob_folder(tmp_path)
        await workspace.submit([Request(exposure, {"V": "1"})])
        assert len(live.subscriber.notices) == 1


async def test_without_running_no_image_is_read(tmp_path: Path) -> None:
    workspace = Workspace([Address(LOOPBACK, 1)])
    live = Live(workspace)
    _saved(live, tmp_path / "a.fits")
    await until(lambda: live.subscriber.changes)
    assert workspace.images.last is None
    await workspace.close()


async def _image_called(workspace: Workspace, suffix: str) -> None:
    await until(lambda: (last := workspace.images.last) and last.path.suffix == suffix)


def _saved(live: Live, path: Path) -> None:
    """Report a saved file, as the client does."""
    server = live.workspace.servers[live.server]
    server.client.listeners[0](events.BlobSaved("CCD", "CCD1", "CCD1", str(path), 5, live.workspace.now()))
