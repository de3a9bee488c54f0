"""Argument types: what they return, and the reasons why they refuse."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path

import pytest

from indipyterm.cli import argument_types as types


@pytest.mark.parametrize(
    ("argument_type", "text", "value"),
    [
        (types.server, "pi4:7625", "pi4:7625"),
        (types.port, "65535", 65535),
        (types.seconds, "0.5", 0.5),
        (types.speed, "10000", 10_000.0),
    ],
)
def test_valid_arguments(argument_type: Callable[[str], object], text: str, value: object) -> None:
    assert argument_type(text) == value


@pytest.mark.parametrize(
    ("argument_type", "text", "reason"),
    [
        (types.server, "", "no host name"),
        (types.port, "65536", "'65536' is not a port (1 to 65535)"),
        (types.port, "٣", "is not a port"),
        (types.seconds, "nan", "'nan' is not a time in seconds"),
        (types.speed, "10001", "'10001' is not a number above 0, up to 10000"),
        (types.new_file, "/nowhere/at/all", "/nowhere/at is not a directory"),
        (types.log_file, "/nowhere/at/all", "/nowhere/at/all cannot be written"),
        (types.existing_file, "/nowhere/at/all", "/nowhere/at/all is not a file"),
        (types.panel_file, "/nowhere/at/all", "cannot be read"),
        (types.writable_folder, "/nowhere/at/all", "/nowhere/at/all is not a directory"),
    ],
)
def test_invalid_arguments(argument_type: Callable[[str], object], text: str, reason: str) -> None:
    with pytest.raises(ArgumentTypeError) as raised:
        argument_type(text)
    assert reason in str(raised.value)


def test_a_directory_that_cannot_be_written_is_said_before_the_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))  # root may do anything
    with pytest.raises(ArgumentTypeError, match=f"{tmp_path} cannot be written"):
        types.new_file(str(tmp_path / "night"))


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert types.new_file(str(path)) == path
    assert not path.exists()
    assert types.log_file(str(path)) == path
    assert path.exists()
    assert types.existing_file(str(path)) == path
    assert types.writable_folder(str(tmp_path)) == tmp_path
    with pytest.raises(ArgumentTypeError, match="exists already"):
        types.new_file(str(path))
