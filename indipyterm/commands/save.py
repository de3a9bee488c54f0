"""``save``: saving the settings of devices in a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from indipyterm._version import __version__
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.session import Session
from indipyterm.commands.settings import vectors_to_save
from indipyterm.commands.toml_file import dumps, write_file
from indipyterm.model.vectors import Vector


async def save(
    session: Session,
    path: str | Path,
    patterns: Sequence[str] = (),
    *,
    everything: bool = False,
    timeout: float | None = TIMEOUT,
) -> list[Vector]:
    """Save the settings that match the patterns (all without patterns); return the saved vectors.

    A vector is saved whole, even if a pattern names only a member of it. Properties that are not settings (see
    `exclusions`) are left out unless `everything` is true; BLOBs and properties that are not read-write are always
    left out. If nothing matches, no file is written.
    Raises `BadPattern`, TimeoutError if definitions do not end within `timeout` seconds, `NoServer`, and `BadFile`.
    """
    vectors, text = await settings_text(session, patterns, everything=everything, timeout=timeout)
    if vectors:
        write_file(path, text)
    return vectors


async def settings_text(
    session: Session, patterns: Sequence[str] = (), *, everything: bool = False, timeout: float | None = TIMEOUT
) -> tuple[list[Vector], str]:
    """Do the same as `save`, but return the text of the file instead of writing it."""
    parsed = [parse_pattern(pattern) for pattern in patterns]
    await await_definitions(session, parsed, timeout)
    vectors = vectors_to_save(session.catalog, parsed, everything=everything)
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
