"""``wait`` as a program."""

from __future__ import annotations

import argparse
import asyncio

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.connecting import connected, warning_of_losses
from indipyterm.commands.device_names import find_devices
from indipyterm.commands.evaluation import devices_in, with_devices
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.commands.wait import wait_for


def prepare(options: argparse.Namespace) -> None:
    """Check the expression. Raises `BadExpression`."""
    parse_expression(options.expression)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Wait, also while the connection is lost."""
    expression = parse_expression(options.expression)
    async with connected(options, patient=True) as session:
        with warning_of_losses(session):
            async with asyncio.timeout(options.timeout):
                await session.until(lambda: session.client.connected)
                meant, _ = await find_devices(session, devices_in(expression))
                await wait_for(session, with_devices(expression, meant))
    return Exit.DONE
