"""Takes one picture and reads its header from the file: PORT FOLDER."""

import asyncio
import os
import sys
from typing import Any

from indipyterm import IPyClient, defBLOBVector, defNumberVector, defSwitchVector, setBLOBVector, setNumberVector

CAMERA = "CCD Simulator"


class Camera(IPyClient):
    exposing = False

    async def rxevent(self, event: Any) -> None:
        if event.devicename != CAMERA:
            return
        if isinstance(event, defSwitchVector) and event.vectorname == "CONNECTION":
            await self.send_newVector(CAMERA, "CONNECTION", members={"CONNECT": "On"})
        elif isinstance(event, defNumberVector) and event.vectorname == "CCD_FRAME":
            label, form, low, high, step = event.memberlabels["WIDTH"]
            print("width", label, form, float(low) <= float(high), float(step))
            await self.send_newVector(CAMERA, "CCD_FRAME", members={"X": 0, "Y": 0, "WIDTH": 64, "HEIGHT": 48})
        elif isinstance(event, setNumberVector) and event.vectorname == "CCD_FRAME" and not self.exposing:
            self.exposing = True
            await self.send_newVector(CAMERA, "CCD_EXPOSURE", members={"CCD_EXPOSURE_VALUE": 0.1})
        elif isinstance(event, defBLOBVector):
            print("blobs", event.eventtype, event.vectorname, event.perm)
        elif isinstance(event, setBLOBVector) and event.vectorname == "CCD1":
            size, suffix = event.sizeformat["CCD1"]
            member = event.vector.member("CCD1")
            with open(os.path.join(self.clientdata["folder"], member.filename), "rb") as file:
                data = file.read()
            print("saved", len(data) == size == member.blobsize == len(event["CCD1"]), suffix, member.blobformat)
            cards = [data[at : at + 80].decode() for at in range(0, 480, 80)]
            print(*[card[10:30].strip() for card in cards if card.startswith("NAXIS")])
            self.shutdown()


async def main(port: int, folder: str) -> None:
    client = Camera("127.0.0.1", port, folder=folder)
    client.BLOBfolder = folder
    await asyncio.gather(client.asyncrun(), client.stopped.wait())


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
