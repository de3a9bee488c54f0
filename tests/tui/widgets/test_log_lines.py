"""Which lines of the log are shown, and where."""

from __future__ import annotations

import time

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.widgets.log_lines import LogFilter, LogLines
from indipyterm.workspace.journal import MAX_ENTRIES, Journal
from tests.tui.host import SERVER
from tests.tui.log_samples import LONG, many, said, usual


def shown(journal: Journal, what: LogFilter, width: int = 80) -> LogLines:
    lines = LogLines(journal, lambda entry: entry.device or "-")
    lines.set_filter(what, width)
    return lines


def texts(lines: LogLines) -> list[str]:
    return ["".join(part.text for part in lines.row(row, None)).rstrip() for row in range(lines.height)]


def test_lines_are_wrapped_beside_time_and_device() -> None:
    assert texts(shown(usual(), LogFilter())) == [
        " 12:00:00 -          connected to pi4:7624",
        " 12:00:01 Weather    [WARN] Wind 31 kph above OK range 20",
        " 12:00:02 Mount      → COORD RA=5.588139 DEC=-5.391111                     (you)",
        " 12:00:03 Mount      [INFO] Slewing to [b]RA[/b]",
        " 12:00:04 CCD        [ERROR] Got no stars, is gsc installed with appropriate",
        "                     environment variables set ??",
        " 12:00:05 CCD        [DEBUG] 0x1b ␛[31m",
    ]


def test_the_mark_of_own_sends_takes_a_row_where_there_is_no_room() -> None:
    rows = texts(shown(usual(), LogFilter(device=DeviceKey(SERVER, "Mount")), 40))
    assert rows[:3] == [
        " 12:00:02 Mount  → COORD RA=5.588139",
        "                 DEC=-5.391111     (you)",
        " 12:00:03 Mount  [INFO] Slewing to",
    ]


@pytest.mark.parametrize(
    ("what", "count"),
    [
        (LogFilter(), 6),
        (LogFilter(level="INFO"), 5),
        (LogFilter(level="WARNING"), 2),
        (LogFilter(level="ERROR"), 1),
        (LogFilter(device=DeviceKey(SERVER, "CCD")), 2),
        (LogFilter(device=DeviceKey("other", "CCD")), 0),
        (LogFilter(device=DeviceKey(SERVER, "")), 1),
        (LogFilter(text="slewING"), 1),
        (LogFilter(text="weather"), 1),
        (LogFilter(device=DeviceKey(SERVER, "CCD"), level="ERROR", text="gsc"), 1),
        (LogFilter(device=DeviceKey(SERVER, "CCD"), level="ERROR", text="wind"), 0),
    ],
)
def test_filters_are_joined(what: LogFilter, count: int) -> None:
    assert len(shown(usual(), what)) == count


def test_rows_that_are_kept_no_more_are_counted() -> None:
    journal = many(MAX_ENTRIES - 1)
    lines = shown(journal, LogFilter())
    journal.add(said(LONG))
    assert lines.add_new() == 0
    assert lines.height == MAX_ENTRIES + 1
    for number in range(3):
        journal.add(said(f"[INFO] later {number}"))
    assert lines.add_new() == 3
    assert (len(lines), lines.height) == (MAX_ENTRIES, MAX_ENTRIES + 1)
    assert texts(lines)[0].endswith("line 3")
    assert lines.at(0) == 3
    assert lines.span(3) == (0, 1)
    assert lines.near(0) == 3


def test_a_flood_between_two_looks_leaves_nothing_odd() -> None:
    journal = many(10)
    lines = shown(journal, LogFilter())
    for number in range(MAX_ENTRIES * 2):
        journal.add(said(str(number)))
    assert lines.add_new() == 10
    assert (len(lines), lines.height) == (MAX_ENTRIES, MAX_ENTRIES)


def test_laying_out_ten_thousand_lines_is_quick() -> None:
    journal = many(MAX_ENTRIES)
    started = time.process_time()
    lines = shown(journal, LogFilter(text="line 99"))
    assert time.process_time() - started < 2.0
    assert len(lines) == 111
