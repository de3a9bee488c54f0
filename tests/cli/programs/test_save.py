"""``indipyterm save``: the file, stdout, exit status."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.commands.toml_file import read_file
from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import Misuse
from indipyterm.protocol.encoder import encode
from tests.cli.program import run
from tests.commands.vectors import numbers
from tests.servers import WireServer


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


async def test_the_devices_in_the_file_are_told(
    demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(demo.port, "save", str(tmp_path / "file"), "Focuser.FOCUS_SPEED", "Every Kind.*") == Exit.DONE
    out, error = capsys.readouterr()
    assert out.startswith("saved: Focuser (1), Every Kind (")
    assert error == ""


async def test_a_file_that_cannot_be_written(
    demo: DemoServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none" / "settings.toml")
    assert await run(demo.port, "save", missing, "Focuser.FOCUS_SPEED") == Exit.USAGE
    assert capsys.readouterr().err == f"indipyterm: {missing}: No such file or directory\n"


async def test_a_bad_pattern_is_said_before_connecting(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="a name is missing"):
        await run(1, "save", str(tmp_path / "file"), "a..b")


SLOT = numbers("Wheel", "SLOT", VALUE="1")


@pytest.mark.usefixtures("short_quiet")
async def test_what_became_of_silent_devices_is_told(
    wire: WireServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("indipyterm-settings = 1\n[Focuser.FOCUS_SPEED]\nVALUE = 2\n")
    wire.greeting = encode(SLOT) + encode(numbers("indipyterm-settings", "V", VALUE="1"))  # a name that cannot be saved
    patterns = ("Wheel", "Focuser", "Dome", "indipyterm-settings")
    assert await run(wire.port, "save", str(file), *patterns, "--timeout", "0.3") == Exit.TIMED_OUT
    assert capsys.readouterr() == (
        "saved: Wheel (1)\n",
        "indipyterm: nothing was heard of Focuser within 0.3 s: what the file had of it stays\n"
        "indipyterm: nothing was heard of Dome within 0.3 s: not saved\n",
    )
    assert read_file(file) == {"Wheel": {"SLOT": {"VALUE": 1}}, "Focuser": {"FOCUS_SPEED": {"VALUE": 2}}}
