"""The session that the options ask for, and what is printed to stderr about it."""

from __future__ import annotations

import argparse
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING

from indipyterm.cli.stderr import warn
from indipyterm.client.hosts import server_name
from indipyterm.client.status_text import status_text
from indipyterm.commands.patterns import format_name
from indipyterm.commands.session import Session, connect
from indipyterm.commands.settings import excluded_vectors
from indipyterm.model.events import Connected, Disconnected, Event, Status

if TYPE_CHECKING:
    from indipyterm.recording.recorder import Recorder


@asynccontextmanager
async def connected(
    options: argparse.Namespace, only: Iterable[str] = (), *, patient: bool = False, blobfolder: str | None = None
) -> AsyncIterator[Session]:
    """Connect to the server of the options, recording all if they say so; see `session.connect`."""
    devices = list(dict.fromkeys(only))
    with _recorded(options) as recorder:
        tap = recorder.tap(server_name(options.host, options.port)) if recorder else None
        conversation = connect(options.host, options.port, devices, patient=patient, blobfolder=blobfolder, tap=tap)
        async with conversation as session:
            yield session


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
            case _ if faults and isinstance(event, Status):
                warn(status_text(event))

    with session.listening(on_event):
        yield


def warn_of_exclusions(options: argparse.Namespace, session: Session) -> None:
    """Name on stderr the properties in the settings file that are skipped without ``--all``."""
    left_out = [] if options.everything else excluded_vectors(options.settings, session.catalog)
    if left_out:
        names = ", ".join(format_name(*key) for key in left_out[:3]) + (", …" if len(left_out) > 3 else "")
        warn(f"left out without --all: {names}")
