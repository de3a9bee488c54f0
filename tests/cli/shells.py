"""Real shells on a terminal of their own, in which the program's completion is loaded."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import sys
import termios
from collections.abc import AsyncIterator
from pathlib import Path

from tests.cli.program import PATIENCE, ROOT

COMMANDS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], 'eval "$(indipyterm --completion bash)"'),
    "zsh": (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; source <(indipyterm --completion zsh)'),
    "fish": (["fish", "--no-config", "-i"], "indipyterm --completion fish | source"),
}  # fmt: skip
"""How to start each shell without anybody's settings, and how it loads the completion: as docs/commands.md says."""

# Completing, and printing a completion script, is done by the program; else the words that the shell made are told.
_PROGRAM = """#!/bin/sh
if [ -n "$_ARGCOMPLETE" ] || [ "$1" = --completion ]; then exec {python} -m indipyterm "$@"; fi
exec {python} -c 'import json, sys; print("WORDS", json.dumps(sys.argv[1:]), "END")' "$@"
"""


class Shell:
    """A shell; what it writes is read as it comes."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._text = ""
        self._news = asyncio.Event()
        asyncio.get_running_loop().add_reader(descriptor, self._read)

    def _read(self) -> None:
        try:
            self._text += os.read(self._descriptor, 1 << 16).decode(errors="replace")
        except OSError:  # it has ended
            asyncio.get_running_loop().remove_reader(self._descriptor)
        self._news.set()

    async def words(self, typed: str) -> list[str]:
        """Type something, a Tab being in it, and Enter: the words that the program would have been given."""
        self._text = ""
        os.write(self._descriptor, typed.encode() + b"\r")
        try:
            async with asyncio.timeout(PATIENCE):
                while (found := re.search(r"WORDS (\[.*\]) END", self._text)) is None:
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"nothing came of {typed!r} but {self._text!r}") from None
        words: list[str] = json.loads(found[1])
        return words


@contextlib.asynccontextmanager
async def shell(name: str, folder: Path) -> AsyncIterator[Shell]:
    """Start a shell that has the completion loaded; `folder` is its home, and has the program."""
    program = folder / "indipyterm"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    command, load = COMMANDS[name]
    descriptor, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 1000, 0, 0))
    process = await asyncio.create_subprocess_exec(
        *("setsid", "--ctty", *command),  # a session of its own, with this terminal
        cwd=ROOT,
        env={**os.environ, "HOME": str(folder), "PATH": f"{folder}:{os.environ['PATH']}", "TERM": "dumb", "PS1": "$ "},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    opened = Shell(descriptor)
    try:
        assert await opened.words(f"{load}; indipyterm loaded") == ["loaded"]
        yield opened
    finally:
        asyncio.get_running_loop().remove_reader(descriptor)
        os.close(descriptor)  # the end of the terminal is the end of the shell
        async with asyncio.timeout(PATIENCE):
            await process.wait()
