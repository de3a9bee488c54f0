"""May values be sent, and if not, why; and what people are asked before. INDI's own rules are in `model.requests`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import ON, Kind
from indipyterm.workspace.config import Config
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Question, Request


class Permission:
    """The rules of one workspace; `replaying`: its servers are those of a recording."""

    def __init__(self, servers: Servers, config: Config, replaying: bool = False) -> None:
        self._servers, self._config = servers, config
        self.closed = ""
        """Why nothing may be sent to any device; empty if something may."""
        if replaying:
            self.closed = "A replay: nothing is sent"
        elif config.readonly:
            self.closed = "Read-only mode: nothing is sent"

    def why_not(self, key: VectorKey) -> str:
        """Why nothing may be sent to a vector now; empty if something may."""
        if self.closed:
            return self.closed
        if not self._servers.live(key.server):
            return "Not connected: nothing can be sent"
        vector = self._servers.vector(key)
        if vector is None:
            return f"{printable(key.vector)} is not there"
        if not vector.writable:
            return f"{printable(vector.label)} is read-only: only the device sets it"
        return ""

    def needs_consent(self, request: Request) -> bool:
        """Whether the user wants to be asked before this is sent."""
        return self._config.asks_before(request.key.vector, self._acting_members(request))

    def question(self, requests: Sequence[Request]) -> Question | None:
        """What to ask before requests are sent; None if nothing in them is risky."""
        risky = [request for request in requests if self.needs_consent(request)]
        if not risky:
            return None
        texts = [self._in_words(request) for request in risky]
        more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
        return Question(f"{texts[0][0]}{more}?", "\n".join(sent for _, sent in texts))

    def _acting_members(self, request: Request) -> list[str]:
        """The members that have an effect: of switches, those that are switched on."""
        vector = self._servers.vector(request.key)
        switches = vector is not None and vector.kind is Kind.SWITCH
        return [name for name, value in request.values.items() if value == ON or not switches]

    def _in_words(self, request: Request) -> tuple[str, str]:
        """A request in a few words, and with all values that have an effect."""
        vector, members = self._servers.vector(request.key), self._acting_members(request)
        values: Mapping[str, Any] = request.values
        labels = {name: vector.members[name].label for name in values if name in vector.members} if vector else {}
        what = ", ".join(labels.get(name, name) for name in members)
        sent = ", ".join(f"{labels.get(name, name)} = {values[name]}" for name in members)
        device = self._servers.device_title(request.key.owner)
        return f"{what}: {device}", f"{vector.label if vector else request.key.vector}: {sent}"
