"""``save``: the settings of devices into a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indipyterm._version import __version__
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.session import Session
from indipyterm.commands.settings import settings_in
from indipyterm.commands.settings_file import dumps, write
from indipyterm.model.vectors import Vector


async def save(
    session: Session,
    path: str | Path,
    patterns: Sequence[str] = (),
    *,
    everything: bool = False,
    timeout: float | None = TIMEOUT,
) -> list[Vector]:
    """Save the settings that the patterns name, all without any; give the vectors that were saved.

    A vector is saved whole, even where only a member of it is named. Properties that are no settings (see `leftout`)
    are left out unless `everything` is wanted; read-only and write-only ones and BLOBs are in any case. Where nothing
    is named there is nothing to save, and no file.
    Raises `BadPattern`, TimeoutError where definitions do not end within `timeout` seconds,
    `NoServer`, `BadFile`.
    """
    vectors, text = await settings_text(session, patterns, everything=everything, timeout=timeout)
    if vectors:
        write(path, text)
    return vectors


async def settings_text(
    session: Session, patterns: Sequence[str] = (), *, everything: bool = False, timeout: float | None = TIMEOUT
) -> tuple[list[Vector], str]:
    """As `save`, but give the text of the file instead of writing it."""
    parsed = [parse_pattern(pattern) for pattern in patterns]
    await await_definitions(session, parsed, timeout)
    vectors = settings_in(session.catalog, parsed, everything=everything)
    return vectors, dumps(vectors, _heading(session, everything))


def _heading(session: Session, everything: bool) -> list[str]:
    client = session.client
    left = "nothing" if everything else "what starts, moves or measures something, and how to reach the devices"
    return [
        f"Settings of INDI devices, saved by indipyterm {__version__}",
        f"from {client.host}:{client.port} on {client.clock():%Y-%m-%d %H:%M:%S} UTC.",
        "See what differs now with: indipyterm diff FILE. Put it back with: indipyterm restore FILE.",
        f"Left out: {left}.",
    ]
