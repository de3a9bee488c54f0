"""``diff`` as a program."""

from __future__ import annotations

import argparse
import json

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected, warn_of_exclusions
from indipyterm.cli.settings_input import read_settings
from indipyterm.commands.diff import as_json, diff, format_lines


def prepare(options: argparse.Namespace) -> None:
    """Read the file. Raises `BadFile`."""
    options.settings = read_settings(options.file)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Print the differences."""
    async with connected(options, options.settings) as session:
        found = await diff(session, options.settings, everything=options.everything, timeout=options.timeout)
        warn_of_exclusions(options, session)
    for difference in found:
        for line in [json.dumps(as_json(difference))] if options.json else format_lines(difference):
            out.write_line(line)
    if any(difference.heard for difference in found):
        return Exit.NEGATIVE
    return Exit.TIMED_OUT if found else Exit.DONE
