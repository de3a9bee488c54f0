"""``indipyterm watch --blobs --figures``: a JSON line for each image, with what is known of it."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.demo.fits import card
from indipyterm.exceptions import Misuse
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Kind, OneBlob, SetVector, State
from tests.cli.program import run, running
from tests.commands.vectors import WHEN, blobs, numbers, texts
from tests.presentation.imaging.samples import fits_file
from tests.servers import LOOPBACK, WireServer

CAMERA = (
    blobs("D", "CCD1", "CCD1"),
    texts("D", "ACTIVE_DEVICES", ACTIVE_FOCUSER="F2"),
    numbers("D", "CCD_TEMPERATURE", CCD_TEMPERATURE_VALUE="-10"),
    numbers("F1", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION="1"),
    numbers("F2", "ABS_FOCUS_POSITION", FOCUS_ABSOLUTE_POSITION="45210"),
    numbers("W", "FILTER_SLOT", FILTER_SLOT_VALUE="2"),
    texts("W", "FILTER_NAME", A="Red", B="Ha"),
)


async def test_a_line_for_each_image(tmp_path: Path) -> None:
    async with WireServer(b"".join(map(encode, CAMERA))) as wire:
        where = ["--host", LOOPBACK, "--port", str(wire.port)]
        command = ["watch", "D.CCD1", "--blobs", "--figures", "--blobfolder", str(tmp_path), *where]
        async with running(*command) as program:
            await wire.wait_received(b"</enableBLOB>")

            async def line(data: bytes, suffix: str) -> dict[str, Any]:
                one = OneBlob("CCD1", len(data), suffix, BlobData(data))
                wire.send(encode(SetVector(Kind.BLOB, "D", "CCD1", (one,), State.OK, timestamp=WHEN)))
                found: dict[str, Any] = json.loads(await program.line())
                return found

            first = await line(
                fits_file(16, (4, 3), range(12), [card("EXPTIME", 2.5), card("FILTER", "Blue")]), ".fits"
            )
            assert Path(first["file"]).parent == tmp_path
            assert (first["device"], first["member"], first["filter"], first["exposure"]) == ("D", "CCD1", "Blue", 2.5)
            assert (first["temperature"], first["focuser"], first["reason"]) == (-10, 45210, "")
            assert (first["median"], first["maximum"], first["one_in"], first["stars"]) == (5.5, 11, 1, 0)
            second = await line(b"LUCAM-RECORDER", ".ser")
            assert (second["filter"], second["median"], second["reason"]) == (
                "Ha",
                None,
                "a film (SER), which is not shown",
            )
            program.send(signal.SIGINT)
            assert (await program.end())[0] == Exit.DONE
        assert len(os.listdir(tmp_path)) == 2


async def test_it_needs_blobs() -> None:
    with pytest.raises(Misuse, match="--figures needs --blobs"):
        await run(1, "watch", "--figures")
