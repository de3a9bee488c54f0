"""A connection in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from indipyterm.presentation.connection import connection_pieces
from tests.tui.samples import NOW


@dataclass(frozen=True)
class Link:
    """What is known of a connection."""

    connected: bool = False
    ever_connected: bool = False
    reason: str = ""
    tries: int = 0
    since: datetime | None = None
    retry_at: datetime | None = None
    data_received: bool = False
    held: bool = False
    local: bool = False


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("link", "texts"),
    [
        (Link(), ["… connecting"]),
        (Link(held=True, ever_connected=True, since=ago(60)), ["○ disconnected", "r = now"]),
        (Link(connected=True, ever_connected=True, since=ago(60), data_received=True), ["● live"]),
        (Link(connected=True, ever_connected=True, since=ago(1)), ["● live"]),
        (Link(connected=True, ever_connected=True, since=ago(1), local=True), ["● live", "local socket"]),
        (Link(connected=True, ever_connected=True, since=ago(60)), ["◐ silent for 60 s"]),
        (Link(reason="refused\x1b", tries=2, retry_at=ago(-4)), ["✗ refused␛", "retry 2 in 4 s (r = now)"]),
        (Link(reason="refused", tries=3, retry_at=ago(1)), ["✗ refused", "retry 3 …"]),
        (
            Link(ever_connected=True, reason="lost", tries=1, since=ago(7), retry_at=ago(-2)),
            ["✗ LOST 7 s", "retry 1 in 2 s (r = now)", "STALE since 11:59:53"],
        ),
    ],
)
def test_each_state(link: Link, texts: list[str]) -> None:
    assert [piece.text for piece in connection_pieces(link, NOW, " (r = now)")] == texts
