"""Opening waits for nothing, and goes through no link."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indipyterm.files.opening import open_folder, open_regular, open_regular_in, read_regular, remove_from


def test_only_a_regular_file_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/null")):
        with pytest.raises(OSError, match="not a regular file"):
            open_regular(path)
    with pytest.raises(IsADirectoryError):
        open_regular(tmp_path)
    status = os.stat(__file__)
    monkeypatch.setattr(os, "stat", lambda path: status)  # it is exchanged for a pipe just now
    with pytest.raises(OSError, match="not a regular file"):
        open_regular(pipe)


def test_a_file_is_read_up_to_a_size(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    assert (read_regular(path, 3), read_regular(path, 2)) == (b"abc", None)
    assert read_regular("/proc/self/stat", 3) is None, "it says that it is empty"


def test_no_part_of_a_folders_path_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to("a")
    directory = open_folder(tmp_path / "a", readable=True)
    assert sorted(os.listdir(directory)) == ["b", "file"]
    os.close(directory)
    os.close(open_folder(Path("/")))
    for path in (tmp_path / "link", tmp_path / "link" / "b", tmp_path / "a" / "file"):
        with pytest.raises(NotADirectoryError):
            open_folder(path)
    with pytest.raises(FileNotFoundError):
        open_folder(tmp_path / "none" / "b")


def test_a_file_in_a_folder_is_opened_and_removed_but_no_link(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "file").write_bytes(b"abc")
    (tmp_path / "link").symlink_to(folder)
    (folder / "link").symlink_to("file")
    os.mkfifo(folder / "pipe")
    with open_regular_in(folder, "file") as file:
        assert file.read() == b"abc"
    for place, name in [
        (folder, "link"), (folder, "pipe"), (folder, "none"), (folder, ".."), (folder, ""), (tmp_path, "folder/file"),
        (tmp_path / "link", "file"),
    ]:  # fmt: skip
        with pytest.raises(OSError):  # noqa: PT011 - of many kinds
            open_regular_in(place, name)
        with pytest.raises(OSError):  # noqa: PT011
            remove_from(place, name)
    remove_from(folder, "file")
    assert sorted(os.listdir(folder)) == ["link", "pipe"]
