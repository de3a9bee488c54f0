"""Verbs for settings in files: keep them, look what differs, put them back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from indipyterm.workspace.palette.actions import Action, Candidate, CompareSettings, SaveSettings
from indipyterm.workspace.palette.verb import PaletteContext, Verb


def _with_file(
    verb: str, action: Callable[[str, str], Action], what: str, context: PaletteContext, text: str
) -> list[Candidate]:
    """Doing something with a file, for each server that there is a connection to: that of the device shown first."""
    servers = [server.name for server in context.servers if server.connected]
    servers.sort(key=lambda name: context.shown is None or name != context.shown.server)
    if servers and not text:
        return [Candidate(f"{verb} FILE", None, "a file is missing", completion=f"{verb.lower()} ")]
    return [
        Candidate(
            f"{verb} {text}",
            detail=server,
            sends=what.format(server=server, file=text),
            action=action(server, text),
            completion=f"{verb.lower()} {text}",
        )
        for server in servers
    ]


_SHOWN = "what differs on {server} from {file} is shown before anything is sent"

VERBS = (
    Verb(
        "save",
        "FILE",
        "keep the settings of all devices in a file",
        partial(_with_file, "Save", SaveSettings, "settings of all devices of {server} into {file}"),
    ),
    Verb(
        "diff",
        "FILE",
        "what differs from the settings in a file",
        partial(_with_file, "Diff", CompareSettings, _SHOWN),
    ),
    Verb(
        "restore",
        "FILE",
        "put the settings in a file back",
        partial(_with_file, "Restore", CompareSettings, _SHOWN),
    ),
)
