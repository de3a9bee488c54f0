"""What pages ask for about single properties: details, what an editor begins with, what typed text means."""

from __future__ import annotations

from collections import Counter

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from indipyterm.client.hosts import TCP
from indipyterm.model.members import BlobMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.edit import original_text, sent_unchanged, typed_text
from indipyterm.presentation.facts import EMPTY_LINE, property_facts, purpose
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable, size_text
from indipyterm.protocol.messages import Kind
from indipyterm.web.bodies import query_key, query_text
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import Site, site_of
from indipyterm.workspace.shell_command import shell_command

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


async def meaning(request: Request) -> Response:
    """What a typed text means for a member, and its fault."""
    key, vector = _found(site_of(request), request)
    device = site_of(request).workspace.servers.device(key.owner)
    meant = typed_text(vector, query_text(request, "m"), query_text(request, "text"), device)
    return JSONResponse({"value": meant.value, "meaning": meant.meaning, "fault": meant.fault})


async def editor(request: Request) -> Response:
    """The texts that the fields of an editor begin with, what is sent as it is, and the values before the last send."""
    key, vector = _found(site_of(request), request)
    starts = [original_text(vector, member) for member in vector.members.values()]
    previous = site_of(request).workspace.values_before(key)
    found = {"starts": starts, "unchanged": sent_unchanged(vector)}
    return JSONResponse({**found, "previous": None if previous is None else dict(previous)})


async def command(request: Request) -> Response:
    """The command for a shell that sets a property to its values, or to the switch `m`; or that reads it."""
    workspace = site_of(request).workspace
    key, vector = _found(site_of(request), request)
    client = workspace.servers.client(key)
    host = client.host.removeprefix(TCP)  # which is for the machine of the server only
    if host in _THIS_MACHINE and request.url.hostname not in (None, *_THIS_MACHINE):
        host = request.url.hostname or host  # as the browser's machine calls this one
    return JSONResponse({"command": shell_command(host, client.port, vector, request.query_params.get("m"))})


async def details(request: Request) -> Response:
    """Everything that is known of a property."""
    key, vector = _found(site_of(request), request)
    facts = purpose(key.vector), EMPTY_LINE, *property_facts(vector, site_of(request).workspace.now())
    shown = [{"name": fact.name, "pieces": [list(piece) for piece in fact.pieces]} for fact in facts]
    return JSONResponse({"facts": shown})


async def blob_list(request: Request) -> Response:
    """The properties that send BLOBs: whether they are wanted, and what came last."""
    workspace = site_of(request).workspace
    rows = [(key, one) for key, one in workspace.servers.vectors() if one.kind is Kind.BLOB and one.readable]
    labels = Counter((key.owner, one.label) for key, one in rows)
    found = [
        {
            "key": list(key),
            "title": f"{printable(workspace.servers.device_title(key.owner))} › {printable(vector.label)}"
            + (f" ({printable(key.vector)})" if labels[key.owner, vector.label] > 1 else ""),
            "wanted": workspace.transfers.wanted(key),
            "text": _last_blob(vector),
        }
        for key, vector in rows
    ]
    return JSONResponse(found)


def _last_blob(vector: Vector) -> str:
    sizes = [member.size for member in vector.members.values() if isinstance(member, BlobMember) and member.size]
    return f"{size_text(sum(sizes))} {vector.timestamp:%H:%M:%S}" if sizes and vector.timestamp else "none yet"


def _found(site: Site, request: Request) -> tuple[VectorKey, Vector]:
    key = query_key(request)
    if vector := site.workspace.servers.vector(key):
        return key, vector
    raise HTTPException(409, f"{printable(key.device)} has no {printable(key.vector)} now")


ROUTES = (
    Route("/meaning", meaning, Role.VIEWER),
    Route("/editor", editor, Role.VIEWER),
    Route("/command", command, Role.VIEWER),
    Route("/details", details, Role.VIEWER),
    Route("/blob-list", blob_list, Role.VIEWER),
)
