"""The command line of the commands."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import ROOT, parse, running

COMMANDS = {
    "get": [],
    "set": ["a.B.C=1"],
    "abort": [],
    "watch": [],
    "wait": ["a.B.C == 1"],
    "save": ["file"],
    "diff": ["file"],
    "restore": ["file"],
    "expose": ["10x30"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_server_is_given_before_or_after_the_command(command: str) -> None:
    rest = COMMANDS[command]
    options = parse([command, *rest])
    assert (options.host, options.port) == ("localhost", 7624)
    options = parse(["--host", "a", "--port", "1", command, *rest])
    assert (options.host, options.port) == ("a", 1)
    options = parse([command, *rest, "--host", "b", "--port", "2"])
    assert (options.host, options.port) == ("b", 2)
    options = parse(["--host", "a", "--port", "1", command, "--port", "2", *rest])
    assert (options.host, options.port) == ("a", 2)


def test_options() -> None:
    assert parse(["get"]).patterns == []
    assert parse(["get"]).timeout == 10.0
    assert parse(["get", "a", "b", "--json", "--timeout", "0.5"]).timeout == 0.5
    options = parse(["set", "a.B.C=1", "d.E=F"])
    assert (options.assignments, options.wait, options.timeout) == (["a.B.C=1", "d.E=F"], True, None)
    assert parse(["set", "a.B.C=1", "--no-wait"]).wait is False
    assert parse(["set", "a.B.C=1", "--wait"]).wait is True
    assert str(parse(["--blobfolder", "x", "watch", "--blobs"]).blobfolder) == "x"
    assert str(parse(["watch", "--blobs", "--blobfolder", "x"]).blobfolder) == "x"
    assert parse(["watch"]).blobfolder is None
    assert parse(["wait", "a.B.C == 1", "--timeout", "3"]).timeout == 3
    assert parse(["save", "file", "a", "b", "--all"]).everything is True
    assert parse(["restore", "file", "--dry-run"]).sends is False
    options = parse(["expose", "10x30", "--filter", "Red,Green", "--filter", "Blue", "--delay", "1m", "--json"])
    assert (options.filters, options.delay, options.retries) == (["Red,Green", "Blue"], 60, 3)
    assert (options.camera, options.wheel, options.folder, options.timeout) == ("", "", None, 600)
    sending = [["set", "a.B=C"], ["restore", "file"], ["expose", "1x1"]]
    assert [parse(command).sends for command in (*sending, ["get"], ["watch"], ["wait", "a.B.C"])] == [True] * 3 + [
        False
    ] * 3
    assert parse(["diff", "file"]).everything is False


@pytest.mark.parametrize(
    "arguments",
    [
        ["get", "--timeout", "0"],
        ["get", "--timeout", "soon"],
        ["get", "--timeout", "nan"],
        ["get", "--port", "0"],
        ["get", "--port", "70000"],
        ["get", "--host", "a b"],
        ["get", "--host", ""],
        ["get", "--host", "\udcff"],
        ["get", "--record", "/nowhere/at/all.indi"],
        ["set"],
        ["set", "a.B=C", "--wait", "--no-wait"],
        ["wait"],
        ["save"],
        ["frobnicate"],
        ["expose"],
        ["expose", "1x1", "--delay", "-1"],
        ["expose", "1x1", "--delay", "soon"],
        ["expose", "1x1", "--retries", "-1"],
    ],
)
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        parse(arguments)
    assert raised.value.code == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        parse([command, "--help"])
    assert raised.value.code == 0
    said = capsys.readouterr().out
    assert "--port" in said
    assert "exit status: 0 done" in said
    assert max(map(len, said.splitlines())) <= 79


def test_parsing_loads_nothing_else() -> None:
    """``--help`` and ``--version`` answer before the client is loaded."""
    code = (
        "import argparse, sys, indipyterm; after = set(sys.modules)\n"
        "from indipyterm.cli import command_arguments\n"
        "command_arguments.add_commands(argparse.ArgumentParser().add_subparsers(dest='command'))\n"
        "print(*sorted(name for name in set(sys.modules) - after if name.startswith('indipyterm')))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.split() == [
        "indipyterm.cli",
        "indipyterm.cli.argument_types",
        "indipyterm.cli.command_arguments",
        "indipyterm.client",
        "indipyterm.client.hosts",
    ]


def test_the_defaults_are_those_of_indi() -> None:
    options = parse(["get"])
    assert (options.host, options.port) == ("localhost", 7624)


def test_a_recording_is_asked_for_before_or_after_the_command(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for arguments in (["--record", str(path), "get"], ["get", "--record", str(path)]):
        assert (parse(arguments).record, parse(arguments).record_blobs) == (path, False)
        assert parse([*arguments, "--record-blobs"]).record_blobs
    assert parse(["get"]).record is None


async def test_no_file_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("mine")
    async with running("--record", str(path), "get") as program:
        status, out, error = await program.end()
    assert (status, out) == (2, "")
    assert f"{path} exists already" in error
    assert error.count("\n") == 1
    assert path.read_text() == "mine"
