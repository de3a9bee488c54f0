"""``wait`` as a program."""

from __future__ import annotations

import argparse

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected, warning_of_losses
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.commands.wait import wait_for


def prepare(options: argparse.Namespace) -> None:
    """Check the expression. Raises `BadExpression`."""
    parse_expression(options.expression)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Wait, also while the connection is lost."""
    async with connected(options, patient=True) as session:
        with warning_of_losses(session):
            await wait_for(session, options.expression, options.timeout)
    return Exit.DONE
