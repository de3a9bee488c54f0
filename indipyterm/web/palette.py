"""The palette: what a typed text can mean, and doing it.

A page shows what a line would do, and sends that back: if it means something else by now, nothing is done.
"""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from indipyterm.exceptions import NotSaved
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.text import printable
from indipyterm.web.bodies import device_key_of, json_body, text_of
from indipyterm.web.cookies import THEMES
from indipyterm.web.guards.roles import NAMES
from indipyterm.web.idempotency import once
from indipyterm.web.roles import Role, Route, User
from indipyterm.web.sending import consent_of, response_to, sending_of, submit
from indipyterm.web.site import Site, site_of, user_of
from indipyterm.web.vector_json import Json
from indipyterm.workspace.palette.actions import (
    Action,
    Candidate,
    Command,
    CompareSettings,
    ConnectServer,
    DisconnectServer,
    ReconnectServer,
    RunFaceAction,
    SaveSettings,
    SeekReplay,
    SetBlobFolder,
    SetReplaySpeed,
    SetTheme,
    ShowDevice,
    ShowPlot,
    ShowVector,
    StartSeries,
    StepSeries,
    Submit,
)
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.servers import Servers

_PAGES = (
    Command("Devices", RunFaceAction("/")),
    Command("Watch list", RunFaceAction("/watch"), "0"),
    Command("Images", RunFaceAction("/images"), "p"),
    Command("Log", RunFaceAction("/log"), "L"),
    Command("Saved settings", RunFaceAction("/saved")),
    Command("Your account", RunFaceAction("/me")),
    Command("Users", RunFaceAction("/users")),
    Command("Settings", RunFaceAction("/settings")),
)

_ADMINS_PAGES = ("/users", "/settings")
_VIEWERS_VERBS = ("theme", "plot")  # and what shows something
_MOST = 30


async def search(http: HttpRequest) -> Response:
    """What a text can mean, the best first."""
    query = http.query_params
    shown = DeviceKey(query["s"], query["d"]) if "s" in query and "d" in query else None
    site, user = site_of(http), user_of(http)
    text = query.get("q", "")
    found = [(one, _why_not(one, user.role)) for one in _search(site, shown).candidates(text, _MOST)]
    offered = [(one, why_not) for one, why_not in found if text.strip() or not why_not]
    servers = site.workspace.servers
    return JSONResponse({"candidates": [_candidate_json(one, servers, why_not) for one, why_not in offered]})


@once
async def verb(http: HttpRequest) -> Response:
    """Do what a line of the palette says."""
    site, body = site_of(http), await json_body(http)
    title, effect = text_of(body, "title"), text_of(body, "effect")
    for one in _search(site, device_key_of(body)).candidates(text_of(body, "q"), _MOST):
        if one.action and (printable(one.title), printable(one.effect)) == (title, effect):
            return await _run(http, site, one.action, body)
    raise HTTPException(409, "This would now do something else: look again")


async def _run(http: HttpRequest, site: Site, action: Action, body: Json) -> Response:
    match action:
        case Submit(requests, independent):
            return await submit(site, sending_of(http, body), requests, consent_of(body), independent=independent)
        case StartSeries(plan):
            user = sending_of(http, body).user
            outcome = site.workspace.series.start(plan, consent=consent_of(body), user=user)
            return response_to(site, outcome, [], [plan.camera])
        case StepSeries(camera, step):
            if not site.workspace.series.take_step(camera, step):
                raise HTTPException(409, "The series has ended")
        case SeekReplay(when) if site.workspace.replay:
            await site.workspace.replay.seek(when)
        case SetReplaySpeed(speed, paused) if site.workspace.replay:
            site.workspace.replay.pace(speed=speed, paused=paused)
        case ConnectServer(host, port) if site.workspace.replay is None:
            _only_admin(user_of(http))
            site.workspace.connections.connect(host, port)
        case DisconnectServer(name) if name in site.workspace.servers:
            _only_admin(user_of(http))
            site.workspace.connections.disconnect(name)
        case ReconnectServer(name) if name in site.workspace.servers:
            _only_admin(user_of(http))
            site.workspace.connections.reconnect(name)
        case SetBlobFolder(str(path)):
            _only_admin(user_of(http))
            try:
                site.workspace.set_blob_folder(Path(path).expanduser())  # noqa: ASYNC240 - as good as at once
            except (NotSaved, OSError, RuntimeError) as error:
                raise HTTPException(409, str(error)) from None
        case _:
            raise HTTPException(409, "This is done in the terminal")
    return JSONResponse({"ids": []}, 202)


def _only_admin(user: User) -> None:
    if user.role < Role.ADMIN:
        raise HTTPException(403, "only an admin may do this")


def _why_not(one: Candidate, role: Role) -> str:
    """Why somebody of a role may not do what a line says, or is about to; "" if they may."""
    match one.action:
        case ConnectServer() | DisconnectServer() | ReconnectServer() | SetBlobFolder():
            needed = Role.ADMIN
        case RunFaceAction(path) if path in _ADMINS_PAGES:
            needed = Role.ADMIN
        case Submit() | StartSeries() | StepSeries() | SeekReplay() | SetReplaySpeed():
            needed = Role.OPERATOR
        case None if not one.invalid and not one.completion.startswith(_VIEWERS_VERBS):
            needed = Role.OPERATOR
        case _:
            needed = Role.VIEWER
    return "" if role >= needed else f"only {NAMES[needed]} may do this"


def _search(site: Site, shown: DeviceKey | None) -> PaletteSearch:
    workspace = site.workspace
    return PaletteSearch(workspace.servers, shown, _PAGES, THEMES, workspace.replay, workspace.series)


def _candidate_json(one: Candidate, servers: Servers, why_not: str = "") -> Json:
    """A line; `go`, `theme` and `page` are for the page itself to do."""
    shown: Json = {
        "title": printable(one.title),
        "device": list(one.device) if one.device else None,
        "detail": why_not or printable("; ".join(filter(None, (one.detail, one.notice, one.warning)))),
        "effect": printable(one.effect),
        "runs": one.action is not None and not why_not,
        "invalid": one.invalid or bool(why_not),
        "completion": "" if why_not else one.completion,
    }
    if why_not:
        return shown
    match one.action:
        case ShowVector(key):
            shown["go"] = list(key)
        case ShowDevice(owner):
            shown["go"] = list(owner)
        case ShowPlot(key) if (vector := servers.vector(key)) and vector.members:
            shown["page"] = f"/plot?{urlencode({'m': json.dumps([*key, next(iter(vector.members))])})}"
        case SetBlobFolder(None):  # a folder of the server is typed
            shown["page"] = "/settings"
        case SetTheme(name):
            shown["theme"] = name
        case RunFaceAction(page):
            shown["page"] = page
        case SaveSettings(server, file):  # a page has files of the browser, and shows what would be sent
            shown["page"] = f"/saved?{urlencode({'s': server, 'name': file})}"
        case CompareSettings(server, _):
            shown["page"] = f"/saved?{urlencode({'s': server})}"
    return shown


ROUTES = (
    Route("/search", search, Role.VIEWER),
    Route("/verb", verb, Role.OPERATOR, ("POST",)),
)
