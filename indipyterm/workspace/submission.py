"""Values that are to be sent, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indipyterm.presentation.keys import VectorKey


@dataclass(frozen=True, slots=True)
class Request:
    """New values for members of a vector, as `model.requests.request` takes them."""

    key: VectorKey
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What people are asked before something risky is sent: a question, and what would be sent, a line a vector."""

    title: str
    details: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Everything went out."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was not sent: `why` in words, for which vector (None: nothing may be sent at all).

    `noticed`: the log and a notice tell of it already.
    """

    why: str
    key: VectorKey | None = None
    noticed: bool = False


@dataclass(frozen=True, slots=True)
class NeedsConsent:
    """Nothing was sent yet: submit again with `question` as the consent, once somebody has said yes to it."""

    question: Question


Outcome = Sent | Refused | NeedsConsent
