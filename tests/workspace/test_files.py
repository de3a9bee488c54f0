"""Small files are read whole or not at all, and replaced whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indipyterm.workspace.files import MAX_SIZE, read_small_file, reason_of, short_path, write_atomically


def test_a_file_is_read_up_to_the_largest_size(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * MAX_SIZE)
    assert len(read_small_file(path)) == MAX_SIZE
    path.write_bytes(b"x" * (MAX_SIZE + 1))
    with pytest.raises(OSError, match=f"longer than {MAX_SIZE} bytes"):
        read_small_file(path)


def test_what_might_never_end_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match="not a file"):
        read_small_file(pipe)


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "file"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == {"file": b"old"}


def test_paths_and_reasons_in_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    assert [short_path(Path(path)) for path in ("/home/ann", "/home/ann/a b", "/home/anna/a", "/")] == [
        "~",
        "~/a b",
        "/home/anna/a",
        "/",
    ]
    assert reason_of(OSError(errno.ENOENT, "No such file", "/secret")) == "No such file"
    assert reason_of(OSError("broken")) == "broken"
