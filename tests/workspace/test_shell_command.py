"""A row as a command: what is copied is what the commands read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from indipyterm.commands.set import parse_assignment
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule
from indipyterm.workspace.shell_command import shell_command
from tests.tui.samples import number, switch, vector

SPEEDS = [("SLOW", "Off"), ("FAST", "On"), ("MAX", "Off")]


SHELLS = [shell for shell in ("bash", "zsh", "fish") if shutil.which(shell)]


def split(line: str | None) -> list[str]:
    """A command line as each shell reads it."""
    assert line is not None
    told = {
        subprocess.run(
            [shell, "-c", f"printf '%s\\0' {line}"], env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True
        ).stdout
        for shell in SHELLS
    }
    assert len(told) == 1, told
    return told.pop().decode().split("\0")[:-1]


def command(made: Vector, choice: str | None = None) -> list[str]:
    """The words behind the server."""
    line = shell_command("pi4", 7624, made, choice)
    assert line
    assert "\n" not in line
    words = split(line)
    assert words[:3] == ["indipyterm", "--host", "pi4"]
    return words[3:]


@pytest.mark.parametrize(
    ("host", "port", "server"),
    [("pi4", 7624, "pi4"), ("dome", 7625, "dome:7625"), ("::1", 7624, "[::1]:7624"), ("::1", 99, "[::1]:99")],
)
def test_the_server_is_named_as_options_take_it(host: str, port: int, server: str) -> None:
    assert split(shell_command(host, port, vector(number("N"))))[:3] == ["indipyterm", "--host", server]


def test_numbers_are_set_to_all_their_values_in_full() -> None:
    coord = number("COORD", DefNumber("RA", "", "6.3955555555555552", "%010.6m"), DefNumber("DEC", "", " -6:30 "))  # fmt: skip
    assert command(vector(coord)) == ["set", "D.COORD.RA=6.395555555555555", "D.COORD.DEC=-6.5"]


def test_what_only_the_device_sets_is_read() -> None:
    assert command(vector(number("N", perm=Perm.RO))) == ["get", "D.N"]
    assert command(vector(number("N", perm=Perm.WO))) == ["get", "D.N"]
    assert command(vector(DefVector(Kind.BLOB, "D", "B", (DefMember("F", "", ""),), perm=Perm.RW))) == ["get", "D.B"]
    assert command(vector(DefVector(Kind.LIGHT, "D", "L", (DefMember("F", "", "Ok"),)))) == ["get", "D.L"]


def test_a_switch_is_the_one_that_is_on_or_the_one_that_is_picked() -> None:
    made = vector(switch("S", SPEEDS))
    assert command(made) == ["set", "D.S.FAST=On"]
    assert command(made, "MAX") == ["set", "D.S.MAX=On"]
    assert command(made, "GONE") == ["set", "D.S.FAST=On"]


def test_a_button_is_pressed_and_of_several_the_one_picked() -> None:
    assert command(vector(switch("ABORT", [("A", "Off")], Rule.AT_MOST_ONE))) == ["set", "D.ABORT.A=On"]
    buttons = vector(switch("GO", [("N", "Off"), ("S", "Off")], Rule.AT_MOST_ONE))
    assert command(buttons) == ["get", "D.GO"]
    assert command(buttons, "S") == ["set", "D.GO.S=On"]


def test_ticks_are_all_of_them() -> None:
    made = vector(switch("R", [("N", "On"), ("W", "Off")], Rule.ANY_OF_MANY))
    assert command(made) == ["set", "D.R.N=On", "D.R.W=Off"]


NASTY = [
    "ASI 1.0",
    "\"'",
    "a=b",
    "*?",
    " edge ",
    "\\",
    "-x",
    "ü $HOME `x`",
    "~",
    "=ls",
    "%self",
    "{a,b}",
    "!!",
    "#",
    "^x^y",
    "(x)",
]
VALUES = [
    "",
    "two words",
    'it\'s $5; `x` "y"',
    "-1",
    "@file",
    "\\'\"; touch pwned; #",
    "a\\\\b",
    "\\",
    "\\\\'",
    "'\\''",
    "$(touch pwned) (touch pwned) $HOME",
    "a\u00a0b 🔭",
]


def test_any_name_and_any_value_comes_back_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one command, as each shell takes its time to start."""
    monkeypatch.chdir(tmp_path)
    pairs = [(name, value) for name in NASTY for value in VALUES]
    members = tuple(DefMember(f"{name}{number}", "", value) for number, (name, value) in enumerate(pairs))
    words = command(vector(DefVector(Kind.TEXT, "Mount", "NOTES", members, perm=Perm.RW)))
    assert words[0] == "set"
    found = [parse_assignment(word) for word in words[1:]]
    assert [(one.member, one.value) for one in found] == [(one.name, one.value) for one in members]
    assert not list(tmp_path.iterdir())


def test_a_device_that_is_called_like_an_option_is_none() -> None:
    made = vector(DefVector(Kind.TEXT, "-x", "V", (DefMember("M", "", "a"),), perm=Perm.RW))
    assert command(made) == ["set", "--", "-x.V.M=a"]


@pytest.mark.parametrize(
    "text", ["two\nlines", "\x1b[201~\x15touch x\r", "\x9b", "a\u202eb", "a\u2028b", "\u200b", "\x7f"]
)
def test_what_shells_read_each_in_its_way_is_not_copied(text: str) -> None:
    made = vector(DefVector(Kind.TEXT, "D", "V", (DefMember("M", "", text),), perm=Perm.RW))
    assert shell_command("pi4", 7624, made) is None
    assert shell_command("pi4", 7624, vector(DefVector(Kind.TEXT, f"D{text}", "V", (DefMember("M", "", ""),)))) is None


def test_the_words_are_those_of_an_interactive_shell(tmp_path: Path) -> None:
    """A history that would be put in place of `!!`: only an interactive shell has one."""
    made = vector(DefVector(Kind.TEXT, "D", "V", (DefMember("M", "", "!! \\!touch \\'!!'"),), perm=Perm.RW))
    line = shell_command("pi4", 7624, made)
    assert line
    typed = f"touch {tmp_path}/pwned_{{a,b}}\nrm {tmp_path}/pwned*\nprintf '%s\\n' {line}\n"
    for shell in (["bash", "--norc", "-i"], ["zsh", "-f", "-i"]):
        if shutil.which(shell[0]):
            told = subprocess.run(
                shell,
                input=typed.encode(),
                env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
                capture_output=True,
                start_new_session=True,
                check=False,
            )
            assert b"D.V.M=!! \\!touch \\'!!'\n" in told.stdout, told
            assert not list(tmp_path.iterdir())
