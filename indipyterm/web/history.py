"""Route of what a number was in the last hour."""

from __future__ import annotations

import asyncio
import gzip
import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from indipyterm.model.members import NumberMember
from indipyterm.presentation.history.caption import caption
from indipyterm.presentation.history.downsampling import downsample
from indipyterm.presentation.history.series import Series
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.web.bodies import query_number, query_text
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of
from indipyterm.workspace.workspace import Workspace

HOUR = 3600.0
MOST_POINTS = 1000
_SHORTEST = 60.0  # seconds that a few points show at least

_FAST = 1


async def history(request: Request) -> Response:
    """The readings of a number: times, and values; or the low, high and last value in so many `points`.

    These are of the last hour, or of as much of it as is known.
    """
    workspace = site_of(request).workspace
    key, member = _wanted(query_text(request, "m"))
    points = query_number(request, "points", 0, MOST_POINTS, 0)
    now = workspace.now().timestamp()
    series = _series(workspace, key, member, now).copy()  # it is read by another thread
    content = await asyncio.to_thread(_packed, series, now, points)
    headers = {"Content-Encoding": "gzip", "Cache-Control": "no-store"}
    return Response(content, media_type="application/json", headers=headers)


def _wanted(text: str) -> tuple[VectorKey, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    match found:
        case [str(server), str(device), str(vector), str(member)]:
            return VectorKey(server, device, vector), member
    raise HTTPException(400, "m has to be [server, device, property, member]")


def _series(workspace: Workspace, key: VectorKey, member: str, now: float) -> Series:
    vector = workspace.servers.vector(key)
    numbers = [one for one in vector.members.values() if isinstance(one, NumberMember)] if vector else []
    if vector is None or all(one.name != member for one in numbers):
        raise HTTPException(404, f"there is no number {printable(member)} of {printable(key.vector)}")
    found = workspace.history.series(key, vector, now)
    return next(series for one, series in zip(numbers, found, strict=True) if one.name == member)


def _packed(series: Series, now: float, points: int) -> bytes:
    about: dict[str, Any] = {
        "label": series.label,
        "format": series.number_format,
        "caption": caption(series, HOUR, now),
    }
    found = _buckets(series, now, points) if points else _readings(series)
    return gzip.compress(json.dumps({**about, **found}, separators=(",", ":")).encode(), _FAST, mtime=0)


def _readings(series: Series) -> dict[str, Any]:
    """All readings; a value of null says from when on the value was not known."""
    times: list[float] = []
    values: list[float | None] = []
    for reading in series:
        times.append(round(reading.time, 1))
        values.append(reading.value)
        if reading.end < float("inf"):
            times.append(round(reading.end, 1))
            values.append(None)
    return {"t": times, "v": values}


def _buckets(series: Series, now: float, points: int) -> dict[str, Any]:
    first = next((reading.time for reading in series), now)  # a few minutes are no hour
    buckets = downsample(series, max(now - HOUR, min(first, now - _SHORTEST)), now, points)
    columns = zip(*(bucket or (None, None, None) for bucket in buckets), strict=True)
    return dict(zip(("low", "high", "last"), columns, strict=True))


ROUTES = (Route("/history", history, Role.VIEWER),)
