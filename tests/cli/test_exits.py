"""The exit statuses, which scripts rely on."""

from __future__ import annotations

import re
import signal

from indipyterm.cli.exits import Exit
from tests.cli.program import ROOT


def test_the_statuses_are_those_of_the_document() -> None:
    _, _, section = (ROOT / "docs" / "commands.md").read_text().partition("## Exit status\n")
    meanings = {int(row[1]): row[2] for row in re.finditer(r"^\| (\d) \| (.*) \|$", section, re.MULTILINE)}
    words = {
        Exit.DONE: "done",
        Exit.NEGATIVE: "nothing matched, refused",
        Exit.USAGE: "a wrong argument",
        Exit.TIMED_OUT: "the time is up",
        Exit.NO_SERVER: "no connection",
    }
    assert list(meanings) == sorted(Exit)
    assert all(meanings[status].startswith(word) for status, word in words.items())


def test_a_signal_ends_a_command_as_a_shell_says() -> None:
    assert [Exit.of_signal(number) for number in (signal.SIGINT, signal.SIGTERM)] == [130, 143]
