"""``set`` as a program."""

from __future__ import annotations

import argparse

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs import connecting
from indipyterm.cli.stderr import warn
from indipyterm.commands.answers import Verdict, explanation
from indipyterm.commands.definitions import unheard
from indipyterm.commands.device_names import find_devices, guess, in_words
from indipyterm.commands.patterns import format_name
from indipyterm.commands.set import parse_assignment, set_values
from indipyterm.exceptions import NotPossible
from indipyterm.model.roles import Role
from indipyterm.model.standard import role


def prepare(options: argparse.Namespace) -> None:
    """Check the assignments. Raises `BadPattern`."""
    for assignment in options.assignments:
        parse_assignment(assignment)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Set the values, and report on stderr what was not done as requested."""
    assignments = [parse_assignment(text) for text in options.assignments]
    names = list(dict.fromkeys(each.device for each in assignments))
    async with connecting.connected(options, names) as session:
        meant, known = dict[str, str](), list[str]()
        if any(role(each.vector) is not Role.ABORTS for each in assignments):  # which does not wait for a name
            meant, known = await find_devices(session, names, options.timeout)
        assignments = [each._replace(device=meant.get(each.device, each.device)) for each in assignments]
        keys = list(dict.fromkeys(each.key for each in assignments))
        texts = [in_words(each) for each in assignments]
        try:
            answers = await set_values(session, texts, wait=options.wait, timeout=options.timeout)
        except NotPossible as error:
            warn(str(error))
            return Exit.NEGATIVE
        except TimeoutError as error:
            hints = {guess(name, known) for name in unheard(session, [device for device, _ in keys])}
            raise TimeoutError(f"{error}{''.join(hints)}") from None
    for answer in answers:
        if text := explanation(answer):
            verdict = "" if answer.verdict is Verdict.DONE else f"{answer.verdict}, "
            warn(f"{format_name(answer.device, answer.vector)}: {verdict}{text}")
    if options.wait:
        answered = {(answer.device, answer.vector) for answer in answers}
        for key in (key for key in keys if key not in answered):
            warn(f"{format_name(*key)}: not sent")
    verdicts = [answer.verdict for answer in answers]
    if Verdict.REFUSED in verdicts or Verdict.STOPPED in verdicts:
        return Exit.NEGATIVE
    return Exit.TIMED_OUT if Verdict.NO_ANSWER in verdicts else Exit.DONE
