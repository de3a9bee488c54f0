"""``indipyterm diff``: lines, JSON, exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import Misuse
from tests.cli.program import run


async def test_what_differs_in_lines_and_in_json(
    demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(tmp_path / "settings.toml")
    assert await run(demo.port, "save", file, "Focuser", "Every Kind") == Exit.DONE
    capsys.readouterr()
    assert await run(demo.port, "diff", file) == Exit.DONE
    assert capsys.readouterr() == ("", "")
    await run(demo.port, "set", "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE=3", "Every Kind.TEXT_RW.FIRST=a\nb")
    assert await run(demo.port, "diff", file) == Exit.NEGATIVE
    assert capsys.readouterr().out.splitlines() == [
        "Focuser.FOCUS_SPEED.FOCUS_SPEED_VALUE: now 3, saved 1",
        "Every Kind.TEXT_RW.FIRST: now $'a\\nb', saved one",
    ]
    assert await run(demo.port, "diff", "--json", file) == Exit.NEGATIVE
    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["members"] for each in objects] == [
        {"FOCUS_SPEED_VALUE": {"saved": 1, "now": 3}},
        {"FIRST": {"saved": "one", "now": "a\nb"}},
    ]


async def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="No such file"):
        await run(1, "diff", str(tmp_path / "none"))
