"""Disk and terminal: files are whole or as they were; signals end it cleanly; a full disk never takes it down."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import re
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from indipyterm.client.blobs import save
from indipyterm.exceptions import NotSaved
from indipyterm.files.replacing import write_atomically
from indipyterm.workspace.config import Config, load_config
from indipyterm.workspace.log_file import LogFile
from indipyterm.workspace.state import LastRun, load_state, save_state
from tests.hostile.case import Case
from tests.hostile.presentation import WORST

FAMILY = "Disk and terminal"

STATE = LastRun(hosts=("pi4",), device="Victim")


# Files, without a terminal


def faulty(what: str, content: bytes | None, *, told: str = "ignored") -> list[Case[Path]]:
    """A file with this content, for the settings and for the state: told of, and never fatal, and never lost."""

    async def settings(place: Path) -> None:
        file = _made(place / "config.toml", content)
        config, said = load_config(file)
        assert config == Config()
        assert said, "nothing was told"

    async def state(place: Path) -> None:
        file = _made(place / "state.json", content)
        found, said = load_state(file)
        assert found == LastRun()
        assert any(told in text for text in said), said
        if content is not None:
            assert any(path.read_bytes() == content for path in place.iterdir()), "it was lost"

    return [Case(f"settings that are {what}", settings), Case(f"a state that is {what}", state)]


def _made(path: Path, content: bytes | None) -> Path:
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    return path


def _failing_save(function: str, error: int) -> Case[Path]:
    """The disk fails in the midst of saving: the old state is there, whole, and nothing else."""

    async def attack(place: Path) -> None:
        file = place / "state.json"
        assert save_state(file, STATE) is None
        before = file.read_bytes()
        with patch(function, side_effect=OSError(error, os.strerror(error))):
            told = save_state(file, LastRun(hosts=("other",)))
        assert told
        assert os.strerror(error) in told
        assert file.read_bytes() == before
        assert [path.name for path in place.iterdir()] == ["state.json"]

    return Case(f"{os.strerror(error).lower()} at {function.split('.')[-1]} while the state is saved", attack)


async def _interrupted_save(place: Path) -> None:
    """Whatever is thrown while it writes, the temporary file goes."""
    with patch("os.fsync", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        write_atomically(place / "state.json", b"new")
    assert not list(place.iterdir())


async def _left_over_state(place: Path) -> None:
    """What a killed run left goes with the next save; what is not ours, or is being written, stays."""
    for name in (".state.json-0123456789abcdef.part", ".state.json-x.part", ".other.json-0123456789abcdef.part"):
        (place / name).write_bytes(b"half")
    with open(place / ".state.json-fedcba9876543210.part", "wb") as busy:
        fcntl.flock(busy, fcntl.LOCK_EX)
        assert save_state(place / "state.json", STATE) is None
        assert sorted(path.name for path in place.iterdir()) == [
            ".other.json-0123456789abcdef.part",
            ".state.json-fedcba9876543210.part",
            ".state.json-x.part",
            "state.json",
        ]


async def _state_of_two(place: Path) -> None:
    """Many programs save at the same time: each reader finds one whole state."""
    file = place / "state.json"
    states = [LastRun(hosts=(f"host{number}",) * 500) for number in range(20)]
    await asyncio.gather(*(asyncio.to_thread(save_state, file, state) for state in states))
    assert load_state(file)[0] in states
    assert [path.name for path in place.iterdir()] == ["state.json"]


async def _state_through_a_link(place: Path) -> None:
    """A user keeps the state elsewhere, behind a link: the link stays."""
    (place / "real").mkdir()
    (place / "state.json").symlink_to(place / "real" / "state.json")
    assert save_state(place / "state.json", STATE) is None
    assert (place / "state.json").is_symlink()
    assert load_state(place / "state.json")[0] == STATE


async def _state_without_folder(place: Path) -> None:
    (place / "file").write_bytes(b"")
    assert save_state(place / "file" / "state.json", STATE)
    assert save_state(Path("/proc/no/state.json"), STATE)


async def _names_in_state(place: Path) -> None:
    """Names of a server with everything bad in them come back as they were."""
    state = LastRun(device=WORST, vector="a\ud800\0", watch=((WORST, WORST, WORST),), folded=((WORST, ""),))
    assert save_state(place / "state.json", state) is None
    assert load_state(place / "state.json")[0] == state


async def _pipe_for_settings(place: Path) -> None:
    os.mkfifo(place / "config.toml")
    assert load_config(place / "config.toml")[0] == Config()


async def _log_on_full_disk(place: Path) -> None:
    """A real full disk, told of once."""
    log = LogFile(Path("/dev/full"))
    told = [log.write("line") for _ in range(100)]
    log.close()
    assert [text for text in told if text] == ["log file /dev/full cannot be written: no space left on device"]


async def _log_full_for_a_while(place: Path) -> None:
    """What could not be written is counted in the log."""
    log = LogFile(place / "log")
    assert log.write("first") is None
    with patch("os.write", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        assert log.write("second")
        assert log.write("third") is None
    assert log.write("fourth") is None
    log.close()
    assert (place / "log").read_text() == "first\n… 2 lines are missing here\nfourth\n"


async def _log_torn(place: Path) -> None:
    """A line that went out in part does not spoil the next one."""
    log = LogFile(place / "log")
    real, calls = os.write, iter([4])

    def short(file: int, data: bytes) -> int:
        room = next(calls, None)
        if room is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data[:room])

    with patch("os.write", side_effect=short):
        log.write("torn apart")
    log.write("whole")
    log.close()
    assert (place / "log").read_text().splitlines() == ["torn", "… 1 lines are missing here", "whole"]


def _log_that(what: str, spoil: Callable[[Path], object]) -> Case[Path]:
    async def attack(place: Path) -> None:
        log = LogFile(place / "log")
        assert log.write("first") is None
        spoil(place / "log")
        assert log.write("second")
        log.close()

    return Case(f"a log that is {what}", attack)


def _replaced_by_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


async def _log_of_bad_text(place: Path) -> None:
    log = LogFile(place / "log")
    assert log.write("a\ud800b") is None
    log.close()
    assert (place / "log").read_bytes() == b"a\\ud800b\n"


async def _log_into_a_pipe(place: Path) -> None:
    """A pipe that nobody reads: nothing waits for it."""
    os.mkfifo(place / "log")
    assert LogFile(place / "log").write("line")


def _failing_blob(function: str, error: int) -> Case[Path]:
    async def attack(place: Path) -> None:
        (place / "mine").write_bytes(b"mine")
        failing = patch(function, side_effect=OSError(error, os.strerror(error)))
        with failing, pytest.raises(NotSaved, match=re.escape(os.strerror(error))):
            save(place.resolve(), "x.fits", b"data")
        assert [path.name for path in place.iterdir()] == ["mine"]

    return Case(f"{os.strerror(error).lower()} at {function.split('.')[-1]} while a BLOB is saved", attack)


ALONE: list[Case[Path]] = [
    *faulty("no text", bytes(range(128, 256)) * 10),
    *faulty("empty brackets", b"[[[["),
    *faulty("brackets without end", b"[" * 100_000),
    *faulty("cut off", b'{"hosts": ["pi4", "do'),
    *faulty("full of NULs", b"\0" * 4096),
    *faulty("2 MB long", b"# " + b"x" * (2 << 20)),
    *faulty("a folder", None),
    *(_failing_save(function, error) for function, error in [
        ("os.open", errno.EACCES), ("os.open", errno.EMFILE), ("os.fsync", errno.ENOSPC), ("os.fsync", errno.EIO), ("os.replace", errno.EROFS), ("os.replace", errno.EDQUOT),
    ]),
    *(_failing_blob(function, error) for function, error in [
        ("os.open", errno.EMFILE), ("os.open", errno.EACCES), ("os.fsync", errno.EIO), ("os.fsync", errno.EDQUOT),
    ]),
    Case("interrupted while the state is saved", _interrupted_save),
    Case("a state that a killed run left half written", _left_over_state),
    Case("a state that twenty save at once", _state_of_two),
    Case("a state behind a link", _state_through_a_link),
    Case("a state without a folder", _state_without_folder),
    Case("a state with bad names", _names_in_state),
    Case("settings that are a pipe", _pipe_for_settings),
    Case("a log on a full disk", _log_on_full_disk),
    Case("a log on a disk that is full for a while", _log_full_for_a_while),
    Case("a log whose last line is torn", _log_torn),
    Case("a log with half a character", _log_of_bad_text),
    Case("a log that is a pipe", _log_into_a_pipe),
    _log_that("removed", Path.unlink),
    _log_that("moved", lambda path: path.rename(path.with_name("moved"))),
    _log_that("replaced by a folder", _replaced_by_folder),
]  # fmt: skip
