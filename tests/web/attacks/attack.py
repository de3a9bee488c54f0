"""What an attack is, and what comes of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from tests.web.attacks.target import Target


class Found(NamedTuple):
    """What an attack found. `safe` None: there is nothing of the kind to attack."""

    safe: bool | None
    words: str

    @property
    def cell(self) -> str:
        """The cell of a table."""
        return f"{ {True: '✓', False: '✗', None: '–'}[self.safe] } {self.words}".strip()


NOTHING = Found(None, "")
"""Where a site has nothing of the kind."""


class Attack(NamedTuple):
    """An attack by its name; `run` tries it."""

    name: str
    run: Callable[[Target], Awaitable[Found]]


def of_all(what: str, went: list[str], count: int) -> Found:
    """None of so many may have gone through."""
    if not went:
        return Found(True, f"none of {count} {what}")
    named = ", ".join(went[:3]) + (" …" if len(went) > 3 else "")
    return Found(False, f"{len(went)} of {count} {what}: {named}")
