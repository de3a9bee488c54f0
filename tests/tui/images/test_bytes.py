"""What pictures cost on a slow line: bytes to a real terminal of 80x24."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.benchmarks.screen_terminal import TIGHT, quiet_minute, terminal

MOST = 35_000
"""For a picture of 80x19 cells with all around it."""

MOST_OPENED = 35_000
"""The same where a screen opens, which Textual paints twice."""


def test_a_picture_and_the_next_one_take_few_bytes_and_nothing_of_it_is_sent_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "indipyterm", "--demo", "--blobfolder", str(tmp_path)]
    with terminal(command, TIGHT) as shown:
        shown.shows("Expose", 20)
        shown.press(":expose 1\r")
        shown.shows("saved ", 20)
        before = shown.written
        shown.press("p")
        shown.until(lambda lines: any("HFR" in line for line in lines), 20)
        shown.settle(1.0)
        opened = shown.written - before
        shown.press(":expose 1\r")
        shown.until(
            lambda lines: any("▸live" in line for line in lines) and not any(" run  Tab" in line for line in lines)
        )
        shown.settle(0.3)
        before = shown.written
        shown.until(lambda _: len(list(tmp_path.glob("*.fits"))) == 2)
        shown.until(lambda lines: any("→" in line and "HFR" in line for line in lines), 20)
        shown.settle(1.0)
        following = shown.written - before
        quiet_minute(5)
        before = shown.written
        shown.settle(3.0)
        assert shown.written - before < 300, "the demo's values change all the time"
    print("bytes", opened, following)
    assert 5_000 < opened <= MOST_OPENED
    assert following <= MOST
