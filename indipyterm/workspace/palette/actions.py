"""The lines of the palette and the actions that they run, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from indipyterm.exceptions import Refused
from indipyterm.model.members import NumberMember
from indipyterm.model.requests import check_form, request
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.text import members_text
from indipyterm.protocol.messages import NewVector
from indipyterm.workspace.series.plan import Plan
from indipyterm.workspace.series.progress import Step as SeriesStep
from indipyterm.workspace.submission import Request


@dataclass(frozen=True, slots=True)
class Submit:
    """Send values to vectors, in this order; see `Workspace.submit`."""

    requests: tuple[Request, ...]
    independent: bool = False


@dataclass(frozen=True, slots=True)
class StartSeries:
    """Start a series of exposures."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class StepSeries:
    """Do something with the series that a camera's property exposes for."""

    camera: VectorKey
    step: SeriesStep


@dataclass(frozen=True, slots=True)
class ShowVector:
    """Show a vector in its device."""

    key: VectorKey


@dataclass(frozen=True, slots=True)
class ShowPlot:
    """Show the history of a vector's numbers."""

    key: VectorKey


@dataclass(frozen=True, slots=True)
class ShowDevice:
    """Show a device."""

    key: DeviceKey


@dataclass(frozen=True, slots=True)
class ConnectServer:
    """Connect to another server."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class DisconnectServer:
    """End the connection to a server, and keep what is known of it."""

    server: str


@dataclass(frozen=True, slots=True)
class ReconnectServer:
    """Connect again to a server that was disconnected."""

    server: str


@dataclass(frozen=True, slots=True)
class SetTheme:
    """Change the colours."""

    name: str


@dataclass(frozen=True, slots=True)
class SetBlobFolder:
    """Save BLOBs in a folder, given as it was typed; None: let the user choose one."""

    path: str | None


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Save the settings of all devices of a server in a file."""

    server: str
    file: str


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """Show how the devices of a server differ from the settings in a file, so that they can be restored."""

    server: str
    file: str


@dataclass(frozen=True, slots=True)
class SeekReplay:
    """Go to another time of the recording, UTC."""

    when: datetime


@dataclass(frozen=True, slots=True)
class SetReplaySpeed:
    """Play the recording `speed` times as fast (None: as fast as before), or pause it."""

    speed: float | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class RunFaceAction:
    """Run an action of the face itself, which knows it by this name."""

    name: str


Action = (
    Submit
    | StartSeries
    | StepSeries
    | ShowVector
    | ShowPlot
    | ShowDevice
    | ConnectServer
    | DisconnectServer
    | ReconnectServer
    | SetTheme
    | SetBlobFolder
    | SaveSettings
    | CompareSettings
    | SeekReplay
    | SetReplaySpeed
    | RunFaceAction
)


@dataclass(frozen=True, slots=True)
class Command:
    """An action under a title; `key` runs it, too."""

    title: str
    action: Action
    key: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of the palette. It may contain texts of devices, which a face makes safe to show.

    `effect` is what the `action` would do, in words: for values the device, the vector and every member. Without an
    action something is still missing, or what was typed is `invalid`; `detail` says what, else how things are now.
    `completion` is the typed text that means this candidate; `warning` is what to know before it is run.
    """

    title: str
    device: DeviceKey | None = None
    detail: str = ""
    effect: str = ""
    action: Action | None = None
    completion: str = ""
    invalid: bool = False
    warning: str = ""


def request_text(message: NewVector) -> str:
    """A request in words: device, vector, members."""
    return f"{message.device} {message.name} {members_text(message.members)}"


Step = tuple[VectorKey, Vector, Mapping[str, str]]
"""Values to send to a vector."""


def send_candidate(
    title: str, steps: list[Step], detail: str = "", completion: str = "", independent: bool = False
) -> Candidate:
    """A candidate that sends values, or says why they would be refused; `device` is set if all are for the same one."""
    owner = steps[-1][0].owner if len({step[0].owner for step in steps}) == 1 else None
    try:
        words = [request_text(request(vector, values)) for _, vector, values in steps]
        for _, vector, values in steps:
            for name, value in values.items():
                if isinstance(member := vector.members[name], NumberMember):
                    check_form(member, value)
    except Refused as error:
        return Candidate(title, owner, _reason(error, steps), completion=completion, invalid=True)
    action = Submit(tuple(Request(key, values) for key, _, values in steps), independent and len(steps) > 1)
    return Candidate(title, owner, detail, "; then ".join(words), action, completion)


def _reason(error: Refused, steps: list[Step]) -> str:
    """Why the values are refused; with the name of the member if there are several."""
    return str(error) if any(len(vector.members) > 1 for _, vector, _ in steps) else error.reason
