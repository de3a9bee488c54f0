"""Completing command lines in a shell: the script that it loads, and what is completed at each Tab.

The shell runs the program itself, which asks the server for the names of devices and properties; argcomplete knows how
each shell wants to be asked and answered.
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

from indipyterm.cli.candidates import assignments, expressions, patterns
from indipyterm.client.hosts import DEFAULT_HOST, DEFAULT_PORT, host_and_port
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.session import connect
from indipyterm.exceptions import NoServer
from indipyterm.model.catalog import Catalog

PATIENCE = 0.5
"""Seconds in which a server must tell what there is; what it told by then is offered."""

_GOES_ON = "[=/:]", "[=/:.]"
"""The ends of words after which argcomplete's script adds no blank; a name goes on behind a dot, too."""

# argcomplete's own script for zsh loses the quote that a word was begun with. This one takes the quotes off, and zsh
# puts those that are needed around what it is given, as fish does.
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

Candidates = Callable[[Catalog, str], Iterable[str]]


def script(shell: str, program: str = "indipyterm") -> str:
    """The text to be loaded by one of `cli.SHELLS`, so that it completes command lines of the program."""
    if shell == "zsh":
        return _ZSH.replace("PROGRAM", program)
    return shellcode([program], shell=shell).replace(*_GOES_ON)


def complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks for completions, and end the program; come back where none does."""
    for action in _actions(parser):
        completer = _COMPLETERS.get(action.dest)
        if completer is not None:
            action.completer = completer  # type: ignore[attr-defined]  # where argcomplete looks for it
    argcomplete.autocomplete(parser, always_complete_options=False)


def _actions(parser: argparse.ArgumentParser) -> Iterable[argparse.Action]:
    """The arguments of the program and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _actions(command)


def _from_server(candidates: Candidates) -> Callable[..., list[str]]:
    """Make a completer of the names that the server of the command line knows."""

    def completer(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
        hosts = parsed_args.host if isinstance(parsed_args.host, list) else [parsed_args.host or DEFAULT_HOST]
        try:
            server = host_and_port(hosts[-1], parsed_args.port or DEFAULT_PORT)
        except ValueError:
            return []
        return list(candidates(asyncio.run(_known(*server)), prefix))

    return completer


def _nothing(**_: Any) -> list[str]:
    """Complete what nobody can know."""
    return []


async def _known(host: str, port: int) -> Catalog:
    """What a server tells in a moment."""
    catalog = Catalog()
    with suppress(TimeoutError, NoServer):
        async with asyncio.timeout(PATIENCE), connect(host, port) as session:
            catalog = session.catalog
            await await_definitions(session)
    return catalog


_COMPLETERS: dict[str, Callable[..., Any]] = {
    "patterns": _from_server(patterns),
    "assignments": _from_server(assignments),
    "expression": _from_server(expressions),
    "blobfolder": DirectoriesCompleter(),
    **dict.fromkeys(("host", "port", "timeout", "theme", "speed", "at"), _nothing),
}
"""How to complete what, by the name that the option has when it is parsed; files where nothing else is said."""
