"""Everything that is known about one property."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.vectors import Request, Vector
from indipyterm.presentation import states
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable, size_text
from indipyterm.protocol.messages import Perm
from indipyterm.tui.rows.painter import PaintedLine
from indipyterm.tui.rows.row import pending
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, line_width, padded, wrapped
from indipyterm.tui.widgets.lines import KeyLine
from indipyterm.tui.widgets.reader import Reader
from indipyterm.workspace.clock import Clock, SystemClock
from indipyterm.workspace.servers import Servers

_FOLLOW = 1.0  # seconds between looks at the model
_NAMES = 12  # cells for what something is called
_LONGEST = 4_000  # characters of a value that are shown

_PERMISSIONS = {
    Perm.RO: "ro: only the device sets it",
    Perm.WO: "wo: it can be set, and never read",
    Perm.RW: "rw: it can be read and set",
}

Fact = tuple[str, StyledLine]
"""What something is called, and what it is; a heading without the former, an empty line without both."""


class DetailsScreen(ModalScreen[None]):
    """Names, limits, times and the last message of a vector, with each of its members; follows the model."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="details.copy"),
        Binding("escape,i", "dismiss(None)", "Close", key_display="⎋", id="details.close"),
        Binding("X", "app.abort", "ABORT", show=False, id="app.abort"),
    ]

    def __init__(self, key: VectorKey, servers: Servers, description: str | None, clock: Clock | None = None) -> None:
        super().__init__()
        self.key, self._servers, self._description = key, servers, description
        self._clock = clock or SystemClock()
        self._vector = servers.vector(key)
        self._seen: object = None
        self._head = PaintedLine("dialog--title")
        self._reader = Reader(self._rows)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._reader
            yield KeyLine()

    def on_mount(self) -> None:
        """Follow what the server says meanwhile."""
        label = printable(self._vector.label) if self._vector else printable(self.key.vector)
        self._head.shown = [Styled(f"{printable(self.key.device)} › {label}", "heading")]
        self._reader.focus()
        self.set_interval(_FOLLOW, self.follow)

    def follow(self) -> None:
        """Show the vector as it is now."""
        self._vector = self._servers.vector(self.key) or self._vector
        seen = _state_of(self._vector, self._servers.vector(self.key) is not None, self._clock.now())
        if seen != self._seen:
            self._seen = seen
            self._reader.follow()

    def action_copy(self) -> None:
        """Copy all of it as text."""
        lines = ("".join(part.text for part in row).rstrip() for row in self._rows(200))
        self.app.copy_to_clipboard("\n".join(lines))
        self.notify("The details are copied")

    def _rows(self, width: int) -> Sequence[StyledLine]:
        rows: list[StyledLine] = []
        for name, what in self._facts():
            room = max(8, width - _NAMES) if name else width
            texts = [(line, part.role) for part in what for line in wrapped(part.text.strip(), room)]
            if line_width(what) <= room:
                rows.append([Styled(padded(name, _NAMES), "member"), *what] if name else what)
                continue
            for place, (text, role) in enumerate(texts):
                head = [Styled(padded(name if place == 0 else "", _NAMES), "member")] if name else []
                rows.append([*head, Styled(text, role)])
        return rows

    def _facts(self) -> Iterator[Fact]:
        if self._description:
            yield "", [Styled(printable(self._description))]
            yield "", []
        vector = self._vector
        if vector is None or self._servers.vector(self.key) is None:
            yield "", [Styled("This property is gone.", "alert")]
        if vector is None:
            return
        several = len(self._servers) > 1
        yield "device", [Styled(printable(f"{self.key.device} on {self.key.server}" if several else self.key.device))]
        yield from vector_facts(vector, self._clock.now())
        for member in vector.members.values():
            yield "", []
            label = "" if member.label == member.name else f"  {printable(member.label)}"
            yield "", [Styled(printable(member.name), "heading"), Styled(label)]
            yield from member_facts(member, vector)


def vector_facts(vector: Vector, now: datetime) -> Iterator[Fact]:
    """What is known about a vector itself."""
    yield "group", [Styled(printable(vector.group))]
    yield "INDI name", [Styled(printable(vector.name))]
    yield "kind", [Styled(f"{vector.kind}, {len(vector.members)} member{'' if len(vector.members) == 1 else 's'}")]
    yield "permission", [Styled(_PERMISSIONS[vector.perm])]
    if vector.rule:
        yield "rule", [Styled(vector.rule)]
    state = Styled(f"{states.STATES[vector.state]} {vector.state}", states.state_role(vector.state))
    stale = Styled(f"{states.STALE} stale; it was {vector.state} when the connection was lost", "stale")
    yield "state", [stale if vector.stale else state]
    yield "timeout", [Styled(f"{vector.timeout:g} s" if vector.timeout else "none given")]
    yield "changed", [Styled(_time(vector.timestamp))]
    if vector.message:
        yield "message", [Styled(printable(vector.message))]
        yield "told", [Styled(_time(vector.message_timestamp))]
    if vector.request:
        yield from _request_facts(vector, vector.request, now)
    if vector.other:
        yield f"{states.OTHER} asked", [Styled(f"by another client {_time(vector.other)}", "busy")]


def _request_facts(vector: Vector, request: Request, now: datetime) -> Iterator[Fact]:
    values = " ".join(f"{name}={value}" if value else name for name, value in request.members.items())
    yield "under way", [Styled(printable(cropped(f"{states.ARROW} {values}", _LONGEST)), "pending")]
    yield "sent", [Styled(f"{_time(request.when)}  "), *pending(vector, now)]


def member_facts(member: Member, vector: Vector) -> Iterator[Fact]:
    """What is known about a member beside its names."""
    if isinstance(member, BlobMember):
        yield from _blob_facts(member)
        return
    if not vector.readable:
        yield "value", [Styled("cannot be read", "dim")]
    elif isinstance(member, NumberMember):
        yield (
            "value",
            [Styled(printable(member.formatted().strip())), Styled(f"   as sent {printable(member.value)}", "dim")],
        )
    else:
        yield "value", [Styled(_shortened(member.value)) if member.value else Styled("(empty)", "dim")]
    if isinstance(member, NumberMember):
        shown = " … ".join(printable(member.formatted(text).strip()) for text in (member.min, member.max))
        limits = f"   {shown}" if member.limits() else "   no limits"
        yield (
            "range",
            [Styled(printable(f"min {member.min}   max {member.max}   step {member.step}")), Styled(limits, "dim")],
        )
        yield "format", [Styled(printable(member.format))]


def _blob_facts(member: BlobMember) -> Iterator[Fact]:
    if not member.size:
        yield "value", [Styled("none yet", "dim")]
        return
    yield "size", [Styled(f"{size_text(member.size)}{f' ({member.size} bytes)' if member.size >= 1000 else ''}")]
    yield "format", [Styled(printable(member.format) or "none given")]
    yield "file", [Styled(printable(member.filename) or "not saved")]


def _shortened(text: str) -> str:
    more = len(text) - _LONGEST
    return printable(text) if more <= 0 else f"{printable(text[:_LONGEST])}… and {more} characters more"


def _time(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else "never"


def _state_of(vector: Vector | None, there: bool, now: datetime) -> object:
    """What the picture depends on: where this is equal, so is the picture."""
    if vector is None:
        return there
    values = tuple(
        (member.value, getattr(member, "min", ""), getattr(member, "max", "")) for member in vector.members.values()
    )
    elapsed = tuple(part.text for part in pending(vector, now))
    blobs = tuple(getattr(member, "filename", "") for member in vector.members.values())
    times = (vector.timestamp, vector.message_timestamp, vector.other, elapsed)
    return there, id(vector), vector.state, vector.stale, vector.message, times, values, blobs
