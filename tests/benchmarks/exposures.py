"""A program: take exposures with the real CCD simulator, and say what each cost the client and the server in CPU time.

Arguments: the server as `IPyClient` names it, its port and process, a folder, how many exposures, the side of a frame.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from pathlib import Path
from time import process_time
from typing import Any

from indipyterm import IPyClient
from indipyterm.client.ipyclient import core_of

CCD = "CCD Simulator"
_TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(process: int) -> float:
    """What a process has used so far, in the user's name and the system's."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_memory() -> int:
    """Bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


class Camera(IPyClient):
    """Takes exposures; each is saved before the next begins."""

    def __init__(self, host: str, port: int, server: int, count: int, side: int) -> None:
        super().__init__(host, port)
        self.server, self.count, self.side, self.size = server, count, side, 0
        self.saved, self.changed = asyncio.Event(), asyncio.Event()

    async def rxevent(self, event: Any) -> None:
        self.changed.set()
        if event.eventtype == "SetBLOB":
            self.size = event.sizeformat["CCD1"][0]
            self.saved.set()

    async def defined(self, name: str) -> Any:
        while CCD not in self or name not in self[CCD]:
            self.changed.clear()
            await self.changed.wait()
        return self[CCD][name]

    async def hardware(self) -> None:
        await (await self.defined("CONNECTION")).send_newSwitchVector(members={"CONNECT": "On"})
        settings = await self.defined("SIMULATOR_SETTINGS")
        await settings.send_newNumberVector(members={"SIM_XRES": self.side, "SIM_YRES": self.side})
        await self.defined("CCD1")
        await self.defined("CCD_EXPOSURE")
        await self.expose()  # the first, in which the driver takes its settings and all is loaded
        await self.expose()
        ours, theirs = process_time(), cpu_seconds(self.server)
        descriptors, memory = [], []
        for _ in range(self.count):
            await self.expose()
            descriptors.append(len(os.listdir("/proc/self/fd")))
            memory.append(resident_memory())
        said = {
            "client": (process_time() - ours) / self.count,
            "server": (cpu_seconds(self.server) - theirs) / self.count,
            "local": core_of(self).link.local,
            "size": self.size,
            "descriptors": [min(descriptors), max(descriptors)],
            "memory": [memory[0], max(memory), memory[-1]],
        }
        print(json.dumps(said))
        self.shutdown()

    async def expose(self) -> None:
        self.saved.clear()
        await self.send_newVector(CCD, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": 0.01})
        await self.saved.wait()


if __name__ == "__main__":
    host, port, server, folder, count, side = sys.argv[1:]
    camera = Camera(host, int(port), int(server), int(count), int(side))
    camera.BLOBfolder = folder
    asyncio.run(camera.asyncrun())
