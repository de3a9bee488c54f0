"""The scripts and the panel file in README.md and docs/, with INDI's own simulators."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indipyterm.commands.patterns import format_name
from indipyterm.workspace.panel_file import read_panel
from tests.cli.program import run
from tests.documents import SCRIPTS, block, output_of
from tests.servers import CCD, FOCUSER, IndiServer

pytestmark = pytest.mark.real


@pytest.mark.parametrize(("name", "told"), SCRIPTS.items(), ids=[*SCRIPTS])
async def test_scripts(start_indi: Callable[..., IndiServer], tmp_path: Path, name: str, told: str) -> None:
    server = start_indi(CCD, FOCUSER)
    for simulator in (CCD, FOCUSER):
        assert await run(server.port, "set", f"{simulator.device}.CONNECTION=CONNECT") == 0
    assert told in await output_of(block(name), server.port, tmp_path)


async def test_the_panel_shows_what_there_is(
    indi: IndiServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "panel.toml"
    path.write_text(block("panel file"))
    names = {named for row in read_panel(path).rows for column in row for named in column.properties}
    for device in {device for device, _ in names}:
        assert await run(indi.port, "set", f"{device}.CONNECTION=CONNECT") == 0
    assert await run(indi.port, "get", *(format_name(*named) for named in names)) == 0
    assert capsys.readouterr().err == ""
