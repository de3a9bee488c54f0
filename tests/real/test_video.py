"""A camera's video never fills the disk unasked; what a real driver sends, raw and compressed, is shown."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indipyterm.presentation.imaging.kinds import PIXELS
from indipyterm.protocol.messages import ON
from indipyterm.workspace.config import Config
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import Request
from tests.client.running import files
from tests.servers import CCD, IndiServer
from tests.workspace.waiting import running, until


@pytest.mark.real
async def test_video_is_told_of_and_saved_only_where_that_is_wanted(
    start_indi: Callable[..., IndiServer], tmp_path: Path
) -> None:
    server = start_indi(CCD)
    async with running(server.port, LaunchOptions(Config(blobfolder=tmp_path))) as live:
        workspace, device = live.workspace, CCD.device
        workspace.open_blob_folder()
        connect = await live.defined("CONNECTION", device)
        await workspace.submit([Request(connect, {"CONNECT": ON})])

        def shown(suffix: str) -> LastImage | None:
            last = workspace.images.last
            return last if last and last.picture and last.path.name.endswith(suffix) else None

        compression = await live.defined("CCD_COMPRESSION", device)
        exposure = await live.defined("CCD_EXPOSURE", device)
        await workspace.submit([Request(compression, {"INDI_ENABLED": ON})])
        await workspace.submit([Request(exposure, {"CCD_EXPOSURE_VALUE": "0.1"})])
        await until(lambda: (one := shown(".fz") or shown(".fits")) and one.picture and one.picture.figures.exact)
        await workspace.submit([Request(compression, {"INDI_DISABLED": ON})])
        stream, image = await live.defined("CCD_VIDEO_STREAM", device), await live.defined("CCD1", device)
        await workspace.submit([Request(stream, {"STREAM_ON": ON})])

        def frames() -> int:
            return sum(image in change.vectors for change in live.subscriber.changes)

        await until(lambda: frames() >= 5)
        assert [notice.title for notice in live.subscriber.notices][1:] == [f"Video of {device}"]
        assert [entry.text for entry in workspace.journal.entries if entry.ours and "video;" in entry.text] == [
            f"{device} CCD1: video; its frames are not saved"
        ]
        assert len(files(tmp_path)) == 1, "the exposure"
        await until(lambda: shown(".stream"))
        last = shown(".stream")
        assert last
        assert last.picture
        assert (last.picture.width, last.picture.height, last.picture.format) == (1280, 1024, PIXELS.name)
        workspace.set_save_video(True)
        await until(lambda: len(list(tmp_path.glob("*.stream"))) >= 2)
