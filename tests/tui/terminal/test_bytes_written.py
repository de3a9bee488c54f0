"""What goes over the line to a real terminal, byte by byte."""

from __future__ import annotations

import sys

import pytest

from tests.benchmarks.screen_server import Flood, Server, serving
from tests.benchmarks.screen_terminal import TIGHT, WIDE, Terminal, quiet_minute, terminal


def written(shown: Terminal, server: Server, flood: Flood, last: str = "") -> int:
    """The bytes that updates cause until the last value is on screen."""
    quiet_minute(flood.seconds + 10)  # a loaded machine takes longer
    before = shown.written
    server.begin(flood)
    server.over()
    shown.shows(last)
    shown.settle()
    return shown.written - before


@pytest.mark.parametrize("size", [TIGHT, WIDE])
def test_a_value_that_changes_costs_few_bytes_and_a_hidden_one_none(size: tuple[int, int]) -> None:
    with (
        serving([100], ("Number",)) as server,
        terminal([sys.executable, "-m", "indipyterm", "--host", f"127.0.0.1:{server.port}"], size) as shown,
    ):
        shown.shows("Property 0 ")
        shown.settle(2.0)
        assert written(shown, server, Flood(20, 1, vectors=40, first=60)) == 0
        lines = shown.lines
        assert 0 < written(shown, server, Flood(5, 1, vectors=1, members=1, last=123.5), "123:30:00") < 7 * 100
        changed = [line for line, before in zip(shown.lines, lines, strict=True) if line != before]
        assert any("Property 0 " in line and "RA" in line and "123:30:00" in line for line in changed)
        assert len(changed) <= 2  # the row, and the time in the line below


def test_the_screen_is_written_anew_when_asked_for_or_when_the_size_is_told_again() -> None:
    with (
        serving([10], ("Number",)) as server,
        terminal([sys.executable, "-m", "indipyterm", "--host", f"127.0.0.1:{server.port}"], TIGHT) as shown,
    ):
        shown.shows("Property 0 ")
        shown.settle(1.0)
        lines = [line[:70] for line in shown.lines]
        for again in (lambda: shown.press("\x0c"), lambda: shown.resize(TIGHT)):
            shown.wipe()
            again()
            shown.until(lambda now: [line[:70] for line in now] == lines)
