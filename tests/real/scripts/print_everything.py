"""Lists what a server has: PORT."""

import asyncio
import sys

from indipyterm import IPyClient


async def main(port: int) -> None:
    client = IPyClient(indihost="127.0.0.1", indiport=port)
    task = asyncio.create_task(client.asyncrun())
    while not all(name in client and "DRIVER_INFO" in client[name] for name in ("Filter Simulator", "Dome Simulator")):
        await asyncio.sleep(0.05)
    for devicename in ("Filter Simulator", "Dome Simulator"):
        device = client[devicename]
        print(devicename, device.enable)
        for vectorname, vector in device.items():
            print("  ", vectorname, vector.vectortype, vector.label, vector.group, vector.perm, vector.state)
            for membername, value in vector.items():
                print("    ", membername, vector.memberlabel(membername), value)
    client.shutdown()
    await task
    print("stopped", client.stopped.is_set())


asyncio.run(main(int(sys.argv[1])))
