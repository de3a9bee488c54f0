"""A series on Debian's simulators: twenty frames through four filters, and a driver that is killed in the middle."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.program import running as command
from tests.real.witness import Witness, running
from tests.servers import CCD, LOOPBACK, WHEEL, IndiServer
from tests.workspace.series.stage import names

FILTERS = ("Red", "Green", "Blue", "H_Alpha")


@pytest.mark.real
async def test_twenty_frames_with_a_driver_killed_in_the_middle_come_out_complete_and_numbered(
    start_indi: Callable[..., IndiServer], tmp_path: Path
) -> None:
    server = start_indi(CCD, WHEEL)
    witness = Witness(server.port)
    async with running(witness):
        await witness.connect({CCD.device: CCD.vectors_connected, WHEEL.device: WHEEL.vectors_connected})
    arguments = ["--camera", CCD.device, "--wheel", WHEEL.device, "--filter", ",".join(FILTERS), "--json"]
    where = ["--host", LOOPBACK, "--port", str(server.port), "--folder", str(tmp_path)]
    lines = list[dict[str, object]]()
    async with command("expose", "5x0.1", *arguments, *where) as program:
        while line := await program.line():
            lines.append(json.loads(line))
            if lines[-1].get("done") == 8 and lines[-1]["event"] == "frame":
                await asyncio.to_thread(server.kill_driver, CCD)
        status, _, error = await program.end()
    assert (status, error) == (0, "")
    events = [line["event"] for line in lines if line["event"] != "frame"]
    assert events == ["started", "paused", "goes on", "ended"]
    frames = [line for line in lines if line["event"] == "frame"]
    assert [frame["done"] for frame in frames] == list(range(1, 21))
    expected = [f"CCD_Simulator_CCD1_{number:04d}_{FILTERS[(number - 1) // 5]}.fits" for number in range(1, 21)]
    assert [Path(str(frame["path"])).name for frame in frames] == expected
    assert names(tmp_path) == sorted(expected)
