"""The command line of the program: the options of the screen, and the commands."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from indipyterm._version import __version__
from indipyterm.cli import argument_types as types
from indipyterm.cli.command_arguments import add_commands, add_log, add_recording, add_tcp
from indipyterm.cli.stderr import warn
from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, by_tcp, host_and_port

SHELLS = ("bash", "zsh", "fish")
"""The shells that completion supports."""


class OneLineParser(argparse.ArgumentParser):
    """Reports errors in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        warn(f"{message} (see {self.prog} --help)", program=self.prog)
        raise SystemExit(2)


def build_parser(theme: Callable[[str], str]) -> argparse.ArgumentParser:
    """Return the program's parser; `theme` is the argument type of ``--theme``."""
    parser = OneLineParser(
        prog="indipyterm",
        description="A terminal client for INDI servers. Without a command it runs the screen.",
        epilog="See also indipyterm COMMAND --help.",
    )
    parser.add_argument(
        "--host",
        action="append",
        type=types.server,
        metavar="HOST[:PORT]",
        help=f"name or address of a server; may be given more than once (default: the last one, or {DEFAULT_HOST})",
    )
    parser.add_argument(
        "--port",
        type=types.port,
        help=f"the port if HOST has none, and that of {DEFAULT_HOST} (default {DEFAULT_PORT})",
    )
    add_tcp(parser, default=True)
    parser.add_argument(
        "--blobfolder", type=types.writable_folder, metavar="DIR", help="save BLOBs (images) in this directory"
    )
    parser.add_argument("--readonly", action="store_true", help="send nothing")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal, as in GNU screen")
    parser.add_argument("--theme", type=theme, help="one of Textual's themes, or 'night': red on black")
    add_log(parser, default=True)
    parser.add_argument(
        "--config",
        type=types.existing_file,
        metavar="FILE",
        help="the configuration file (default: where the platform keeps it)",
    )
    parser.add_argument("--demo", action="store_true", help="show simulated instruments, which run in this process")
    parser.add_argument(
        "--panel", type=types.panel_file, metavar="FILE", help="show the properties that this TOML file names"
    )
    add_recording(parser, default=True)
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="show a recording as if it happened now; nothing is sent"
    )
    parser.add_argument("--speed", type=types.speed, metavar="N", help="play the recording N times as fast")
    parser.add_argument("--at", default="", metavar="TIME", help="start the recording at this time (UTC): 22:41")
    parser.add_argument("--completion", choices=SHELLS, help="print a script that makes this shell complete with Tab")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    add_commands(parser.add_subparsers(dest="command", metavar="COMMAND", title="commands"))
    return parser


def check_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Report options that exclude each other. For a command, set ``host`` and ``port`` to those of its server."""
    if options.demo and (options.host or options.command):
        parser.error("--demo cannot be combined with --host or a command")
    if options.replay:
        if options.host or options.command or options.demo or options.record:
            parser.error("--replay cannot be combined with --host, --demo, --record or a command")
    elif options.at or options.speed is not None:
        parser.error("--at and --speed need --replay")
    if options.command:
        # --host before the command makes a list of hosts, --host after it one host
        hosts = options.host if isinstance(options.host, list) else [options.host or DEFAULT_HOST]
        if len(hosts) > 1:
            parser.error("a command takes only one --host")
        host = by_tcp(hosts[0]) if options.tcp else hosts[0]
        options.host, options.port = host_and_port(host, options.port or DEFAULT_PORT)
