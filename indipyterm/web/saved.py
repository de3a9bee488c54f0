"""Settings in files of the browser: saving them, showing what differs, and putting them back.

Nothing is kept here: the browser sends the file again with what it was shown, and gets a refusal if by now something
else would be sent.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import re

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from indipyterm.commands.toml_file import loads
from indipyterm.exceptions import BadFile
from indipyterm.presentation.text import printable
from indipyterm.web.bodies import json_body, query_text, text_of
from indipyterm.web.guards.limits import LARGEST_SETTINGS
from indipyterm.web.idempotency import once
from indipyterm.web.restoring import RunningRestore, comparison_json
from indipyterm.web.roles import Role, Route
from indipyterm.web.sending import consent_of, response_to, sending_of
from indipyterm.web.site import Site, site_of
from indipyterm.web.vector_json import Json
from indipyterm.workspace.restoring import Restoring, Stage
from indipyterm.workspace.saved_settings import FAULTS, reason_of, settings_as_text
from indipyterm.workspace.submission import NeedsConsent, Refused

_UNQUOTABLE = re.compile(r"[^A-Za-z0-9._+-]+")
_LONGEST_NAME = 200


async def settings_file(http: HttpRequest) -> Response:
    """The settings of all devices of a server, as a file."""
    site, server = site_of(http), query_text(http, "s")
    _check_connected(site, server)
    try:
        text = await settings_as_text(site.workspace.servers[server].client)
    except FAULTS as fault:
        raise HTTPException(409, f"Not saved: {printable(reason_of(fault))}") from None
    wanted = http.query_params.get("name") or f"{server}-{site.workspace.now():%Y-%m-%d}.toml"
    name = _UNQUOTABLE.sub("_", wanted)[:_LONGEST_NAME]
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(text, media_type="application/toml", headers=headers)


async def compare(http: HttpRequest) -> Response:
    """What differs now from the settings in a file, which is what would be sent."""
    restoring = await _compared(site_of(http), await json_body(http, LARGEST_SETTINGS))
    return JSONResponse(_seen(restoring))


@once
async def restore(http: HttpRequest) -> Response:
    """Begin to put the settings in a file back, if what would be sent is still what was shown."""
    site, body = site_of(http), await json_body(http, LARGEST_SETTINGS)
    restoring = await _compared(site, body, wait=False)
    shown, requests = _seen(restoring), restoring.requests()
    if text_of(body, "seen") != shown["seen"]:
        return JSONResponse({"error": "Something changed meanwhile: look again", "shown": shown}, 409)
    if not requests:
        raise HTTPException(409, "There is nothing to send")
    permission, server = site.workspace.permission, restoring.server
    if why := permission.why_not(requests[0].key):
        return response_to(site, Refused(why, requests[0].key), ())
    if (question := permission.question(requests)) and question != consent_of(body):
        return response_to(site, NeedsConsent(question), ())
    before = site.restorings.get(server)
    if before and before.running:
        raise HTTPException(409, f"{before.user} is putting back {printable(before.file)}: wait, or stop that first")
    file, user = text_of(body, "name", "")[:_LONGEST_NAME], sending_of(http, body).user
    run = site.restorings[server] = RunningRestore(restoring, file, user)
    return JSONResponse(run.as_json(), 202)


async def last_restore(http: HttpRequest) -> Response:
    """How far the last run on a server is; an empty object if there was none."""
    run = site_of(http).restorings.get(query_text(http, "s"))
    return JSONResponse(run.as_json() if run else {})


async def stop(http: HttpRequest) -> Response:
    """Send no more of what is being put back on a server."""
    site, server = site_of(http), text_of(await json_body(http), "server")
    if not site.stop_restoring(server):
        raise HTTPException(409, "Nothing is being put back")
    return JSONResponse({}, 202)


async def _compared(site: Site, body: Json, *, wait: bool = True) -> Restoring:
    """Compare with the file in a body; what is not there is waited for, unless that was done before."""
    server, text = text_of(body, "server"), text_of(body, "text")
    _check_connected(site, server)
    try:
        settings = await asyncio.to_thread(loads, text)
    except BadFile as error:
        raise HTTPException(422, printable(f"This file cannot be read: {error}")) from None
    restoring = Restoring(site.workspace, server, settings)
    if wait:
        await restoring.compare()
    else:
        restoring.stage = Stage.COMPARED
        restoring.compare_again()
    return restoring


def _seen(restoring: Restoring) -> Json:
    """What differs, with a name for just that."""
    shown = comparison_json(restoring)
    return {**shown, "seen": hashlib.sha256(json.dumps(shown).encode()).hexdigest()}


def _check_connected(site: Site, server: str) -> None:
    if not site.workspace.servers.live(server):
        raise HTTPException(409, f"{printable(server)} is not connected")


ROUTES = (
    Route("/saved-file", settings_file, Role.VIEWER),
    Route("/saved-restoring", last_restore, Role.VIEWER),
    Route("/saved-compare", compare, Role.OPERATOR, ("POST",)),
    Route("/saved-restore", restore, Role.OPERATOR, ("POST",)),
    Route("/saved-stop", stop, Role.OPERATOR, ("POST",)),
)
