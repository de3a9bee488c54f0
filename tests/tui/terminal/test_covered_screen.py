"""What another screen covers is not painted: it costs no bytes, and is up to date when it is seen again."""

from __future__ import annotations

import sys

from tests.benchmarks.screen_server import Flood, Server, serving
from tests.benchmarks.screen_terminal import TIGHT, WIDE, Terminal, quiet_minute, terminal

ROW = "Property 0 "
SECONDS = 2


def written_while_covered(shown: Terminal, server: Server, last: float) -> int:
    """The bytes that 20 updates a second cause, all of a row that another screen covers; `last` is its new value."""
    quiet_minute(SECONDS + 3)
    shown.settle()
    before = shown.written
    server.begin(Flood(20, SECONDS, vectors=1, last=last))
    server.over()
    shown.settle()
    return shown.written - before


def test_a_covered_row_costs_no_bytes_and_is_up_to_date_behind_escape() -> None:
    with (
        serving([100], ("Number",)) as server,
        terminal([sys.executable, "-m", "indipyterm", "--host", f"127.0.0.1:{server.port}"], TIGHT) as shown,
    ):
        shown.shows(ROW)
        shown.settle(1.0)

        shown.press("b")
        shown.until(lambda lines: any("Folder" in line for line in lines) and not any(ROW in line for line in lines))
        shown.settle(1.0)
        assert written_while_covered(shown, server, 123.5) == 0
        shown.press("\x1b")
        shown.until(lambda lines: any(ROW in line and "123:30:00" in line for line in lines))

        shown.press("b")
        shown.until(lambda lines: not any(ROW in line for line in lines))
        shown.resize(WIDE)
        shown.settle(1.0)
        assert written_while_covered(shown, server, 45.25) == 0
        shown.press("\x1b")
        shown.until(lambda lines: any(ROW in line and "45:15:00" in line for line in lines))
        assert sum(ROW in line for line in shown.lines) == 1
