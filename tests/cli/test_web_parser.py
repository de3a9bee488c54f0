"""The command line of the web face: what it takes, and one line for what it does not."""

from __future__ import annotations

import pytest

from indipyterm.cli.web_parser import build_web_parser, check_web_options


def test_without_arguments_the_database_and_the_defaults_decide() -> None:
    options = build_web_parser("indipyweb").parse_args([])
    assert (options.host, options.port, options.dbfolder, options.basepath, options.indi) == (
        None,
        None,
        None,
        "",
        None,
    )
    assert (options.securecookie, options.demo, options.readonly) == (False, False, False)


def test_the_options_of_the_documents() -> None:
    line = "--port 80 --host pi --securecookie True --basepath /indi/a-b/ --indi pi4 --indi [::1]:7625 --proxy ::1"
    options = build_web_parser("indipyweb").parse_args(line.split())
    assert (options.port, options.host, options.securecookie, options.basepath) == (80, "pi", True, "/indi/a-b")
    assert (options.indi, options.proxy) == (["pi4", "[::1]:7625"], ["::1"])
    assert build_web_parser("indipyweb").parse_args(["--securecookie", "false"]).securecookie is False


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--port 99999999", "not a port"),
        ("--securecookie maybe", "neither True nor False"),
        ("--basepath indi", "not a path like /indi"),
        ("--basepath /a//b", "not a path"),
        ("--basepath /a?b", "not a path"),
        ("--allow-host a/b", "not the name of a machine"),
        ("--indi pi4:x", "--indi"),
        ("--proxy everywhere", "--proxy"),
        ("--demo --indi pi4", "--demo cannot be combined"),
        ("--replay a.indirec --indi pi4", "--replay cannot be combined"),
        ("--at 22:00", "need --replay"),
        ("--nonsense", "unrecognized"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(line: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_web_parser("indipyterm web")
    with pytest.raises(SystemExit) as left:
        check_web_options(parser, parser.parse_args(line.split()))
    told = capsys.readouterr().err
    assert (left.value.code, told.count("\n")) == (2, 1)
    assert words in told
    assert told.startswith("indipyterm web: ")
