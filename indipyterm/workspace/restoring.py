"""Settings in a file, put back on a server: what differs from them now, how far it is, and what became of each."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from indipyterm.commands.restore import Outcome, PlannedChange, Result, plan, plan_changes, restore
from indipyterm.commands.session import Session
from indipyterm.commands.settings import Difference, Setting, Settings, excluded_vectors, format_setting
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import OFF, ON
from indipyterm.workspace.saved_settings import FAULTS, reason_of
from indipyterm.workspace.submission import Request
from indipyterm.workspace.workspace import Workspace

ABSENT = "—"
"""The present value of what is not there."""


class Stage(Enum):
    """How far it is."""

    COMPARING = auto()
    COMPARED = auto()
    RUNNING = auto()
    OVER = auto()


class MemberChange(NamedTuple):
    """A member that differs, and its values now and in the file; `label` is empty where it is the only member."""

    label: str
    now: str
    saved: str


class Row(NamedTuple):
    """A property that differs, or came to differ. `label` names device and property; `why` it was not done.

    `result` is None until it is known; `asked` says whether values were sent. All texts are fit to be shown.
    """

    key: VectorKey
    label: str
    members: list[MemberChange]
    why: str
    result: Result | None
    asked: bool
    under_way: bool


class Restoring:
    """Compares, and restores once; `on_change` is called whenever there is something else to show."""

    def __init__(
        self, workspace: Workspace, server: str, settings: Settings, on_change: Callable[[], object] = lambda: None
    ) -> None:
        self.server, self.settings = server, settings
        self.stage = Stage.COMPARING
        self.fault = ""
        """Why it could not be compared or restored; empty if it could."""
        self._workspace, self._servers, self._on_change = workspace, workspace.servers, on_change
        self._client = workspace.servers[server].client
        self._planned: list[PlannedChange] = []
        self._outcomes: dict[tuple[str, str], Outcome] = {}
        self._under_way: tuple[str, str] | None = None
        self._asked: dict[tuple[str, str], None] = {}

    async def compare(self) -> None:
        """Wait until it is known what is there, and compare."""
        try:
            with Session(self._client) as session:
                self._planned = await plan(session, self.settings)
        except FAULTS as fault:
            self.fault = reason_of(fault)
        self.stage = Stage.COMPARED
        self._on_change()

    def compare_again(self) -> None:
        """Compare with what is there now, until something is sent."""
        if self.stage is Stage.COMPARED and self._servers.live(self.server):
            self._planned, self.fault = plan_changes(self.settings, self._client.catalog), ""
            self._on_change()

    def requests(self) -> list[Request]:
        """What would be sent first, as far as is known now."""
        return [
            Request(self._key(each), {name: _request_value(value) for name, value in each.saved.items()})
            for each, objection in self._planned
            if objection is None
        ]

    async def restore(self, user: str = "") -> None:
        """Send what differs, and wait for each answer. The log names the `user`, where a face has several.

        Once it is cancelled nothing more is sent.
        """
        self.stage, self.fault = Stage.RUNNING, ""

        def progress(key: tuple[str, str]) -> None:
            self._under_way = key
            self._asked[key] = None
            self._workspace.note_user(VectorKey(self.server, *key), user)
            self._on_change()

        try:
            with Session(self._client) as session:
                outcomes = await restore(session, self.settings, progress=progress)
            self._outcomes = {(one.device, one.vector): one for one in outcomes}
        except FAULTS as fault:
            self.fault = reason_of(fault)
        except asyncio.CancelledError:
            self.fault = "stopped: the rest is not sent"
            raise
        finally:
            self.stage, self._under_way = Stage.OVER, None
        self._on_change()

    # What is shown

    def summary(self) -> str:
        """How far it is, in a few words."""
        match self.stage:
            case Stage.COMPARING:
                return "looking ..."
            case Stage.COMPARED:
                return (
                    f"{len(self._planned)} differ{'s' * (len(self._planned) == 1)}"
                    if self._planned
                    else "nothing differs"
                )
            case Stage.RUNNING:
                return f"putting back: {len(self._asked)} of {len(self.requests())}"
        results = Counter(outcome.result for outcome in self._outcomes.values())
        return ", ".join(f"{number} {what}" for what, number in results.items()) or "nothing was sent"

    def rows(self) -> Iterator[Row]:
        """What differs, in the order of sending; then what came to differ meanwhile."""
        names = device_names(self._servers.devices())
        for difference, objection in self._planned:
            yield self._row(difference, objection, names)
        known = {(difference.device, difference.vector) for difference, _ in self._planned}
        for key in self._outcomes:
            if key not in known:
                yield self._row(Difference(*key, {}), None, names)

    def left_out(self) -> list[str]:
        """The properties in the file that are not put back, since they start, move or reach something."""
        if self.stage is Stage.COMPARING:
            return []
        return [printable(name) for _, name in excluded_vectors(self.settings, self._client.catalog)]

    def _row(self, difference: Difference, objection: str | None, names: Mapping[DeviceKey, str]) -> Row:
        key, name = self._key(difference), (difference.device, difference.vector)
        vector, outcome = self._servers.vector(key), self._outcomes.get(name)
        return Row(
            key,
            f"{names.get(key.owner, printable(key.device))} › {printable(vector.label if vector else key.vector)}",
            [_member_change(vector, *change) for change in difference.members.items()],
            printable(outcome.why if outcome else objection or ""),
            outcome.result if outcome else None,
            name in self._asked,
            name == self._under_way,
        )

    def _key(self, difference: Difference) -> VectorKey:
        return VectorKey(self.server, difference.device, difference.vector)


def _member_change(vector: Vector | None, name: str, values: tuple[Setting, Setting | None]) -> MemberChange:
    saved, now = values
    member = vector.members.get(name) if vector else None
    only = member is not None and vector is not None and len(vector.members) == 1
    shown_now = ABSENT if now is None else printable(format_setting(now))
    return MemberChange(
        "" if only else printable(member.label if member else name), shown_now, printable(format_setting(saved))
    )


def _request_value(value: object) -> str:
    """A setting as a request would have it, so that it can be known for risky."""
    return ON if value is True else OFF if value is False else str(value)
