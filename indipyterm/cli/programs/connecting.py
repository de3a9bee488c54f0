"""The session that the options ask for, and what is printed to stderr about it."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING

from indipyterm.cli.stderr import warn
from indipyterm.client.hosts import server_name
from indipyterm.client.status_text import status_text
from indipyterm.commands.patterns import format_name
from indipyterm.commands.session import Session, connect
from indipyterm.commands.settings import excluded_vectors
from indipyterm.model.events import Connected, DataIgnored, Disconnected, Event, IgnoredReason, Status

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder


@asynccontextmanager
async def connected(
    options: argparse.Namespace, only: Iterable[str] = (), *, patient: bool = False, blobfolder: str | None = None
) -> AsyncIterator[Session]:
    """Connect to the server of the options, recording and logging all if they say so; see `session.connect`.

    What is not understood of what the server sends is told on stderr.
    """
    devices = list(dict.fromkeys(only))
    name = server_name(options.host, options.port)
    with _recorded(options) as recorder, _logged(options, name) as log:

        def listener(event: Event) -> None:
            _warn_of_data_ignored(event)
            log(event)

        tap = recorder.tap(name) if recorder else None
        conversation = connect(
            options.host,
            options.port,
            devices,
            patient=patient,
            blobfolder=blobfolder,
            tap=tap,
            listener=listener,
        )
        async with conversation as session:
            yield session


def _warn_of_data_ignored(event: Event) -> None:
    """Tell what a server sent that makes no sense. New values may come before the definition that was asked for."""
    if isinstance(event, DataIgnored) and event.reason is not IgnoredReason.NOT_DEFINED:
        warn(status_text(event))


@contextmanager
def _logged(options: argparse.Namespace, server: str) -> Iterator[Callable[[Event], None]]:
    """What writes the log that is asked for: the same lines as the screen's."""
    path = options.log
    if path is None:
        yield lambda event: None
        return
    from indipyterm.workspace.journal import Journal  # noqa: PLC0415 - most commands write no log
    from indipyterm.workspace.log_file import LogFile  # noqa: PLC0415

    journal = Journal(LogFile(path))

    def log(event: Event) -> None:
        for fault in journal.update(server, event):
            warn(fault)

    with closing(journal):
        yield log


@contextmanager
def _recorded(options: argparse.Namespace) -> Iterator[Recorder | None]:
    """What writes the recording that is asked for."""
    if options.record is None:
        yield None
        return
    from indipyterm.recording.recorder import Recorder  # noqa: PLC0415 - most commands record nothing

    recorder = Recorder(options.record, blobs=options.record_blobs)
    recorder.start(warn)
    with closing(recorder):
        yield recorder


@contextmanager
def warning_of_losses(session: Session, *, faults: bool = False) -> Iterator[None]:
    """Print to stderr when the connection is lost or cannot be made, once, and when it is made again.

    With `faults`, also what the client itself reports: a BLOB that could not be saved.
    """
    down = False

    def on_event(event: Event) -> None:
        nonlocal down
        match event:
            case Disconnected(reason) if not down:
                down = True
                warn(f"no connection: {session.where}: {reason}; trying again")
            case Connected() if down:
                down = False
                warn(f"connected to {session.where}")
            case _ if faults and isinstance(event, Status) and not isinstance(event, DataIgnored):
                warn(status_text(event))

    with session.listening(on_event):
        yield


def warn_of_exclusions(options: argparse.Namespace, session: Session) -> None:
    """Name on stderr the properties in the settings file that are skipped without ``--all``."""
    left_out = [] if options.everything else excluded_vectors(options.settings, session.catalog)
    if left_out:
        names = ", ".join(format_name(*key) for key in left_out[:3]) + (", …" if len(left_out) > 3 else "")
        warn(f"left out without --all: {names}")
