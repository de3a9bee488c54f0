"""The settings and the backup, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts.settings import Settings, read_folder, read_host, read_port, read_servers
from indipyterm.web.pages.acting import FormPage
from indipyterm.web.pages.forms import Form
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of
from indipyterm.workspace.clock import utc_now


async def settings(request: Request) -> Response:
    """The page of the settings."""
    return await _SETTINGS(request)


async def backup(request: Request) -> Response:
    """A copy of the database."""
    data = await site_of(request).accounts.backup()
    name = f"indipyweb-{utc_now():%Y-%m-%d}.db"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type="application/vnd.sqlite3", headers=headers)


async def _change(request: Request, form: Form) -> None:
    typed = form.lines("servers"), form.text("host"), form.text("port"), form.text("blob_folder")
    if form.faults:
        return
    reads = (read_servers, read_host, read_port, read_folder)
    found: list[Any] = []
    for read, text in zip(reads, typed, strict=True):
        try:
            found.append(read(text))
        except NotAccepted as error:
            form.fail(error.field, error.reason)
    if not form.faults:
        servers, host, port, folder = found
        kept = site_of(request).accounts.settings
        if kept.servers is None and typed[0].split() == _servers(request).split():
            servers = None  # those of the command line or the configuration are not set here
        if folder == _folder(request):
            folder = kept.blob_folder
        new = Settings(servers, host, port, folder, form.checked("anyone_may_look"))
        await site_of(request).accounts.change_settings(new)


def _context(request: Request) -> Mapping[str, Any]:
    site = site_of(request)
    return {
        "settings": site.accounts.settings,
        "options": site.options,
        "servers": _servers(request),
        "now": [server.name for server in site.workspace.servers],
        "folder": _folder(request),
    }


def _folder(request: Request) -> str:
    """Where files are saved now, also where the command line said so: what is kept unchanged changes nothing."""
    site = site_of(request)
    return str(site.workspace.transfers.folder or site.accounts.settings.blob_folder)


def _servers(request: Request) -> str:
    """The servers, a line each: those that were set here, else those of the live session, if nobody typed these."""
    site = site_of(request)
    kept = site.accounts.settings.servers
    if kept is None:
        kept = () if site.options.servers_given else tuple(server.name for server in site.workspace.servers)
    return "\n".join(kept)


_SETTINGS = FormPage("settings.html", {"settings": _change}, {"settings": "The settings are kept."}, _context)

ROUTES = (
    Route("/settings", settings, Role.ADMIN, ("GET", "POST")),
    Route("/backup", backup, Role.ADMIN),
)
