"""Devices by the beginning of their names: CCD for CCD Simulator, as a screen shows it, where only one begins so."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches

from indipyterm.commands.definitions import await_condition, await_definitions, unheard
from indipyterm.commands.patterns import format_name
from indipyterm.commands.session import Session, connect
from indipyterm.commands.set import Assignment

NAME_SECONDS = 1.0
"""How long a device may take to say something before its name may stand for a longer one: its driver may be busy."""

LIST_SECONDS = 3.0
"""How long the list of all devices may take."""

_MOST_GUESSES = 3
_LIKENESS = 0.8  # of two names, from 0 to 1


async def find_devices(
    session: Session, names: Iterable[str], timeout: float | None = None
) -> tuple[dict[str, str], list[str]]:
    """The devices that are meant by names of which nothing is heard, and all devices, if they were asked for.

    Such a name stands for the only device that begins with it and a space. The session asks for what is meant. What is
    not found in `timeout` seconds is not there. Raises `NoServer`.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(timeout):
            return await _find_devices(session, names)
    return {}, []


async def _find_devices(session: Session, names: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    wanted = list(dict.fromkeys(names))
    if await await_condition(session, lambda: not unheard(session, wanted), NAME_SECONDS):
        return {}, []
    client = session.client
    # a connection of its own: one that asked for single devices gets no others from indiserver any more
    async with connect(client.host, client.port) as everything:
        with suppress(TimeoutError):
            await await_definitions(everything, (), LIST_SECONDS)
        known = sorted(everything.catalog.devices)
    longer = {name: _longer(name, known) for name in unheard(session, wanted) if name not in known}
    meant = {name: devices[0] for name, devices in longer.items() if len(devices) == 1}
    for device in meant.values():
        client.request_properties(device)
    return meant, known


def in_words(assignment: Assignment) -> str:
    """An assignment as it is written."""
    names = filter(None, (assignment.device, assignment.vector, assignment.member))
    return f"{format_name(*names)}={assignment.value}"


def guess(name: str, known: Sequence[str]) -> str:
    """Which of the `known` devices may have been meant, as the end of a sentence; empty if none is like the name."""
    close = {device.casefold(): device for device in known}
    found = _longer(name, known) or [
        close[one] for one in get_close_matches(name.casefold(), close, _MOST_GUESSES, _LIKENESS)
    ]
    return f"; did you mean {' or '.join(map(format_name, found[:_MOST_GUESSES]))}?" if found else ""


def _longer(name: str, devices: Iterable[str]) -> list[str]:
    """The devices that have this name, whatever its case, or begin with it and a space."""
    begin = name.casefold()
    return sorted(each for each in devices if each.casefold() == begin or each.casefold().startswith(f"{begin} "))
