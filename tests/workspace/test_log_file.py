"""A log file: each line at once, and nothing that happens to the file is fatal."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indipyterm.workspace.log_file import LogFile


def test_lines_are_appended_at_once(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("before\n")
    file = LogFile(path)
    assert file.write("one") is None
    assert path.read_text() == "before\none\n"
    file.write("two")
    assert path.read_text() == "before\none\ntwo\n"
    file.close()


def test_after_close_the_file_is_opened_again(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log")
    file.close()
    file.write("one")
    file.close()
    file.close()
    assert file.write("two") is None
    file.close()
    assert (tmp_path / "log").read_text() == "one\ntwo\n"


def test_a_surrogate_can_be_written(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "log")
    file.write("bad \ud800 half")
    file.close()
    assert (tmp_path / "log").read_text() == "bad \\ud800 half\n"


def test_a_full_disk_is_reported_once_and_the_gap_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    file = LogFile(path)
    file.write("first")
    write, room = os.write, 3

    def full(descriptor: int, data: bytes) -> int:
        nonlocal room
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        size = min(room, len(data))
        room -= size
        return write(descriptor, data[:size])

    monkeypatch.setattr(os, "write", full)
    faults = [file.write(line) for line in ("second", "third", "fourth")]
    monkeypatch.undo()
    assert faults == [f"log file {path} cannot be written: no space left on device", None, None]
    assert file.write("fifth") is None
    file.close()
    assert path.read_text().splitlines() == [
        "first",
        "sec",  # as much of it as there was room for
        "… 3 lines are missing here",
        "fifth",
    ]


def test_the_real_full_device_is_no_trouble() -> None:
    file = LogFile(Path("/dev/full"))
    faults = [file.write(str(number)) for number in range(3)]
    file.close()
    assert faults == ["log file /dev/full cannot be written: no space left on device", None, None]


@pytest.mark.parametrize("how", ["unlink", "rename"])
def test_a_file_that_was_removed_is_created_again(tmp_path: Path, how: str) -> None:
    path = tmp_path / "log"
    file = LogFile(path)
    file.write("one")
    faults = []
    for text in ("two", "three"):
        path.unlink() if how == "unlink" else path.rename(tmp_path / "log.1")
        faults.append(file.write(text))
        assert path.read_text() == f"{text}\n"
    file.close()
    assert faults == [f"log file {path} was moved or removed; a new file was created", None]


def test_a_folder_that_is_not_there_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "none" / "log"
    file = LogFile(path)
    faults = [file.write(str(number)) for number in range(3)]
    assert faults == [f"log file {path} cannot be written: no such file or directory", None, None]
    path.parent.mkdir()
    file.write("at last")
    file.close()
    assert path.read_text() == "… 3 lines are missing here\nat last\n"


def test_a_pipe_nobody_reads_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert LogFile(tmp_path / "pipe").write("a")


def test_a_nul_in_the_path_is_reported() -> None:
    assert LogFile(Path("a\0b")).write("a")
