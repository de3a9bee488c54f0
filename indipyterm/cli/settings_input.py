"""Reading settings from the file that the command line names, or from stdin."""

from __future__ import annotations

import sys

from indipyterm.commands.settings import Settings
from indipyterm.commands.toml_file import loads, read_file
from indipyterm.exceptions import BadFile

STANDARD_STREAM = "-"
"""The file name that means stdin or stdout."""


def read_settings(name: str) -> Settings:
    """Read a file, or stdin for "-". Raises `BadFile`."""
    if name != STANDARD_STREAM:
        return read_file(name)
    try:
        return loads(sys.stdin.buffer.read().decode())
    except OSError as error:
        raise BadFile(f"stdin: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BadFile("stdin: not UTF-8") from None
    except BadFile as error:
        raise BadFile(f"stdin: {error}") from None
