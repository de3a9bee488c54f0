"""Everything that is known as JSON, for scripts: the form in which `IPyClient.snapshot` gives it."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.client.script_data import ScriptData
from indipyterm.client.snapshots import Snap, SnapDevice
from indipyterm.presentation.text import printable
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import Site, site_of


async def everything(request: Request) -> Response:
    """All devices of all servers, or what the query names: `device`, `vector`.

    What is of one server only, as `connected`, is of the first. `servers` tells it of each, with its devices, and each
    device has its own.
    """
    site, query = site_of(request), request.query_params
    if "device" in query:
        return _dump(site, query["device"], query.get("vector"))
    servers = list(site.workspace.servers)
    found, told = dict[str, Any](), list[dict[str, Any]]()
    for server in reversed(servers):  # the first one counts where two have a device of the same name
        core = server.client
        shown = Snap(
            core.catalog.devices,
            ScriptData(),
            host=core.host,
            port=core.port,
            connected=core.connected,
            messages=core.catalog.messages,
            user_string="",
        ).dictdump()
        own = {"name": server.name, "connected": core.connected}
        told.append({**own, "indihost": core.host, "indiport": core.port, "devices": list(shown["devices"])})
        shown["devices"] = {name: {**one, "server": own} for name, one in shown["devices"].items()}
        found = {**found, **shown, "devices": {**found.get("devices", {}), **shown["devices"]}}
    return JSONResponse({"connected": False, **found, "servers": told[::-1]})


async def device(request: Request) -> Response:
    """A device."""
    return _dump(site_of(request), request.path_params["device"])


async def vector(request: Request) -> Response:
    """A property."""
    return _dump(site_of(request), request.path_params["device"], request.path_params["vector"])


def _dump(site: Site, device: str, vector: str | None = None) -> Response:
    found = _device(site, device)
    if vector is None:
        return JSONResponse(found.dictdump())
    if vector not in found:
        raise HTTPException(404, f"{printable(device)} has no {printable(vector)}")
    return JSONResponse(found[vector].dictdump())


def _device(site: Site, name: str) -> SnapDevice:
    for server in site.workspace.servers:
        if name in server.client.catalog.devices:
            return SnapDevice(server.client.catalog.devices[name], ScriptData())
    raise HTTPException(404, f"There is no device {printable(name)}")


ROUTES = (
    Route("/api", everything, Role.VIEWER),
    Route("/api/{device}", device, Role.VIEWER),
    Route("/api/{device}/{vector}", vector, Role.VIEWER),
)
