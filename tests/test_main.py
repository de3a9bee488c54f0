"""The command line, run as a user does: what it prints, its exit status, and what it leaves alone."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from indipyterm import __version__
from indipyterm.__main__ import main
from tests.servers import free_port


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "indipyterm", *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        stdin=subprocess.DEVNULL,
        env=os.environ | environment,
        check=False,
    )


def refused(*arguments: str) -> str:
    """The one line on stderr of a command line that is refused, without starting Python for it."""
    out, error = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(error):
        try:
            status: object = main(arguments)
        except SystemExit as end:
            status = end.code
    assert (status, out.getvalue()) == (2, "")
    assert error.getvalue().endswith("\n")
    assert error.getvalue().count("\n") == 1
    return error.getvalue()


def test_version() -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"indipyterm {__version__}\n", "")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_option(option: str) -> None:
    done = run(option)
    assert done.returncode == 0
    for word in ("--host", "--port", "--blobfolder", "--demo", "--version", "7624"):
        assert word in done.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--port", "0"], "'0' is not a port"),
        (["--port", "65536"], "'65536' is not a port"),
        (["--port", "abc"], "'abc' is not a port"),
        (["--port", "-1"], "--port"),
        (["--blobfolder", "/nowhere/at/all"], "/nowhere/at/all is not a directory"),
        (["--unknown"], "--unknown"),
        (["--theme", "nope"], "there is no theme 'nope'"),
        (["--log", "/nowhere/at/all/log"], "cannot be written"),
        (["--log", "/"], "cannot be written"),
        (["--config", "/nowhere/at/all.toml"], "is not a file"),
        (["--demo", "--host", "pi4"], "--demo"),
        (["--host", "pi4:99999"], "no port"),
        (["--host", ""], "no host name"),
        (["get", "--host", "a b"], "no host name"),
        (["get", "--host", "a:b"], "no port"),
        (["--record", "/nowhere/at/all.indi"], "/nowhere/at is not a directory"),
        (["--port"], "--port"),
    ],
)
def test_a_wrong_argument_is_one_line_on_stderr_and_status_2(arguments: list[str], reason: str) -> None:
    told = refused(*arguments)
    assert reason in told
    assert "\x1b" not in told


def test_a_wrong_argument_of_the_program() -> None:
    done = run("--port", "0")
    assert (done.returncode, done.stdout, done.stderr) == (2, "", refused("--port", "0"))


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="needs /dev/full")
def test_a_script_for_a_shell_that_cannot_be_written() -> None:
    command = [sys.executable, "-m", "indipyterm", "--completion", "bash"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr) == (2, "indipyterm: cannot write the output: No space left on device\n")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=30, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_blobfolder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = run("--blobfolder", str(file))
    assert done.returncode == 2
    assert "is not a directory" in done.stderr


def loaded(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    return set(done.stdout.split())


def test_importing_the_client_loads_nothing_of_the_screen() -> None:
    modules = loaded("import indipyterm; indipyterm.IPyClient")
    assert "indipyterm.client.ipyclient" in modules
    assert not {"textual", "rich", "indipyterm.tui"} & modules


def test_the_screen_starts_without_the_names_of_the_sky() -> None:
    modules = loaded("import indipyterm.tui.app")
    assert "indipyterm.workspace.permission" in modules
    assert not [name for name in modules if name.startswith("indipyterm.presentation.sky")]


def test_version_and_help_load_neither_screen_nor_client() -> None:
    for option in ("--version", "--help"):
        statement = (
            "import indipyterm.__main__ as m, contextlib, io\n"
            "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
            f"    m.main(['{option}'])\n"
        )
        code = f"{statement}\nimport sys; print(*sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
        assert not {"textual", "rich", "indipyterm.client.ipyclient", "asyncio"} & set(done.stdout.split())


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, which is not there yet."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (tmp_path / "indipyterm").mkdir()
    return tmp_path / "indipyterm" / "config.toml"


def nowhere(port: int, *arguments: str, before: Sequence[str] = ()) -> tuple[int, str]:
    """Run a command where no server is: its status, and what it prints to stderr."""
    done = run(*before, *arguments, "--port", str(port))
    assert done.stdout == ""
    return done.returncode, done.stderr


def test_readonly_in_the_settings_and_before_the_command_counts_for_all_that_send(
    settings: Path, tmp_path: Path
) -> None:
    file, other, port = tmp_path / "night.toml", tmp_path / "other.toml", free_port()
    file.write_text("indipyterm-settings = 1\n[a.B]\nC = 1\n")
    settings.write_text("readonly = true\n")
    other.write_text("")
    closed = "Read-only mode: nothing is sent\n"
    assert nowhere(port, "set", "a.B.C=1") == (2, f"indipyterm: set: {closed}")
    assert nowhere(port, "restore", str(file)) == (2, f"indipyterm: restore: {closed}")
    for arguments in (["restore", "--dry-run", str(file)], ["get"], ["save", str(tmp_path / "new")]):
        assert nowhere(port, *arguments)[0] == 4, "what sends nothing tries to connect"
    assert nowhere(port, "set", "a.B.C=1", before=["--config", str(other)])[0] == 4
    assert nowhere(port, "set", "a.B.C=1", before=["--config", str(other), "--readonly"]) == (
        2,
        f"indipyterm: set: {closed}",
    )


def test_what_is_wrong_with_the_settings_is_told_by_what_sends(settings: Path) -> None:
    settings.write_text("readonly = 1\n")
    status, told = nowhere(free_port(), "set", "a.B.C=1")
    assert status == 4
    assert told.startswith(f"indipyterm: {settings}: readonly has to be true or false, not 1; it is ignored\n")
