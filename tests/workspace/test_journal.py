"""The log: what becomes a line, what is kept, and a file that nothing can make fatal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from indipyterm.model import events
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import DelProperty, Kind, Message, NewVector, OneBlob, SetVector
from indipyterm.workspace.journal import MAX_ENTRIES, MAX_TEXT_LENGTH, Entry, Journal
from indipyterm.workspace.log_file import LogFile

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def entry(text: str, number: int = 0) -> Entry:
    return Entry(NOON + timedelta(seconds=number), "pi4:7624", "CCD", text)


# What becomes a line


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("[INFO] ready", "INFO"),
        ("[ERROR] no stars", "ERROR"),
        ("[WARN] wind", "WARNING"),
        ("[WARNING] wind", "WARNING"),
        ("[DEBUG] x", "DEBUG"),
        (" [error] x", "ERROR"),
        ("ready", "INFO"),
        ("", "INFO"),
    ],
)
def test_the_level_is_the_prefix_that_drivers_put_before(text: str, level: str) -> None:
    assert entry(text).level == level


def only_line(event: events.Event) -> Entry:
    journal = Journal()
    journal.update("pi4", event)
    (line,) = journal.entries
    return line


def test_own_words_have_a_weight_of_their_own() -> None:
    assert only_line(events.Disconnected("reset", 2.0, True, NOON)).level == "ERROR"
    assert only_line(events.Disconnected("refused", 2.0, False, NOON)).level == "WARNING"
    assert only_line(events.TimedOut("CCD", "EXPOSE", 10.0, NOON)).level == "WARNING"
    assert only_line(events.SendFailed("CCD", "TEMP", True, "x", NOON)).level == "ERROR"
    assert only_line(events.RequestUnanswered("CCD", "TEMP", NOON)).level == "WARNING"
    assert only_line(events.MessageReceived(Message("CCD", None, "odd"), NOON, ours=True)).role == "busy"
    assert only_line(events.Connected(NOON)).role == "dim"
    assert only_line(events.Connected(NOON, local=True)).text.endswith(" over its local socket")


def test_each_event_gives_its_line() -> None:
    journal = Journal()
    for event in (
        events.Connected(NOON),
        events.MessageReceived(Message("CCD", None, "[INFO] ready"), NOON),
        events.Updated(SetVector(Kind.NUMBER, "CCD", "TEMP", message="cooling"), NOON),
        events.Updated(SetVector(Kind.NUMBER, "CCD", "TEMP"), NOON),
        events.ValuesSent("CCD", "TEMP", {"T": "-10"}, NOON),
        events.OtherClientSent(NewVector(Kind.BLOB, "CCD", "UP", (OneBlob("F", 1, "", BlobData(b"x")),)), NOON),
        events.TimedOut("CCD", "TEMP", 10.0, NOON),
        events.BlobSaved("CCD", "IMAGE", "CCD1", "/images/a.fits", 2_629_440, NOON),
        events.Deleted(DelProperty("CCD"), NOON),
        events.Disconnected("reset", 2.0, True, NOON),
        events.Disconnected("by hand", 0.0, True, NOON),
    ):
        journal.update("pi4:7624", event)
    assert [(line.device, line.text) for line in journal.entries] == [
        ("", "connected to pi4:7624"),
        ("CCD", "[INFO] ready"),
        ("CCD", "cooling"),
        ("CCD", "→ TEMP T=-10"),
        ("CCD", "⇄ UP F=a BLOB (another client)"),
        ("CCD", "TEMP: no answer for 10 s"),
        ("CCD", "saved a.fits (2.6 MB) in /images"),
        ("CCD", "CCD is gone"),
        ("", "connection lost: reset; next try in 2.0 s"),
        ("", "disconnected from pi4:7624"),
    ]
    assert [line.text for line in journal.entries if line.sent] == ["→ TEMP T=-10"]


# What is kept


def test_memory_is_bounded_and_lines_keep_their_numbers() -> None:
    journal = Journal()
    for number in range(MAX_ENTRIES + 5):
        journal.add(entry(str(number)))
    assert len(journal.entries) == MAX_ENTRIES
    assert journal.total == MAX_ENTRIES + 5
    for start in (0, 7, 100, MAX_ENTRIES, MAX_ENTRIES + 3, MAX_ENTRIES + 5, MAX_ENTRIES + 9):
        got = list(journal.since(start))
        assert [number for number, _ in got] == list(range(max(5, start), MAX_ENTRIES + 5))
        assert all(line.text == str(number) for number, line in got)


def test_an_endless_text_is_cut_in_memory_not_in_the_file(tmp_path: Path) -> None:
    journal = Journal(LogFile(tmp_path / "log"))
    journal.add(entry("x" * (MAX_TEXT_LENGTH + 17)))
    journal.close()
    assert journal.entries[0].text == "x" * MAX_TEXT_LENGTH + "… and 17 characters more"
    assert "x" * (MAX_TEXT_LENGTH + 17) in (tmp_path / "log").read_text()


# The file


def test_the_file_has_every_line_at_once(tmp_path: Path) -> None:
    path = tmp_path / "indi.log"
    journal = Journal(LogFile(path))
    journal.add(entry("[INFO] one\ntwo\tthree \x1b[31m"))
    assert path.read_text() == "2026-11-22T12:00:00.000Z\tpi4:7624\tCCD\t[INFO] one␊two␉three ␛[31m\n"
    journal.update("pi4:7624", events.Connected(NOON + timedelta(milliseconds=250)))
    assert path.read_text().endswith("2026-11-22T12:00:00.250Z\tpi4:7624\t-\tconnected to pi4:7624\n")
    journal.close()


def test_a_fault_of_the_file_becomes_a_line_once(tmp_path: Path) -> None:
    path = tmp_path / "none" / "log"
    journal = Journal(LogFile(path))
    text = f"log file {path} cannot be written: no such file or directory"
    assert journal.update("pi4", events.Connected(NOON)) == [text]
    assert journal.add(entry("more")) == ""
    assert [(line.text, line.level) for line in journal.entries if line.level == "ERROR"] == [(text, "ERROR")]
    journal.close()


def test_an_empty_message_is_no_line() -> None:
    journal = Journal()
    journal.update("pi4", events.MessageReceived(Message("CCD", None, ""), NOON))
    journal.update("pi4", events.MessageReceived(Message("CCD", None, None), NOON))
    assert not journal.entries
