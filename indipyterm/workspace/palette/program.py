"""Verbs for the program itself: the folder of BLOBs, the theme, the server."""

from __future__ import annotations

import re
from functools import partial

from indipyterm.client.hosts import DEFAULT_PORT, LOCAL, TCP, host_and_port, server_name
from indipyterm.presentation.activities import device_activities
from indipyterm.workspace.palette.actions import (
    Candidate,
    ConnectServer,
    DisconnectServer,
    ReconnectServer,
    SetBlobFolder,
    SetTheme,
)
from indipyterm.workspace.palette.text_folding import are_word_prefixes, folded
from indipyterm.workspace.palette.verb import PaletteContext, Verb

_OF_REPLAY = "a replay has servers of its own, and never connects to another"
_HOST = re.compile(
    r"(?:\[(?P<bracketed>[^\s\[\]]+)\]|(?P<six>[^\s\[\]]*:[^\s\[\]]*:[^\s\[\]]*)|(?P<name>[^\s\[\]:]+))"
    r"(?:(?::|\s+)(?P<port>\S*))?"
)


def blob_folder(context: PaletteContext, text: str) -> list[Candidate]:
    """Set the folder that BLOBs are saved in; without a text the user is asked for it."""
    if not text:
        action = SetBlobFolder(None)
        return [Candidate("BLOB folder", None, "choose where BLOBs are saved", "asks for it", action, "blob folder ")]
    action = SetBlobFolder(text)
    return [
        Candidate(f"BLOB folder {text}", None, "save BLOBs there", f"BLOBs to {text}", action, f"blob folder {text}")
    ]


def theme(context: PaletteContext, text: str) -> list[Candidate]:
    """Change the colours."""
    place = folded(text)
    starts = [name for name in context.themes if folded(name).startswith(place)]
    names = starts + [name for name in context.themes if name not in starts and place in folded(name)]
    if not names and context.themes:
        return [Candidate(f"Theme {text}", None, f"no theme is called {text!r}", completion="theme ", invalid=True)]
    return [
        Candidate(f"Theme {name}", None, "", f"colours of {name}", SetTheme(name), f"theme {name}") for name in names
    ]


def host(context: PaletteContext, text: str) -> list[Candidate]:
    """Connect to a server."""
    if context.replay:
        return [Candidate(f"Host {text}".strip(), None, _OF_REPLAY, completion="host ", invalid=True)]
    if not text:
        now = ", ".join(server.name for server in context.servers)
        return [Candidate("Host HOST or HOST:PORT", None, f"a host is missing; now: {now}", completion="host ")]
    title, words = f"Host {text}", f"host {text}"
    if text.startswith((LOCAL, TCP)):
        return [_special_host(text, title, words)]
    found = _HOST.fullmatch(text)
    if found is None:
        return [Candidate(title, None, "type HOST or HOST:PORT", completion=words, invalid=True)]
    port, name = found["port"] or str(DEFAULT_PORT), found["bracketed"] or found["six"] or found["name"]
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        return [Candidate(title, None, f"{port!r} is not a port (1 to 65535)", completion=words, invalid=True)]
    action = ConnectServer(name, int(port))
    return [Candidate(title, None, "", f"connect to {server_name(name, int(port))}", action, words)]


def _special_host(text: str, title: str, words: str) -> Candidate:
    """Connect to a local socket, or by TCP only."""
    try:
        address = host_and_port(text)
    except ValueError as error:
        return Candidate(title, None, str(error), completion=words, invalid=True)
    return Candidate(title, None, "", f"connect to {server_name(*address)}", ConnectServer(*address), words)


def server(on: bool, context: PaletteContext, text: str) -> list[Candidate]:
    """Disconnect from a server, or connect again; what runs there goes on without anybody who watches it."""
    if context.replay:
        return [Candidate("Server", None, _OF_REPLAY, invalid=True)]
    found = []
    for one in context.servers:
        if one.held is not on or not are_word_prefixes(text, one.name):
            continue
        title = f"{'Connect to' if on else 'Disconnect from'} {one.name}"
        words = f"server {'on' if on else 'off'} {one.name}"
        action = ReconnectServer(one.name) if on else DisconnectServer(one.name)
        running = [] if on else _running(context, one.name)
        warning = f"It goes on without you: {', '.join(running)}" if running else ""
        found.append(Candidate(title, None, "", title.lower(), action, words, warning=warning))
    nothing = "no server was disconnected here" if on else "every server is disconnected already"
    return found or [Candidate(f"Server {'on' if on else 'off'}", None, nothing, invalid=True)]


def _running(context: PaletteContext, server: str) -> list[str]:
    devices = ((key, context.servers.device(key)) for key in context.servers.devices() if key.server == server)
    return [f"{key.device} {one.name}" for key, device in devices if device for one in device_activities(device)]


VERBS = (
    Verb("server off", "[HOST]", "disconnect from a server; what is known of it stays", partial(server, False)),
    Verb("server on", "[HOST]", "connect again to a server that was disconnected", partial(server, True)),
    Verb("blob folder", "[PATH]", "where BLOBs are saved", blob_folder),
    Verb("theme", "NAME", "other colours", theme, choose=True),
    Verb("host", "HOST[:PORT]", "connect to a server", host),
)
