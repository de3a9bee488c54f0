"""The pad of a focuser shows how sharp the last images were."""

from __future__ import annotations

from indipyterm.tui.rows.styled import StyledLine
from indipyterm.tui.widgets.jog_view import focus_rows
from indipyterm.workspace.night import FocusFrame


def text(rows: list[StyledLine]) -> list[str]:
    return ["".join(part.text for part in row) for row in rows]


def test_the_radius_stands_beside_the_position_the_newest_first() -> None:
    frames = [FocusFrame(100, 4.0, 50), FocusFrame(200, None, 0), FocusFrame(300, 2.0, 90), FocusFrame(None, 2.5, 80)]
    assert text(focus_rows(frames, 9)) == [
        " HFR      █▁▃  best 2.00 at 300",
        "        ?   2.50    80★  ▲0.50",
        "      300   2.00    90★  ▼2.00",
        "      100   4.00    50★",
    ]
    assert len(focus_rows(frames, 3)) == 2, "no more than there is room for"


def test_without_stars_or_images_it_says_so() -> None:
    assert "no stars" in text(focus_rows([FocusFrame(1, None, 0)], 9))[0]
    assert "indipyterm[images]" in "".join(text(focus_rows([], 9)))
