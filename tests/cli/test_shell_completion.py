"""Completion at a Tab in real shells: bash always, zsh and fish where they are installed."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from indipyterm.cli import shell_completion
from indipyterm.cli.parser import SHELLS
from indipyterm.model.catalog import Catalog
from tests.cli.program import running
from tests.cli.shells import Shell, shell
from tests.servers import LOOPBACK, IndiServer, WireServer

ODD = (
    b"<defTextVector device='O&apos;Hara \"1.0\" $HOME' name='A B' perm='rw' state='Ok'>"
    b"<defText name='it&apos;s'>x</defText></defTextVector>"
)


@pytest.fixture(params=SHELLS)
async def typing(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Shell]:
    """Each of the shells, the completion loaded."""
    assert shutil.which(request.param), f"{request.param} is not installed: apt-get install {request.param}"
    async with shell(request.param, tmp_path) as opened:
        yield opened


@pytest.mark.real
async def test_names_of_the_real_server(indi: IndiServer, typing: Shell) -> None:
    start = f"indipyterm --host {LOOPBACK} --port {indi.port}"
    server = start.split()[1:]
    for typed, word in [
        ("get Tel\tDRIVER_IN\tDRIVER_N\t", "Telescope Simulator.DRIVER_INFO.DRIVER_NAME"),
        ("get Dome\\ Simulator.CONNECTION._ST\t", "Dome Simulator.CONNECTION._STATE"),
        ("set Dome\\ Simulator.CONNECTION=CO\t", "Dome Simulator.CONNECTION=CONNECT"),
        ("set 'Dome Simulator.CONNECTION=DIS\t", "Dome Simulator.CONNECTION=DISCONNECT"),
        ('watch "Dome Simulator.CONNECTION.DIS\t', "Dome Simulator.CONNECTION.DISCONNECT"),
        ('wait \'"Dome Simulator".DRIVER_INFO.DRIVER_N\t', '"Dome Simulator".DRIVER_INFO.DRIVER_NAME'),
    ]:
        assert await typing.words(f"{start} {typed}") == [*server, typed.split()[0], word]
    after = f"indipyterm get --port {indi.port} --host {LOOPBACK} Filter\t"
    assert await typing.words(after) == [*after.split()[1:6], "Filter Simulator."]


@pytest.mark.unmeasured
async def test_names_with_quotes_in_them(wire: WireServer, typing: Shell) -> None:
    wire.greeting = ODD
    server = ["--host", LOOPBACK, "--port", str(wire.port)]
    device = '"O\'Hara \\"1.0\\" $HOME"'
    assert await typing.words(" ".join(["indipyterm", *server, "get \t"])) == [*server, "get", f"{device}."]
    typed = " ".join(["indipyterm", *server, "set \tA\t\t\t"])
    assert await typing.words(typed) == [*server, "set", f'{device}.A B."it\'s"=x']


@pytest.mark.unmeasured
async def test_completion_without_a_server(typing: Shell, tmp_path: Path) -> None:
    (tmp_path / "night one.toml").touch()
    assert await typing.words("indipyterm wat\t") == ["watch"]
    assert await typing.words("indipyterm get --js\t") == ["get", "--json"]
    assert await typing.words("indipyterm --ho\t") == ["--host"]
    assert await typing.words("indipyterm --port 1 get Tel\t") == ["--port", "1", "get", "Tel"]
    assert await typing.words(f"indipyterm diff {tmp_path}/nig\t") == ["diff", f"{tmp_path}/night one.toml"]


@pytest.mark.unmeasured
@pytest.mark.parametrize("name", SHELLS)
async def test_the_script(name: str) -> None:
    async with running("--completion", name) as program:
        status, out, error = await program.end()
    assert (status, error) == (0, "")
    assert "indipyterm" in out


@pytest.mark.unmeasured
async def test_no_such_shell() -> None:
    async with running("--completion", "csh") as program:
        status, out, error = await program.end()
    assert (status, out, error.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("host", "port", "asked"),
    [
        (None, None, ("localhost", 7624)),
        (None, 7625, ("localhost", 7625)),
        ("pi4:7626", 7625, ("pi4", 7626)),
        (["dome", "pi4"], None, ("pi4", 7624)),
        ("pi4:none", None, None),
    ],
)
def test_names_are_those_of_the_server_on_the_command_line(
    monkeypatch: pytest.MonkeyPatch, host: str | list[str] | None, port: int | None, asked: tuple[str, int] | None
) -> None:
    servers: list[tuple[str, int]] = []

    async def fetch(*server: str | int) -> Catalog:
        servers.append(server)  # type: ignore[arg-type]
        return Catalog()

    monkeypatch.setattr(shell_completion, "_fetch_catalog", fetch)
    completer = shell_completion._server_completer(lambda _, typed: [f"{typed}."])
    found = completer("CCD", argparse.Namespace(host=host, port=port, tcp=False))
    assert (servers, found) == (([asked], ["CCD."]) if asked else ([], []))
