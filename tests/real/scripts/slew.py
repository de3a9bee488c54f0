"""Connects the mount, slews to a place, and tells when it is there: PORT RA DEC."""

import asyncio
import sys
from typing import Any

import indipyterm as ipc

MOUNT = "Telescope Simulator"


class Slew(ipc.IPyClient):
    under_way = False

    async def rxevent(self, event: Any) -> None:
        match event:
            case ipc.defSwitchVector(devicename="Telescope Simulator", vectorname="CONNECTION"):
                if event["CONNECT"] == "Off":
                    await event.vector.send_newSwitchVector(members={"CONNECT": "On", "DISCONNECT": "Off"})
            case ipc.defSwitchVector(devicename="Telescope Simulator", vectorname="TELESCOPE_PARK"):
                await self.send_newVector(MOUNT, "TELESCOPE_PARK", members={"PARK": "Off", "UNPARK": "On"})
            case ipc.setSwitchVector(devicename="Telescope Simulator", vectorname="TELESCOPE_PARK"):
                if event["UNPARK"] == "On" and event.state in ("Ok", "Idle") and not self.under_way:
                    self.under_way = True
                    target = {"RA": self.clientdata["ra"], "DEC": self.clientdata["dec"]}
                    await self[MOUNT]["EQUATORIAL_EOD_COORD"].send_newNumberVector(members=target)
                    print("sent", self.get_vector_state(MOUNT, "EQUATORIAL_EOD_COORD"))
            case ipc.setNumberVector(vectorname="EQUATORIAL_EOD_COORD") if event.state == "Ok":
                vector = event.vector
                if abs(vector.getfloatvalue("RA") - ipc.getfloat(self.clientdata["ra"])) < 0.01:
                    member = vector.member("DEC")
                    print("there", vector.getformattedvalue("RA").strip()[:4], vector["DEC"] == event["DEC"])
                    print(member.label, member.format, member.min, member.max)
                    print(member.getformattedstring(-5.389722).strip(), round(member.getfloat("-5 23 23"), 6))
                    self.shutdown()
            case ipc.VectorTimeOut():
                print("no answer", event.vectorname)


port, ra, dec = sys.argv[1:]
client = Slew("127.0.0.1", int(port), ra=ra, dec=dec)
asyncio.run(client.asyncrun())
