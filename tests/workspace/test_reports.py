"""What this program says itself: a line of the log with a notice, and what of it is announced."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.workspace.change import Announced, Announcement, Change, Notice, NoticeKind
from indipyterm.workspace.clock import SystemClock
from indipyterm.workspace.journal import Journal
from indipyterm.workspace.log_file import LogFile
from indipyterm.workspace.reports import Reports
from indipyterm.workspace.servers import Servers

MOUNT = DeviceKey("pi", "Mount")
CAMERA = VectorKey("pi", "CCD", "CCD_EXPOSURE")


class Told:
    """Reports with all that they publish."""

    def __init__(self, file: LogFile | None = None) -> None:
        self.journal, self.changes = Journal(file), list[Change]()
        self.reports = Reports(self.journal, Servers(lambda _: None, SystemClock()), self.changes.append)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """Device, level and text of all lines."""
        return [(entry.device, entry.level, entry.text) for entry in self.journal.entries]


@pytest.fixture
def told() -> Told:
    return Told()


def test_a_motion_that_was_not_stopped_is_announced_and_what_was_not_sent_is_not(told: Told) -> None:
    told.reports.motion(MOUNT, "it may still move")
    told.reports.not_sent(CAMERA, "no connection")
    alert = Announcement(Announced.ALERT, "Mount", "it may still move")
    motion = Notice(NoticeKind.MOTION, "Mount", "it may still move")
    not_sent = Notice(NoticeKind.NOT_SENT, "Not sent: CCD", "no connection")
    assert told.changes == [
        Change(journal=True, notices=(motion,), announcements=(alert,)),
        Change(journal=True, notices=(not_sent,)),
    ]
    assert told.lines == [
        ("Mount", "WARNING", "it may still move"),
        ("CCD", "ERROR", "not sent: CCD_EXPOSURE: no connection"),
    ]


@pytest.mark.parametrize(
    ("kind", "level", "words"),
    [
        (NoticeKind.SERIES_DONE, "INFO", "Series done"),
        (NoticeKind.SERIES_STOPPED, "WARNING", "Series ended"),
        (NoticeKind.SERIES_PAUSED, "WARNING", "Series paused"),
        (NoticeKind.SERIES_GOES_ON, "INFO", "Series goes on"),
    ],
)
def test_a_series_is_reported_in_words_for_each_kind(told: Told, kind: NoticeKind, level: str, words: str) -> None:
    told.reports.series(CAMERA, kind, "3 of 10 frames")
    assert told.lines == [("CCD", level, f"{words}: 3 of 10 frames")]
    assert told.changes[0].notices == (Notice(kind, f"{words}: CCD", "3 of 10 frames"),)
    announced = Announcement(Announced.SERIES, f"{words}: CCD", "3 of 10 frames")
    assert told.changes[0].announcements == (() if kind is NoticeKind.SERIES_GOES_ON else (announced,))


def test_a_hint_is_logged_unless_the_log_has_it_already(told: Told) -> None:
    told.reports.log(MOUNT, "image saved")
    told.reports.log_once("Saved: image saved", "image saved")
    told.reports.log_once("Folder: there is none", "there is none")
    assert [text for _, _, text in told.lines] == ["image saved", "Folder: there is none"]
    assert told.changes == [Change(journal=True)] * 2


def test_a_log_file_that_cannot_be_written_is_told_with_the_report(tmp_path: Path) -> None:
    told = Told(LogFile(tmp_path / "none" / "log"))
    before = datetime.now(UTC)
    told.reports.recording_ended("the disk is full")
    (change,) = told.changes
    assert [(one.kind, one.title) for one in change.notices] == [
        (NoticeKind.FILE, "Recording"),
        (NoticeKind.FILE, "Log"),
    ]
    assert told.journal.entries[0].when >= before
