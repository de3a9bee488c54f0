"""``indipyterm save``: the file, stdout, exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import Misuse
from tests.cli.program import run


async def test_stdout_and_all(demo: DemoServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert await run(demo.port, "save", "-", "Focuser") == Exit.DONE
    assert "FOCUS_ABORT_MOTION" not in capsys.readouterr().out
    assert await run(demo.port, "save", "-", "Focuser", "--all") == Exit.DONE
    assert "[Focuser.FOCUS_ABORT_MOTION]\nABORT = false" in capsys.readouterr().out


async def test_nothing_to_save(demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "settings.toml"
    assert await run(demo.port, "save", str(file), "Focuser.FOCUS_TEMPERATURE") == Exit.NEGATIVE
    assert capsys.readouterr() == ("", "indipyterm: nothing to save\n")
    assert not os.listdir(tmp_path)


async def test_a_file_that_cannot_be_written(
    demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none" / "settings.toml")
    assert await run(demo.port, "save", missing, "Focuser.FOCUS_SPEED") == Exit.USAGE
    assert capsys.readouterr().err == f"indipyterm: {missing}: No such file or directory\n"


async def test_a_bad_pattern_is_said_before_connecting(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="a name is missing"):
        await run(1, "save", str(tmp_path / "file"), "a..b")
