"""Waiting until a server has defined what was asked for. The protocol has no end of definitions, only silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from indipyterm.commands.patterns import Pattern
from indipyterm.commands.session import Session

QUIET = 0.2
"""Seconds without a definition, confirmed by a ping, after which no more are expected."""

QUIET_UNCONFIRMED = 0.5
"""The same where the server does not answer pings."""

QUIET_INCOMPLETE = 1.0
"""The same while something that was asked for is not there: its driver may be starting, or busy."""

PING_SECONDS = 2.0
"""How long a reply to a ping may take; without one the connection is slow, and silence means nothing."""


async def await_definitions(session: Session, patterns: Sequence[Pattern] = (), seconds: float | None = None) -> None:
    """Wait until what the patterns name is defined: exact names only so long, others until definitions have ended.

    Returns, too, where something named is not there when definitions have ended.
    Raises TimeoutError after `seconds`, `NoServer` where the connection is lost.
    """

    def there(pattern: Pattern) -> bool:
        if exact := pattern.exact:
            return session.catalog.find(*exact) is not None
        devices = session.catalog.devices.values()
        return any(pattern.matches(vector.device, vector.name) for device in devices for vector in device.present())

    exact = bool(patterns) and all(pattern.exact for pattern in patterns)
    await await_definitions_until(session, lambda: all(map(there, patterns)), seconds, at_once=exact)


async def await_definitions_until(
    session: Session, complete: Callable[[], bool], seconds: float | None = None, *, at_once: bool = True
) -> None:
    """Wait until definitions have ended, or only until they are `complete` where `at_once`.

    Raises TimeoutError after `seconds`, `NoServer` where the connection is lost.
    """

    def over() -> bool:
        return at_once and complete()

    async with asyncio.timeout(seconds):
        await session.until(lambda: session.client.connected)
        while not over() and not await _ended(session, complete, over):
            pass


async def _ended(session: Session, complete: Callable[[], bool], over: Callable[[], bool]) -> bool:
    """Wait for silence; False when a definition came instead, or the connection is too slow to tell."""
    before = session.definitions
    least = QUIET if session.pinged else QUIET_UNCONFIRMED
    nothing_yet = not session.definitions or not complete()
    try:
        await session.until(
            lambda: session.definitions != before or over(), QUIET_INCOMPLETE if nothing_yet else least
        )  # fmt: skip
    except TimeoutError:
        if not session.catalog.devices and not session.pinged:
            return False  # the server has sent nothing yet: its silence means nothing
        answered = not session.pinged or await session.ping(PING_SECONDS)
        return answered and session.definitions == before
    return False
