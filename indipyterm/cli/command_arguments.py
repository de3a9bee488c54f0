"""The arguments of the commands. This loads nothing of the client, so that ``--help`` is fast."""

from __future__ import annotations

import argparse
from typing import Any

from indipyterm.cli import argument_types as types
from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT

_NAMES = """\
A property is written Device.VECTOR.MEMBER. In each part * matches any
characters and ? one; parts omitted at the end match all. Put a name with a
dot, = or quote in it in quotes: '"ASI 1.0".CCD_GAIN.GAIN'.
"""

_PSEUDO = """\
Every vector also has the members _STATE _LABEL _GROUP _PERM and _TS, which
can only be read: 'Telescope*.TELESCOPE_PARK._STATE'.
"""

_SETTING = """\
A property is written Device.VECTOR.MEMBER, without wildcards. Put a name with
a dot, = or quote in it in quotes. Numbers are decimal or sexagesimal, a switch
is On or Off, @path sends a file. Members of one vector are sent together:
  indipyterm set 'Mount.EQUATORIAL_EOD_COORD.RA=5:36:37' \\
                 'Mount.EQUATORIAL_EOD_COORD.DEC=-5:22:17'
"""

_EXPRESSIONS = """\
An expression compares properties, written Device.VECTOR.MEMBER, by == != < <=
> >= with numbers (also sexagesimal), words, quoted texts or other properties;
and, or, not and brackets join comparisons. Put a name with blanks, dots or
signs in it in quotes. A comparison with the wildcards * and ? is true if it is
true for any matching property. No comparison with a missing property is true.
  indipyterm wait 'Telescope*.TELESCOPE_PARK._STATE == Ok and
    "Focuser Simulator".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION >= 45000'
"""

_SERIES = """\
A frame counts when its image is saved whole. Images get a running number, as
in Camera_CCD1_0001_Blue.fits, one above the highest in the directory. When a
connection or driver is lost, the series waits, connects the camera again, and
takes that frame once more. Ctrl+C aborts the exposure that runs.
  indipyterm expose 10x30 --camera 'CCD Simulator' --filter Blue --delay 2
"""

_STATUSES = """\
exit status: 0 done; 1 nothing matched, refused, stopped, or something differs;
2 a wrong argument or file; 3 the time is up, or nothing was heard of a device;
4 no connection.
"""


class _Once(argparse.Action):
    """Stores a value, and refuses a second one: a command takes only one server."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, option: str | None = None
    ) -> None:
        if hasattr(namespace, self.dest):
            parser.error(f"a command takes only one {option}")
        setattr(namespace, self.dest, values)


def add_server(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--host`` and ``--port``; without `default` they keep the values given before the command."""
    host = DEFAULT_HOST if default else argparse.SUPPRESS
    port_number: Any = DEFAULT_PORT if default else argparse.SUPPRESS
    parser.add_argument(
        "--host",
        action="store" if default else _Once,
        type=types.server,
        default=host,
        metavar="HOST[:PORT]",
        help=f"name or address of the server (default {DEFAULT_HOST})",
    )
    parser.add_argument("--port", type=types.port, default=port_number, help=f"its port (default {DEFAULT_PORT})")
    add_tcp(parser, default=default)


def add_tcp(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--tcp``; without `default` it keeps what was given before the command."""
    parser.add_argument(
        "--tcp",
        action="store_true",
        default=False if default else argparse.SUPPRESS,
        help="connect by TCP even to a server on this machine that has a local socket",
    )


def add_recording(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--record`` and ``--record-blobs``; without `default` they keep the values given before the command."""
    nothing: Any = None if default else argparse.SUPPRESS
    parser.add_argument(
        "--record", type=types.new_file, default=nothing, metavar="FILE", help="record everything received and sent"
    )
    parser.add_argument(
        "--record-blobs",
        action="store_true",
        default=False if default else argparse.SUPPRESS,
        help="also record the data of BLOBs (images)",
    )


def add_log(parser: argparse.ArgumentParser, *, default: bool) -> None:
    """Add ``--log``; without `default` it keeps the value given before the command."""
    nothing: Any = None if default else argparse.SUPPRESS
    parser.add_argument(
        "--log",
        type=types.log_file,
        default=nothing,
        metavar="FILE",
        help="append what is heard and sent to this file, a line for each",
    )


def add_commands(commands: argparse._SubParsersAction[Any]) -> None:
    """Add all commands to the result of ``add_subparsers(dest="command")``.

    The option ``sends`` says whether the command would send values to devices.
    """
    get = _add(commands, "get", "print the values of properties", _NAMES + _PSEUDO)
    get.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to print (default: everything)")
    get.add_argument("--json", action="store_true", help="print one JSON object per vector and line")
    _timeout(get, "seconds to wait for the server's definitions", 10.0)

    set_ = _add(commands, "set", "set properties, and report what was refused", _SETTING)
    set_.add_argument(
        "assignments",
        nargs="+",
        metavar="PROPERTY=VALUE",
        help="Device.VECTOR.MEMBER=value, with @path for a BLOB, or Device.VECTOR=MEMBER to switch one On",
    )
    waiting = set_.add_mutually_exclusive_group()
    waiting.add_argument("--wait", action="store_true", default=True, help="wait for the device's answer (default)")
    waiting.add_argument("--no-wait", action="store_false", dest="wait", help="wait only until it is sent")
    _timeout(set_, "seconds to wait for each answer (default: the property's own)")

    set_.set_defaults(sends=True)

    abort = _add(commands, "abort", "stop everything that moves or exposes, and print what was stopped", "")
    abort.add_argument(
        "devices",
        nargs="*",
        metavar="DEVICE",
        help="the devices to stop, by the beginning of their names, or with * (default: all)",
    )
    _timeout(abort, "seconds to wait for the devices, and again until nothing runs", 10.0)

    abort.set_defaults(sends=True)

    watch = _add(
        commands, "watch", "print the values of properties, then every change, until interrupted", _NAMES + _PSEUDO
    )
    watch.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to watch (default: everything)")
    watch.add_argument("--json", action="store_true", help="JSON Lines: t device vector member value state")
    watch.add_argument("--blobs", action="store_true", help="also save BLOBs (images), and print the file names")
    watch.add_argument(
        "--figures",
        action="store_true",
        help="with --blobs: only a JSON line for each image, with filter, exposure, median, HFR, stars, focuser",
    )
    watch.add_argument("--blobfolder", default=argparse.SUPPRESS, metavar="DIR", help="the directory to save them in")

    wait = _add(commands, "wait", "wait until an expression over properties is true", _EXPRESSIONS)
    wait.add_argument("expression", metavar="EXPRESSION", help="the expression to wait for")
    _timeout(wait, "the longest time to wait in seconds (default: forever)")

    expose = _add(commands, "expose", "take a series of exposures, and print the names of the images", _SERIES)
    expose.add_argument("series", metavar="NxSECONDS", help="how many, of how many seconds: 10x30, 20x1/30, 5x2m")
    expose.add_argument("--camera", default="", metavar="DEVICE", help="the camera (default: the only one)")
    expose.add_argument(
        "--filter",
        action="append",
        dest="filters",
        metavar="NAME",
        help="take them through this filter; with several (Red,Green,Blue) so many through each",
    )
    expose.add_argument("--wheel", default="", metavar="DEVICE", help="the filter wheel (default: the camera's)")
    expose.add_argument(
        "--delay", type=types.duration, default=0.0, metavar="SECONDS", help="between an image and the next exposure"
    )
    expose.add_argument("--folder", metavar="DIR", help="the directory to save the images in (default: this one)")
    expose.add_argument(
        "--retries", type=types.count, default=3, metavar="N", help="how often to try a frame again (default 3)"
    )
    expose.add_argument("--json", action="store_true", help="JSON Lines: t event frames done, and more")
    _timeout(expose, "seconds to wait for a connection or camera that is lost", 600.0)
    expose.set_defaults(sends=True)

    save = _add(commands, "save", "save the settings of devices in a file", _NAMES)
    save.add_argument("file", metavar="FILE", help="the TOML file to write or replace; - for stdout")
    save.add_argument("patterns", nargs="*", metavar="PATTERN", help="what to save (default: everything)")
    _timeout(save, "seconds to wait for the server's definitions", 10.0)

    diff = _add(commands, "diff", "print how current values differ from the settings in a file", "")
    diff.add_argument("file", metavar="FILE", help="a file written by save; - for stdin")
    diff.add_argument("--json", action="store_true", help="print one JSON object per differing vector and line")
    _timeout(diff, "seconds to wait for the server's definitions", 10.0)

    restore = _add(commands, "restore", "restore the settings in a file, and print the outcome of each", "")
    restore.add_argument("file", metavar="FILE", help="a file written by save; - for stdin")
    restore.add_argument(
        "--dry-run", action="store_false", dest="sends", help="send nothing, but print what would be sent, in order"
    )
    restore.add_argument("--json", action="store_true", help="print one JSON object per vector and line")
    _timeout(restore, "seconds to wait for each answer (default: the property's own)")

    restore.set_defaults(sends=True)

    for command in (save, diff, restore):
        command.add_argument(
            "--all",
            action="store_true",
            dest="everything",
            help="include properties that start, move or measure something, momentary switches, and connection ports",
        )


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
    add_log(parser, default=False)
    parser.set_defaults(sends=False)
    return parser


def _timeout(parser: argparse.ArgumentParser, about: str, default: float | None = None) -> None:
    shown = "" if default is None else f" (default {default:g})"
    parser.add_argument("--timeout", type=types.seconds, default=default, metavar="SECONDS", help=about + shown)
