"""What changes an instrument: sending values, ABORT, connecting, the verbs of the palette, BLOBs.

A page never repeats any of this by itself; what was shown is what is sent.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from indipyterm.presentation.edit import typed_text
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import Kind
from indipyterm.web.answers import Sending
from indipyterm.web.bodies import device_key_of, json_body, text_of, texts_of, vector_key_of
from indipyterm.web.errors import wants_page
from indipyterm.web.idempotency import once
from indipyterm.web.rendering import page
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import Site, site_of, user_of
from indipyterm.web.vector_json import Json
from indipyterm.workspace.submission import NeedsConsent, Outcome, Question, Refused, Request


@once
async def send(http: HttpRequest) -> Response:
    """Send values to a vector, as they were typed."""
    site, body = site_of(http), await json_body(http)
    key, typed = vector_key_of(body), texts_of(body, "values")
    vector = site.workspace.servers.vector(key)
    if vector and vector.kind is Kind.BLOB:
        raise HTTPException(422, "a BLOB is sent as a file")
    seen = body.get("defined")
    if isinstance(seen, int) and not site.hub.is_as_seen(key, seen):
        raise HTTPException(409, "This property was redefined: look again")
    values: dict[str, str] = {}
    for name, text in typed.items():
        if vector is None or vector.kind is Kind.SWITCH:
            values[name] = text
            continue
        meant = typed_text(vector, name, text, site.workspace.servers.device(key.owner))
        if meant.fault:
            return JSONResponse({"error": meant.fault, "member": name}, 422)
        values[name] = meant.value
    return await submit(site, sending_of(http, body), [Request(key, values)], consent_of(body))


async def abort(http: HttpRequest) -> Response:
    """Stop everything on a device, or on all of them, at once and without asking; settings that are put back, too.

    With `running` in place of `device`: what runs there, or where nothing does, what runs anywhere.
    """
    site, is_form = site_of(http), wants_page(http.scope)
    body = {} if is_form else await json_body(http)
    sending, device, shown = sending_of(http, body), device_key_of(body), device_key_of(body, "running")
    site.stop_restoring(device.server if device else None)

    async def submit_all(requests: Sequence[Request]) -> Outcome:
        question = site.workspace.permission.question(requests)
        outcome, _ = await site.answers.submit(sending, requests, consent=question, independent=True)
        return outcome

    report = await site.workspace.abort(
        device or shown, everything=not (device or shown), only=device is not None, submit=submit_all
    )
    stopped, status = [one.title for one in report.stopped], 202 if report.stopped or not report.failed else 503
    if is_form:
        return page(http.scope, "aborted.html", status, stopped=stopped, failed=report.failed)
    return JSONResponse({"stopped": stopped, "not": list(report.failed), "text": report.text}, status)


@once
async def connect(http: HttpRequest) -> Response:
    """Connect a device to its hardware, or all of them."""
    site, body = site_of(http), await json_body(http)
    device, servers = device_key_of(body), site.workspace.servers
    requests = site.workspace.connect_requests([device] if device else servers.devices())
    if not requests:
        what = "This device is" if device else "All devices are"
        return JSONResponse({"error": f"{what} connected already, or cannot be"}, 409)
    return await submit(site, sending_of(http, body), requests, consent_of(body), independent=True)


async def wanted_blobs(http: HttpRequest) -> Response:
    """Have the BLOBs of a property sent, or not."""
    site, body = site_of(http), await json_body(http)
    key, on = vector_key_of(body), body.get("on")
    if not isinstance(on, bool):
        raise HTTPException(400, "on has to be true or false")
    if site.workspace.servers.vector(key) is None:
        raise HTTPException(409, f"{printable(key.vector)} is not there")
    site.workspace.set_blobs_wanted(key, on)
    return JSONResponse({}, 202)


async def submit(
    site: Site, sending: Sending, requests: Sequence[Request], consent: Question | None, *, independent: bool = False
) -> Response:
    """Submit requests, and return the response that says what became of them."""
    outcome, numbers = await site.answers.submit(sending, requests, consent=consent, independent=independent)
    return response_to(site, outcome, numbers, [request.key for request in requests])


def response_to(site: Site, outcome: Outcome, numbers: Sequence[int], keys: Sequence[VectorKey] = ()) -> Response:
    """What a browser gets for the outcome of sending to the vectors `keys`."""
    match outcome:
        case NeedsConsent(question):
            return JSONResponse({"question": {"title": question.title, "details": question.details}}, 428)
        case Refused(why, key):
            status = 409 if key is None or site.workspace.servers.live(key.server) else 503
            return JSONResponse({"error": printable(why), "ids": list(numbers)}, status)
        case _:
            sent = {"id": numbers[0] if numbers else None, "ids": list(numbers), "keys": list(map(list, keys))}
            return JSONResponse(sent, 202)


def consent_of(body: Json) -> Question | None:
    """The question that somebody agreed to."""
    match body.get("consent"):
        case None:
            return None
        case {"title": str(title), "details": str(details)}:
            return Question(title, details)
    raise HTTPException(400, "consent has to be the question as it was asked")


def sending_of(http: HttpRequest, body: Json) -> Sending:
    """Who sends: the page that the body names, and who is logged in."""
    return Sending(text_of(body, "page", ""), user_of(http).display_name)


ROUTES = (
    Route("/send", send, Role.OPERATOR, ("POST",)),
    Route("/abort", abort, Role.OPERATOR, ("POST",)),
    Route("/connect", connect, Role.OPERATOR, ("POST",)),
    Route("/blobs", wanted_blobs, Role.OPERATOR, ("POST",)),
)
