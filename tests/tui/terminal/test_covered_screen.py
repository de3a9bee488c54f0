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


CHANGES = 5
OVERLAYS = {
    "?": "Keys and signs",
    "i": "INDI name",
    "b": "Folder",
    "L": "level ≥",
    ":": "run  Tab complete",
    "p": "no image yet",
    ":blob folder\r": "Save BLOBs in",
}
MOST_BYTES = 100


def written_by_changes(shown: Terminal, server: Server, vector: int) -> int:
    """The bytes that a value costs that changes ten times a second."""
    quiet_minute(CHANGES / 10 + 2)
    shown.settle()
    before = shown.written
    server.begin(Flood(10, CHANGES / 10, vectors=1, first=vector, members=1))
    server.over()
    shown.settle(0.5)
    return shown.written - before


def costs_at_most(limit: int, shown: Terminal, server: Server, vector: int) -> bool:
    """Whether changes cost so many bytes; a loaded machine paints other things meanwhile, so it may try again."""
    return any(0 < written_by_changes(shown, server, vector) <= limit for _ in range(3))


def test_what_an_overlay_hides_costs_no_bytes_and_a_value_that_is_shown_no_more_than_a_few() -> None:
    with (
        serving([100], ("Number",)) as server,
        terminal([sys.executable, "-m", "indipyterm", "--host", f"127.0.0.1:{server.port}"], TIGHT) as shown,
    ):
        shown.shows(ROW)
        shown.settle(1.0)
        assert costs_at_most(CHANGES * MOST_BYTES, shown, server, 0)
        shown.press("j")  # the details are those of the next row
        for key, text in OVERLAYS.items():
            shown.press(key)
            shown.shows(text)
            assert written_by_changes(shown, server, 0) == 0, f"under {key!r}"
            shown.press("\x1b")
            shown.until(lambda lines, text=text: not any(text in line for line in lines))  # type: ignore[misc]
            shown.shows(ROW)
        shown.press("i")
        shown.shows("INDI name")
        values = 3  # the value, as it was sent, and the time of the change
        assert costs_at_most(CHANGES * values * MOST_BYTES, shown, server, 5)
