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
from indipyterm.protocol.messages import Perm
from indipyterm.ui.bridge import Clock, SystemClock
from indipyterm.ui.keys import Key
from indipyterm.ui.panels import glyphs
from indipyterm.ui.panels.blob import size_text
from indipyterm.ui.panels.panel import pending
from indipyterm.ui.panels.parts import Part, Row, cropped, padded, plain, row_width, wrapped
from indipyterm.ui.servers import Servers
from indipyterm.ui.widgets.lines import KeyLine
from indipyterm.ui.widgets.painted import Line
from indipyterm.ui.widgets.reader import Reader

_FOLLOW = 1.0  # seconds between looks at the model
_NAMES = 12  # cells for what something is called
_LONGEST = 4_000  # characters of a value that are shown

_PERMISSIONS = {
    Perm.RO: "ro: only the device sets it",
    Perm.WO: "wo: it can be set, and never read",
    Perm.RW: "rw: it can be read and set",
}

Fact = tuple[str, Row]
"""What something is called, and what it is; a heading without the former, an empty line without both."""


class DetailsScreen(ModalScreen[None]):
    """Names, limits, times and the last message of a vector, with each of its members; follows the model."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="details.copy"),
        Binding("escape,i", "dismiss(None)", "Close", key_display="⎋", id="details.close"),
        Binding("X", "app.abort", "ABORT", show=False, id="app.abort"),
    ]

    def __init__(self, key: Key, servers: Servers, description: str | None, clock: Clock | None = None) -> None:
        super().__init__()
        self.key, self._servers, self._description = key, servers, description
        self._clock = clock or SystemClock()
        self._vector = servers.vector(key)
        self._seen: object = None
        self._head = Line("dialog--title")
        self._reader = Reader(self._rows)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self._head
            yield self._reader
            yield KeyLine()

    def on_mount(self) -> None:
        """Follow what the server says meanwhile."""
        label = plain(self._vector.label) if self._vector else plain(self.key.vector)
        self._head.shown = [Part(f"{plain(self.key.device)} › {label}", "heading")]
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

    def _rows(self, width: int) -> Sequence[Row]:
        rows: list[Row] = []
        for name, what in self._facts():
            room = max(8, width - _NAMES) if name else width
            texts = [(line, part.role) for part in what for line in wrapped(part.text.strip(), room)]
            if row_width(what) <= room:
                rows.append([Part(padded(name, _NAMES), "member"), *what] if name else what)
                continue
            for place, (text, role) in enumerate(texts):
                head = [Part(padded(name if place == 0 else "", _NAMES), "member")] if name else []
                rows.append([*head, Part(text, role)])
        return rows

    def _facts(self) -> Iterator[Fact]:
        if self._description:
            yield "", [Part(plain(self._description))]
            yield "", []
        vector = self._vector
        if vector is None or self._servers.vector(self.key) is None:
            yield "", [Part("This property is gone.", "alert")]
        if vector is None:
            return
        several = len(self._servers) > 1
        yield "device", [Part(plain(f"{self.key.device} on {self.key.server}" if several else self.key.device))]
        yield from vector_facts(vector, self._clock.now())
        for member in vector.members.values():
            yield "", []
            label = "" if member.label == member.name else f"  {plain(member.label)}"
            yield "", [Part(plain(member.name), "heading"), Part(label)]
            yield from member_facts(member, vector)


def vector_facts(vector: Vector, now: datetime) -> Iterator[Fact]:
    """What is known about a vector itself."""
    yield "group", [Part(plain(vector.group))]
    yield "INDI name", [Part(plain(vector.name))]
    yield "kind", [Part(f"{vector.kind}, {len(vector.members)} member{'' if len(vector.members) == 1 else 's'}")]
    yield "permission", [Part(_PERMISSIONS[vector.perm])]
    if vector.rule:
        yield "rule", [Part(vector.rule)]
    state = Part(f"{glyphs.STATES[vector.state]} {vector.state}", glyphs.state_role(vector.state))
    stale = Part(f"{glyphs.STALE} stale; it was {vector.state} when the connection was lost", "stale")
    yield "state", [stale if vector.stale else state]
    yield "timeout", [Part(f"{vector.timeout:g} s" if vector.timeout else "none given")]
    yield "changed", [Part(_time(vector.timestamp))]
    if vector.message:
        yield "message", [Part(plain(vector.message))]
        yield "told", [Part(_time(vector.message_timestamp))]
    if vector.request:
        yield from _request_facts(vector, vector.request, now)
    if vector.other:
        yield f"{glyphs.OTHER} asked", [Part(f"by another client {_time(vector.other)}", "busy")]


def _request_facts(vector: Vector, request: Request, now: datetime) -> Iterator[Fact]:
    values = " ".join(f"{name}={value}" if value else name for name, value in request.members.items())
    yield "under way", [Part(plain(cropped(f"{glyphs.ARROW} {values}", _LONGEST)), "pending")]
    yield "sent", [Part(f"{_time(request.when)}  "), *pending(vector, now)]


def member_facts(member: Member, vector: Vector) -> Iterator[Fact]:
    """What is known about a member beside its names."""
    if isinstance(member, BlobMember):
        yield from _blob_facts(member)
        return
    if not vector.readable:
        yield "value", [Part("cannot be read", "dim")]
    elif isinstance(member, NumberMember):
        yield "value", [Part(plain(member.formatted().strip())), Part(f"   as sent {plain(member.value)}", "dim")]
    else:
        yield "value", [Part(_shortened(member.value)) if member.value else Part("(empty)", "dim")]
    if isinstance(member, NumberMember):
        shown = " … ".join(plain(member.formatted(text).strip()) for text in (member.min, member.max))
        limits = f"   {shown}" if member.limits() else "   no limits"
        yield "range", [Part(plain(f"min {member.min}   max {member.max}   step {member.step}")), Part(limits, "dim")]
        yield "format", [Part(plain(member.format))]


def _blob_facts(member: BlobMember) -> Iterator[Fact]:
    if not member.size:
        yield "value", [Part("none yet", "dim")]
        return
    yield "size", [Part(f"{size_text(member.size)}{f' ({member.size} bytes)' if member.size >= 1000 else ''}")]
    yield "format", [Part(plain(member.format) or "none given")]
    yield "file", [Part(plain(member.filename) or "not saved")]


def _shortened(text: str) -> str:
    more = len(text) - _LONGEST
    return plain(text) if more <= 0 else f"{plain(text[:_LONGEST])}… and {more} characters more"


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
