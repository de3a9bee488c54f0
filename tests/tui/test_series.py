"""A series by its keys: begun in the palette, seen in the status line, paused and stopped with one key."""

from __future__ import annotations

from pathlib import Path

from textual.keys import _character_to_key
from textual.widgets import Input

from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal
from tests.tui.test_abort import strike
from tests.workspace.series.stage import DEFINITIONS, names

BUSY, OK = (
    f'<setNumberVector device="Camera" name="CCD_EXPOSURE" state="{state}"/>'.encode() for state in ("Busy", "Ok")
)
IMAGE = b"""<setBLOBVector device="Camera" name="CCD1" state="Ok">
<oneBLOB name="CCD1" format=".fits" size="6">U0lNUExF</oneBLOB></setBLOBVector>"""


def _type(screen: Terminal, *words: str) -> None:
    """Press keys, all at once: words of one letter each, or the names of keys."""
    for word in words:
        for key in [word] if word in ("enter", "colon") else word:
            strike(screen, _character_to_key(key) if key == "." else key)


async def test_a_series_asks_for_a_folder_is_seen_paused_and_stopped(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, terminal(wire.port, (100, 24)) as screen:
        servers = screen.app.workspace.servers
        await screen.until(lambda: servers.vector(screen.key("Wheel", "FILTER_NAME")))
        _type(screen, "S")
        await screen.until(lambda: "No series of exposures is running" in screen.text)
        _type(screen, "colon", "exp 3x30 filter red delay 9m")
        await screen.until(lambda: "3 exposures of 30 s on Camera" in screen.text)
        assert "no folder" in screen.text
        _type(screen, "enter")
        await screen.until(lambda: "Save the images" in screen.text)
        assert b"EXPOSURE" not in wire.received  # told before the first frame
        field = screen.app.screen.query_one(Input)
        field.value = str(tmp_path)
        _type(screen, "enter")
        await wire.wait_received(b'name="CCD_EXPOSURE"')
        wire.send(BUSY)
        await screen.until(lambda: "◐ Camera 1/3 Red, " in screen.lines[0] and "of 30 s, " in screen.lines[0])
        assert " left" in screen.lines[0]
        _type(screen, "S")
        await screen.until(lambda: "Pause after this frame" in screen.text and "Stop now" in screen.text)
        _type(screen, "p", "enter")
        await screen.until(lambda: "pauses after this" in screen.lines[0])
        wire.send(IMAGE + OK)
        await screen.until(lambda: "Camera PAUSED 1/3" in screen.lines[0])
        assert names(tmp_path) == ["Camera_CCD1_0001_Red.fits"]
        _type(screen, "q")
        await screen.until(lambda: "a series: 1 of 3 frames" in screen.text)
        _type(screen, "n")
        await screen.until(lambda: "a series: 1 of 3 frames" not in screen.text)
        _type(screen, "S", "stop now", "enter")
        await screen.until(lambda: "Series ended" in screen.text and "1/3" not in screen.lines[0])
        assert b"ABORT" not in wire.received


async def test_where_two_cameras_could_take_it_the_user_says_which(tmp_path: Path) -> None:
    more = DEFINITIONS + DEFINITIONS.replace(b"Camera", b"Second")
    async with WireServer(more) as wire, terminal(wire.port, folder=tmp_path) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Second", "UPLOAD_MODE")))
        await screen.until(lambda: "3" in screen.lines[1] and "Wheel" in screen.lines[1])
        _type(screen, "3")  # the wheel, which can't do it
        await screen.until(lambda: screen.app.main.device and screen.app.main.device.device == "Wheel")
        _type(screen, "colon", "exp 2x1", "enter")
        await screen.until(lambda: "2 devices can do this" in screen.text)
        assert b"EXPOSURE" not in wire.received
        _type(screen, "enter")
        await wire.wait_received(b'device="Camera" name="CCD_EXPOSURE"')
        _type(screen, "X", "X")
        await screen.until(lambda: not screen.app.workspace.series.progress())


async def test_an_abort_ends_a_series_between_two_frames(tmp_path: Path) -> None:
    async with WireServer(DEFINITIONS) as wire, terminal(wire.port, folder=tmp_path) as screen:
        series = screen.app.workspace.series
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Wheel", "FILTER_NAME")))
        _type(screen, "colon", "exp 2x1 delay 9m", "enter")
        await wire.wait_received(b'name="CCD_EXPOSURE"')
        wire.send(BUSY + IMAGE + OK)
        await screen.until(lambda: "next in" in screen.lines[0])
        _type(screen, "X")
        await screen.until(lambda: not series.progress())
        _type(screen, ".")  # the same again
        await wire.wait_received(lambda data: data.count(b'name="CCD_EXPOSURE"') == 2)
        wire.send(BUSY + IMAGE + OK)
        await screen.until(lambda: "next in" in screen.lines[0])
        assert names(tmp_path) == ["Camera_CCD1_0001.fits", "Camera_CCD1_0002.fits"]
