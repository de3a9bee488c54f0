"""The log: what the servers sent and what this client did, as lines for people, the newest last."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import NamedTuple

from indipyterm.client.status_text import status_text
from indipyterm.model import events
from indipyterm.presentation.text import assignments_text, members_text, printable, size_text
from indipyterm.workspace.log_file import LogFile

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
"""The levels of messages, the least important first."""

MAX_ENTRIES = 10_000
"""Lines kept in memory."""

MAX_TEXT_LENGTH = 4_000
"""Characters of a text kept in memory; the file has all of them."""

_SENT = "→ "


class Entry(NamedTuple):
    """A line of the log; `when` is UTC, `device` empty for the connection, `text` as it was received.

    `ours`: this client wrote the text. `own_level` is one of `LEVELS`, or empty if the text tells its level.
    """

    when: datetime
    server: str
    device: str
    text: str
    ours: bool = False
    own_level: str = ""

    @property
    def level(self) -> str:
        """The level: `own_level`, or that of the prefix that INDI drivers write, such as ``[ERROR]``; else INFO."""
        if self.own_level:
            return self.own_level
        head = self.text.lstrip()[:10].upper()
        return next((level for level in LEVELS if head.startswith(f"[{level[:4]}")), "INFO")

    @property
    def sent(self) -> bool:
        """Whether the line is about values that this client sent."""
        return self.ours and self.text.startswith(_SENT)

    @property
    def role(self) -> str:
        """The role in which the line is painted."""
        return {"ERROR": "alert", "WARNING": "busy"}.get(self.level, "dim" if self.ours else "value")

    @property
    def line(self) -> str:
        """The entry as one line of a file: time, server, device and text, with tabs between."""
        when = self.when.replace(tzinfo=None).isoformat(timespec="milliseconds")
        return "\t".join(
            (f"{when}Z", printable(self.server) or "-", printable(self.device) or "-", printable(self.text))
        )


class Journal:
    """Keeps the last `MAX_ENTRIES` lines, and writes all lines to a log file if there is one."""

    def __init__(self, file: LogFile | None = None) -> None:
        self.entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)
        self.total = 0
        """Lines added so far: the number of the next one."""
        self._file = file

    def update(self, server: str, event: events.Event, user: str = "") -> list[str]:
        """Add the lines of an event of a server, which `user` sent; return new faults of the log file."""
        return [fault for entry in _entries(server, event, user) if (fault := self.add(entry))]

    def add(self, entry: Entry) -> str:
        """Add a line; return a new fault of the log file, which becomes a line, too; else an empty text."""
        fault = (self._file.write(entry.line) or "") if self._file else ""
        self._append(entry)
        if fault:
            self._append(Entry(entry.when, "", "", fault, ours=True, own_level="ERROR"))
        return fault

    def since(self, number: int) -> Iterator[tuple[int, Entry]]:
        """The lines from a number on, with their numbers; those no longer kept are left out."""
        first = self.total - len(self.entries)
        skipped = max(0, number - first)
        newest = min(len(self.entries), max(0, self.total - number))
        if newest < len(self.entries) // 2:  # a deque is quick at its ends only
            tail = [self.entries[-back] for back in range(newest, 0, -1)]
        else:
            tail = list(self.entries)[skipped:]
        yield from enumerate(tail, first + skipped)

    def close(self) -> None:
        """Close the file."""
        if self._file:
            self._file.close()

    def _append(self, entry: Entry) -> None:
        if len(entry.text) > MAX_TEXT_LENGTH:
            more = len(entry.text) - MAX_TEXT_LENGTH
            entry = entry._replace(text=f"{entry.text[:MAX_TEXT_LENGTH]}… and {more} characters more")
        self.entries.append(entry)
        self.total += 1


def _entries(server: str, event: events.Event, user: str) -> Iterator[Entry]:
    """The lines of an event."""
    match event:
        case events.MessageReceived(message, when, ours):
            level = "WARNING" if ours else ""
            if message.message:  # some servers keep the connection alive with empty messages
                yield Entry(message.timestamp or when, server, message.device or "", message.message, ours, level)
        case events.Updated(message, when) | events.Defined(message, when):
            if message.message:
                yield Entry(message.timestamp or when, server, message.device, message.message)
        case events.Deleted(gone, when):
            what = " ".join(filter(None, (gone.device, gone.name))) or "everything"
            yield Entry(when, server, gone.device or "", gone.message or f"{what} is gone")
        case events.ValuesSent(device, vector, members, when):
            whose = f" ({user})" if user else ""
            yield Entry(when, server, device, f"{_SENT}{vector} {assignments_text(members)}{whose}", True)
        case events.OtherClientSent(message, when):
            values = members_text(message.members)
            yield Entry(when, server, message.device, f"⇄ {message.name} {values} (another client)")
        case events.TimedOut(device, vector, seconds, when):
            yield Entry(when, server, device, f"{vector}: no answer for {seconds:g} s", True, "WARNING")
        case events.BlobSaved(device, _, _, path, size, when):
            yield Entry(
                when,
                server,
                device,
                f"saved {PurePath(path).name} ({size_text(size)}) in {PurePath(path).parent}",
                True,
            )
        case events.Connected(when, local):
            yield Entry(when, server, "", f"connected to {server}{' over its local socket' if local else ''}", True)
        case events.Disconnected(_, 0, True, when):  # nobody tries again: it was wanted
            yield Entry(when, server, "", f"disconnected from {server}", True)
        case events.Disconnected(reason, retry, lost, when):
            what, level = ("connection lost", "ERROR") if lost else ("no connection", "WARNING")
            yield Entry(when, server, "", f"{what}: {reason}; next try in {retry:.1f} s", True, level)
        case events.SendFailed():
            yield Entry(event.when, server, "", status_text(event), True, "ERROR")
        case events.DataIgnored(reason=events.IgnoredReason.NOT_DEFINED):  # so with every connection: no fault
            yield Entry(event.when, server, "", status_text(event), True, "DEBUG")
        case _ if isinstance(event, events.Status):
            yield Entry(event.when, server, "", status_text(event), True, "WARNING")
