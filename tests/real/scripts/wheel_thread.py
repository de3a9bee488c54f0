"""A program that is not asynchronous turns the filter wheel, the client being in a thread: PORT KIND-OF-QUEUE."""

import collections
import queue
import sys
import threading
import time
from typing import Any

from indipyterm import runqueclient

WHEEL = "Filter Simulator"
port, kind = int(sys.argv[1]), sys.argv[2]
tx: Any = queue.Queue() if kind == "queue" else collections.deque()
rx: Any = queue.Queue() if kind == "queue" else collections.deque()


def put(item: Any) -> None:
    if kind == "queue":
        tx.put(item)
    else:
        tx.append(item)


def take() -> Any:
    while True:
        try:
            item = rx.get(timeout=20) if kind == "queue" else rx.popleft()
        except IndexError:
            time.sleep(0.01)
        else:
            if item.devicename in (WHEEL, None):  # the camera has a filter slot, too
                return item


thread = threading.Thread(
    target=runqueclient, args=(tx, rx), kwargs={"indihost": "127.0.0.1", "indiport": port}, daemon=True
)
thread.start()
while (item := take()).vectorname != "CONNECTION":
    pass
print(item.eventtype, item.timestamp is not None, item.snapshot[WHEEL]["CONNECTION"]["CONNECT"] in ("On", "Off"))
put((WHEEL, "CONNECTION", {"CONNECT": "On", "DISCONNECT": "Off"}))
while (item := take()).vectorname != "FILTER_SLOT" or item.eventtype != "Define":
    pass
vector = item.snapshot[WHEEL]["FILTER_SLOT"]
target = 3 if vector.getfloatvalue("FILTER_SLOT_VALUE") != 3 else 5
put((WHEEL, "FILTER_SLOT", {"FILTER_SLOT_VALUE": target}))
while (item := take()).eventtype != "State" or item.vectorname != "FILTER_SLOT":
    pass
print(item.devicename, item.vectorname, item.snapshot[WHEEL]["FILTER_SLOT"].state)
while (item := take()).vectorname != "FILTER_SLOT" or item.snapshot[WHEEL]["FILTER_SLOT"].state != "Ok":
    pass
print("turned", float(item.snapshot[WHEEL]["FILTER_SLOT"].getformattedvalue("FILTER_SLOT_VALUE")) == target)
for name in ((None, None), (WHEEL, None), (WHEEL, "FILTER_NAME")):
    put((*name, "snapshot"))
    while (item := take()).eventtype != "snapshot":
        pass
    print(
        item.devicename, item.vectorname, item.timestamp, list(item.snapshot)[:2] if name[1] else WHEEL in item.snapshot
    )
put([WHEEL, None, "Get"])
while (item := take()).eventtype != "Define":
    pass
put(None)
thread.join(20)
print("over", not thread.is_alive())
