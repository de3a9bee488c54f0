"""Values to be sent, and the outcomes of sending them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indipyterm.presentation.keys import VectorKey


@dataclass(frozen=True, slots=True)
class Request:
    """New values for members of a vector, as `model.requests.request` accepts them."""

    key: VectorKey
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """What people are asked before something risky is sent; `details` has a line for each vector."""

    title: str
    details: str


@dataclass(frozen=True, slots=True)
class Sent:
    """Everything was sent."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something was not sent: `why` in words, and to which vector; `key` None: nothing may be sent at all.

    `noticed`: there was a notice about it already.
    """

    why: str
    key: VectorKey | None = None
    noticed: bool = False


@dataclass(frozen=True, slots=True)
class NeedsConsent:
    """Nothing was sent yet: submit again with `question` as the consent once somebody has agreed to it."""

    question: Question


Outcome = Sent | Refused | NeedsConsent
