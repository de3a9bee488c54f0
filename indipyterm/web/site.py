"""What all handlers of the site share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection

from indipyterm.web.images.saved_images import Images
from indipyterm.web.options import WebOptions
from indipyterm.web.remembered_answers import RememberedAnswers
from indipyterm.web.restoring import RunningRestore
from indipyterm.web.roles import User
from indipyterm.workspace.workspace import Workspace

if TYPE_CHECKING:
    from indipyterm.web.accounts import Accounts
    from indipyterm.web.answers import Answers
    from indipyterm.web.hub import Hub


@dataclass(slots=True)
class Site:
    """The live session, who may use it, and how it is served."""

    workspace: Workspace
    hub: Hub
    answers: Answers
    accounts: Accounts
    options: WebOptions
    images: Images = field(init=False)
    restorings: dict[str, RunningRestore] = field(default_factory=dict, init=False)
    """The last run of restoring settings on each server."""
    remembered: RememberedAnswers = field(default_factory=RememberedAnswers, init=False)

    def __post_init__(self) -> None:
        self.images = Images(self.workspace)

    def stop_restoring(self, server: str | None = None) -> bool:
        """Send no more of the settings that are put back on a server, or on all; return whether any were."""
        return sum(one.stop() for one in self.restorings.values() if server in (None, one.restoring.server)) > 0


def site_of(connection: HTTPConnection) -> Site:
    """Return the site of a request, or of a socket."""
    return cast(Site, connection.app.state.site)


def user_of(connection: HTTPConnection) -> User:
    """Return who is logged in, which the guards made sure of; AttributeError on a route that takes no role."""
    return cast(User, connection.state.user)
