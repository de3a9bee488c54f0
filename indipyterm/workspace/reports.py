"""What this program has to say itself: a line of the log each, most of them with a notice.

What devices and servers say comes with their events; see `notices` and `journal` for that.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.change import Announced, Announcement, Change, Notice, NoticeKind
from indipyterm.workspace.journal import Entry, Journal
from indipyterm.workspace.servers import Servers

_SERIES_WORDS = {
    NoticeKind.SERIES_DONE: "Series done",
    NoticeKind.SERIES_STOPPED: "Series ended",
    NoticeKind.SERIES_PAUSED: "Series paused",
    NoticeKind.SERIES_GOES_ON: "Series goes on",
}
_NEWEST = 30  # lines of the log in which a text is looked for before it is added again


class Reports:
    """Adds lines to the journal, and publishes each as a change."""

    def __init__(self, journal: Journal, servers: Servers, publish: Callable[[Change], object]) -> None:
        self._journal, self._servers, self._publish = journal, servers, publish

    def log(self, key: DeviceKey, text: str) -> None:
        """Add a line about something that a face did for a user."""
        faults = log_faults(self._journal.add(Entry(self._servers.now(), *key, text, ours=True)))
        self._publish(Change(journal=True, notices=faults))

    def log_once(self, line: str, text: str) -> None:
        """Keep what a face told its user, unless one of the last lines has the `text` already."""
        newest = itertools.islice(reversed(self._journal.entries), _NEWEST)
        if not any(text in entry.text for entry in newest):
            self._journal.add(Entry(self._servers.now(), "", "", line, ours=True, own_level="WARNING"))
            self._publish(Change(journal=True))

    def recording_ended(self, text: str) -> None:
        """The recording ended early."""
        self._report(None, text, "ERROR", Notice(NoticeKind.FILE, "Recording", text))

    def not_sent(self, key: VectorKey, reason: str) -> None:
        """A client did not send what was permitted."""
        title = f"Not sent: {self._servers.device_title(key.owner)}"
        notice = Notice(NoticeKind.NOT_SENT, title, reason)
        self._report(key.owner, f"not sent: {key.vector}: {reason}", "ERROR", notice)

    def series(self, camera: VectorKey, kind: NoticeKind, text: str) -> None:
        """A series of exposures ended, paused or goes on; all but the last is announced, too."""
        level = "WARNING" if kind in (NoticeKind.SERIES_PAUSED, NoticeKind.SERIES_STOPPED) else "INFO"
        what = _SERIES_WORDS[kind]
        title = f"{what}: {self._servers.device_title(camera.owner)}"
        alerts = () if kind is NoticeKind.SERIES_GOES_ON else (Announcement(Announced.SERIES, title, text),)
        self._report(camera.owner, f"{what}: {text}", level, Notice(kind, title, text), *alerts)

    def motion(self, device: DeviceKey, text: str) -> None:
        """Something that was moved by hand could not be stopped, or was stopped late; this is announced, too."""
        title = self._servers.device_title(device)
        alert = Announcement(Announced.ALERT, title, text)
        self._report(device, text, "WARNING", Notice(NoticeKind.MOTION, title, text), alert)

    def _report(self, key: DeviceKey | None, line: str, level: str, notice: Notice, *alerts: Announcement) -> None:
        """Add a line about a device, or about none, and publish it with a notice."""
        entry = Entry(self._servers.now(), *(key or DeviceKey("", "")), line, ours=True, own_level=level)
        faults = log_faults(self._journal.add(entry))
        self._publish(Change(journal=True, notices=(notice, *faults), announcements=alerts))


def log_faults(*faults: str) -> tuple[Notice, ...]:
    """Notices about faults of the log file; none for an empty text."""
    return tuple(Notice(NoticeKind.FILE, "Log", fault) for fault in faults if fault)
