"""Lines to stderr: nothing in them is control, whoever wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import indipyterm
from indipyterm.cli.stderr import warn
from tests.test_main import run

TITLE = "\x1b]0;x\x07"  # sets the title of a terminal


def test_a_line_stays_one_line_and_control_is_visible(capsys: pytest.CaptureFixture[str]) -> None:
    warn(f"D{TITLE}\nindipyterm: all is well")
    warn("position 1", "  a\r", program="indipyterm wait")
    assert capsys.readouterr().err == (
        "indipyterm: D\\x1b]0;x\\x07\\nindipyterm: all is well\nindipyterm wait: position 1\n  a\\r\n"
    )


@pytest.mark.parametrize("command", [["diff"], ["restore", "--dry-run"]], ids=lambda command: command[0])
def test_names_in_a_hostile_file_are_escaped(tmp_path: Path, command: list[str]) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('indipyterm-settings = 1\n["D\\u001b]0;x\\u0007\\u202e\\n".V]\nM = [1]\n', encoding="utf-8")
    done = run(*command, str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not a text, a number, true or false" in done.stderr
    assert done.stderr.removesuffix("\n").isprintable()


def test_arguments_and_file_names_are_escaped(tmp_path: Path) -> None:
    for arguments in (
        ["--port", TITLE],
        ["--panel", str(tmp_path / TITLE)],
        ["--replay", str(tmp_path / TITLE)],
        ["get", TITLE + "."],
        [TITLE],
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert done.stderr.removesuffix("\n").isprintable(), arguments


def test_nothing_else_writes_to_stderr() -> None:
    modules = Path(indipyterm.__file__).parent.rglob("*.py")
    writing = re.compile(r"stderr\.write|print\(.*stderr|print_exc")
    assert [path.name for path in modules if writing.search(path.read_text(encoding="utf-8"))] == ["stderr.py"]
