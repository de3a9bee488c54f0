"""``get`` as a program."""

from __future__ import annotations

import argparse
import json

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected
from indipyterm.cli.stderr import warn
from indipyterm.commands.definitions import not_heard
from indipyterm.commands.device_names import find_devices, guess
from indipyterm.commands.get import as_json, devices_named, find_vectors, unheard_devices, unmatched
from indipyterm.commands.patterns import parse_pattern, with_device


def prepare(options: argparse.Namespace) -> None:
    """Check the patterns. Raises `BadPattern`."""
    for pattern in options.patterns:
        parse_pattern(pattern)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Print the values that match."""
    devices = [parse_pattern(pattern).device for pattern in options.patterns]
    async with connected(options, devices_named(options.patterns)) as session:
        names = [device.text for device in devices if not device.regex]
        meant, known = await find_devices(session, names, options.timeout)
        patterns = [with_device(pattern, meant) for pattern in options.patterns]
        found = await find_vectors(session, patterns, options.timeout)
        silent = unheard_devices(session, patterns)
        for pattern in unmatched(session, patterns):
            if parse_pattern(pattern).device.text not in silent:
                warn(f"nothing matches {pattern}")
        if silent:
            warn(not_heard(silent, options.timeout) + "".join(dict.fromkeys(guess(name, known) for name in silent)))
        for selection in found:
            if options.json:
                out.write_line(json.dumps(as_json(selection)))
            else:
                for reading in selection.readings():
                    out.write_line(str(reading))
    if silent:
        return Exit.TIMED_OUT
    return Exit.DONE if found else Exit.NEGATIVE
