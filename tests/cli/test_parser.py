"""The program's command line: options that exclude each other, and the server of a command."""

from __future__ import annotations

import pytest

from indipyterm.cli.parser import build_parser, check_options


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--demo", "--host", "pi4"], "--demo cannot be combined with --host or a command"),
        (["--demo", "get"], "--demo cannot be combined with --host or a command"),
        (["--replay", "file", "--demo"], "--replay cannot be combined with --host, --demo, --record or a command"),
        (["--replay", "file", "get"], "--replay cannot be combined with --host, --demo, --record or a command"),
        (["--at", "22:41"], "--at and --speed need --replay"),
        (["--speed", "2", "get"], "--at and --speed need --replay"),
        (["--host", "a", "--host", "b", "get"], "a command takes only one --host"),
    ],
)
def test_options_that_exclude_each_other(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser(str)
    options = parser.parse_args(arguments)
    with pytest.raises(SystemExit) as raised:
        check_options(parser, options)
    assert raised.value.code == 2
    assert capsys.readouterr().err == f"indipyterm: {reason} (see indipyterm --help)\n"


def test_a_second_host_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        build_parser(str).parse_args(["get", "--host", "a", "--host", "b"])
    assert raised.value.code == 2
    assert capsys.readouterr().err == "indipyterm get: a command takes only one --host (see indipyterm get --help)\n"


@pytest.mark.parametrize(
    ("arguments", "server"),
    [
        (["get"], ("localhost", 7624)),
        (["--host", "pi4", "get"], ("pi4", 7624)),
        (["get", "--host", "pi4:7625"], ("pi4", 7625)),
        (["--host", "a", "--port", "1", "get", "--host", "b"], ("b", 1)),
    ],
)
def test_the_server_of_a_command(arguments: list[str], server: tuple[str, int]) -> None:
    parser = build_parser(str)
    options = parser.parse_args(arguments)
    check_options(parser, options)
    assert (options.host, options.port) == server


@pytest.mark.parametrize("arguments", [[], ["--demo"], ["--replay", "file", "--at", "22:41", "--speed", "2"]])
def test_options_of_the_screen(arguments: list[str]) -> None:
    parser = build_parser(str)
    check_options(parser, parser.parse_args(arguments))
