"""An INDI server for the rows of the web face, in a process of its own; each update carries the time when it was sent.

``python -m tests.benchmarks.web_instrument '{"vectors": 50, "members": 3, "rate": 1000}'`` prints its port, and sends
updates from the first line on its standard input to its end. The first member of each is `time.monotonic` then.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

DEVICE = "Bench"
_STEP = 0.005  # seconds between two writes, at the least


def vector_name(number: int) -> str:
    """What a vector is called."""
    return f"V{number:03d}"


def _definition(number: int, members: int) -> str:
    ones = "".join(
        f'<defNumber name="M{place}" label="Member {place}" format="%.6f" min="0" max="0" step="0">0</defNumber>'
        for place in range(members)
    )
    return f'<defNumberVector device="{DEVICE}" name="{vector_name(number)}" label="Vector {number}" state="Ok" perm="ro">{ones}</defNumberVector>'


def _update(number: int, members: int, turn: int) -> str:
    others = "".join(f'<oneNumber name="M{place}">{turn % 1000}.{place:03d}</oneNumber>' for place in range(1, members))
    first = f'<oneNumber name="M0">{time.monotonic():.6f}</oneNumber>'
    return (
        f'<setNumberVector device="{DEVICE}" name="{vector_name(number)}" state="Ok">{first}{others}</setNumberVector>'
    )


async def _serve(vectors: int, members: int, rate: float) -> None:
    writers: list[asyncio.StreamWriter] = []

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b">")
        writer.write("".join(_definition(number, members) for number in range(vectors)).encode())
        writers.append(writer)
        while await reader.read(65536):
            pass

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    stopped = asyncio.ensure_future(asyncio.to_thread(sys.stdin.readline))
    began, turn = time.monotonic(), 0
    while not stopped.done():
        due = int((time.monotonic() - began) * rate)
        data = "".join(_update(one % vectors, members, one) for one in range(turn, due)).encode()
        turn = due
        for writer in writers:
            writer.write(data)
        await asyncio.sleep(max(_STEP, 1 / rate))


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    asyncio.run(_serve(options["vectors"], options["members"], options["rate"]))
