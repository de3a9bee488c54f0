"""What was heard and done, as lines for people; the newest last."""

from __future__ import annotations

import contextlib
import os
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from indipyterm.client.status_text import status_text
from indipyterm.model import events
from indipyterm.presentation.text import printable, size_text
from indipyterm.protocol.messages import OneBlob

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
"""What drivers call the weight of their messages, the lightest first."""

KEPT = 10_000
"""Lines kept in memory."""

LONGEST = 4_000
"""Characters of a line that are kept in memory; the file has all of them."""

_SENT = "→ "
_OTHERWISE = "r tries now, H another server"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: time (UTC), server, device (empty for the connection), text as it came, whether it is ours.

    `weight` is one of `LEVELS` where this client knows it better than a prefix of the text tells.
    """

    when: datetime
    server: str
    device: str
    text: str
    ours: bool = False
    weight: str = ""

    @property
    def level(self) -> str:
        """ERROR, WARNING, INFO or DEBUG, by the prefix that INDI drivers put before their messages; INFO without."""
        if self.weight:
            return self.weight
        head = self.text.lstrip()[:10].upper()
        return next((level for level in LEVELS if head.startswith(f"[{level[:4]}")), "INFO")

    @property
    def sent(self) -> bool:
        """Whether the line tells what this client sent."""
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


class LogFile:
    """A file that lines are appended to, each at once. Nothing that happens to the file is fatal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self._torn = False  # the last line went out in part
        self._missing = 0  # lines since the last one that went out
        self._told: set[str] = set()

    def write(self, line: str) -> str | None:
        """Append a line. What goes wrong is given as a sentence, once; later lines are tried all the same."""
        try:
            told = self._ready()
            gap = f"… {self._missing} lines are missing here\n" if self._missing else ""
            self._append(f"{gap}{line}\n".encode("utf-8", "backslashreplace"))
            self._missing = 0
        except OSError as error:
            self._missing += 1
            told = f"cannot be written: {(error.strerror or str(error)).lower()}"
        except ValueError as error:  # a NUL in the path
            self._missing += 1
            told = f"cannot be written: {error}"
        if told is None or told in self._told:
            return None
        self._told.add(told)
        return f"log file {self.path} {told}"

    def close(self) -> None:
        """Close the file; a later line opens it again."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = None

    def _ready(self) -> str | None:
        """Open the file, again where it is no longer the one of that name; what has to be told of that."""
        lost = self._file is not None and not self._there(self._file)
        if lost:
            self.close()
        if self._file is None:
            flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK  # a pipe without a reader must not hang us
            self._file, self._torn = os.open(self.path, flags, 0o666), False
        return "was moved or removed, and is begun anew" if lost else None

    def _there(self, file: int) -> bool:
        try:
            return os.path.samestat(os.stat(self.path), os.fstat(file))
        except OSError:
            return False

    def _append(self, data: bytes) -> None:
        assert self._file is not None
        data = b"\n" + data if self._torn else data
        written = 0
        try:
            while written < len(data):
                written += os.write(self._file, data[written:])
        finally:
            self._torn = 0 < written < len(data) or (self._torn and not written)


class Journal:
    """Keeps the last `KEPT` lines of what the model's events tell, and writes all of them to a file if there is one."""

    def __init__(self, file: LogFile | None = None) -> None:
        self.entries: deque[Entry] = deque(maxlen=KEPT)
        self.total = 0
        """How many lines there ever were: the number of the next one."""
        self._file = file

    def update(self, server: str, event: events.Event) -> list[str]:
        """Add what an event of a server tells; gives what went wrong with the file, once for each thing."""
        return [fault for entry in _entries(server, event) if (fault := self.add(entry))]

    def add(self, entry: Entry) -> str:
        """Add a line; gives what went wrong with the file, once for each thing; it is in the log, too."""
        fault = (self._file.write(entry.line) or "") if self._file else ""
        self._append(entry)
        if fault:
            self._append(Entry(entry.when, "", "", fault, ours=True, weight="ERROR"))
        return fault

    def since(self, number: int) -> Iterator[tuple[int, Entry]]:
        """The lines from a number on, with their numbers; those that are not kept any more are left out."""
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
        if len(entry.text) > LONGEST:
            more = len(entry.text) - LONGEST
            entry = replace(entry, text=f"{entry.text[:LONGEST]}… and {more} characters more")
        self.entries.append(entry)
        self.total += 1


def _entries(server: str, event: events.Event) -> Iterator[Entry]:
    """The lines that an event gives."""
    match event:
        case events.MessageReceived(message, when, ours):
            text, weight = message.message or "", "WARNING" if ours else ""
            yield Entry(message.timestamp or when, server, message.device or "", text, ours, weight)
        case events.Updated(message, when) | events.Defined(message, when):
            if message.message:
                yield Entry(message.timestamp or when, server, message.device, message.message)
        case events.Deleted(gone, when):
            what = " ".join(filter(None, (gone.device, gone.name))) or "everything"
            yield Entry(when, server, gone.device or "", gone.message or f"{what} is gone")
        case events.ValuesSent(device, vector, members, when):
            values = " ".join(f"{name}={value}" for name, value in members.items())
            yield Entry(when, server, device, f"{_SENT}{vector} {values}", True)
        case events.OtherClientSent(message, when):
            values = " ".join(
                f"{one.name}={'a BLOB' if isinstance(one, OneBlob) else one.value}" for one in message.members
            )
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
        case events.Connected(when):
            yield Entry(when, server, "", f"connected to {server}", True)
        case events.Disconnected(reason, retry, lost, when):
            what, weight = ("connection lost", "ERROR") if lost else ("no connection", "WARNING")
            yield Entry(
                when, server, "", f"{what}: {reason}; next try in {retry:.1f} s (r now, H another server)", True, weight
            )
        case events.SendFailed():
            yield Entry(event.when, server, "", status_text(event), True, "ERROR")
        case _ if isinstance(event, events.Status):
            yield Entry(event.when, server, "", status_text(event), True, "WARNING")
