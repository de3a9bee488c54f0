"""Starting the screen: for one or more servers, for the demo, or for a recording."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import sys

from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, by_tcp, host_and_port
from indipyterm.exceptions import NoTerminal
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.terminal.output import open_terminal
from indipyterm.tui.themes import theme_names
from indipyterm.workspace.launch import CommandLine, LaunchOptions, load_launch_options
from indipyterm.workspace.state import LastRun
from indipyterm.workspace.worker_threads import WorkerThreads

_STARTUP_SECONDS = 2.0
"""Seconds after which the screen is surely up."""


def run_screen(options: argparse.Namespace) -> int:
    """Run the screen as the options say, until the user quits; return the exit status.

    Raises `NoTerminal`, `NoRecording`, and ValueError for a time that is not in the recording.
    """
    if options.replay:
        return asyncio.run(_run_replay(options))
    return asyncio.run(_run_demo(options) if options.demo else _run_servers(options))


def _load(options: argparse.Namespace) -> LaunchOptions:
    command_line = CommandLine(
        config=options.config,
        blobfolder=options.blobfolder,
        theme=options.theme,
        log=options.log,
        ascii=options.ascii,
        no_mouse=options.no_mouse,
        readonly=options.readonly,
        record=options.record,
        record_blobs=options.record_blobs,
        panel=options.panel,
    )
    return load_launch_options(command_line, theme_names())


async def _run_servers(options: argparse.Namespace) -> int:
    """Show the devices of the servers that the options, the settings or the last run name."""
    setup = _load(options)
    last = setup.state.hosts if options.port is None else ()  # they have ports of their own
    hosts = options.host or setup.config.hosts or last or (DEFAULT_HOST,)
    if options.tcp:
        hosts = [by_tcp(host) for host in hosts]
    addresses = [Address(*host_and_port(host, options.port or DEFAULT_PORT)) for host in hosts]
    return await _run(IPyTerm(addresses, setup))


async def _run_demo(options: argparse.Namespace) -> int:
    """Show the demo's instruments, which live in this process while the screen is up."""
    from indipyterm.demo.server import DemoServer  # noqa: PLC0415 - only needed here

    setup = _load(options)._replace(state=LastRun(), state_path=None)  # the demo leaves no traces
    async with DemoServer() as server:
        return await _run(IPyTerm([Address(server.host, server.port, "demo")], setup))


async def _run_replay(options: argparse.Namespace) -> int:
    """Show a recording, which is played in this process."""
    from indipyterm.demo.replay.player import Replay  # noqa: PLC0415 - only needed here

    replay = await Replay.open(options.replay, options.speed or 1.0, options.at)
    setup = _load(options)
    # BLOBs and messages were saved when they were recorded: now only if the command line says so.
    config = setup.config._replace(blobfolder=options.blobfolder, log=options.log)
    setup = setup._replace(config=config, state=LastRun(), state_path=None, replay=replay)
    async with replay:
        return await _run(IPyTerm([Address(server.host, server.port, server.name) for server in replay.servers], setup))


async def _run(app: IPyTerm) -> int:
    """Run the app until it ends; return the exit status. Raises `NoTerminal`."""
    if not _has_terminal():
        raise NoTerminal("the screen needs a terminal; the commands do not: see --help")
    loop = asyncio.get_running_loop()
    loop.set_default_executor(WorkerThreads())
    loop.call_later(_STARTUP_SECONDS, _enable_garbage_collection)
    await app.run_async(mouse=app.workspace.config.mouse)
    _flush_output()
    return app.return_code or 0


def _has_terminal() -> bool:
    """Return whether there is a terminal to read keys from, and to draw on."""
    try:
        open_terminal().close()
    except OSError:
        return False
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def _enable_garbage_collection() -> None:
    """Enable garbage collection, which `__main__` disables, except for the objects made so far."""
    gc.freeze()
    gc.enable()


def _flush_output() -> None:
    """Flush stdout and stderr. If the terminal is gone, discard the output, or Python would exit with status 120."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is None:
            continue
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
