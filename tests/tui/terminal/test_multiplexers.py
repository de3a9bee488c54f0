"""GNU screen, tmux and mosh around the program: keys arrive when they are pressed, and nothing is left behind."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tui.terminal.real_terminal import Flood, RealTerminal, flood, program, program_line, real_terminal

pytestmark = pytest.mark.unmeasured

NAME = f"indipyterm-test-{os.getpid()}"
"""Of the session in tmux or screen."""

MOUSE = b"\x1b[?1003h"


def in_screen(line: str) -> list[str]:
    """Start a line of shell in GNU screen."""
    return ["screen", "-c", "/dev/null", "-S", NAME, "sh", "-c", line]


def in_tmux(line: str) -> list[str]:
    """Start a line of shell in tmux."""
    return ["tmux", "-L", NAME, "-f", "/dev/null", "new-session", line]


END = {"screen": ["screen", "-S", NAME, "-X", "quit"], "tmux": ["tmux", "-L", NAME, "kill-session"]}
START = {"screen": in_screen, "tmux": in_tmux}


@contextmanager
def shown_in(name: str, mount: Flood, place: Path) -> Iterator[RealTerminal]:
    """Show the program in a multiplexer; nothing of it is left behind."""
    assert shutil.which(name), f"{name} is not installed: apt-get install {name}"
    with real_terminal(START[name](program_line(mount.port, place)), place) as shown:
        try:
            shown.shows("Mirror -1")
            yield shown
        finally:
            subprocess.run(END[name], check=False, capture_output=True)


@pytest.mark.parametrize("name", START)
def test_escape_works_before_the_next_key(tmp_path: Path, name: str) -> None:
    with flood() as mount, shown_in(name, mount, tmp_path) as shown:
        shown.press("e")
        shown.shows("now 7")
        shown.press("8")
        shown.shows("= 8")
        shown.press("\x1b")
        shown.until(lambda: not any("now 7" in line for line in shown.lines), "Escape closes the editor")
        shown.press("q")
        shown.gone(5.0)


def test_the_mouse_is_left_to_gnu_screen(tmp_path: Path) -> None:
    with flood() as mount, shown_in("screen", mount, tmp_path) as shown:
        assert MOUSE not in shown.output
    with flood() as mount, real_terminal(program(mount.port, tmp_path), tmp_path) as shown:
        shown.shows("Mirror -1")
        assert MOUSE in shown.output


@pytest.mark.parametrize("by", ["option", "setting"])
def test_the_mouse_can_be_left_to_any_terminal(tmp_path: Path, by: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text("mouse = false\n")
    options = ["--no-mouse"] if by == "option" else ["--config", str(file)]
    with flood() as mount, real_terminal([*program(mount.port, tmp_path), *options], tmp_path) as shown:
        shown.shows("Mirror -1")
        assert MOUSE not in shown.output


def test_it_runs_in_mosh_and_ends_with_it(tmp_path: Path) -> None:
    assert shutil.which("mosh-server"), "mosh is not installed: apt-get install mosh"
    environment = os.environ | {"LC_ALL": "C.UTF-8", "HOME": str(tmp_path), "MOSH_SERVER_NETWORK_TMOUT": "2"}
    with flood() as mount:
        server = ["mosh-server", "new", "-i", "127.0.0.1", "--", *program(mount.port, tmp_path)]
        started = subprocess.run(server, capture_output=True, text=True, env=environment, check=True).stdout
        port, key = next(line.split()[2:4] for line in started.splitlines() if line.startswith("MOSH CONNECT"))
        client = ["env", f"MOSH_KEY={key}", "LC_ALL=C.UTF-8", "mosh-client", "127.0.0.1", port]
        with real_terminal(["sh", "-c", f"exec {shlex.join(client)}"], tmp_path) as shown:
            shown.shows("Mirror -1")
            shown.press("e")
            shown.shows("now 7")
            shown.press("\x1b")
            shown.until(lambda: not any("now 7" in line for line in shown.lines), "Escape closes the editor")
            shown.close()
            shown.gone(20.0)
