"""Who may do what: every route names the role that it takes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import IntEnum
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response


class Role(IntEnum):
    """What a user may do; each role may do what those before it may."""

    VIEWER = 1
    """Look at everything that instruments say."""
    OPERATOR = 2
    """Send values, abort, upload BLOBs."""
    ADMIN = 3
    """Change users and settings, delete images."""


class User(NamedTuple):
    """Somebody who is logged in."""

    name: str
    full_name: str
    role: Role

    @property
    def display_name(self) -> str:
        """What the log and other people's pages call the user."""
        return self.full_name or self.name


Endpoint = Callable[[Request], Awaitable[Response]]


class Route(NamedTuple):
    """A path of the site; `role` None: nobody needs to be logged in."""

    path: str
    endpoint: Endpoint
    role: Role | None
    methods: tuple[str, ...] = ("GET",)
