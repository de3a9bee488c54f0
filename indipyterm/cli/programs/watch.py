"""``watch`` as a program."""

from __future__ import annotations

import argparse
import json
from contextlib import aclosing

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected, warning_of_losses
from indipyterm.client.blobs import check_folder
from indipyterm.commands.get import devices_named
from indipyterm.commands.patterns import parse_pattern
from indipyterm.commands.watch import watch
from indipyterm.exceptions import Misuse, NotSaved


def prepare(options: argparse.Namespace) -> None:
    """Check the patterns and the folder. Raises `BadPattern` and `Misuse`."""
    for pattern in options.patterns:
        parse_pattern(pattern)
    if options.figures and not options.blobs:
        raise Misuse("--figures needs --blobs")
    if options.blobs:
        if options.blobfolder is None:
            raise Misuse("--blobs needs --blobfolder, the directory to save BLOBs in")
        try:
            check_folder(options.blobfolder)
        except NotSaved as error:
            raise Misuse(str(error)) from None


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Print every change, until the task is cancelled."""
    folder = options.blobfolder if options.blobs else None
    only = () if options.figures else devices_named(options.patterns)  # any may have the filter or the focuser
    async with connected(options, only, patient=True, blobfolder=folder) as session:
        with warning_of_losses(session, faults=options.blobs):
            if options.figures:
                from indipyterm.cli.programs.watch_figures import print_figures  # noqa: PLC0415 - reads images

                await print_figures(session, options.patterns, out)
                return Exit.DONE
            async with aclosing(watch(session, options.patterns, blobs=options.blobs)) as changes:
                async for change in changes:
                    out.write_line(json.dumps(change.as_json()) if options.json else str(change))
    return Exit.DONE
