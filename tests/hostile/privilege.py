"""Privilege: nothing from the network or the settings is run, and nothing is written outside the chosen folder."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import quoteattr

from indipyterm.client.hosts import host_and_port
from indipyterm.workspace.config import load_config
from indipyterm.workspace.log_file import LogFile
from indipyterm.workspace.state import LastRun, load_state, save_state
from tests.hostile.audit import audited
from tests.hostile.blobs import blob, defined, one
from tests.hostile.case import Case
from tests.hostile.presentation import WORST, everywhere
from tests.hostile.program import Program
from tests.hostile.stage import World
from tests.hostile.victim import VICTIM

FAMILY = "Privilege"

COMMANDS = ["$(touch evil)", "`touch evil`", "; touch evil", "| touch evil", "&& touch evil", "\ntouch evil\n"]
EVALS = ["__import__('os').system('touch evil')", "{0.__class__.__mro__}", "%(x)s", "!touch evil", "file:///etc/passwd"]


@contextmanager
def umask(mask: int) -> Iterator[None]:
    """For a while, files are created without these permissions."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    """The permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def says(what: str, text: bytes) -> Case[World]:
    """The server says something that a careless client would act on."""

    async def attack(world: World) -> None:
        with audited(world.place):
            world.server.send(text)
            await world.beat()
            await world.settled()
        for path in world.folder.iterdir():
            path.unlink()
        world.server.send(
            b"".join(
                f"<delProperty device={quoteattr(name)}/>".encode()
                for name in world.client.catalog.devices
                if name != "Sentinel"
            )
            + VICTIM
        )

    return Case(what, attack)


def _blob_mask(mask: int) -> Case[World]:
    async def attack(world: World) -> None:
        with umask(mask):
            world.server.send(defined("E") + blob(one(name="E"), vector="EXTRA"))
            await world.settled()
        (file,) = world.folder.iterdir()
        assert mode(file) == 0o666 & ~mask, oct(mode(file))

    return Case(f"a BLOB with the umask {mask:03o}", attack, {"EXTRA": "BLOB"}, saved=[b"abc"])


CASES: list[Case[World]] = [
    *(_blob_mask(mask) for mask in (0o002, 0o022, 0o027, 0o077)),
    *(says(f"a device called {text!r}", defined("IMG", text) + blob(one(), vector="EXTRA", device=text)) for text in COMMANDS + EVALS),
    *(says(f"{text!r} everywhere", everywhere(text)) for text in (*COMMANDS[:2], *EVALS, WORST)),
    says("a DOCTYPE that fetches", b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">'),
    says("an entity that reads", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><message message="&e;"/>'),
    says("a style sheet that fetches", b'<?xml-stylesheet href="http://127.0.0.1:9/evil.xsl"?>'),
    says("an inclusion", b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    says("a BLOB that is a program", defined("E") + blob(one(b"#!/bin/sh\ntouch evil\n", "E", ".sh"), vector="EXTRA")),
    says("a BLOB that is a pickle", defined("E") + blob(one(b"cos\nsystem\n(S'touch evil'\ntR.", "E", ".pkl"), vector="EXTRA")),
]  # fmt: skip


# Settings and state: in files, without a server


def _settings(what: str, text: str) -> Case[Path]:
    async def attack(place: Path) -> None:
        file = place / "config.toml"
        file.write_text(text)
        with audited(place):
            config, _ = load_config(file)
            for host in config.hosts:
                host_and_port(host)

    return Case(f"settings: {what}", attack)


def _state(what: str, text: str) -> Case[Path]:
    async def attack(place: Path) -> None:
        file = place / "state.json"
        file.write_text(text)
        with audited(place):
            load_state(file)

    return Case(f"state: {what}", attack)


def _masked(what: str, write: Callable[[Path], object]) -> list[Case[Path]]:
    def case(mask: int) -> Case[Path]:
        async def attack(place: Path) -> None:
            with umask(mask):
                write(place / "file")
            assert mode(place / "file") == 0o666 & ~mask

        return Case(f"{what} with the umask {mask:03o}", attack)

    return [case(0o022), case(0o077)]


def _log(path: Path) -> None:
    log = LogFile(path)
    assert log.write("a line") is None
    log.close()


async def _folders(place: Path) -> None:
    """The folder of the state is for its user only, whatever the umask."""
    with umask(0):
        assert save_state(place / "new" / "state.json", LastRun()) is None
    assert mode(place / "new") == 0o700


async def _log_through_a_link(place: Path) -> None:
    """A user may have the log in another place: it goes where the link leads, and nowhere else."""
    (place / "real").mkdir()
    (place / "log").symlink_to(place / "real" / "log")
    with audited(place):
        _log(place / "log")
    assert (place / "real" / "log").read_text() == "a line\n"


ALONE: list[Case[Path]] = [
    *(_settings(f"hosts = {text!r}", f"hosts = [{text!r}]") for text in COMMANDS[:4]),
    *(_settings(f"{name} = {text!r}", f'{name} = "{text}"') for name in ("blobfolder", "log", "theme") for text in ("$(touch evil)", "|touch evil", "../../../evil")),
    *(_settings(f"a key that does {text}", f'[keymap]\n"app.quit" = "{text}"') for text in EVALS),
    _settings("a binding called as an action", '[keymap]\n"app.run_action(\'quit\')" = "q"\n"__class__" = "x"'),
    _settings("a pattern without end", 'confirm = ["' + "*a" * 20_000 + '"]'),
    *(_state(f"hosts = {text!r}", f'{{"hosts": ["{text}"]}}') for text in ("$(touch evil)", "; touch evil")),
    _state("a folder elsewhere", '{"blobfolder": "../../../../etc"}'),
    _state("a theme that is a path", '{"theme": "../../evil.tcss"}'),
    _state("names of attributes", '{"__class__": "x", "__init__": 1, "__dict__": {}}'),
    *_masked("the log", _log),
    *_masked("the state", lambda path: save_state(path, LastRun())),
    Case("the folder of the state", _folders),
    Case("a log that is a link", _log_through_a_link),
]  # fmt: skip


# The program: what it listens on


def listening(pid: int) -> list[str]:
    """The addresses, in hexadecimal, that a process listens on."""
    sockets = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            if found := re.fullmatch(r"socket:\[(\d+)\]", os.readlink(link)):
                sockets.add(found[1])
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]
    ]
    return [line[1].split(":")[0] for line in lines if line[3] == "0A" and line[9] in sockets]


async def _listens_on_nothing(program: Program) -> None:
    program.start()
    await program.ready()
    program.server.send(blob(one()))
    await program.beat()
    assert listening(program.running.process.pid) == []
    await program.quit()


async def _demo_listens_on_loopback(program: Program) -> None:
    """The demo's one port, that no other machine can reach."""
    program.start("--demo")
    await program.shows("Weather")
    assert listening(program.running.process.pid) == ["0100007F"]
    await program.quit()


async def _writes_only_its_own(program: Program) -> None:
    """After a whole session there are the BLOB, the state, and nothing else."""
    program.start()
    await program.ready()
    program.server.send(defined("../../evil") + blob(one(name="../../evil"), vector="EXTRA") + everywhere(COMMANDS[0]))
    await program.until(lambda: list(program.folder.glob("Victim_*")))
    await program.shows("saved Victim_evil")
    await program.beat()
    await program.quit()
    names = sorted(str(path.relative_to(program.place)) for path in program.place.rglob("*") if path.is_file())
    assert len(names) == 2
    assert names[0].startswith("blobs/Victim_evil_")
    assert names[1] == "xdg_state_home/indipyterm/state.json"


async def _runs_nothing(program: Program) -> None:
    """No program is started by it, whatever it hears."""
    program.start()
    await program.ready()
    for text in (*COMMANDS, *EVALS):
        program.server.send(everywhere(text))
    await program.beat()
    children = Path(f"/proc/{program.running.process.pid}/task/{program.running.process.pid}/children")
    assert children.read_text() == ""
    await program.quit()


PROGRAMS: list[Case[Program]] = [
    Case("the program listens on nothing", _listens_on_nothing),
    Case("the demo listens on loopback only", _demo_listens_on_loopback),
    Case("the program writes only its own files", _writes_only_its_own),
    Case("the program runs nothing", _runs_nothing),
]
