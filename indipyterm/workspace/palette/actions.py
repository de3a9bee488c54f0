"""What the palette offers and what is done then, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from indipyterm.exceptions import Refused
from indipyterm.model.requests import request
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import NewVector, OneBlob
from indipyterm.workspace.submission import Request


@dataclass(frozen=True, slots=True)
class Submit:
    """Send to vectors, in this order; see `Workspace.submit`."""

    requests: tuple[Request, ...]
    independent: bool = False


@dataclass(frozen=True, slots=True)
class ShowVector:
    """Show a vector in its device."""

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
class SetTheme:
    """Change the colours."""

    name: str


@dataclass(frozen=True, slots=True)
class SetBlobFolder:
    """Save BLOBs in a folder, as it was typed; None: let the user choose one."""

    path: str | None


@dataclass(frozen=True, slots=True)
class SaveSettings:
    """Save the settings of all devices of a server in a file."""

    server: str
    file: str


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """Show what differs on a server from the settings in a file, to be put back from there."""

    server: str
    file: str


@dataclass(frozen=True, slots=True)
class SeekReplay:
    """Go to another time of the recording, UTC."""

    when: datetime


@dataclass(frozen=True, slots=True)
class SetReplaySpeed:
    """Play so many times as fast as it was recorded; None leaves the speed as it is. `paused`: let time stand still."""

    speed: float | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class RunFaceAction:
    """Run an action of the face itself, by the name that the face gave it."""

    name: str


Action = (
    Submit
    | ShowVector
    | ShowDevice
    | ConnectServer
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
    """Something that a key does, too: what it is called, and that key."""

    title: str
    action: Action
    key: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line of the palette. Texts of devices stand in it as they came.

    `detail` says how things are now, or why there is no `action`: something is missing still, or it is `wrong`.
    `sends` is what would be done, in words: device, vector and every member that goes out. `completion` is the text
    that stands for this candidate.
    """

    title: str
    device: DeviceKey | None = None
    detail: str = ""
    sends: str = ""
    action: Action | None = None
    completion: str = ""
    wrong: bool = False


def request_text(message: NewVector) -> str:
    """A request as it would go out: device, vector, members."""
    values = " ".join(f"{one.name}={'a BLOB' if isinstance(one, OneBlob) else one.value}" for one in message.members)
    return f"{message.device} {message.name} {values}"


Step = tuple[VectorKey, Vector, Mapping[str, str]]
"""Something to send: to which vector, which values."""


def send_candidate(
    title: str, steps: list[Step], detail: str = "", completion: str = "", independent: bool = False
) -> Candidate:
    """A candidate that sends, or says why that would be refused; the last step's device is the one it is about."""
    owner = steps[-1][0].owner if len({step[0].owner for step in steps}) == 1 else None
    try:
        words = [request_text(request(vector, values)) for _, vector, values in steps]
    except Refused as error:
        return Candidate(title, owner, _reason(error, steps), completion=completion, wrong=True)
    action = Submit(tuple(Request(key, values) for key, _, values in steps), independent and len(steps) > 1)
    return Candidate(title, owner, detail, "; then ".join(words), action, completion)


def _reason(error: Refused, steps: list[Step]) -> str:
    """Why something is refused; the member is named where there are several."""
    return str(error) if any(len(vector.members) > 1 for _, vector, _ in steps) else error.reason
