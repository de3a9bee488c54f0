"""Journals for tests of the log."""

from __future__ import annotations

from datetime import timedelta

from indipyterm.model import events
from indipyterm.workspace.journal import Entry, Journal
from tests.tui.emulator import NOON
from tests.tui.host import SERVER

LONG = "[ERROR] Got no stars, is gsc installed with appropriate environment variables set ??"


def said(text: str, device: str = "CCD", number: int = 0, server: str = SERVER) -> Entry:
    return Entry(NOON + timedelta(seconds=number), server, device, text)


def usual() -> Journal:
    journal = Journal()
    journal.update(SERVER, events.Connected(NOON))
    journal.add(said("[WARN] Wind 31 kph above OK range 20", "Weather", 1))
    journal.update(
        SERVER, events.ValuesSent("Mount", "COORD", {"RA": "5.588139", "DEC": "-5.391111"}, NOON + timedelta(seconds=2))
    )
    journal.add(said("[INFO] Slewing to [b]RA[/b]", "Mount", 3))
    journal.add(said(LONG, "CCD", 4))
    journal.add(said("[DEBUG] 0x1b \x1b[31m", "CCD", 5))
    return journal


def many(count: int) -> Journal:
    journal = Journal()
    for number in range(count):
        journal.add(said(f"[INFO] line {number}", number=number % 60))
    return journal
