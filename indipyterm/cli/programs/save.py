"""``save`` as a program."""

from __future__ import annotations

import argparse
import sys
from io import TextIOWrapper

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter, warn
from indipyterm.cli.programs.connecting import connected
from indipyterm.cli.settings_input import STANDARD_STREAM
from indipyterm.commands.get import devices_named
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.save import settings_text
from indipyterm.commands.toml_file import write_file


def prepare(options: argparse.Namespace) -> None:
    """Check the patterns. Raises `BadPattern`."""
    for pattern in options.patterns:
        parse_pattern(pattern)
    if options.file == STANDARD_STREAM and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as in files: it is read as UTF-8 whatever the locale


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Save the settings in the file, or print them."""
    async with connected(options, devices_named(options.patterns)) as session:
        vectors, text = await settings_text(
            session, options.patterns, everything=options.everything, timeout=options.timeout
        )
    if not vectors:
        warn("nothing to save")
        return Exit.NEGATIVE
    if options.file == STANDARD_STREAM:
        for line in text.splitlines():
            out.write_line(line)
    else:
        write_file(options.file, text)
    return Exit.DONE
