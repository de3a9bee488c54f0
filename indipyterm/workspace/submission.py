"""Values to be sent, and the outcomes of sending them."""

from __future__ import annotations

from collections.abc import Coroutine, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from indipyterm.model.standard import StandardRequest
from indipyterm.presentation.keys import DeviceKey, VectorKey


class Request(NamedTuple):
    """New values for members of a vector, as `model.requests.request` accepts them."""

    key: VectorKey
    values: Mapping[str, Any]


def requests_to(owner: DeviceKey, requests: Iterable[StandardRequest]) -> list[Request]:
    """Requests of the standard to a device."""
    return [Request(VectorKey(*owner, name), values) for name, values in requests]


class Question(NamedTuple):
    """What people are asked before something risky is sent; `details` has a line for each vector."""

    title: str
    details: str


class Sent:
    """Everything was sent."""


class Refused(NamedTuple):
    """Something was not sent: `why` in words, and to which vector; `key` None: nothing may be sent at all.

    `noticed`: there was a notice about it already.
    """

    why: str
    key: VectorKey | None = None
    noticed: bool = False


class NeedsConsent(NamedTuple):
    """Nothing was sent yet: submit again with `question` as the consent once somebody has agreed to it."""

    question: Question


Outcome = Sent | Refused | NeedsConsent


class Submit(Protocol):
    """Sends values to vectors; see `Workspace.submit`."""

    def __call__(
        self,
        requests: Sequence[Request],
        *,
        consent: Question | None = None,
        independent: bool = False,
        user: str = "",
    ) -> Coroutine[Any, Any, Outcome]: ...
