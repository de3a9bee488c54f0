"""``restore`` as a program."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected, warn_of_exclusions
from indipyterm.cli.settings_input import read_settings
from indipyterm.cli.stderr import warn
from indipyterm.commands.diff import as_json
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import format_name
from indipyterm.commands.restore import Result, plan, restore
from indipyterm.commands.set import VectorName
from indipyterm.commands.settings import Difference, format_setting


def prepare(options: argparse.Namespace) -> None:
    """Read the file. Raises `BadFile`."""
    options.settings = read_settings(options.file)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Restore the settings and print a table of the outcomes; for a dry run, print what would be sent."""
    async with connected(options, options.settings) as session:
        if not options.sends:
            timeout = TIMEOUT if options.timeout is None else options.timeout
            planned = await plan(session, options.settings, everything=options.everything, timeout=timeout)
            for line in _plan_lines(planned, options.json):
                out.write_line(line)
            warn_of_exclusions(options, session)
            return Exit.DONE if all(difference.heard for difference, _ in planned) else Exit.TIMED_OUT
        outcomes = await restore(
            session, options.settings, everything=options.everything, timeout=options.timeout, progress=_progress
        )
        warn_of_exclusions(options, session)
    for outcome in outcomes:
        out.write_line(json.dumps(outcome.as_json()) if options.json else str(outcome))
    counts = Counter(outcome.result for outcome in outcomes)
    if not options.json:
        out.write_line(", ".join(f"{count} {result}" for result, count in counts.items()) or "nothing differs")
    return exit_status(counts)


def exit_status(counts: Mapping[Result, int]) -> int:
    if counts.get(Result.NOT_SENT):
        return Exit.NO_SERVER
    if any(counts.get(result) for result in (Result.REFUSED, Result.STOPPED, Result.MISSING)):
        return Exit.NEGATIVE
    late = counts.get(Result.NO_ANSWER) or counts.get(Result.NOT_HEARD)
    return Exit.TIMED_OUT if late else Exit.DONE


def _plan_lines(planned: Iterable[tuple[Difference, str | None]], in_json: bool) -> Iterator[str]:
    """Yield what would be sent, in the form of ``set``; what cannot be sent as a comment."""
    for difference, objection in planned:
        key = (difference.device, difference.vector)
        if in_json:
            yield json.dumps({**as_json(difference), "objection": objection})
        elif objection is not None:
            yield f"# {format_name(*key)}: {objection}"
        else:
            for name, value in difference.saved.items():
                yield f"{format_name(*key, name)}={format_setting(value)}"


def _progress(key: VectorName) -> None:
    """Report the current vector on an interactive terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        warn(f"setting {format_name(*key)}")
