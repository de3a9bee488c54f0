"""May values be sent, and if not, why; and what people are asked before. INDI's own rules are in `model.requests`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from indipyterm.model.members import NumberMember
from indipyterm.model.standard import parked, points, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable, shortened, value_text
from indipyterm.protocol.messages import ON, Kind, Rule
from indipyterm.workspace.config import Config
from indipyterm.workspace.submission import Question, Request

if TYPE_CHECKING:
    from indipyterm.workspace.servers import Servers

_LONGEST_LABEL = 40


def why_closed(config: Config, replaying: bool = False) -> str:
    """Why nothing may be sent to any device; empty if something may. The commands of the program ask this, too."""
    if replaying:
        return "A replay: nothing is sent"
    return "Read-only mode: nothing is sent" if config.readonly else ""


class Permission:
    """The rules of one workspace; `replaying`: its servers are those of a recording."""

    def __init__(self, servers: Servers, config: Config, replaying: bool = False) -> None:
        self._servers, self._config = servers, config
        self.closed = why_closed(config, replaying)
        """Why nothing may be sent to any device; empty if something may."""

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

    def why_none(self, requests: Sequence[Request]) -> str:
        """Why none of the requests would be sent now; empty if one would."""
        reasons = [self.why_not(request.key) for request in requests]
        return reasons[0] if reasons and all(reasons) else ""

    def needs_consent(self, request: Request) -> bool:
        """Whether the user wants to be asked before this is sent.

        That is what is in the list of the settings; and, unless that is empty, pointing a mount that is parked. See
        `question` for what else depends on the other requests.
        """
        listed = self._config.asks_before(request.key.vector, self._acting_members(request))
        return listed or bool(self._config.confirm and self._parked(request))

    def _parked(self, request: Request) -> str:
        """Whether the mount that a request would point is parked, or about to be; in a word."""
        device = self._servers.device(request.key.owner) if points(request.key.vector) else None
        return parked(device) if device else ""

    def question(self, requests: Sequence[Request]) -> Question | None:
        """What to ask before requests are sent; None if nothing in them is risky."""
        low = {request.key: below for request in requests if (below := self._below_horizon(request, requests))}
        risky = [request for request in requests if request.key in low or self.needs_consent(request)]
        if not risky:
            return None
        texts = [self._in_words(request) for request in risky]
        more = f" and {len(texts) - 1} more" if len(texts) > 1 else ""
        title = next((self._pointed(each, low[each.key]) for each in risky if each.key in low), texts[0][0])
        return Question(f"{title}{more}?", "\n".join(sent for _, sent in texts))

    def _pointed(self, request: Request, below: str) -> str:
        state = self._parked(request)
        device = printable(self._servers.device_title(request.key.owner))
        return f"Point {device}, which is {state}, {below}" if state else f"Point {device} {below}"

    def _below_horizon(self, request: Request, requests: Sequence[Request]) -> str:
        """How far below the horizon a mount would be sent, in words; empty if it would not be, as by a sync."""
        if not self._config.confirm or request.key.vector not in sent_by("goto"):
            return ""
        from indipyterm.workspace.pointing import altitude, altitude_text, is_sync  # noqa: PLC0415 - the sky comes along

        if is_sync(self._servers, request, requests):
            return ""
        height = altitude(self._servers, request.key, request.values, self._servers.now())
        return altitude_text(height) if height is not None and height < 0 else ""

    def _acting_members(self, request: Request) -> list[str]:
        """The members that have an effect: of switches, those that are switched on.

        Where any number may be on, those that are switched off as well.
        """
        vector = self._servers.vector(request.key)
        if vector is None or vector.kind is not Kind.SWITCH:
            return list(request.values)
        return [
            name
            for name, value in request.values.items()
            if _is_on(value) or (vector.rule is Rule.ANY_OF_MANY and _is_now_on(vector, name))
        ]

    def _in_words(self, request: Request) -> tuple[str, str]:
        """A request in a few words, and on one line with all values that have an effect.

        Labels are whatever a driver says, so the INDI names, which say what is done, stand beside them.
        """
        key, values, state = request.key, request.values, self._parked(request)
        vector, members = self._servers.vector(key), self._acting_members(request)
        labels = {name: vector.members[name].label for name in values if name in vector.members} if vector else {}
        off = {name for name in members if vector and vector.kind is Kind.SWITCH and not _is_on(values[name])}
        if vector is None or vector.kind is Kind.SWITCH:
            named = ", ".join(f"{labels.get(name, name)}{' Off' if name in off else ''}" for name in members)
            what = _beside(named, f"{key.vector}.{', '.join(members)}")
        else:  # the labels of its members may be no more than units: Degrees
            shown = ", ".join(_shown(vector, name, values[name]) for name in members)
            named = f"{shortened(vector.label, _LONGEST_LABEL)}: {shown}"
            what = _beside(named, key.vector, 2 * _LONGEST_LABEL)
        sent = ", ".join(
            f"{_beside(labels.get(name, name), name)} = {printable(_shown(vector, name, values[name]))}"
            for name in members
        )
        device = printable(self._servers.device_title(key.owner))
        plain = _PLAIN.get(members[0], "") if len(members) == 1 else ""
        if plain and labels.get(members[0], "").casefold().startswith(plain.casefold()):
            title = f"{plain} {device}"  # the label says what the name does
        else:
            title = f"{device} is {state}. {named}" if state else f"{what}: {device}"
        return title, f"{device} › {_beside(vector.label if vector else key.vector, key.vector)}: {sent}"


_PLAIN = {"PARK": "Park", "UNPARK": "Unpark", "DISCONNECT": "Disconnect"}
"""What standard members do, in words."""


def _beside(label: str, name: str, longest: int = _LONGEST_LABEL) -> str:
    """A label with the name that it stands for, if that is another one."""
    label, name = shortened(printable(label), longest), printable(name)
    return label if label == name else f"{label} ({name})"


def _shown(vector: Vector | None, name: str, value: Any) -> str:
    """A value as it is sent; where its format is sexagesimal, in that."""
    member = vector.members.get(name) if vector else None
    sexagesimal = isinstance(member, NumberMember) and member.format.endswith("m")
    return value_text(member, str(value)) if member and sexagesimal else str(value)


def _is_on(value: Any) -> bool:
    return value is True or value == ON


def _is_now_on(vector: Vector, name: str) -> bool:
    member = vector.members.get(name)
    return member is not None and member.value == ON
