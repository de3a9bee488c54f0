"""What a series needs of the workspace that it runs in, and what it does where nobody can be asked."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Outcome, Request
from indipyterm.workspace.transfers import Transfers

SubmitAgreed = Callable[[Sequence[Request]], Coroutine[Any, Any, Outcome]]
"""Sends values, in order, for what was agreed to."""


class Surroundings(NamedTuple):
    """`submit` sends what was agreed to when the series was started; `closed` says why nothing may be sent at all.

    `changed` is called when there is another progress, `tell` with a notice about a camera: its kind and text.
    """

    servers: Servers
    transfers: Transfers
    submit: SubmitAgreed
    closed: str
    now: Callable[[], datetime]
    changed: Callable[[], object]
    tell: Callable[[VectorKey, NoticeKind, str], object]


class Policy(NamedTuple):
    """What to do after a failed frame: wait for the user (`retries` None), or try again so often, then end.

    The next try comes after `retry_seconds`. A connection or camera that is away is waited for, for `patience` seconds
    at most (0: as long as it takes).
    """

    retries: int | None = None
    retry_seconds: float = 10.0
    patience: float = 0.0
