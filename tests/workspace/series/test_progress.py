"""How far a series is, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from indipyterm.workspace.series.plan import Filter, Plan
from indipyterm.workspace.series.progress import Phase, Progress, progress_piece
from tests.workspace.palette.scenes import NOON
from tests.workspace.series.stage import key

_RED, _BLUE = (Filter(key("Wheel", "FILTER_SLOT"), "V", slot, name) for slot, name in ((1, "Red"), (3, "Blue\n")))
_PLAN = Plan(key("Cam", "CCD_EXPOSURE"), "V", key("Cam", "CCD1"), "30", 2, (_RED, _BLUE), 5.0)
_BEGIN = Progress(_PLAN, Phase.EXPOSING, 2, NOON)


@pytest.mark.parametrize(
    ("progress", "seconds", "text", "role"),
    [
        (_BEGIN, 12, "3/4 Blue␊, 12 of 30 s, 0:53 left", "busy"),
        (_BEGIN._replace(frame_seconds=40.0), 12, "3/4 Blue␊, 12 of 30 s, 1:13 left", "busy"),
        (_BEGIN._replace(done=0), 0, "1/4 Red, 0 of 30 s, 2:15 left", "busy"),
        (_BEGIN._replace(phase=Phase.DOWNLOADING, pauses_after=True), 1, "3/4 Blue␊, downloading, pauses after this", "busy"),
        (_BEGIN._replace(phase=Phase.TURNING, ends_after=True), 1, "3/4 Blue␊, filter turns, stops after this", "busy"),
        (_BEGIN._replace(phase=Phase.WAITING), 1, "3/4 Blue␊, next in 4 s, 1:05 left", "busy"),
        (_BEGIN._replace(phase=Phase.WAITING, reason="why\x1b"), 1, "3/4 Blue␊, why␛, 1:05 left", "busy"),
        (_BEGIN._replace(plan=_PLAN._replace(camera=key("Cam", "GUIDER_EXPOSURE")), phase=Phase.PAUSED), 1, "guide PAUSED 2/4", "busy"),
        (_BEGIN._replace(phase=Phase.PAUSED), 1, "PAUSED 2/4", "busy"),
        (_BEGIN._replace(phase=Phase.PAUSED, reason="lost"), 1, "PAUSED 2/4, lost", "alert"),
        (_BEGIN._replace(plan=_PLAN._replace(filters=(), delay=0.0), done=0), 0, "1/2, 0 of 30 s, 1:00 left", "busy"),
    ],
)  # fmt: skip
def test_a_series_in_a_few_words(progress: Progress, seconds: float, text: str, role: str) -> None:
    assert progress_piece(progress, NOON + timedelta(seconds=seconds)) == (text, role)


def test_the_time_left() -> None:
    assert _BEGIN._replace(done=4).seconds_left(NOON) == 0
    assert _BEGIN._replace(done=4).frame == 4
