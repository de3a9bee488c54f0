"""Temporary files of a killed run are removed; those of a running one, and of strangers, are not."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from indipyterm.client.blobs import remove_abandoned_files, save
from indipyterm.files import temporary
from indipyterm.files.temporary import lock
from tests.client.running import files

OURS = ".indipyterm-0123456789abcdef.part"

WRITES = """
import sys
from indipyterm.files.temporary import lock
with open(sys.argv[1], "xb") as file:
    lock(file)
    print("writing", flush=True)
    sys.stdin.read()
"""


@contextmanager
def another_run(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that is in the middle of writing a temporary file."""
    command = [sys.executable, "-c", WRITES, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        yield process
        process.kill()


def test_a_file_that_another_run_is_writing_stays_until_that_is_killed(tmp_path: Path) -> None:
    with another_run(tmp_path / OURS) as process:
        remove_abandoned_files(tmp_path)
        assert files(tmp_path) == [OURS]
        process.send_signal(signal.SIGKILL)
        process.wait()
        remove_abandoned_files(tmp_path)
        assert files(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    ["image.fits", ".indipyterm-0123.part", f"{OURS}.fits", f"x{OURS}", ".state.json-0123456789abcdef.part", ".hidden"],
)
def test_a_strangers_file_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    remove_abandoned_files(tmp_path)
    assert files(tmp_path) == [name]


def test_links_and_folders_stay(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"")
    (tmp_path / OURS).symlink_to(tmp_path / "precious")
    (tmp_path / OURS.replace("0", "1")).mkdir()
    remove_abandoned_files(tmp_path)
    assert len(files(tmp_path)) == 3


def test_a_folder_that_is_gone_is_no_fault(tmp_path: Path) -> None:
    remove_abandoned_files(tmp_path / "nowhere")


def test_a_blob_is_locked_until_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = os.link

    def spy(source: str, target: str, **more: Any) -> None:
        remove_abandoned_files(tmp_path)  # as another run does that starts just now
        link(source, target, **more)

    monkeypatch.setattr(os, "link", spy)
    assert save(tmp_path.resolve(), "a.fits", b"data").read_bytes() == b"data"
    assert files(tmp_path) == ["a.fits"]


def test_a_file_that_is_removed_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked: list[bool] = []

    def late(file: IO[bytes]) -> bool:
        if not locked:
            remove_abandoned_files(tmp_path)  # another run starts just now
        locked.append(lock(file))
        return locked[-1]

    monkeypatch.setattr(temporary, "lock", late)
    assert save(tmp_path, "image.fits", b"x").read_bytes() == b"x"
    assert locked == [False, True]
    assert files(tmp_path) == ["image.fits"]
