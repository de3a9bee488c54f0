"""Starting the web face: for INDI servers, for the demo, or for a recording."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from indipyterm.client.hosts import DEFAULT_HOST, by_tcp, host_and_port
from indipyterm.exceptions import CannotServe, NotAccepted, NotSaved
from indipyterm.presentation.text import printable
from indipyterm.web.accounts import Accounts, Settings
from indipyterm.web.accounts.password_command import check_user, set_password
from indipyterm.web.accounts.setup_lines import site_url
from indipyterm.web.answers import Answers
from indipyterm.web.app import make_app
from indipyterm.web.hub import Hub
from indipyterm.web.options import WebOptions
from indipyterm.web.serving import listen, serving
from indipyterm.web.site import Site
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import CommandLine, LaunchOptions, load_launch_options
from indipyterm.workspace.state import LastRun
from indipyterm.workspace.workspace import Address, Workspace

DATABASE = "indipyweb.db"

_LISTEN_HOST, _LISTEN_PORT = "localhost", 8000

Say = Callable[[str], object]
"""Shows a line to whoever started the program."""


def run_web(options: argparse.Namespace, say: Say) -> int:
    """Serve the site as the options say, until SIGINT or SIGTERM; return the exit status.

    Raises BadDatabase, NoRecording, ValueError for a time that is not in the recording, and CannotServe.
    """
    return asyncio.run(_run(options, say))


def change_password(options: argparse.Namespace, ask: Callable[[str], str]) -> int:
    """Set the password of a user, who may have forgotten it; `ask` reads one unseen. Returns the exit status.

    Raises BadDatabase, and NotAccepted if there is no such user, or the password is too easy.
    """
    database = (options.dbfolder or Path()) / DATABASE
    check_user(database, options.passwd)
    password = ask(f"New password of {printable(options.passwd)}: ")
    if ask("Once more: ") != password:
        raise NotAccepted("password", "the two passwords are not the same")
    set_password(database, options.passwd, password)
    return 0


async def _run(options: argparse.Namespace, say: Say) -> int:
    database = None if options.demo else (options.dbfolder or Path()) / DATABASE
    if options.demo and options.dbfolder:
        say("--dbfolder is not used: the demo keeps nothing")
    if database:
        _check_port(options, database)
    accounts = Accounts(database)
    try:
        if options.demo:
            accounts.accept_default_password()
        web = _web_options(options, accounts.settings)
        async with _session(options, accounts.settings) as workspace:
            for text in workspace.options.warnings:
                say(text)
            await _serve(workspace, accounts, web, say)
    finally:
        accounts.close()
    return 0


def _check_port(options: argparse.Namespace, database: Path) -> None:
    """Listen once before a new database is made, which would be left behind where that fails."""
    if database.parent.is_dir() and not os.path.lexists(database):
        _listen(_web_options(options, Settings())).close()


def _web_options(options: argparse.Namespace, settings: Settings) -> WebOptions:
    return WebOptions(
        host=options.host or settings.host or _LISTEN_HOST,
        port=options.port or settings.port or _LISTEN_PORT,
        base=options.basepath,
        secure_cookie=options.securecookie,
        proxies=tuple(options.proxy),
        allowed_hosts=tuple(options.allow_host),
        demo=options.demo,
        servers_given=bool(options.indi),
        tcp=options.tcp,
    )


@asynccontextmanager
async def _session(options: argparse.Namespace, settings: Settings) -> AsyncIterator[Workspace]:
    """The live session: over the demo's instruments, a recording, or the servers of the command line or database."""
    command_line = CommandLine(
        config=options.config, blobfolder=options.blobfolder, readonly=options.readonly, panel=options.panel
    )
    launch = load_launch_options(command_line)._replace(state=LastRun(), state_path=None)
    if options.demo:
        from indipyterm.demo.server import DemoServer  # noqa: PLC0415 - only needed here

        with tempfile.TemporaryDirectory(prefix="indipyweb-demo-") as folder:
            config = launch.config._replace(blobfolder=options.blobfolder or Path(folder), log=None)
            async with DemoServer() as demo:
                yield Workspace([Address(demo.host, demo.port, "demo")], launch._replace(config=config))
    elif options.replay:
        from indipyterm.demo.replay.player import Replay  # noqa: PLC0415 - only needed here

        replay = await Replay.open(options.replay, options.speed or 1.0, options.at)
        config = launch.config._replace(blobfolder=options.blobfolder, log=None)
        async with replay:
            yield Workspace(
                [Address(server.host, server.port, server.name) for server in replay.servers],
                launch._replace(config=config, replay=replay),
            )
    else:
        yield Workspace(_addresses(options, settings, launch), _with_folder(launch, settings))


def _addresses(options: argparse.Namespace, settings: Settings, launch: LaunchOptions) -> list[Address]:
    names = options.indi or settings.servers or launch.config.hosts or (DEFAULT_HOST,)
    return _addresses_of(names, options.tcp)


def _addresses_of(servers: Iterable[str], tcp: bool) -> list[Address]:
    return [Address(*host_and_port(by_tcp(server) if tcp else server)) for server in servers]


def _with_folder(launch: LaunchOptions, settings: Settings) -> LaunchOptions:
    config: Config = launch.config
    folder = config.blobfolder or (Path(settings.blob_folder) if settings.blob_folder else None)
    return launch._replace(config=config._replace(blobfolder=folder))


async def _serve(workspace: Workspace, accounts: Accounts, web: WebOptions, say: Say) -> None:
    hub = Hub(workspace)
    site = Site(workspace, hub, Answers(workspace, hub), accounts, web)
    own_servers = not (web.demo or web.servers_given or workspace.replay)
    accounts.target = _Target(workspace, accounts, own_servers=own_servers, tcp=web.tcp)
    if why := workspace.open_blob_folder():
        say(why)
    listener = _listen(web)
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended.set)
    running = [asyncio.create_task(workspace.run()), asyncio.create_task(hub.run())]
    for task in running:
        task.add_done_callback(lambda _: ended.set())
    async with serving(make_app(site), listener):
        for text in _greeting(site):
            say(text)
        await ended.wait()
    hub.close()
    site.stop_restoring()
    site.images.close()
    await workspace.close()
    running[1].cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*running)


def _listen(web: WebOptions) -> socket.socket:
    try:
        return listen(web.host, web.port)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CannotServe(f"cannot listen on {web.host} port {web.port}: {reason}") from None


def _greeting(site: Site) -> list[str]:
    """What whoever started the program should know."""
    web = site.options
    lines = [f"open {site_url(web)} in a browser; Ctrl+C ends this"]
    if web.demo:
        lines.append("log in as admin, with the password password!; nothing is kept")
    return [*lines, *site.accounts.setup_lines(web)]


class _Target:
    """Takes settings as soon as an administrator changes them; what is not changed stays as the command line has it.

    Without `own_servers` those of the command line, the demo or a recording stay.
    """

    def __init__(self, workspace: Workspace, accounts: Accounts, *, own_servers: bool, tcp: bool) -> None:
        self._workspace, self._accounts, self._own_servers, self._tcp = workspace, accounts, own_servers, tcp

    async def use_settings(self, settings: Settings) -> None:
        """See `SettingsTarget`."""
        folder = Path(settings.blob_folder) if settings.blob_folder else None
        try:
            if settings.blob_folder != self._accounts.settings.blob_folder:
                self._workspace.set_blob_folder(folder)
        except (NotSaved, OSError) as error:
            raise NotAccepted("blob_folder", f"{error}.") from None
        if settings.servers and self._own_servers:
            self._workspace.connections.set_addresses(_addresses_of(settings.servers, self._tcp))
