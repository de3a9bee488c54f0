"""What is drawn on: the terminal, wherever stdout and stderr go, in characters that it has."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tui.terminal.real_terminal import flood, program, program_line, real_terminal

pytestmark = pytest.mark.unmeasured

REDIRECTED = {"2>{}": "stderr", ">{}": "stdout", ">{} 2>&1": "both"}


@pytest.mark.parametrize("redirection", REDIRECTED, ids=REDIRECTED.values())
def test_it_draws_on_the_terminal_though_its_output_goes_to_a_file(tmp_path: Path, redirection: str) -> None:
    file = tmp_path / "output"
    with flood() as mount:
        line = f"{program_line(mount.port, tmp_path)} {redirection.format(file)}"
        with real_terminal(["sh", "-c", f"stty cols 100; {line}; echo status $?"], tmp_path) as shown:
            shown.shows("Mirror -1")
            shown.press("q")
            shown.shows("status 0")
    assert "\x1b" not in file.read_text()


def test_it_says_so_where_there_is_no_terminal(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "indipyterm", "--demo"]
    done = subprocess.run(
        command, capture_output=True, text=True, start_new_session=True, stdin=subprocess.DEVNULL, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "indipyterm: the screen needs a terminal; the commands do not: see --help\n"


def test_it_draws_in_ascii_where_the_encoding_has_no_other_signs(tmp_path: Path) -> None:
    latin = {"PYTHONIOENCODING": "iso8859-1", "PYTHONUTF8": "0"}
    command = ["env", *(f"{name}={value}" for name, value in latin.items())]
    with flood() as mount, real_terminal([*command, *program(mount.port, tmp_path)], tmp_path) as shown:
        shown.shows("Mirror -1")
        assert shown.output.isascii(), shown.output.decode("latin-1")
        assert "\\u" not in "".join(shown.lines)
        shown.press("q")
        shown.gone(5.0)


def test_settings_on_stdout_are_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONIOENCODING": "iso8859-1", "PYTHONUTF8": "0", "HOME": str(tmp_path)}
    name = "Caf\xe9 \u2039\u03b1"
    definition = f'<defTextVector device="D" name="T" state="Idle" perm="rw"><defText name="A">{name}</defText>'
    from tests.tui.terminal import real_terminal as scene

    before, scene.MOUNT = scene.MOUNT, f"{definition}</defTextVector>".encode()
    try:
        with flood() as server:
            command = [sys.executable, "-m", "indipyterm", "--host", f"127.0.0.1:{server.port}"]
            saved = subprocess.run([*command, "save", "-"], capture_output=True, env=environment, check=True).stdout
            assert name in saved.decode()
            same = subprocess.run(
                [*command, "diff", "-"], input=saved, capture_output=True, env=environment, check=False
            )
            assert (same.returncode, same.stderr) == (0, b"")
    finally:
        scene.MOUNT = before
