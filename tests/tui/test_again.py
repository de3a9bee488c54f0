"""The last command again with one key; the last image, where it is in no file."""

from __future__ import annotations

from pathlib import Path

from indipyterm.protocol.blob_data import BlobData
from indipyterm.workspace.images import LastImage
from tests.servers import WireServer
from tests.tui.emulator import StillClock, terminal
from tests.tui.host import DEFINITIONS
from tests.tui.test_abort import CAMERA


async def test_what_was_sent_last_is_sent_again(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS + CAMERA) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "TELESCOPE_PARK")))
        await screen.press("full_stop")
        await screen.shows("Nothing was sent yet")
        await screen.select("Mount", "COORD")
        await screen.press("e")
        await screen.type("5:30:00")
        await screen.press("enter")
        await server.wait_received(b'"RA">5.5<')
        await screen.until(lambda: screen.app.main.pane.editor is None)
        server.received.clear()
        await screen.press("full_stop")
        await server.wait_received(b'"RA">5.5<')

        await screen.press("colon")
        await screen.type("expose 2")
        await screen.press("enter")
        await server.wait_received(b'"CCD_EXPOSURE_VALUE">2<')
        server.received.clear()
        await screen.press("full_stop")
        await server.wait_received(b'"CCD_EXPOSURE_VALUE">2<')
        await screen.press("colon", "up")
        assert screen.app.screen.query_one("TextField").value == "expose 2"  # type: ignore[attr-defined]
        await screen.press("escape")
        server.send(b'<delProperty device="CCD"/>')
        await screen.until(lambda: screen.app.workspace.servers.device(screen.key("CCD", "").owner) is None)
        await screen.press("full_stop")
        await screen.shows("Not sent: expose 2")

        screen.app.workspace.images.last = LastImage(Path("a.fits"), None, data=BlobData(b"abc"))
        await screen.press("W")
        await screen.shows("Save a.fits in the folder")
        await screen.press("ctrl+u")
        await screen.type(str(tmp_path))
        await screen.press("enter")
        await screen.shows("Image saved")
        assert (tmp_path / "a.fits").read_bytes() == b"abc"


async def test_a_plot_is_opened_from_the_palette() -> None:
    async with WireServer(DEFINITIONS + CAMERA) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Mount", "TELESCOPE_PARK")))
        await screen.press("colon")
        await screen.type("plot expose")
        await screen.press("enter")
        await screen.until(lambda: type(screen.app.screen).__name__ == "PlotScreen")
        assert screen.sheet.cursor == screen.key("CCD", "CCD_EXPOSURE")
