"""The bytes that ring, notify, and change the title: by terminal, through tmux and screen, and never from a network."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from indipyterm.tui.terminal.announcer import Announcer
from indipyterm.workspace.config import NOTIFY_BY
from tests.tui.terminal.real_terminal import flood, program, program_line, real_terminal
from tests.tui.terminal.test_multiplexers import END, NAME


def written(by: tuple[str, ...] = NOTIFY_BY, **environment: str) -> tuple[Announcer, list[str]]:
    """An announcer for a terminal, and what it wrote."""
    out: list[str] = []
    return Announcer(out.append, {"TERM": "xterm-256color"} | environment, by), out


def test_each_way() -> None:
    announcer, out = written()
    announcer.announce("CCD", "done")
    announcer.set_title("busy")
    announcer.set_title("busy")
    announcer.set_progress(0.421)
    announcer.set_progress(0.42)
    announcer.set_progress(None)
    assert out == [
        "\a",
        "\x1b]9;INDI: CCD: done\a",
        "\x1b[22;2t\x1b]2;busy\a",
        "\x1b]9;4;1;42\a",
        "\x1b]9;4;0;0\a",
    ]
    announcer.set_progress(1)
    assert announcer.restore() == "\x1b]9;4;0;0\a\x1b[23;2t"
    assert announcer.restore() == ""
    announcer.set_title("busy")  # again, after Ctrl+Z
    assert out[-1] == "\x1b[22;2t\x1b]2;busy\a"


@pytest.mark.parametrize(
    ("environment", "notification"),
    [
        ({"TERM": "rxvt-unicode"}, "\x1b]777;notify;INDI: a, b;c; d\a"),
        ({"TMUX": "/tmp/x"}, "\x1bPtmux;\x1b\x1b]9;INDI: a; b: c; d\a\x1b\\"),
        ({"STY": "1.x"}, "\x1bP\x1b]9;INDI: a; b: c; d\a\x1b\\"),
        ({"TERM": "linux"}, None),
        ({"TERM": ""}, None),
    ],
)
def test_each_terminal(environment: dict[str, str], notification: str | None) -> None:
    announcer, out = written(NOTIFY_BY, **environment)
    announcer.announce("a; b", "c; d")
    assert out[0] == "\a"
    assert out[1:2] == ([notification] if notification else [])


def test_nothing_in_a_text_ends_or_begins_a_sequence() -> None:
    announcer, out = written()
    announcer.announce("\x1b]0;bad\a", "\x9c\x1b\\\x9d52;c;AAAA\a\n\x7f\ud800" + "x" * 500)
    announcer.set_title("9;\x07\x1b[2J")
    for sequence in out[1:]:
        inner = re.fullmatch(r"(?:\x1b\[22;2t)?\x1b\](?:9|2);(.*)\a", sequence, re.DOTALL)
        assert inner
        assert inner[1].isprintable()
        assert len(inner[1]) <= 200
    assert out[1].startswith("\x1b]9;INDI: ")  # never a number, which would be a command of some terminals


def test_ways_can_be_turned_off() -> None:
    announcer, out = written(("title",))
    announcer.announce("CCD", "done")
    announcer.set_progress(0.5)
    assert out == []


# In real terminals

_OSC = re.compile(rb"\x1b\][^\a\x1b]*\a")


def rings(output: bytes) -> bool:
    """Whether the bell rang: a BEL that ends no sequence."""
    return b"\a" in _OSC.sub(b"", output)


@pytest.mark.parametrize(
    ("term", "options", "notification"),
    [
        ("xterm-256color", "", b"\x1b]9;INDI: 127.0.0.1"),
        ("rxvt-unicode-256color", 'notify = ["loss"]', b"\x1b]777;notify;INDI: 127.0.0.1"),
        ("xterm-256color", "ascii = true", b""),
    ],
)
def test_a_loss_in_a_real_terminal(tmp_path: Path, term: str, options: str, notification: bytes) -> None:
    on = bool(notification)
    file = tmp_path / "config.toml"
    file.write_text(options)
    with flood() as mount:
        command = ["env", "-u", "TMUX", "-u", "STY", f"TERM={term}", *program(mount.port, tmp_path)]
        with real_terminal([*command, "--config", str(file)], tmp_path) as shown:
            shown.shows("Mirror -1")
            assert (b"\x1b]2;INDI 127.0.0.1" in shown.output) is on
            mount.begun.set()
            mount.end()
            shown.shows("LOST")
            shown.until(lambda: notification in shown.output, "it is notified")
            shown.until(lambda: not on or b"\x1b]2;\xe2\x9c\x97 LOST" in shown.output, "the title says so")
            shown.press("q")
            shown.gone(5.0)
            assert rings(shown.output) is on
            assert (b"\x1b]9;" in shown.output) is (b"]9;" in notification)
            assert (b"\x1b[23;2t" in shown.output) is on  # the title that was there before


def test_it_comes_through_tmux(tmp_path: Path) -> None:
    assert shutil.which("tmux"), "tmux is not installed: apt-get install tmux"
    (tmp_path / "tmux.conf").write_text("set -g allow-passthrough on\n")
    with flood() as mount:
        line = program_line(mount.port, tmp_path)
        start = ["tmux", "-L", NAME, "-f", str(tmp_path / "tmux.conf"), "new-session", line]
        with real_terminal(start, tmp_path) as shown:
            try:
                shown.shows("Mirror -1")
                mount.begun.set()
                mount.end()
                shown.until(lambda: b"\x1b]9;INDI: 127.0.0.1" in shown.output, "the notification comes through")
                shown.until(lambda: rings(shown.output), "the bell rings")
            finally:
                subprocess.run(END["tmux"], check=False, capture_output=True)
