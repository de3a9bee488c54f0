"""Sending values for a face: may they be sent, does somebody have to agree, and what was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

from indipyterm.exceptions import NotSent
from indipyterm.exceptions import Refused as RequestRefused
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Kind
from indipyterm.workspace.permission import Permission
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import NeedsConsent, Outcome, Question, Refused, Request, Sent


class Sender:
    """Sends to the devices of a workspace, and remembers what was there before.

    `on_failure` is called with the vector and the reason, in words, if a client does not send what was permitted.
    """

    def __init__(
        self, servers: Servers, permission: Permission, on_failure: Callable[[VectorKey, str], object]
    ) -> None:
        self._servers, self._permission, self._on_failure = servers, permission, on_failure
        self._before: dict[VectorKey, dict[str, str]] = {}
        self._sent_by: dict[VectorKey, str] = {}

    async def submit(
        self,
        requests: Sequence[Request],
        *,
        consent: Question | None = None,
        independent: bool = False,
        user: str = "",
    ) -> Outcome:
        """Send values to vectors; see `Workspace.submit`."""
        if self._permission.closed:
            return Refused(self._permission.closed)
        question = self._permission.question(self._permitted(requests, independent))
        if question is not None and question != consent:
            return NeedsConsent(question)
        refused: Refused | None = None
        for request in requests:
            failure = await self._send(request, user)
            refused = refused or failure
            if failure and not independent:
                return failure
        return refused or Sent()

    def values_before(self, key: VectorKey) -> Mapping[str, str] | None:
        """The values that a vector had before the last send, by member name; None if nothing was sent to it."""
        return self._before.get(key)

    def sent_by(self, key: VectorKey) -> str:
        """Which user sent to a vector last; empty if there is only one, or nothing was sent."""
        return self._sent_by.get(key, "")

    def note_user(self, key: VectorKey, user: str) -> None:
        """Note who sends to a vector next."""
        self._sent_by[key] = user

    def discard_server(self, server: str) -> None:
        """Forget the values of a server that was removed."""
        self._before = {key: values for key, values in self._before.items() if key.server != server}
        self._sent_by = {key: user for key, user in self._sent_by.items() if key.server != server}

    def _permitted(self, requests: Sequence[Request], independent: bool) -> list[Request]:
        """The requests that would be sent now: nobody is asked about the others."""

        def permitted(request: Request) -> bool:
            return not self._permission.why_not(request.key)

        return list(filter(permitted, requests) if independent else takewhile(permitted, requests))

    async def _send(self, request: Request, user: str) -> Refused | None:
        key = request.key
        if why := self._permission.why_not(key):
            return Refused(why, key)
        vector = self._servers.vector(key)
        before = {name: member.value for name, member in vector.members.items()} if vector else {}
        self.note_user(key, user)
        try:
            await self._servers.client(key).submit(key.device, key.vector, request.values)
        except (RequestRefused, NotSent) as error:
            self._on_failure(key, str(error))
            return Refused(str(error), key, noticed=True)
        if vector and vector.kind is not Kind.BLOB:
            self._before[key] = before
        return None
