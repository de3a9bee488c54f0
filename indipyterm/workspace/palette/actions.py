"""What the palette offers and what is done then, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from indipyterm.exceptions import Refused
from indipyterm.model.requests import request
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.protocol.messages import NewVector, OneBlob


@dataclass(frozen=True, slots=True)
class Send:
    """Send values to a vector, by member name, as they were typed."""

    key: VectorKey
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SendMany:
    """Send to several vectors in this order.

    Where one is refused, those behind it are not sent, unless they are `independent`: an abort must reach the others.
    """

    requests: tuple[Send, ...]
    independent: bool = False


@dataclass(frozen=True, slots=True)
class GoTo:
    """Show a vector in its device."""

    key: VectorKey


@dataclass(frozen=True, slots=True)
class RunAction:
    """Run an action of the app, written as Textual has it: ``app.theme('night')``."""

    action: str


Action = Send | SendMany | GoTo | RunAction


@dataclass(frozen=True, slots=True)
class Command:
    """An action that a key runs: what it is called, and that key."""

    title: str
    action: RunAction
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


def in_words(message: NewVector) -> str:
    """A request as it would go out: device, vector, members."""
    values = " ".join(f"{one.name}={'a BLOB' if isinstance(one, OneBlob) else one.value}" for one in message.members)
    return f"{message.device} {message.name} {values}"


Step = tuple[VectorKey, Vector, Mapping[str, str]]
"""Something to send: to which vector, which values."""


def sending(
    title: str, steps: list[Step], detail: str = "", completion: str = "", independent: bool = False
) -> Candidate:
    """A candidate that sends, or says why that would be refused; the last step's device is the one it is about."""
    owner = steps[-1][0].owner if len({step[0].owner for step in steps}) == 1 else None
    try:
        words = [in_words(request(vector, values)) for _, vector, values in steps]
    except Refused as error:
        return Candidate(title, owner, _reason(error, steps), completion=completion, wrong=True)
    sends = [Send(key, values) for key, _, values in steps]
    action = sends[0] if len(sends) == 1 else SendMany(tuple(sends), independent)
    return Candidate(title, owner, detail, "; then ".join(words), action, completion)


def _reason(error: Refused, steps: list[Step]) -> str:
    """Why something is refused; the member is named where there are several."""
    return str(error) if any(len(vector.members) > 1 for _, vector, _ in steps) else error.reason
