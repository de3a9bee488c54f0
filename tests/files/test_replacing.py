"""Files are replaced as a whole or not at all, and stay as private as they were."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from indipyterm.files.replacing import write_atomically


def test_a_file_that_cannot_be_replaced_stays_and_nothing_is_left_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == {"file": b"old"}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o400, 0o666])
def test_permissions_are_kept_and_never_wider_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    modes: list[int] = []
    chmod = os.fchmod

    def spy(descriptor: int, wanted: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))
        chmod(descriptor, wanted)

    monkeypatch.setattr(os, "fchmod", spy)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert modes == [mode & 0o700]


def test_a_new_file_is_as_private_as_the_user_wants_new_files(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640
