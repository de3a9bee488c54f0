"""The painted lines around the sheet: the connection, the selected row, the last messages, the keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.keys import format_key
from textual.widgets import Input

from indipyterm.model.members import NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation import states
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.names import device_names
from indipyterm.presentation.text import printable, size_text
from indipyterm.protocol.messages import Kind
from indipyterm.protocol.numbers import decimal_text
from indipyterm.tui.rows.ascii import spelled_keys
from indipyterm.tui.rows.painter import PaintedLines
from indipyterm.tui.rows.styled import Styled, StyledLine, cropped, line_width, padded
from indipyterm.tui.widgets.tabs import state_sign
from indipyterm.workspace.files import short_path
from indipyterm.workspace.journal import Entry
from indipyterm.workspace.servers import Server, Servers
from indipyterm.workspace.transfers import Transfers

_BAR = Styled(" │ ", "dim")
_SILENT = 2  # seconds after connecting in which no server has to say anything


_MUST_BE_TOLD = ("app.abort", "editor.send", "editor.cancel")
_ENDINGS = (".back", ".close")  # of ids: what leads back must be told, too
_NAMED_CHARACTERS = ("slash", "colon", "question_mark", "asterisk", "space")


class StatusLine(PaintedLines):
    """The connections, how many devices and alerts there are, where BLOBs go, what is under way, the time."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._row: StyledLine = []
        self._time: StyledLine = []

    def show(self, blobs: Transfers, busy: StyledLine, now: datetime, modes: StyledLine) -> None:
        """Show how things are; `busy` is what was asked for and is under way, `modes` what this session is."""
        lost = any(server.ever and not server.connected for server in self._servers)
        row: StyledLine = [] if lost else [Styled(" INDI")]  # the loss needs the room
        for number, server in enumerate(self._servers):
            bar = [Styled(" │", "dim")] if number else []
            name = Styled(f" {printable(server.name)} ", "value")
            row += [*bar, name, *_connection_parts(server, now, len(self._servers) > 1)]
        keys = self._servers.devices()
        if any(server.ever for server in self._servers) and not lost:
            row += [_BAR, Styled(f"{len(keys)} dev")]
        alerts = sum(state_sign(self._servers, key).role == "alert" for key in keys)
        if alerts:
            row += [_BAR, Styled(f"▲{alerts}", "alert")]
        told: StyledLine = [part for mode in modes for part in (_BAR, mode)]
        if told and line_width([*row, *told]) > self.size.width:  # what this session is must not be cut off
            row = [Styled(" "), *told[1:], Styled(" │", "dim"), *(row if lost else row[1:])]
        else:
            row += told
        if busy:
            row += [_BAR, *busy]
        row += _blob_parts(blobs, now, self.size.width - line_width(row) - 20)
        self._row, self._time = row, [_BAR, Styled(f"{now:%H:%M} UT", "dim")]
        self.update()

    def row(self, line: int) -> StyledLine:
        whole = [*self._row, *self._time]
        return whole if line_width(whole) <= self.size.width else self._row


def _blob_parts(blobs: Transfers, now: datetime, room: int) -> StyledLine:
    """How far a BLOB is that takes long, or where they go."""
    if one := blobs.long(now):
        how_far = size_text(one.done) if one.share is None else f"{one.share:.0%}"
        return [_BAR, Styled(f"BLOB {'↑' if one.sending else '↓'} {how_far}", "busy")]
    if blobs.folder is None:
        return []
    if blobs.fault:
        return [_BAR, Styled("BLOB ✗ NOT SAVED", "alert")]
    return [_BAR, Styled(f"BLOB→{_tail(printable(short_path(blobs.folder)), max(12, room))}")]


def _connection_parts(server: Server, now: datetime, short: bool) -> StyledLine:
    """What is true of a connection; `short` where there are several."""
    elapsed = int((now - server.since).total_seconds()) if server.since else 0
    if server.connected:
        silent = not server.heard and elapsed >= _SILENT
        return [Styled(f"◐ silent for {elapsed} s", "busy") if silent else Styled("● live", "ok")]
    if not server.reason:
        return [Styled("… connecting", "busy")]
    wait = max(0, round((server.retry_at - now).total_seconds())) if server.retry_at else 0
    what = f"✗ LOST {elapsed} s" if server.ever else f"✗ {printable(server.reason)}"
    if short:
        return [Styled(what, "alert")]
    retry = f"retry {server.tries} in {wait} s (r = now)" if wait else f"retry {server.tries} …"
    row = [Styled(what, "alert"), _BAR, Styled(retry, "busy")]
    if server.ever and server.since:
        row += [_BAR, Styled(f"STALE since {server.since:%H:%M:%S}", "stale")]
    return row


def _tail(text: str, width: int) -> str:
    """The end of a text, which of a path says most."""
    return text if len(text) <= width else "…" + text[1 - width :]


class DetailLine(PaintedLines):
    """The INDI names and limits of the selected row, or all of its last message when it is in Alert."""

    def __init__(self) -> None:
        super().__init__()
        self._vector: Vector | None = None
        self._member: str | None = None

    def show(self, vector: Vector | None, member: str | None = None) -> None:
        """Show a vector."""
        self._vector, self._member = vector, member
        self.update()

    def row(self, line: int) -> StyledLine:
        vector = self._vector
        if vector is None:
            return []
        when = f" {vector.timestamp:%H:%M:%S}" if vector.timestamp else ""
        if vector.request:
            when = f" sent {vector.request.when:%H:%M:%S}"
        head = f" {printable(vector.name)} {vector.rule or vector.perm} "
        state = Styled(f"stale (was {vector.state})", "stale")
        if not vector.stale:
            state = Styled(vector.state, states.state_role(vector.state))
        row: StyledLine = [Styled(head, "dim"), state, Styled(when, "dim")]
        if vector.message:
            row += [_BAR, Styled(printable(vector.message))]
        numbers = [member for member in vector.members.values() if isinstance(member, NumberMember)]
        for number in numbers[:3]:
            row += [_BAR, Styled(_limits(number), "dim")]
        if numbers:
            row.append(Styled(f" {printable(numbers[0].format)} step {printable(numbers[0].step)}", "dim"))
        if vector.kind in (Kind.SWITCH, Kind.TEXT, Kind.LIGHT):
            row += [_BAR, Styled(" ".join(printable(name) for name in vector.members), "dim")]
        if vector.timeout:
            row += [_BAR, Styled(f"timeout {vector.timeout:g} s", "dim")]
        return row


def _limits(number: NumberMember) -> str:
    limits = number.limits()
    return printable(f"{number.name} {'…'.join(map(decimal_text, limits)) if limits else 'any'}")


class MessageLines(PaintedLines):
    """The last few lines of the log, the newest last."""

    def __init__(self, servers: Servers) -> None:
        super().__init__()
        self._servers = servers
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show the last of these."""
        self._entries = entries
        self.update()

    def row(self, line: int) -> StyledLine:
        shown = [self._entries[place] for place in range(-min(self.size.height, len(self._entries)), 0)]
        if line >= len(shown):
            return []
        entry = shown[line]
        names = device_names(self._servers.devices())
        device = names.get(DeviceKey(entry.server, entry.device)) or printable(entry.device) or "-"
        return [
            Styled(f" {entry.when:%H:%M:%S} ", "dim"),
            Styled(padded(cropped(device, 10), 11), "label"),
            Styled(printable(entry.text), entry.role),
        ]


class KeyLine(PaintedLines):
    """The keys that do something here, all in one line: each can be seen and clicked.

    What they do is told as far as there is room, the first ones first.
    """

    def __init__(self) -> None:
        super().__init__()
        self._urgent: Mapping[str, str] = {}

    def offer(self, urgent: Mapping[str, str]) -> None:
        """Put these keys first, though they are not shown else: ids, and what they do in words."""
        if urgent != self._urgent:
            self._urgent = urgent
            self.update()

    def row(self, line: int) -> StyledLine:
        keys = [(self._key(binding), binding) for binding in self._shown()]
        told, gap = self._closest(keys)
        for spare in self._spare(keys):
            if len(told) == len(keys):
                break
            keys.remove(spare)
            told, gap = self._closest(keys)
        row: StyledLine = [Styled(" ")]
        for key, binding in keys:
            words = f" {self._words(binding)}{' ' * gap}" if binding.id in told else " "
            row += [Styled(key, "key", binding.key), Styled(words, "dim", binding.key)]
        row[-1] = row[-1]._replace(text=row[-1].text.rstrip())
        return row

    def _closest(self, keys: Sequence[tuple[str, Binding]]) -> tuple[set[str | None], int]:
        """Which of the keys have room for what they do, and the gap behind each: one cell where two are too many."""
        told = self._told(keys, 2)
        if len(told) < len(keys) and len(closer := self._told(keys, 1)) > len(told):
            return closer, 1
        return told, 2

    def _spare(self, keys: Sequence[tuple[str, Binding]]) -> list[tuple[str, Binding]]:
        """The keys to leave out for the words of others, where a key leads back to a screen that tells them."""
        if not any((binding.id or "").endswith(_ENDINGS) for _, binding in keys):
            return []
        everywhere = [each for each in keys if (each[1].id or "").startswith("app.")]
        return [each for each in reversed(everywhere) if each[1].id not in ("app.help", "app.abort")]

    def _told(self, keys: Sequence[tuple[str, Binding]], gap: int) -> set[str | None]:
        """Which of the keys have room for what they do, with a gap of so many cells behind each that is told."""
        left = self.size.width - 1 - sum(cell_len(key) + 1 for key, _ in keys) + gap
        told: set[str | None] = set()
        for _, binding in sorted(keys, key=lambda each: not self._must_be_told(each[1].id or "")):
            left -= cell_len(self._words(binding)) + gap
            if left >= 0:
                told.add(binding.id)
        return told

    def _must_be_told(self, name: str) -> bool:
        return name in self._urgent or name in _MUST_BE_TOLD or name.endswith(_ENDINGS)

    def _words(self, binding: Binding) -> str:
        return self._urgent.get(binding.id or "", binding.description)

    def _key(self, binding: Binding) -> str:
        typing = isinstance(self.screen.focused, Input) and len(binding.key_display or "") == 1
        sign = typing and (binding.key_display or "").isascii()  # it stands for a sign, which is text here
        shown = format_key(binding.key) if sign else binding.key_display or format_key(binding.key)
        return spelled_keys(shown) if getattr(self.app, "ascii", False) else shown

    def _shown(self) -> list[Binding]:
        """The bindings to show, one for each action: that with the shortest key."""
        found: dict[str, Binding] = {}
        typing = isinstance(self.screen.focused, Input)  # where letters and signs are text
        for active in self.screen.active_bindings.values():
            binding = active.binding
            text = (typing and len(binding.key) == 1) or (binding.key in _NAMED_CHARACTERS and typing)
            if (binding.show or binding.id in self._urgent) and active.enabled and not text:
                known = found.get(binding.action)
                if known is None or len(binding.key) < len(known.key):
                    found[binding.action] = binding
        order = [*self._urgent, *(binding.id for binding in found.values())]
        return sorted(found.values(), key=lambda binding: order.index(binding.id))

    def on_mount(self) -> None:
        """Follow the focus: other widgets have other keys."""
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.update())

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        if key := self.hit(event.x, event.y):
            self.app.simulate_key(key)
