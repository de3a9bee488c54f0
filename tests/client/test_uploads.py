"""BLOBs to be sent, from files."""

from __future__ import annotations

import io
import os
import tempfile
from pathlib import Path
from typing import Any

import pytest

from indipyterm.client.uploads import read_files
from indipyterm.exceptions import Refused


def read(value: object) -> Any:
    return read_files({"M": value})["M"]


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.fits", ".fits"),
        ("a.b.fits", ".fits"),
        ("a.fits.fz", ".fits.fz"),
        ("a.fits.z", ".fits.z"),
        ("a.tar.gz", ".tar.gz"),
        ("a.gz", ".gz"),
        ("a", ""),
        (".hidden", ""),
    ],
)
def test_a_file_brings_its_bytes_and_its_suffix(tmp_path: Path, name: str, suffix: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"abc")
    assert read((path, 0, "")) == (b"abc", 0, suffix)
    assert read((str(path), 7, "")) == (b"abc", 7, suffix)
    assert read((path, 0, ".other")) == (b"abc", 0, ".other")


def test_a_path_may_begin_with_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.bin").write_bytes(b"abc")
    assert read(("~/a.bin", 0, "")) == (b"abc", 0, ".bin")


@pytest.mark.parametrize("value", [(b"abc", 0, ".x"), b"abc", None, ("a", "b"), 5])
def test_all_else_is_left_to_the_model(value: object) -> None:
    assert read(value) == value


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, reason in [
        (tmp_path / "none.fits", "No such file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "pipe", "not a regular file"),
        ("a\0b", "null"),
        ("~nobody-is-called-this/a.fits", "home directory"),
    ]:
        with pytest.raises(Refused, match=reason) as refused:
            read((path, 0, ""))
        assert refused.value.member == "M"


def test_a_file_that_is_open(tmp_path: Path) -> None:
    path = tmp_path / "a.fits"
    path.write_bytes(b"abc")
    with path.open("rb") as file:
        assert read((file, 0, ".fits")) == (b"abc", 0, ".fits")
    assert read((io.BytesIO(b"abcd"), 9, ".x")) == (b"abcd", 9, ".x")
    with pytest.raises(Refused, match="closed"):
        read((file, 0, ".fits"))


def test_a_file_that_was_just_written_is_sent_from_its_beginning(tmp_path: Path) -> None:
    memory = io.BytesIO()
    memory.write(b"abcd")
    assert read((memory, None, None)) == (b"abcd", 0, "")
    with tempfile.NamedTemporaryFile(dir=tmp_path, suffix=".fits") as file:
        file.write(b"abc")
        assert read((file, 0, "")) == (b"abc", 0, "")
    with pytest.raises(Refused, match="binary mode"):
        read((io.StringIO("text"), 0, ""))


@pytest.mark.parametrize("value", [bytearray(b"abc"), memoryview(b"abc"), b"abc"])
def test_bytes_of_any_kind(value: object) -> None:
    assert read((value, None, None)) == (b"abc", 0, "")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "disk.img"
    path.touch()
    os.truncate(path, 300_000_000_000)  # it takes no room
    with pytest.raises(Refused, match=r"disk\.img: larger than 1,000,000,000 bytes, the largest BLOB that is sent"):
        read((path, 0, ""))
    with path.open("rb") as file, pytest.raises(Refused, match="larger than 1,000 bytes"):
        read_files({"M": (file, 0, "")}, 1000)
    path.write_bytes(b"abc")
    assert read_files({"M": (path, 0, "")}, 3) == {"M": (b"abc", 0, ".img")}
