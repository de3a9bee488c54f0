"""Waiting until a server has defined what was asked for.

The protocol has no end of definitions, only silence, and silence is no absence: a driver that is busy for seconds says
nothing, while its server answers pings. So what is named is waited for as long as the caller wants; only for wildcards
definitions count as ended after a silence.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence

from indipyterm.commands.patterns import Pattern, format_name
from indipyterm.commands.session import Session
from indipyterm.model.devices import RETURN_SECONDS

QUIET = 0.2
"""Seconds without a definition, confirmed by a ping, after which no more are expected."""

QUIET_UNCONFIRMED = 0.5
"""The same where the server does not answer pings."""

QUIET_INCOMPLETE = 1.0
"""The same while nothing matches one of the wildcards: its driver may be starting, or busy."""

QUIET_UNKNOWN = 3.0
"""The same for who must not miss a device that nothing names: its driver may be busy."""

PING_SECONDS = 2.0
"""How long a reply to a ping may take; without one the connection is slow, and silence means nothing."""


async def await_definitions(
    session: Session, patterns: Sequence[Pattern] = (), seconds: float | None = None, *, quiet: float = 0.0
) -> None:
    """Wait until what the patterns name is defined and, unless all are exact, until definitions have ended.

    Something of each device that is expected must be there; else it takes all of `seconds`, and returns then, too.
    Definitions end with a silence; where others than devices that are named are wanted, of at least `quiet` seconds, or
    half of `seconds`.
    Raises TimeoutError if definitions do not end within `seconds`, `NoServer` where the connection is lost.
    """

    def there(pattern: Pattern) -> bool:
        if exact := pattern.exact:
            return is_defined(session, *exact)
        devices = session.catalog.devices.values()
        return any(
            pattern.matches(vector.device, vector.name) and not vector.stale
            for device in devices
            for vector in device.present()
        )

    named = [pattern for pattern in patterns if pattern.device.regex is None]
    exact = bool(patterns) and all(pattern.exact for pattern in patterns)
    loop = asyncio.get_running_loop()
    end = None if seconds is None else loop.time() + seconds
    if not await await_condition(session, lambda: all(map(there, named)), seconds) or exact:
        return
    if patterns and named == list(patterns):
        quiet = 0.0
    elif seconds is not None:
        quiet = min(quiet, seconds / 2)
    async with asyncio.timeout_at(end):
        while not await _ended(session, lambda: all(map(there, patterns)), quiet):
            pass
    left = RETURN_SECONDS if end is None else min(RETURN_SECONDS, end - loop.time())
    await await_condition(session, lambda: not unheard(session, expected_devices(session, patterns)), max(left, 0))


def expected_devices(session: Session, patterns: Sequence[Pattern] = ()) -> list[str]:
    """Return the devices that should be there.

    These are those that patterns name, and of those that match or (without patterns) of all: what the server said
    something of, and what was defined before the connection was lost.
    """
    named = [pattern.device.text for pattern in patterns if pattern.device.regex is None]
    before = [device.name for device in session.catalog.devices.values() if device.enabled]
    known = [
        name
        for name in (*session.mentioned, *before)
        if not patterns or any(pattern.device.matches(name) for pattern in patterns)
    ]
    return list(dict.fromkeys((*named, *known)))


async def await_condition(session: Session, condition: Callable[[], bool], seconds: float | None = None) -> bool:
    """Wait until a condition about definitions holds; return False if it does not within `seconds`.

    Raises `NoServer` where the connection is lost.
    """
    try:
        await session.until(lambda: session.client.connected and condition(), seconds)
    except TimeoutError:
        return False
    return True


def is_defined(session: Session, device: str, vector: str) -> bool:
    """Whether a vector was defined over the present connection."""
    found = session.catalog.find(device, vector)
    return found is not None and not found.stale


def unheard(session: Session, devices: Iterable[str]) -> list[str]:
    """Return the devices of which nothing is defined: they may be absent, or busy."""
    known = session.catalog.devices
    return [
        name
        for name in dict.fromkeys(devices)
        if name not in known or all(vector.stale for vector in known[name].present())
    ]


def not_heard(devices: Iterable[str], seconds: float) -> str:
    """Say that nothing was heard of devices within so many seconds."""
    return f"nothing was heard of {', '.join(map(format_name, devices))} within {seconds:g} s"


async def _ended(session: Session, complete: Callable[[], bool], quiet: float) -> bool:
    """Wait for silence, of `quiet` seconds at least.

    False when a definition came instead, or the connection is too slow to tell.
    """
    before = session.definitions
    least = QUIET if session.pinged else QUIET_UNCONFIRMED
    nothing_yet = not session.definitions or not complete()
    silence = max(quiet, QUIET_INCOMPLETE if nothing_yet else least)
    try:
        await session.until(lambda: session.definitions != before, silence)
    except TimeoutError:
        if not session.catalog.devices and not session.pinged:
            return False  # the server has sent nothing yet: its silence means nothing
        answered = not session.pinged or await session.ping(PING_SECONDS)
        return answered and session.definitions == before
    return False
