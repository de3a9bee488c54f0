"""The painted lines around the sheet: the connection, the selected row, the last messages, the keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.keys import format_key
from textual.widgets import Input

from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import Kind
from indipyterm.protocol.numbers import plain_text
from indipyterm.ui.journal import Entry
from indipyterm.ui.keys import DeviceKey
from indipyterm.ui.names import device_names
from indipyterm.ui.panels import glyphs
from indipyterm.ui.panels.parts import Part, Row, cropped, padded, plain, row_width
from indipyterm.ui.servers import Server, Servers
from indipyterm.ui.widgets.painted import PaintedLine
from indipyterm.ui.widgets.tabs import state_sign

_BAR = Part(" │ ", "dim")


_MUST_BE_TOLD = ("app.abort", "editor.send", "editor.cancel")
_NAMED_CHARACTERS = ("slash", "colon", "question_mark", "asterisk", "space")


class StatusLine(PaintedLine):
    """The connections, how many devices and alerts there are, where BLOBs go, what is under way, the time."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._row: Row = []

    def show(self, folder: Path | None, fault: str, busy: Row, now: datetime, *, readonly: bool = False) -> None:
        """Show how things are; `fault` is why the last BLOB was not saved, `busy` what is under way."""
        lost = any(server.ever and not server.connected for server in self._servers)
        row: Row = [] if lost else [Part(" INDI")]  # the loss needs the room
        for server in self._servers:
            row += [Part(f" {plain(server.name)} ", "value"), *_connection_parts(server, now, len(self._servers) > 1)]
        keys = self._servers.devices()
        if any(server.ever for server in self._servers):
            row += [_BAR, Part(f"{len(keys)} dev")]
        alerts = sum(state_sign(self._servers, key).role == "alert" for key in keys)
        if alerts:
            row += [_BAR, Part(f"▲{alerts}", "alert")]
        if readonly:
            row += [_BAR, Part("READ-ONLY", "busy")]
        if busy:
            row += [_BAR, *busy]
        if folder and fault:
            row += [_BAR, Part("BLOB ✗ NOT SAVED", "alert")]
        elif folder:
            left = max(12, self.size.width - row_width(row) - 20)
            row += [_BAR, Part(f"BLOB→{_tail(plain(_short_path(folder)), left)}")]
        self._row = [*row, _BAR, Part(f"{now:%H:%M} UT", "dim")]
        self.update()

    def row(self, line: int) -> Row:
        return self._row


def _connection_parts(server: Server, now: datetime, short: bool) -> Row:
    """What is true of a connection; `short` where there are several."""
    if server.connected:
        return [Part("● live", "ok")]
    if not server.reason:
        return [Part("… connecting", "busy")]
    elapsed = int((now - server.since).total_seconds()) if server.since else 0
    wait = max(0, round((server.retry_at - now).total_seconds())) if server.retry_at else 0
    what = f"✗ LOST {elapsed} s" if server.ever else f"✗ {plain(server.reason)}"
    if short:
        return [Part(what, "alert")]
    retry = f"retry {server.tries} in {wait} s (r = now)" if wait else f"retry {server.tries} …"
    row = [Part(what, "alert"), _BAR, Part(retry, "busy")]
    if server.ever and server.since:
        row += [_BAR, Part(f"STALE since {server.since:%H:%M:%S}", "stale")]
    return row


def _tail(text: str, width: int) -> str:
    """The end of a text, which of a path says most."""
    return text if len(text) <= width else "…" + text[1 - width :]


def _short_path(path: Path) -> str:
    text = str(path)
    home = str(Path.home())
    return f"~{text[len(home) :]}" if text == home or text.startswith(f"{home}/") else text


class DetailLine(PaintedLine):
    """The INDI names and limits of the selected row, or all of its last message when it is in Alert."""

    def __init__(self) -> None:
        super().__init__()
        self._vector: Vector | None = None
        self._member: str | None = None

    def show(self, vector: Vector | None, member: str | None = None) -> None:
        """Show a vector."""
        self._vector, self._member = vector, member
        self.update()

    def row(self, line: int) -> Row:
        vector = self._vector
        if vector is None:
            return []
        when = f" {vector.timestamp:%H:%M:%S}" if vector.timestamp else ""
        if vector.request:
            when = f" sent {vector.request.when:%H:%M:%S}"
        head = f" {plain(vector.name)} {vector.rule or vector.perm} "
        state = Part(f"stale (was {vector.state})", "stale")
        if not vector.stale:
            state = Part(vector.state, glyphs.state_role(vector.state))
        row: Row = [Part(head, "dim"), state, Part(when, "dim")]
        if vector.message:
            row += [_BAR, Part(plain(vector.message))]
        numbers = [member for member in vector.members.values() if isinstance(member, NumberMember)]
        for number in numbers[:3]:
            row += [_BAR, Part(_limits(number), "dim")]
        if numbers:
            row.append(Part(f" {plain(numbers[0].format)} step {plain(numbers[0].step)}", "dim"))
        if vector.kind in (Kind.SWITCH, Kind.TEXT, Kind.LIGHT):
            row += [_BAR, Part(" ".join(plain(name) for name in vector.members), "dim")]
        if vector.timeout:
            row += [_BAR, Part(f"timeout {vector.timeout:g} s", "dim")]
        return row


def _limits(number: NumberMember) -> str:
    limits = number.limits()
    return plain(f"{number.name} {'…'.join(map(plain_text, limits)) if limits else 'any'}")


class MessageLines(PaintedLine):
    """The last few lines of the log, the newest last."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show the last of these."""
        self._entries = entries
        self.update()

    def row(self, line: int) -> Row:
        shown = [self._entries[place] for place in range(-min(self.size.height, len(self._entries)), 0)]
        if line >= len(shown):
            return []
        entry = shown[line]
        names = device_names(self._servers.devices())
        device = names.get(DeviceKey(entry.server, entry.device)) or plain(entry.device) or "-"
        return [
            Part(f" {entry.when:%H:%M:%S} ", "dim"),
            Part(padded(cropped(device, 10), 11), "label"),
            Part(plain(entry.text), entry.role),
        ]


class KeyLine(PaintedLine):
    """The keys that do something here, all in one line: each can be seen and clicked.

    What they do is told as far as there is room, the first ones first.
    """

    def row(self, line: int) -> Row:
        keys = [(self._key(binding), binding) for binding in self._shown()]
        left = self.size.width - 1 - sum(cell_len(key) + 1 for key, _ in keys)
        told: set[str | None] = set()
        for _, binding in sorted(keys, key=lambda each: each[1].id not in _MUST_BE_TOLD):
            left -= cell_len(binding.description) + 2
            if left >= 0:
                told.add(binding.id)
        row: Row = [Part(" ")]
        for key, binding in keys:
            words = f" {binding.description}  " if binding.id in told else " "
            row += [Part(key, "key", binding.key), Part(words, "dim", binding.key)]
        return row

    def _key(self, binding: Binding) -> str:
        typing = isinstance(self.screen.focused, Input) and len(binding.key_display or "") == 1
        sign = typing and (binding.key_display or "").isascii()  # it stands for a sign, which is text here
        return format_key(binding.key) if sign else binding.key_display or format_key(binding.key)

    def _shown(self) -> list[Binding]:
        """The bindings to show, one for each action: that with the shortest key."""
        found: dict[str, Binding] = {}
        typing = isinstance(self.screen.focused, Input)  # where letters and signs are text
        for active in self.screen.active_bindings.values():
            binding = active.binding
            text = (typing and len(binding.key) == 1) or (binding.key in _NAMED_CHARACTERS and typing)
            if binding.show and active.enabled and not text:
                known = found.get(binding.action)
                if known is None or len(binding.key) < len(known.key):
                    found[binding.action] = binding
        return list(found.values())

    def on_mount(self) -> None:
        """Follow the focus: other widgets have other keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.update())

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        if key := self.hit(event.x, event.y):
            self.app.simulate_key(key)
