"""Saving settings of devices in files and reading them, over the connections of a workspace."""

from __future__ import annotations

import asyncio
from pathlib import Path

from indipyterm.client.core import ClientCore
from indipyterm.commands.definitions import not_heard
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.save import saved_before, settings_text
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Settings
from indipyterm.commands.toml_file import read_file, write_file
from indipyterm.exceptions import BadFile, Misuse, NoServer
from indipyterm.presentation.text import printable

FAULTS = (Misuse, NoServer, TimeoutError)
"""The exceptions that these functions, and what is done in a `Session`, may raise."""


def reason_of(fault: Exception) -> str:
    """A fault in words."""
    return str(fault) or "the devices did not finish defining their properties in time"


def path_of(text: str) -> Path:
    """The absolute path that a typed text means. Raises `BadFile` for an unknown ``~user``."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # ~name of an unknown user
        raise BadFile(f"{text}: {error}") from None


async def read_settings(path: Path) -> Settings:
    """Read a regular file in a thread: nothing that would be waited for. Raises `BadFile`."""
    return await asyncio.to_thread(read_file, path, regular=True)


async def settings_as_text(client: ClientCore) -> str:
    """Return what `save_settings` writes into a new file. Raises `FAULTS`.

    A device of which nothing was heard is named at the end.
    """
    with Session(client) as session:
        vectors, text, unheard = await settings_text(session)
    if not vectors:
        raise Misuse("there are no settings to save")
    missing = [f"# Nothing was heard of {printable(device)}: its settings are not in here.\n" for device in unheard]
    return "\n".join([text, *missing])


async def save_settings(client: ClientCore, path: Path) -> int:
    """Save the settings of all devices of a server in a regular file; return the number of vectors. Raises `FAULTS`.

    TimeoutError is raised after saving if nothing was heard of a device that is in the file so far.
    """
    before = await asyncio.to_thread(saved_before, path)
    with Session(client) as session:
        vectors, text, unheard = await settings_text(session, before=before)
    if not vectors:
        raise Misuse("there are no settings to save")
    await asyncio.to_thread(write_file, path, text, regular=True)
    if unheard:
        raise TimeoutError(f"saved, but {not_heard(unheard, TIMEOUT)}: what the file had of it stays")
    return len(vectors)
