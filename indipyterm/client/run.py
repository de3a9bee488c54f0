"""One run of a client, from its start to its end: what ends when, and how long it may take."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from indipyterm.client.tasks import Tasks

STOP_SECONDS = 0.15
"""How long tasks may take to end when the client stops."""

SAVE_SECONDS = 5.0
"""How long BLOBs that were received may take to be saved before."""

Work = Coroutine[Any, Any, None]


class Beside(NamedTuple):
    """What a script runs beside the connection."""

    work: Callable[[], Work]
    patience: Callable[[], float | None]
    """Seconds that the work may take to end by itself when the client stops; None for as long as it takes."""
    closed: Callable[[], Awaitable[None]]
    """Called when there is no connection any more, because the client stops."""


async def run_all(
    tasks: Tasks,
    connection: Work,
    saving: Work,
    save_received: Callable[[float], Awaitable[None]],
    beside: Beside | None,
) -> None:
    """Run `connection`, `saving` and the script's work until `tasks` are to finish.

    Then what was received is saved, the connection closed, and only after that the script's work ended.
    Raises the first failure of any of them.
    """
    work = tasks.spawn(beside.work()) if beside else None
    ours = tasks.spawn(connection), tasks.spawn(saving)

    async def end_in_order() -> None:
        with contextlib.suppress(TimeoutError):
            if not any(task.done() for task in ours):
                async with asyncio.timeout(SAVE_SECONDS + STOP_SECONDS):
                    await save_received(SAVE_SECONDS)
        await tasks.end(ours, STOP_SECONDS)
        if beside and work:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STOP_SECONDS):
                    await beside.closed()
            if not work.done():
                await asyncio.wait([work], timeout=beside.patience())

    await tasks.run(STOP_SECONDS, end_in_order)
