"""Small files are read whole or not at all; paths and faults in short."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from indipyterm.workspace.small_files import MAX_SIZE, read_small_file, reason_of, short_path


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
    with pytest.raises(OSError, match="not a regular file"):
        read_small_file(pipe)


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
