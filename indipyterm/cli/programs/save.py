"""``save`` as a program."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from io import TextIOWrapper

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected
from indipyterm.cli.settings_input import STANDARD_STREAM
from indipyterm.cli.stderr import warn
from indipyterm.commands.definitions import not_heard
from indipyterm.commands.get import devices_named
from indipyterm.commands.patterns import format_name, parse_pattern
from indipyterm.commands.save import saved_before, settings_text, silence_at_the_end
from indipyterm.commands.toml_file import write_file


def prepare(options: argparse.Namespace) -> None:
    """Check the patterns. Raises `BadPattern`."""
    for pattern in options.patterns:
        parse_pattern(pattern)
    if options.file == STANDARD_STREAM and isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # as in files: it is read as UTF-8 whatever the locale


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Save the settings in the file, or print them."""
    to_stdout = options.file == STANDARD_STREAM
    before = {} if to_stdout else saved_before(options.file)
    only = devices_named(options.patterns)
    async with connected(options, only) as session:
        vectors, text, unheard = await settings_text(
            session,
            options.patterns,
            everything=options.everything,
            timeout=options.timeout,
            before=before,
            quiet=silence_at_the_end(before),
        )
    for kept in (True, False):
        if silent := [device for device in unheard if (device in before) is kept]:
            what = "what the file had of it stays" if kept else "not saved"
            warn(f"{not_heard(silent, options.timeout)}: {what}")
    if not vectors:
        warn("nothing to save")
    elif to_stdout:
        for line in text.splitlines():
            out.write_line(line)
    else:
        write_file(options.file, text)
        devices = Counter(vector.device for vector in vectors)
        out.write_line(f"saved: {', '.join(f'{format_name(name)} ({count})' for name, count in devices.items())}")
    if unheard:
        return Exit.TIMED_OUT
    return Exit.DONE if vectors else Exit.NEGATIVE
