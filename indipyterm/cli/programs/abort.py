"""``abort`` as a program."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected
from indipyterm.cli.stderr import warn
from indipyterm.commands.abort import Ending, abort, unheard_text
from indipyterm.commands.device_names import guess
from indipyterm.commands.patterns import device_part, format_name


def prepare(options: argparse.Namespace) -> None:
    """There is nothing to check."""


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Stop what runs, and print what was stopped, a line for each device."""
    names = [] if any(device_part(name).regex for name in options.devices) else options.devices
    async with connected(options, names) as session:
        found = await abort(session, options.devices, timeout=options.timeout, on_unknown=_warn_of_unknown)
        here = sorted(session.catalog.devices)
    for one in found:
        if one.ending is not Ending.NOT_HEARD:
            out.write_line(str(one))
    if text := unheard_text(found, options.timeout):
        warn(text)
    if not found:
        warn(f"no device here can be stopped{_devices(here)}")
    endings = {one.ending for one in found}
    if endings & {Ending.RUNS_ON, Ending.NOT_HEARD}:
        return Exit.TIMED_OUT
    return Exit.NEGATIVE if not endings or endings & {Ending.REFUSED, Ending.NO_ABORT} else Exit.DONE


def _warn_of_unknown(names: Sequence[str], known: Sequence[str]) -> None:
    """Say at once which names are no devices so far: their drivers may only be busy, so they are waited for."""
    for name in names:
        warn(f"there is no {format_name(name)} so far{guess(name, known) or _devices(known)}")


def _devices(known: Sequence[str]) -> str:
    return f"; devices: {', '.join(map(format_name, known))}" if known else ""
