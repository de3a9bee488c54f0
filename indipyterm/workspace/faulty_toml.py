"""A TOML file that a person wrote: read up to its first fault, so that a slip does not lose what stands before it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import Any

_TRIES = 100
"""How many shorter and shorter parts of a faulty file are tried."""


def parse_up_to_fault(data: bytes) -> tuple[dict[str, Any], str]:
    """Return the content up to the first fault, and what is wrong, with its line; an empty text if nothing is."""
    import tomllib  # noqa: PLC0415 - most have no such file

    fault = ""
    data = data.removeprefix(BOM_UTF8)
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError as error:
        lines = data[: error.start].decode().split("\n")[:-1]
        fault = f"line {len(lines) + 1}: not UTF-8"
    found: dict[str, Any] = {}
    for _ in range(_TRIES):
        try:
            found = tomllib.loads("\n".join(lines))
        except (ValueError, RecursionError) as error:
            line = _line(error, len(lines))
            fault = fault or f"line {line}: {_reason(error)}"
            lines = lines[: line - 1]
        else:
            break
    else:
        lines = []
    return found, f"{fault}; the settings from line {len(lines) + 1} on are ignored" if fault else ""


def _line(error: Exception, last: int) -> int:
    """The line of a fault; the last one if it is not known."""
    if isinstance(error, RecursionError):
        return 1
    found = re.search(r"\(at line (\d+),", str(error))
    return int(found[1]) if found else last


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "brackets are nested too deeply"
    return re.sub(r" \(at .*\)$", "", str(error))
