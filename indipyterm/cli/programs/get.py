"""``get`` as a program."""

from __future__ import annotations

import argparse
import json

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import Lines, warn
from indipyterm.cli.programs.connecting import connected
from indipyterm.commands.get import as_json, devices_of, find, unmatched
from indipyterm.commands.patterns import parse_pattern


def prepare(options: argparse.Namespace) -> None:
    """Read the patterns; raises `BadPattern`."""
    for pattern in options.patterns:
        parse_pattern(pattern)


async def run(options: argparse.Namespace, out: Lines) -> int:
    """Print what was asked for."""
    async with connected(options, devices_of(options.patterns)) as session:
        found = await find(session, options.patterns, options.timeout)
        for pattern in unmatched(session, options.patterns):
            warn(f"nothing matches {pattern}")
        for chosen in found:
            if options.json:
                out.put(json.dumps(as_json(chosen)))
            else:
                for reading in chosen.readings():
                    out.put(str(reading))
    return Exit.DONE if found else Exit.NO
