"""Completion in shells: the script that a shell loads, and the answers to its requests.

At each Tab the shell runs the program, which asks the server for the names of devices and properties; argcomplete
handles the protocol of each shell.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import argcomplete
from argcomplete.completers import DirectoriesCompleter
from argcomplete.shell_integration import shellcode

from indipyterm.cli.name_completion import (
    complete_assignment,
    complete_camera,
    complete_device,
    complete_expression,
    complete_filter,
    complete_pattern,
    complete_wheel,
)
from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, by_tcp, host_and_port
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.session import connect
from indipyterm.exceptions import NoServer
from indipyterm.model.catalog import Catalog

PATIENCE = 0.5
"""Seconds to wait for a server's definitions; those that arrive in time are offered."""

_NO_BLANK_AFTER = "[=/:]", "[=/:.]"
"""The characters after which argcomplete's script adds no blank, and ours with a dot: names continue after it."""

# argcomplete's own script for zsh loses the opening quote of a word. This one removes the quotes, and zsh quotes the
# completions as needed, as fish does.
_ZSH = r"""#compdef PROGRAM
_indipyterm() {
    local word=$PREFIX found
    [[ -n $QIPREFIX ]] || word=${(Q)PREFIX}
    local line="${(j: :)${(@q)${(@Q)words[1,CURRENT-1]}}} ${word:+${(q)word}}"
    found=("${(@f)$(_ARGCOMPLETE=1 _ARGCOMPLETE_SHELL=fish _ARGCOMPLETE_IFS=$'\n' _ARGCOMPLETE_SUPPRESS_SPACE=1 \
        COMP_LINE=$line COMP_POINT=${#line} COMP_TYPE= ${(Q)words[1]} 8>&1 9>/dev/null 1>/dev/null 2>&1 </dev/null)}")
    compadd -S '' -- ${(M)found:#*[=/:.]}
    compadd -- ${found:#*[=/:.]}
    (( compstate[nmatches] ))
}
compdef _indipyterm PROGRAM
"""

NameCompletion = Callable[[Catalog, str], Iterable[str]]


def script(shell: str, program: str = "indipyterm") -> str:
    """Return the script for one of `parser.SHELLS` to complete command lines of the program."""
    if shell == "zsh":
        return _ZSH.replace("PROGRAM", program)
    return shellcode([program], shell=shell).replace(*_NO_BLANK_AFTER)


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell's request for completions and exit; return if there is no request."""
    for action in _actions(parser):
        completer = _COMPLETERS.get(action.dest)
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]  # argcomplete reads this attribute
    argcomplete.autocomplete(parser, always_complete_options=False)


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    """Yield the arguments of the program and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)


def _server_completer(complete_names: NameCompletion) -> Callable[..., list[str]]:
    """Return a completer for names that are defined by the server on the command line."""

    def completer(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
        hosts = parsed_args.host if isinstance(parsed_args.host, list) else [parsed_args.host or DEFAULT_HOST]
        try:
            host = by_tcp(hosts[-1]) if getattr(parsed_args, "tcp", False) else hosts[-1]
            server = host_and_port(host, parsed_args.port or DEFAULT_PORT)
        except ValueError:
            return []
        return list(complete_names(asyncio.run(_fetch_catalog(*server)), prefix))

    return completer


def _no_completions(**_: Any) -> list[str]:
    """Offer nothing, not even file names."""
    return []


async def _fetch_catalog(host: str, port: int) -> Catalog:
    """Return what a server defines within `PATIENCE`."""
    catalog = Catalog()
    with suppress(TimeoutError, NoServer):
        async with asyncio.timeout(PATIENCE), connect(host, port) as session:
            catalog = session.catalog
            await await_definitions(session)
    return catalog


_COMPLETERS: dict[str, Callable[..., Any]] = {
    "patterns": _server_completer(complete_pattern),
    "assignments": _server_completer(complete_assignment),
    "devices": _server_completer(complete_device),
    "expression": _server_completer(complete_expression),
    "camera": _server_completer(complete_camera),
    "wheel": _server_completer(complete_wheel),
    "filters": _server_completer(complete_filter),
    "blobfolder": DirectoriesCompleter(),
    "folder": DirectoriesCompleter(),
    **dict.fromkeys(("host", "port", "timeout", "theme", "speed", "at", "series", "delay", "retries"), _no_completions),
}
"""Completers by the argument's ``dest``; all other arguments are completed as file names."""
