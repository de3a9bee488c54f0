"""The user's own panel, from the file that the program was started with."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.presentation.text import printable
from indipyterm.web.bodies import query_text
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of
from indipyterm.web.vector_json import Json

_NAME = "1"


async def panels(request: Request) -> Response:
    """The panels that there are: one, or none."""
    file = site_of(request).workspace.options.panel
    return JSONResponse([{"name": _NAME, "title": printable(file.title)}] if file else [])


async def panel_data(request: Request) -> Response:
    """The rows of a panel: headings, and properties by their keys."""
    workspace = site_of(request).workspace
    file = workspace.options.panel
    if file is None or query_text(request, "p") != _NAME:
        raise HTTPException(404, "There is no such panel")
    rows = list[Json]()
    for column in (column for row in file.rows for column in row):
        if column.title:
            rows.append({"heading": printable(column.title)})
        keys = (workspace.servers.key_of(device, vector) for device, vector in column.properties)
        rows += ({"key": list(key), "members": None, "label": ""} for key in keys)
    return JSONResponse({"title": printable(file.title), "rows": rows})


ROUTES = (
    Route("/panels", panels, Role.VIEWER),
    Route("/panel-data", panel_data, Role.VIEWER),
)
