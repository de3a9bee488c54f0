"""The measured side: a script like those that people write, run by path with the Python of either library.

``python listener.py '<json>'``; it prints "ready" when everything is defined, and at the end one line of JSON: CPU
seconds and wall seconds from there, memory and stalls. It knows nothing of this project but the library's name.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

WHAT: dict[str, Any] = json.loads(sys.argv[1])
LIBRARY: Any = importlib.import_module(WHAT["library"])
_TICK = 0.002


def memory(field: str) -> float:
    """A figure of this process in megabytes: VmRSS, or VmHWM for the highest."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


class Listener(LIBRARY.IPyClient):  # type: ignore[misc]
    """Counts events and notes what they cost."""

    began = False
    heard = defined = 0
    stall = 0.0

    async def rxevent(self, event: Any) -> None:
        """Count."""
        if self.began:
            self.heard += 1
            if self.heard == WHAT["events"]:
                self.finish()
        elif event.eventtype.startswith(("Define", "Set")):
            self.defined += 1
        if not self.began and self.connected and self.defined == WHAT["defined"]:
            self.begin()

    def begin(self) -> None:
        """Everything is defined, and all heard that was to come before: measure from here."""
        self.began = True
        self.before = memory("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the highest is counted from here
        print("ready", flush=True)
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def finish(self) -> None:
        """The last event is here: tell."""
        told = {
            "cpu": time.process_time() - self.cpu,
            "wall": time.perf_counter() - self.wall,
            "memory": memory("VmHWM") - self.before,
            "resident": memory("VmRSS"),
            "stall": self.stall,
            "last": self.last(),
        }
        print(json.dumps(told), flush=True)
        self.shutdown()

    def last(self) -> Any:
        """The newest value of each vector that was asked for, to show that nothing was left out."""
        return [self[device][vector][member] for device, vector, member in WHAT["last"]]

    async def hardware(self) -> None:
        """Note the longest time in which the event loop did nothing else."""
        while WHAT["stalls"] and not self.stop:
            before = time.perf_counter()
            await asyncio.sleep(_TICK)
            if self.began:
                self.stall = max(self.stall, time.perf_counter() - before - _TICK)


async def main() -> None:
    """Listen until the last event."""
    client = Listener("127.0.0.1", WHAT["port"])
    if WHAT["folder"]:
        client.BLOBfolder = WHAT["folder"]
    await client.asyncrun()


asyncio.run(main())
