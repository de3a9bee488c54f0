"""The commands on the command line: their arguments. The client is not imported before a command runs."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, host_and_port

SHELLS = ("bash", "zsh", "fish")
"""The shells that completion knows."""

_NAMES = """\
A property is written Device.VECTOR.MEMBER. In each part * stands for any
characters and ? for one; parts left out at the end stand for all. Put a name
that has a dot, = or quote in it in quotes: '"ASI 1.0".CCD_GAIN.GAIN'.
"""

_PSEUDO = """\
Of a vector, _STATE _LABEL _GROUP _PERM and _TS can be read as if they were
members: 'Telescope*.TELESCOPE_PARK._STATE'.
"""

_SETTING = """\
A property is written Device.VECTOR.MEMBER, without wildcards. Put a name that
has a dot, = or quote in it in quotes. Numbers are decimal or sexagesimal, a
switch is On or Off, @path sends a file. The members of one vector go together:
  indipyterm set 'Mount.EQUATORIAL_EOD_COORD.RA=5:35:17' \\
                 'Mount.EQUATORIAL_EOD_COORD.DEC=-5:23:28'
"""

_EXPRESSIONS = """\
An expression compares properties, written Device.VECTOR.MEMBER, by == != < <=
> >= with numbers (sexagesimal too), words, quoted texts or other properties;
and, or, not and brackets join comparisons. Put a name with blanks, dots or
signs in it in quotes. With the wildcards * and ? a comparison holds where any
property that they name compares so. Nothing holds of what is not there.
  indipyterm wait 'Telescope*.TELESCOPE_PARK._STATE == Ok and
    "Focuser Simulator".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION >= 45000'
"""

_STATUSES = """\
exit status: 0 done; 1 nothing matched, refused, or something differs;
2 a wrong argument or file; 3 the time is up; 4 no connection.
"""


def add_server(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--host`` and ``--port``; without `default` they leave what was said before the command as it is."""
    host = DEFAULT_HOST if default else argparse.SUPPRESS
    port_number: Any = DEFAULT_PORT if default else argparse.SUPPRESS
    parser.add_argument(
        "--host",
        type=server,
        default=host,
        metavar="HOST[:PORT]",
        help=f"name or address of the server (default {DEFAULT_HOST})",
    )
    parser.add_argument("--port", type=port, default=port_number, help=f"its port (default {DEFAULT_PORT})")


def add_recording(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--record`` and ``--record-blobs``; without `default` they leave what was said before the command."""
    nothing: Any = None if default else argparse.SUPPRESS
    parser.add_argument(
        "--record", type=_new_file, default=nothing, metavar="FILE", help="record all that is received and sent"
    )
    parser.add_argument(
        "--record-blobs",
        action="store_true",
        default=False if default else argparse.SUPPRESS,
        help="record what is in BLOBs (images), too",
    )


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add all commands to what ``add_subparsers(dest="command")`` gave. `run` takes the options parsed."""
    get = _add(commands, "get", "print what properties hold", _NAMES + _PSEUDO)
    get.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to print; everything without any")
    get.add_argument("--json", action="store_true", help="one JSON object a vector, in one line")
    _timeout(get, "seconds in which the server must have defined it", 10.0)

    set_ = _add(commands, "set", "set properties, and tell what became of it", _SETTING)
    set_.add_argument(
        "assignments",
        nargs="+",
        metavar="PROPERTY=VALUE",
        help="Device.VECTOR.MEMBER=value, with @path for a BLOB, or Device.VECTOR=MEMBER to pick a switch",
    )
    waiting = set_.add_mutually_exclusive_group()
    waiting.add_argument("--wait", action="store_true", default=True, help="until the device has answered (default)")
    waiting.add_argument("--no-wait", action="store_false", dest="wait", help="only until it is sent")
    _timeout(set_, "seconds to wait for each answer (default: the property's own)")

    watch = _add(
        commands, "watch", "print what properties hold, then every change, until interrupted", _NAMES + _PSEUDO
    )
    watch.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to watch; everything without any")
    watch.add_argument("--json", action="store_true", help="JSON Lines: t device vector member value state")
    watch.add_argument("--blobs", action="store_true", help="save BLOBs (images) too, and print the files' names")
    watch.add_argument("--blobfolder", default=argparse.SUPPRESS, metavar="DIR", help="the directory to save them in")

    wait = _add(commands, "wait", "wait until an expression over properties holds", _EXPRESSIONS)
    wait.add_argument("expression", metavar="EXPRESSION", help="what to wait for")
    _timeout(wait, "seconds to wait at most (default: forever)")

    save = _add(commands, "save", "save the settings of devices in a file", _NAMES)
    save.add_argument("file", metavar="FILE", help="a TOML file, replaced if it is there; - for stdout")
    save.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to save; everything without any")
    _timeout(save, "seconds in which the server must have defined it", 10.0)

    diff = _add(commands, "diff", "print what differs now from the settings in a file", "")
    diff.add_argument("file", metavar="FILE", help="written by save; - for stdin")
    diff.add_argument("--json", action="store_true", help="one JSON object a vector that differs, in one line")
    _timeout(diff, "seconds in which the server must have defined it", 10.0)

    restore = _add(commands, "restore", "put the settings in a file back, and print what became of each", "")
    restore.add_argument("file", metavar="FILE", help="written by save; - for stdin")
    restore.add_argument("--dry-run", action="store_true", help="send nothing, print what would be sent, in order")
    restore.add_argument("--json", action="store_true", help="one JSON object a vector, in one line")
    _timeout(restore, "seconds to wait for each answer (default: the property's own)")

    for command in (save, diff, restore):
        command.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="take also what starts, moves or measures something, momentary switches, and connection ports",
        )


def run(options: argparse.Namespace) -> int:
    """Run the command that was given, ``options.command``; gives the exit status, one of `exits.Exit`."""
    from indipyterm.cli.run import run_command  # noqa: PLC0415 - --help need not load the client

    return run_command(options)


def server(text: str) -> str:
    """Read a server, as `host_and_port` does, and leave it as it was written; raises ArgumentTypeError."""
    try:
        host_and_port(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def port(text: str) -> int:
    """Read a port number; raises ArgumentTypeError."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")


def seconds(text: str) -> float:
    """Read a time in seconds, above 0; raises ArgumentTypeError."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value < 1e9:
        return value
    raise argparse.ArgumentTypeError(f"{text!r} is no time in seconds")


def _add(commands: argparse._SubParsersAction[Any], name: str, about: str, more: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=about[0].upper() + about[1:] + ".",
        epilog="\n".join(filter(None, (more, _STATUSES))),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_server(parser, default=False)
    add_recording(parser, default=False)
    return parser


def _new_file(text: str) -> Path:
    path = Path(text).expanduser()
    if os.path.lexists(path):
        raise argparse.ArgumentTypeError(f"{path} is there already: nothing is recorded over it")
    if not path.parent.is_dir():  # rather than a night that is not recorded
        raise argparse.ArgumentTypeError(f"{path.parent} is not a directory")
    if not os.access(path.parent, os.W_OK):
        raise argparse.ArgumentTypeError(f"{path.parent} cannot be written")
    return path


def _timeout(parser: argparse.ArgumentParser, about: str, default: float | None = None) -> None:
    shown = "" if default is None else f" (default {default:g})"
    parser.add_argument("--timeout", type=seconds, default=default, metavar="SECONDS", help=about + shown)
