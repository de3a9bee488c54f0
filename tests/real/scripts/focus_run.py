"""Moves the focuser step by step in `hardware`, woken by events of its own: PORT."""

import asyncio
import sys
from typing import Any

import indipyterm as ipc

FOCUSER, PLACE, STEP = "Focuser Simulator", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION"


class FocusRun(ipc.IPyClient):
    def __init__(self, *arguments: Any, **clientdata: Any) -> None:
        super().__init__(*arguments, **clientdata)
        self.arrived: asyncio.Queue[Any] = asyncio.Queue()
        self.set_vector_timeouts(timeout_enable=True, timeout_min=5, timeout_max=20)
        self.set_user_string(FOCUSER, PLACE, STEP, "in steps")

    async def rxevent(self, event: Any) -> None:
        if event.devicename != FOCUSER:
            return
        if event.eventtype == "Define" and event.vectorname == "CONNECTION":
            await event.vector.send_newSwitchVector(members={"CONNECT": "On"})
        elif event.eventtype == "Define" and event.vectorname == PLACE:
            await event.vector.create_clientevent("Arrived", first=True)
        elif event.eventtype == "Set" and event.vectorname == PLACE and event.vector.state == "Ok":
            await event.vector.create_clientevent("Arrived", first=False)
        elif event.eventtype == "Arrived":
            await self.arrived.put((event.payload["first"], float(event[STEP])))

    async def hardware(self) -> None:
        first, place = await self.arrived.get()
        vector: Any = self[FOCUSER][PLACE]
        print("first", first, vector.member(STEP).user_string, self.get_user_string(FOCUSER, PLACE, STEP))
        for target in (place - 300, place - 100):
            if self.stop:
                return
            await vector.send_newNumberVector(members={STEP: target})
            while place != target:
                _, place = await self.arrived.get()
            print("arrived", place == vector.getfloatvalue(STEP), vector.state, vector.perm)
        self.shutdown()


async def main() -> None:
    client = FocusRun("127.0.0.1", int(sys.argv[1]))
    await client.asyncrun()


asyncio.run(main())
