"""The command line: ``indipyterm [options]`` for the screen, ``indipyterm [options] COMMAND ...`` for a command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from indipyterm._version import __version__
from indipyterm.commands import cli

DEFAULT_HOST = "localhost"
DEFAULT_PORT = 7624


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; gives the exit status. A wrong argument ends it with status 2 and one line on stderr."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.demo and (options.host or options.command):
        parser.error("--demo has a server of its own: no --host and no command goes with it")
    if options.command:
        return _command(parser, options)
    import asyncio

    return asyncio.run(_demo(options) if options.demo else _screen(options))


def _command(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    """Run a command without the screen, on one server."""
    from indipyterm.client.hosts import host_and_port

    hosts = options.host if isinstance(options.host, list) else [options.host or DEFAULT_HOST]
    if len(hosts) > 1:
        parser.error("a command talks to one --host")
    options.host, options.port = host_and_port(hosts[0], options.port)
    return cli.run(options)


async def _screen(options: argparse.Namespace) -> int:
    """Show the devices of one or more servers until the user quits."""
    from indipyterm.client.hosts import host_and_port
    from indipyterm.ui.app import Address, IPyTerm
    from indipyterm.ui.setup import load_setup

    setup = load_setup(options)
    given = options.host or setup.config.hosts or setup.state.hosts or (DEFAULT_HOST,)
    addresses = [Address(*host_and_port(host, options.port)) for host in given]
    app = IPyTerm(addresses, setup)
    await app.run_async()
    return app.return_code or 0


async def _demo(options: argparse.Namespace) -> int:
    """Show the demo's instruments, which live in this process while the screen is up."""
    from dataclasses import replace

    from indipyterm.demo.server import DemoServer
    from indipyterm.ui.app import Address, IPyTerm
    from indipyterm.ui.setup import load_setup
    from indipyterm.ui.state import LastRun

    setup = replace(load_setup(options), state=LastRun(), state_path=None)  # what is played with is not remembered
    async with DemoServer() as server:
        app = IPyTerm([Address(server.host, server.port, "demo")], setup)
        await app.run_async()
    return app.return_code or 0


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
        type=_host,
        metavar="HOST[:PORT]",
        help=f"name or address of a server; may be given more than once (default: the last one, or {DEFAULT_HOST})",
    )
    parser.add_argument(
        "--port", type=cli.port, default=DEFAULT_PORT, help=f"the port where HOST names none (default {DEFAULT_PORT})"
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
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    cli.add_commands(parser.add_subparsers(dest="command", metavar="COMMAND", title="commands"))
    return parser


def _host(text: str) -> str:
    from indipyterm.client.hosts import host_and_port

    try:
        host_and_port(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    return text


def _theme(text: str) -> str:
    from indipyterm.ui.themes import theme_names

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


def _folder(text: str) -> Path:
    from indipyterm.client.blobs import NotSaved, check_folder

    try:
        return check_folder(text)
    except NotSaved as error:
        raise argparse.ArgumentTypeError(str(error)) from None


if __name__ == "__main__":
    raise SystemExit(main())
