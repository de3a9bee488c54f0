"""``save``: saving the settings of devices in a file."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from indipyterm._version import __version__
from indipyterm.commands.definitions import (
    QUIET_UNKNOWN,
    await_condition,
    await_definitions,
    expected_devices,
    not_heard,
    unheard,
)
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Settings, vectors_to_save
from indipyterm.commands.toml_file import dumps, read_file, write_file
from indipyterm.exceptions import BadFile
from indipyterm.model.vectors import Vector


class SettingsText(NamedTuple):
    """The `text` of a settings file, the `vectors` in it, and the expected devices of which nothing was heard.

    Settings of these `unheard` devices are in the text as they were saved before.
    """

    vectors: list[Vector]
    text: str
    unheard: list[str]


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
    A device that a pattern names, that is in the file so far, or that the server mentioned is waited for. If nothing
    is heard of it within `timeout` seconds, its settings in the file stay, and TimeoutError is raised at the end.
    Where there is no file yet, a driver that is busy has `QUIET_UNKNOWN` seconds to say the first word.
    Raises `BadPattern`, TimeoutError also if definitions do not end in time, `NoServer`, and `BadFile`.
    """
    before = saved_before(path)
    quiet = silence_at_the_end(before)
    saved = await settings_text(session, patterns, everything=everything, timeout=timeout, before=before, quiet=quiet)
    if saved.vectors:
        write_file(path, saved.text)
    if saved.unheard:
        raise TimeoutError(not_heard(saved.unheard, timeout or 0))
    return saved.vectors


def saved_before(path: str | Path) -> Settings:
    """Return the settings in a file that will be replaced; none where there is no such file, or it is another."""
    try:
        return read_file(path) if os.path.isfile(path) else {}
    except BadFile:
        return {}


def silence_at_the_end(before: Settings) -> float:
    """Return the seconds without a definition that end them: a new file does not tell which devices there are."""
    return 0.0 if before else QUIET_UNKNOWN


async def settings_text(
    session: Session,
    patterns: Sequence[str] = (),
    *,
    everything: bool = False,
    timeout: float | None = TIMEOUT,
    before: Settings | None = None,
    quiet: float = 0.0,
) -> SettingsText:
    """Do the same as `save`, but return the text instead of writing it; `before` are the settings in the file so far.

    `quiet` is how long a silence ends definitions, see `await_definitions`.
    Raises no TimeoutError for devices of which nothing is heard.
    """
    parsed = [parse_pattern(pattern) for pattern in patterns]
    saved = {
        device: vectors
        for device, vectors in (before or {}).items()
        if not parsed or any(pattern.device.matches(device) for pattern in parsed)
    }
    loop = asyncio.get_running_loop()
    end = None if timeout is None else loop.time() + timeout
    await await_definitions(session, parsed, timeout, quiet=quiet)

    def silent() -> list[str]:
        return unheard(session, (*expected_devices(session, parsed), *saved))

    await await_condition(session, lambda: not silent(), None if end is None else end - loop.time())
    vectors = vectors_to_save(session.catalog, parsed, everything=everything)
    kept = {device: saved[device] for device in silent() if device in saved}
    return SettingsText(vectors, dumps(vectors, _heading(session, everything), kept), silent())


def _heading(session: Session, everything: bool) -> list[str]:
    client = session.client
    left = "nothing" if everything else "what starts, moves or measures something, and how to reach the devices"
    return [
        f"Settings of INDI devices, saved by indipyterm {__version__}",
        f"from {session.where} on {client.clock():%Y-%m-%d %H:%M:%S} UTC.",
        "See what differs now with: indipyterm diff FILE. Put it back with: indipyterm restore FILE.",
        f"Left out: {left}.",
    ]
