"""The command line: ``indipyterm [options]`` for the screen, ``indipyterm [options] COMMAND ...`` for a command."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm._version import __version__
from indipyterm.cli import arguments as cli
from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, host_and_port

if TYPE_CHECKING:
    from indipyterm.tui.app import IPyTerm
    from indipyterm.workspace.panel_file import PanelFile

FASTEST = 10_000.0
"""How many times as fast a recording may be played."""

_STARTED = 2.0
"""Seconds after which the screen is up."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit status. A wrong argument ends it with status 2 and one line on stderr."""
    try:
        return _main(arguments)
    except KeyboardInterrupt:  # before there is anything that ends in order: no traceback for that
        return 130


def _main(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    if "_ARGCOMPLETE" in os.environ:  # a shell asks how the line goes on
        from indipyterm.cli.completion import complete

        complete(parser)
    options = parser.parse_args(arguments)
    if options.completion:
        return _completion(options.completion)
    if options.demo and (options.host or options.command):
        parser.error("--demo has a server of its own: no --host and no command goes with it")
    if options.replay:
        return _replay(parser, options)
    if options.at or options.speed is not None:
        parser.error("--at and --speed go with --replay")
    if options.command:
        return _command(parser, options)
    gc.disable()  # what a start makes is there to stay; to look for garbage in it takes a sixth of the time
    import asyncio

    return asyncio.run(_demo(options) if options.demo else _screen(options))


def _completion(shell: str) -> int:
    """Print what a shell is to load."""
    from indipyterm.cli.completion import script
    from indipyterm.cli.output import print_text

    return print_text(script(shell) + "\n")


def _command(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Run a command without the screen, on one server."""
    hosts = options.host if isinstance(options.host, list) else [options.host or DEFAULT_HOST]
    if len(hosts) > 1:
        parser.error("a command talks to one --host")
    options.host, options.port = host_and_port(hosts[0], options.port or DEFAULT_PORT)
    return cli.run(options)


async def _screen(options: argparse.Namespace) -> int:
    """Show the devices of one or more servers until the user quits."""
    from indipyterm.tui.app import Address, IPyTerm
    from indipyterm.workspace.launch import load_launch_options

    setup = load_launch_options(options)
    last = setup.state.hosts if options.port is None else ()  # they have ports of their own: not the one asked for
    given = options.host or setup.config.hosts or last or (DEFAULT_HOST,)
    addresses = [Address(*host_and_port(host, options.port or DEFAULT_PORT)) for host in given]
    return await _run(IPyTerm(addresses, setup))


async def _run(app: IPyTerm) -> int:
    """Run the app to its end; gives the exit status."""
    import asyncio

    if not _has_terminal():
        sys.stderr.write("indipyterm: the screen needs a terminal; without one there are commands: see --help\n")
        return 2
    asyncio.get_running_loop().call_later(_STARTED, _collect_garbage)
    await app.run_async()
    _let_go()
    return app.return_code or 0


def _has_terminal() -> bool:
    """Whether there is a terminal to read keys from."""
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def _let_go() -> None:
    """Have the last output written. Where the terminal is gone it goes nowhere: Python would end with status 120."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _collect_garbage() -> None:
    """From now on look for garbage, but not among what the start made."""
    gc.freeze()
    gc.enable()


async def _demo(options: argparse.Namespace) -> int:
    """Show the demo's instruments, which live in this process while the screen is up."""
    from dataclasses import replace

    from indipyterm.demo.server import DemoServer
    from indipyterm.tui.app import Address, IPyTerm
    from indipyterm.workspace.launch import load_launch_options
    from indipyterm.workspace.state import LastRun

    setup = replace(
        load_launch_options(options), state=LastRun(), state_path=None
    )  # what is played with is not remembered
    async with DemoServer() as server:
        return await _run(IPyTerm([Address(server.host, server.port, "demo")], setup))


def _replay(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Show a recording, which is served in this process; nothing else is connected to."""
    if options.host or options.command or options.demo or options.record:
        parser.error("--replay has servers of its own: no --host, --demo, --record and no command goes with it")
    import asyncio

    from indipyterm.exceptions import NoRecording

    try:
        return asyncio.run(_play(options))
    except (NoRecording, ValueError) as error:
        parser.error(str(error))


async def _play(options: argparse.Namespace) -> int:
    """Play a recording for the screen; raises `NoRecording`, ValueError for a time that is not in it."""
    from dataclasses import replace

    from indipyterm.demo.replay.player import Replay

    replay = await Replay.open(options.replay, options.speed or 1.0, options.at)
    from indipyterm.tui.app import Address, IPyTerm
    from indipyterm.workspace.launch import load_launch_options
    from indipyterm.workspace.state import LastRun

    setup = load_launch_options(options)
    config = replace(setup.config, blobfolder=options.blobfolder, log=options.log)  # the night has its files already
    setup = replace(setup, config=config, state=LastRun(), state_path=None, player=replay)
    async with replay:
        return await _run(IPyTerm([Address(each.host, each.port, each.name) for each in replay.servers], setup))


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        sys.stderr.write(f"{self.prog}: {message} (see {self.prog} --help)\n")
        raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="indipyterm",
        description="A terminal client for INDI servers. Without a command, the screen.",
        epilog="indipyterm COMMAND --help tells more of a command.",
    )
    parser.add_argument(
        "--host",
        action="append",
        type=cli.server,
        metavar="HOST[:PORT]",
        help=f"name or address of a server; may be given more than once (default: the last one, or {DEFAULT_HOST})",
    )
    parser.add_argument(
        "--port",
        type=cli.port,
        help=f"the port where HOST names none, or {DEFAULT_HOST}'s (default {DEFAULT_PORT})",
    )
    parser.add_argument("--blobfolder", type=_folder, metavar="DIR", help="save BLOBs (images) in this directory")
    parser.add_argument("--readonly", action="store_true", help="look, but send nothing")
    parser.add_argument("--ascii", action="store_true", help="draw with ASCII characters only")
    parser.add_argument("--theme", type=_theme, help="a theme of Textual's, or 'night': red on black")
    parser.add_argument("--log", type=_log, metavar="FILE", help="append everything heard and sent to this file")
    parser.add_argument(
        "--config", type=_config, metavar="FILE", help="settings (default: where the platform keeps them)"
    )
    parser.add_argument("--demo", action="store_true", help="start with instruments of our own, in this process")
    parser.add_argument(
        "--panel", type=_panel, metavar="FILE", help="show the properties that are named in this TOML file"
    )
    cli.add_recording(parser, default=True)
    parser.add_argument(
        "--replay", type=Path, metavar="FILE", help="show a recording as if it happened now; nothing is sent"
    )
    parser.add_argument("--speed", type=_speed, metavar="N", help="play the recording so many times as fast")
    parser.add_argument("--at", default="", metavar="TIME", help="begin at this time (UTC) of the recording: 22:41")
    parser.add_argument("--completion", choices=cli.SHELLS, help="print what this shell loads for Tab to complete")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    cli.add_commands(parser.add_subparsers(dest="command", metavar="COMMAND", title="commands"))
    return parser


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if 0 < value <= FASTEST:
        return value
    raise argparse.ArgumentTypeError(f"{text!r} is no number above 0, up to {FASTEST:g}")


def _theme(text: str) -> str:
    from indipyterm.tui.themes import theme_names

    if text not in theme_names():
        known = ", ".join(sorted(theme_names()))
        raise argparse.ArgumentTypeError(f"no theme is called {text!r}; there are {known}")
    return text


def _log(text: str) -> Path:
    path = Path(text).expanduser()
    try:
        with path.open("a"):
            return path
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{path} cannot be written: {error.strerror}") from None


def _config(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"{path} is no file")
    return path


def _panel(text: str) -> PanelFile:
    from indipyterm.exceptions import BadPanel
    from indipyterm.workspace.panel_file import read_panel

    try:
        return read_panel(Path(text).expanduser())
    except BadPanel as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _folder(text: str) -> Path:
    from indipyterm.client.blobs import check_folder
    from indipyterm.exceptions import NotSaved

    try:
        return check_folder(text)
    except NotSaved as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    raise SystemExit(main())
