"""``expose`` as a program: the series of the screen, without it.

It is the one command that runs a workspace: the series needs all that stands between a face and the devices there.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from indipyterm.cli.exits import Exit
from indipyterm.cli.output import LineWriter
from indipyterm.cli.programs.expose_report import Report, reporting
from indipyterm.cli.stderr import warn
from indipyterm.client.blobs import check_folder
from indipyterm.commands.definitions import await_definitions, not_heard, unheard
from indipyterm.commands.patterns import format_name, parse_pattern
from indipyterm.commands.session import Session
from indipyterm.exceptions import Incomplete, Misuse, NotSaved
from indipyterm.model.standard import connected
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import GetProperties, PingRequest
from indipyterm.workspace.change import Change, NoticeKind
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.series.choosing import cameras, make_plan, wheels
from indipyterm.workspace.series.plan import Plan, is_series, parse_series
from indipyterm.workspace.series.progress import EndKind, Step
from indipyterm.workspace.series.surroundings import Policy
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import NeedsConsent, Refused
from indipyterm.workspace.workspace import Address, Workspace

LEARN_SECONDS = 10.0
"""How long the definitions of the camera may take."""


def prepare(options: argparse.Namespace) -> None:
    """Check series and folder. Raises `Misuse`."""
    text = options.series if is_series(options.series) else f"1x{options.series}"
    try:
        typed = parse_series(text)
        options.folder = check_folder(options.folder or options.blobfolder or ".")
    except (Incomplete, NotSaved, ValueError) as error:
        raise Misuse(str(error)) from None
    names = tuple(filter(None, (name.strip() for each in options.filters or () for name in each.split(","))))
    options.typed = typed._replace(filters=names or typed.filters, delay=options.delay or typed.delay)


async def run(options: argparse.Namespace, out: LineWriter) -> int:
    """Take the series; an interruption aborts the exposure that runs, and says how many frames there are."""
    async with _running(options) as (workspace, session):
        await session.until(lambda: session.client.connected)
        try:
            plan = await _plan(options, workspace.servers, session)
        except ValueError as error:
            warn(str(error))
            return Exit.NEGATIVE
        policy = Policy(options.retries, patience=options.timeout)
        outcome = workspace.series.start(plan, policy=policy)
        if isinstance(outcome, NeedsConsent):  # whoever gave the command has agreed
            outcome = workspace.series.start(plan, consent=outcome.question, policy=policy)
        if isinstance(outcome, Refused):
            warn(outcome.why)
            return Exit.NEGATIVE
        with reporting(workspace, plan, out, in_json=options.json) as report:
            return await _to_the_end(workspace, plan, report)


async def _to_the_end(workspace: Workspace, plan: Plan, report: Report) -> int:
    try:
        progress = await workspace.series.ended(plan.camera)
    except asyncio.CancelledError:
        workspace.series.take_step(plan.camera, Step.STOP_NOW)
        if progress := await workspace.series.ended(plan.camera):
            report.ended(progress)
        raise
    assert progress
    report.ended(progress)
    if progress.end is EndKind.LOST:
        return Exit.TIMED_OUT if workspace.servers.live(plan.camera.server) else Exit.NO_SERVER
    return Exit.DONE if progress.end is EndKind.COMPLETE else Exit.NEGATIVE


@asynccontextmanager
async def _running(options: argparse.Namespace) -> AsyncIterator[tuple[Workspace, Session]]:
    """A workspace with the server of the options, until the block ends, and a session to wait for definitions in."""
    recorder = None
    if options.record:
        from indipyterm.recording.recorder import Recorder  # noqa: PLC0415 - most runs record nothing

        recorder = Recorder(options.record, blobs=options.record_blobs)
    launch = LaunchOptions(Config(log=options.log), recorder=recorder)
    workspace = Workspace([Address(options.host, options.port)], launch)
    workspace.set_blob_folder(options.folder)
    workspace.subscribe(_warn_of_files)
    workspace.start_recording()
    client = next(iter(workspace.servers)).client
    with Session(client) as session:
        client.greeting = (GetProperties(), PingRequest(session.next_uid()))
        running = asyncio.create_task(workspace.run())
        try:
            yield workspace, session
        finally:
            await workspace.close()
            await running


def _warn_of_files(change: Change) -> None:
    for notice in change.notices:
        if notice.kind is NoticeKind.FILE:
            warn(f"{notice.title}: {notice.text}")


async def _plan(options: argparse.Namespace, servers: Servers, session: Session) -> Plan:
    """What to do with which camera.

    Raises ValueError if that is not possible, `NoServer`, and TimeoutError if nothing is heard of a device.
    """
    named = [name for name in (options.camera, options.wheel) if name]
    patterns = [parse_pattern(format_name(name)) for name in named] if options.camera else []
    await await_definitions(session, patterns, LEARN_SECONDS)
    await session.until(lambda: servers.live(next(iter(servers)).name))
    if silent := unheard(session, named):
        raise TimeoutError(not_heard(silent, LEARN_SECONDS))
    camera = _camera(servers, options.camera)
    fitting = [owner for owner in wheels(servers, camera.owner) if owner.device == options.wheel]
    if options.wheel and not fitting:
        raise ValueError(f"{options.wheel} has no filter wheel{_unless_connected(servers, options.wheel)}")
    return make_plan(servers, camera, options.typed, fitting[0] if fitting else None)


def _camera(servers: Servers, name: str) -> VectorKey:
    """The camera with a name, or the only one; its main chip if it has another. Raises ValueError."""
    found = [key for key in cameras(servers) if not name or key.device == name]
    devices = list(dict.fromkeys(key.device for key in found))
    if not found and name:
        raise ValueError(f"{name} can't expose{_unless_connected(servers, name)}")
    if not found:
        raise ValueError("there is no camera that can expose; is it connected to its hardware?")
    if len(devices) > 1:
        raise ValueError(f"which camera: {', '.join(devices)}? --camera says it")
    return found[0]


def _unless_connected(servers: Servers, name: str) -> str:
    device = servers.device(DeviceKey(next(iter(servers)).name, name))
    return ": it is not connected to its hardware" if device and connected(device) is False else ""
