"""The table of the night: a row for each image of this session, without JavaScript."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from indipyterm.presentation.text import printable
from indipyterm.web.images.saved_files import file_id
from indipyterm.web.rendering import page
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of
from indipyterm.workspace.night import NightRow
from indipyterm.workspace.workspace import Workspace

COLUMNS = ("Time", "File", "Filter", "Exposure", "Temp", "Median", "HFR", "Stars", "Clipped", "Focuser")


async def night(request: Request) -> Response:
    """All rows, the newest first."""
    site = site_of(request)
    workspace, files = site.workspace, site.images.files
    found = [_row(workspace, place, row) for place, row in enumerate(workspace.night.rows)]
    for row in found:
        row["id"] = row["id"] if files.find(str(row["id"])) else ""
    return page(request.scope, "night.html", columns=COLUMNS, rows=found[::-1], measures=workspace.images.measures)


def _row(workspace: Workspace, place: int, row: NightRow) -> dict[str, object]:
    cells = [
        printable(row.filter),
        _number(row.exposure, "g"),
        _number(row.temperature, ".1f"),
        _number(row.median, ".0f"),
        _number(row.hfr, ".2f"),
        _number(row.stars, "d"),
        _number(row.clipped, "d"),
        _number(row.focuser, "g"),
    ]
    return {
        "id": file_id(str(row.path)),
        "when": f"{row.when:%H:%M:%S}",
        "name": printable(row.path.name),
        "cells": cells,
        "warning": workspace.night.warning(place),
    }


def _number(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


ROUTES = (Route("/night", night, Role.VIEWER),)
