"""The palette: what a typed text can mean, and doing it.

A page shows what a line would do, and sends that back: if it means something else by now, nothing is done.
"""

from __future__ import annotations

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
    RunFaceAction,
    SaveSettings,
    SeekReplay,
    SetBlobFolder,
    SetReplaySpeed,
    SetTheme,
    ShowDevice,
    ShowVector,
    StartSeries,
    StepSeries,
    Submit,
)
from indipyterm.workspace.palette.search import PaletteSearch

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

_MOST = 30


async def search(http: HttpRequest) -> Response:
    """What a text can mean, the best first."""
    query = http.query_params
    shown = DeviceKey(query["s"], query["d"]) if "s" in query and "d" in query else None
    found = _search(site_of(http), shown).candidates(query.get("q", ""), _MOST)
    return JSONResponse({"candidates": [_candidate_json(one) for one in found]})


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


def _search(site: Site, shown: DeviceKey | None) -> PaletteSearch:
    workspace = site.workspace
    return PaletteSearch(workspace.servers, shown, _PAGES, THEMES, workspace.replay, workspace.series)


def _candidate_json(one: Candidate) -> Json:
    """A line; `go`, `theme` and `page` are for the page itself to do."""
    shown: Json = {
        "title": printable(one.title),
        "device": list(one.device) if one.device else None,
        "detail": printable(one.detail),
        "effect": printable(one.effect),
        "runs": one.action is not None,
        "invalid": one.invalid,
        "completion": one.completion,
    }
    match one.action:
        case ShowVector(key):
            shown["go"] = list(key)
        case ShowDevice(owner):
            shown["go"] = list(owner)
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
