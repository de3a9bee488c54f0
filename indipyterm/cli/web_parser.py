"""The command line of the web face, ``indipyweb`` or ``indipyterm web``."""

from __future__ import annotations

import argparse
import re
from ipaddress import ip_address
from pathlib import Path

from indipyterm._version import __version__
from indipyterm.cli import argument_types as types
from indipyterm.cli.command_arguments import add_tcp
from indipyterm.cli.parser import OneLineParser

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 8000


def build_web_parser(program: str) -> argparse.ArgumentParser:
    """Return the parser; `program` is the command as the user typed it."""
    parser = OneLineParser(
        prog=program,
        description="Serves the instruments of INDI servers to browsers. The first user is 'admin', who chooses a "
        "password at the first login.",
    )
    parser.add_argument("--host", help=f"name or address to listen on (default: that of the database, {DEFAULT_HOST})")
    parser.add_argument("--port", type=types.port, help=f"port (default: that of the database, {DEFAULT_PORT})")
    parser.add_argument(
        "--dbfolder", type=Path, metavar="DIR", help="directory of the database indipyweb.db (default: this one)"
    )
    parser.add_argument(
        "--securecookie",
        type=_truth,
        nargs="?",
        const=True,
        default=False,
        metavar="True",
        help="send the cookie of a session over https only, behind a proxy that has it",
    )
    parser.add_argument(
        "--basepath", type=_base_path, default="", metavar="PATH", help="path before all pages, behind a proxy: /indi"
    )
    parser.add_argument(
        "--indi",
        action="append",
        type=types.server,
        metavar="HOST[:PORT]",
        help="an INDI server, instead of those of the database; may be given more than once",
    )
    add_tcp(parser, default=True)
    parser.add_argument("--blobfolder", type=types.writable_folder, metavar="DIR", help="save BLOBs in this directory")
    parser.add_argument("--readonly", action="store_true", help="send nothing")
    parser.add_argument("--config", type=types.existing_file, metavar="FILE", help="the configuration file")
    parser.add_argument(
        "--proxy",
        action="append",
        type=_address,
        default=[],
        metavar="ADDRESS",
        help="address of a proxy whose forwarded headers count, beside this machine",
    )
    parser.add_argument(
        "--allow-host",
        action="append",
        type=_host_name,
        default=[],
        metavar="NAME",
        help="a further name of this machine in the address bar of browsers",
    )
    parser.add_argument("--panel", type=types.panel_file, metavar="FILE", help="offer the panel that this file names")
    parser.add_argument("--passwd", metavar="USER", help="set the password of a user, and exit")
    parser.add_argument(
        "--demo", action="store_true", help="simulated instruments, which run in this process; nothing is kept"
    )
    parser.add_argument("--replay", type=Path, metavar="FILE", help="show a recording; nothing is sent")
    parser.add_argument("--speed", type=types.speed, metavar="N", help="play the recording N times as fast")
    parser.add_argument("--at", default="", metavar="TIME", help="start the recording at this time (UTC): 22:41")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def check_web_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Report options that exclude each other."""
    if options.demo and (options.indi or options.replay or options.passwd):
        parser.error("--demo cannot be combined with --indi, --replay or --passwd")
    if options.replay and options.indi:
        parser.error("--replay cannot be combined with --indi")
    if not options.replay and (options.at or options.speed is not None):
        parser.error("--at and --speed need --replay")


def _truth(text: str) -> bool:
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    raise argparse.ArgumentTypeError(f"{text!r} is neither True nor False")


def _host_name(text: str) -> str:
    if not re.fullmatch(r"[^\s/@?#]+", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a machine")
    return text


def _base_path(text: str) -> str:
    path = text.rstrip("/")
    parts = path.split("/")[1:]
    if path and not (path.startswith("/") and all(part and part.replace("-", "a").isalnum() for part in parts)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a path like /indi")
    return path


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
