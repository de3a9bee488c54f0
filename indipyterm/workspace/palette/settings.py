"""Verbs for settings in files: save, compare and restore them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from indipyterm.workspace.palette.actions import Action, Candidate, CompareSettings, SaveSettings
from indipyterm.workspace.palette.verb import PaletteContext, Verb


def _with_file(
    verb: str, action: Callable[[str, str], Action], what: str, context: PaletteContext, text: str
) -> list[Candidate]:
    """A candidate for each connected server, that of the device shown first."""
    servers = [server.name for server in context.servers if server.connected]
    servers.sort(key=lambda name: context.shown is None or name != context.shown.server)
    if servers and not text:
        return [Candidate(f"{verb} FILE", None, "a file is missing", completion=f"{verb.lower()} ")]
    return [
        Candidate(
            f"{verb} {text}",
            detail=server,
            effect=what.format(server=server, file=text),
            action=action(server, text),
            completion=f"{verb.lower()} {text}",
        )
        for server in servers
    ]


_SHOWN = "the differences between {server} and {file} are shown before anything is sent"

VERBS = (
    Verb(
        "save",
        "FILE",
        "save the settings of all devices in a file",
        partial(_with_file, "Save", SaveSettings, "settings of all devices of {server} into {file}"),
    ),
    Verb(
        "diff",
        "FILE",
        "show what differs from the settings in a file",
        partial(_with_file, "Diff", CompareSettings, _SHOWN),
    ),
    Verb(
        "restore",
        "FILE",
        "restore the settings in a file",
        partial(_with_file, "Restore", CompareSettings, _SHOWN),
    ),
)
