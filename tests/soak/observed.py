"""The program, run as a user runs it, that also answers how much it holds: on a socket, named in the environment.

Each byte that comes in is answered with one line of JSON: a "?" with counts, a "!" with the commonest types, too.

Three things are other than for a user, lest a soak of half an hour see nothing but caches fill, which takes hours: of
each number two minutes of readings are kept and not an hour, caches that have a limit are emptied with each "!" (one
without is a leak, and stays), and the garbage collector looks at what the start made, too.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import socket
import sys
from collections import Counter
from collections.abc import Coroutine
from functools import _lru_cache_wrapper
from typing import Any

from indipyterm import __main__ as program
from indipyterm.workspace import history

LINE = "SOAK_LINE"
"""The environment's variable with the number of the socket."""

_TYPES = 400
_POINTS = 120


def _answer(line: socket.socket) -> None:
    """Say how much there is."""
    asked = line.recv(1)
    tracked = gc.get_objects()
    told: dict[str, Any] = {"tasks": len(asyncio.all_tasks()), "objects": len(tracked)}
    told["blocks"] = sys.getallocatedblocks()
    if asked == b"!":
        for each in tracked:
            if isinstance(each, _lru_cache_wrapper) and each.cache_parameters()["maxsize"] is not None:
                each.cache_clear()
        types = Counter(type(each).__qualname__ for each in tracked)
        told["types"] = dict(types.most_common(_TYPES))
    line.sendall(json.dumps(told).encode() + b"\n")


async def _observed(line: socket.socket, main: Coroutine[Any, Any, int]) -> int:
    asyncio.get_running_loop().add_reader(line, _answer, line)
    return await main


def run() -> int:
    """Run the program with the arguments of the command line."""
    line = socket.socket(fileno=int(os.environ.pop(LINE)))
    history.POINTS = _POINTS
    gc.freeze = lambda: None
    asyncio_run = asyncio.run
    asyncio.run = lambda main: asyncio_run(_observed(line, main))  # type: ignore[assignment, misc]
    return program.main()


if __name__ == "__main__":
    raise SystemExit(run())
