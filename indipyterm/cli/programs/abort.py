"""``abort`` as a program."""

from __future__ import annotations

import argparse

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected
from indipyterm.cli.stderr import warn
from indipyterm.commands.abort import Ending, abort, unheard_text


def prepare(options: argparse.Namespace) -> None:
    """There is nothing to check."""


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Stop what runs, and print what was stopped, a line for each device."""
    async with connected(options, options.devices) as session:
        found = await abort(session, options.devices, timeout=options.timeout)
    for one in found:
        if one.ending is not Ending.NOT_HEARD:
            out.write_line(str(one))
    if text := unheard_text(found, options.timeout):
        warn(text)
    if not found:
        warn("no device here can be stopped")
    endings = {one.ending for one in found}
    if endings & {Ending.RUNS_ON, Ending.NOT_HEARD}:
        return Exit.TIMED_OUT
    return Exit.NEGATIVE if not endings or endings & {Ending.REFUSED, Ending.NO_ABORT} else Exit.DONE
