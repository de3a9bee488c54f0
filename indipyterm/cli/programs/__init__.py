"""The commands as programs, one module each: from parsed options to output lines and an exit status.

Each has ``prepare(options)``, which checks the options before connecting and raises `Misuse`, and
``run(options, out)``, which does the work and returns the exit status. Only the module of the command is imported.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol, cast

from indipyterm.cli.output import LineWriter


class Program(Protocol):
    """The interface of each module."""

    def prepare(self, options: argparse.Namespace) -> None:
        """Check the options before connecting. Raises `Misuse`."""

    async def run(self, options: argparse.Namespace, out: LineWriter) -> int:
        """Run the command; return the exit status."""


def load_program(command: str) -> Program:
    """Import the module of a command."""
    return cast(Program, import_module(f"{__name__}.{command}"))
