"""The commands as programs, a module each: from parsed options to lines of output and an exit status.

Each has ``prepare(options)``, which checks them before there is a connection and raises `Misuse`, and
``run(options, out)``, which does the work and gives the status. Only the one that is wanted is imported.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from typing import Protocol, cast

from indipyterm.cli.output import Lines


class Program(Protocol):
    """What each module here has."""

    def prepare(self, options: argparse.Namespace) -> None:
        """Check the options, before there is a connection; raises `Misuse`."""

    async def run(self, options: argparse.Namespace, out: Lines) -> int:
        """Do it; gives the exit status."""


def program(command: str) -> Program:
    """Load the program of a command."""
    return cast(Program, import_module(f"{__name__}.{command}"))
