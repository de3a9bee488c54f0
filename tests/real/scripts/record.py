"""Writes what a server has into a JSON file, with numbers of its own for everything: PORT FILE."""

import asyncio
import json
import sys
from typing import Any

from indipyterm import IPyClient

DOME = "Dome Simulator"


class Numbered(IPyClient):
    made = 1000

    def create_itemid(self, devicename: str = "", vectorname: str = "", membername: str = "", **kwargs: Any) -> int:
        self.made += 1
        return self.made

    async def rxevent(self, event: Any) -> None:
        if event.devicename == DOME and event.vectorname == "POLLING_PERIOD":
            self.clientdata["there"].set()


async def main(port: int, file: str) -> None:
    there = asyncio.Event()
    client = Numbered("127.0.0.1", port, there=there)
    client.user_string = "last night"
    client.set_user_string(DOME, None, None, "the small one")
    task = asyncio.create_task(client.asyncrun())
    await there.wait()
    snap, itemid = client.snapshot(), client[DOME].itemid
    client.shutdown()
    await task
    print(snap.connected, client.connected, snap.indihost, snap.indiport == port, snap.user_string)
    print(snap[DOME].user_string, snap[DOME].enable, snap.get_vector_state(DOME, "CONNECTION"))
    print(snap.get_vector_state("Nobody", "CONNECTION"), snap.enabledlen() == len(snap))
    print(hasattr(snap[DOME]["POLLING_PERIOD"], "send_newNumberVector"))
    with open(file, "w") as writer:
        snap[DOME].dump(writer, indent=1, inc_user_string=True, inc_itemid=True)
    with open(file) as reader:
        found = json.load(reader)
    vector = found["vectors"]["POLLING_PERIOD"]
    print(found["enable"], found["user_string"], vector["vectortype"], vector["perm"], vector["state"])
    print({key: value for key, value in vector["members"]["PERIOD_MS"].items() if key != "itemid"})
    ids = [found["itemid"], vector["itemid"], vector["members"]["PERIOD_MS"]["itemid"]]
    print(ids == sorted(ids), ids[0] > 1000, itemid == ids[0], client.made >= ids[2])
    print(json.loads(snap[DOME]["POLLING_PERIOD"].dumps()).keys() == vector.keys() - {"user_string", "itemid"})
    everything = json.loads(snap.dumps(separators=(",", ":")))
    connection = everything["devices"][DOME]["vectors"]["CONNECTION"]
    print(everything["connected"], connection == snap.dictdump()["devices"][DOME]["vectors"]["CONNECTION"])
    print(connection["rule"], connection["members"]["CONNECT"]["label"], snap[DOME]["CONNECTION"].dictdump()["name"])


asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
