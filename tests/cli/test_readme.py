"""What the README shows of the commands is what they take."""

from __future__ import annotations

import asyncio
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from indipyterm.cli.programs import load_program
from indipyterm.commands.patterns import format_name
from indipyterm.workspace.panel_file import read_panel
from tests.cli.program import PATIENCE, ROOT, parse, run
from tests.readme import block
from tests.servers import FOCUSER, IndiServer

_ENDS = frozenset(("&&", "|", ";"))


def lines(text: str) -> list[list[str]]:
    """The words of each line, up to what another program gets of it."""
    read: list[list[str]] = []
    for line in text.splitlines():
        words = shlex.split(line, comments=True)
        read.append(words[: next((place for place, word in enumerate(words) if word in _ENDS), len(words))])
    return read


def test_command_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "night.toml").write_text("indipyterm-settings = 1\n")
    shown = lines(block("commands"))
    assert {words[1] for words in shown} == {"get", "set", "watch", "wait", "save", "diff", "restore"}
    for words in shown:
        assert words[0] == "indipyterm"
        options = parse(words[1:])
        load_program(options.command).prepare(options)


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "told"), [("commands from Python", "done Ok"), ("queue client", "45000 {")], ids=["python", "queue"]
)
async def test_programs(start_indi: Callable[..., IndiServer], tmp_path: Path, name: str, told: str) -> None:
    code = block(name)
    server = start_indi(FOCUSER)
    assert await run(server.port, "set", f"{FOCUSER.device}.CONNECTION=CONNECT") == 0
    path = tmp_path / "program.py"
    path.write_text(code.replace("7624", str(server.port)))
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(path), cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        out, _ = await process.communicate()
    assert process.returncode == 0
    assert told in out.decode()


@pytest.mark.real
async def test_the_panel_shows_what_the_simulators_have(
    indi: IndiServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "panel.toml"
    path.write_text(block("panel file"))
    names = {named for row in read_panel(path).rows for column in row for named in column.properties}
    for device in {device for device, _ in names}:
        assert await run(indi.port, "set", f"{device}.CONNECTION=CONNECT") == 0
    assert await run(indi.port, "get", *(format_name(*named) for named in names)) == 0
    assert capsys.readouterr().err == ""
