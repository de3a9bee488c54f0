"""Saving settings of devices in files and reading them, over the connection of a workspace, off the event loop."""

from __future__ import annotations

import asyncio
from pathlib import Path

from indipyterm.client.core import ClientCore
from indipyterm.commands.save import settings_text
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Settings
from indipyterm.commands.toml_file import read_file, write_file
from indipyterm.exceptions import BadFile, Misuse, NoServer

FAULTS = (Misuse, NoServer, TimeoutError)
"""What may be raised here, and by what is done in a `Session`."""


def reason_of(fault: Exception) -> str:
    """A fault in words."""
    return str(fault) or "the devices do not stop to define properties"


def path_of(text: str) -> Path:
    """The file that the user means; raises `BadFile` where that is none."""
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError as error:  # nobody is called ~name
        raise BadFile(f"{text}: {error}") from None


async def read_settings(path: Path) -> Settings:
    """Read a file; raises `BadFile`."""
    return await asyncio.to_thread(read_file, path)


async def save_settings(client: ClientCore, path: Path) -> int:
    """Keep the settings of all devices of a server in a file; gives how many properties. Raises one of `FAULTS`."""
    with Session(client) as session:
        vectors, text = await settings_text(session)
    if not vectors:
        raise Misuse("there are no settings to save")
    await asyncio.to_thread(write_file, path, text)
    return len(vectors)
