"""A row as a command: what is copied is what the commands read."""

from __future__ import annotations

import subprocess

import pytest

from indipyterm.commands.set import parse_assignment
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import DefMember, DefNumber, DefVector, Kind, Perm, Rule
from indipyterm.workspace.shell_command import shell_command
from tests.tui.samples import number, switch, vector

SPEEDS = [("SLOW", "Off"), ("FAST", "On"), ("MAX", "Off")]


def split(line: str) -> list[str]:
    """A command line as a shell reads it."""
    told = subprocess.run(
        ["bash", "-c", f"printf '%s\\0' {line}"], env={"LC_ALL": "C.UTF-8"}, capture_output=True, check=True
    )
    return told.stdout.decode().split("\0")[:-1]


def command(made: Vector, choice: str | None = None) -> list[str]:
    """The words behind the server."""
    line = shell_command("pi4", 7624, made, choice)
    assert line.isprintable(), "pasted into a shell it would do more than stand there"
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


@pytest.mark.parametrize("name", ["ASI 1.0", "\"'", "a=b", "*?", " edge ", "\\", "-x", "ü $HOME `x`", "new\nline"])
@pytest.mark.parametrize(
    "value",
    [
        "",
        "two words",
        'it\'s $5; `x` "y"',
        "a=b",
        "two\nlines",
        "-1",
        "@file",
        "\x1b[201~\x15touch 'x'\r\\",
        "\x9b\u202e\U000e0041",
    ],
)
def test_any_name_and_any_value_comes_back_as_it_was(name: str, value: str) -> None:
    made = vector(DefVector(Kind.TEXT, name, name, (DefMember(name, "", value),), perm=Perm.RW))
    word = command(made)[-1]
    assert parse_assignment(word) == (name, name, name, value)
    assert command(made)[:-1] == (["set", "--"] if name == "-x" else ["set"])
