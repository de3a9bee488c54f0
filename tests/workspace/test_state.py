"""What is kept between runs: whole files only, nothing lost, nothing fatal."""

from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from indipyterm.workspace import small_files
from indipyterm.workspace.state import LastRun, default_path, load_state, save_state

FULL = LastRun(
    hosts=("pi4", "[::1]:7625"),
    device="Telescope Simulator",
    vector="EQUATORIAL_EOD_COORD",
    folded=(("Telescope Simulator", "Site Management"), ("CCD", "WCS")),
    watch=(("pi4:7624", "CCD", "CCD_TEMPERATURE"),),
    blobfolder=Path("/data/blobs"),
    theme="night",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "indipyterm" / "state.json"


def write(path: Path, content: bytes) -> None:
    """Put a file in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_what_was_saved_is_loaded(path: Path) -> None:
    assert save_state(path, FULL) is None
    assert load_state(path) == (FULL, [])


def test_nothing_but_the_file_is_left_in_its_directory(path: Path) -> None:
    save_state(path, FULL)
    save_state(path, LastRun())
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]
    assert load_state(path) == (LastRun(), [])


def test_without_a_file_the_state_is_empty_and_nothing_is_to_be_told(path: Path) -> None:
    assert load_state(path) == (LastRun(), [])
    assert not path.parent.exists()


def test_the_default_path_is_the_platforms(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_path() == platformdirs.user_state_path("indipyterm") / "state.json"
    assert save_state(None, FULL) is None
    assert load_state(None) == (FULL, [])


@pytest.mark.parametrize("text", ["\ud800", "ä\n\x1b[2J", "日本語", '"\\'])
def test_any_name_from_the_network_comes_back(path: Path, text: str) -> None:
    state = LastRun(device=text, vector=text, folded=((text, text),), watch=((text, text, text),))
    assert save_state(path, state) is None
    assert load_state(path) == (state, [])


def test_a_folder_that_is_not_utf8_comes_back(path: Path) -> None:
    state = LastRun(blobfolder=Path(os.fsdecode(b"/data/\xe4")))
    assert save_state(path, state) is None
    assert load_state(path) == (state, [])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b'{"device": "CCD"',
        b"\xff\xfe",
        b"[1, 2]",
        b"null",
        b"[" * 100_000,
        b'{"device": ' + b"9" * 10_000 + b"}",
        b" " * (small_files.MAX_SIZE + 1),
    ],
    ids=["empty", "cut off", "not UTF-8", "a list", "null", "deep", "huge number", "too long"],
)
def test_a_broken_file_is_told_of_put_aside_and_ignored(path: Path, content: bytes) -> None:
    write(path, content)
    state, told = load_state(path)
    assert state == LastRun()
    assert len(told) == 1
    assert str(path) in told[0]
    assert "state.json.broken" in told[0]
    assert not path.exists()
    assert path.with_name("state.json.broken").read_bytes() == content
    assert load_state(path) == (LastRun(), [])


def test_an_earlier_broken_file_is_kept_too(path: Path) -> None:
    for content in (b"one", b"two", b"three"):
        write(path, content)
        load_state(path)
    kept = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    assert kept == {"state.json.broken": b"one", "state.json.broken-2": b"two", "state.json.broken-3": b"three"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hosts", "pi4"),
        ("hosts", [1]),
        ("device", 5),
        ("vector", ["X"]),
        ("folded", [["CCD"]]),
        ("folded", {"CCD": "WCS"}),
        ("watch", [["a", "b", 3]]),
        ("watch", [["a", "b"]]),
        ("blobfolder", True),
        ("theme", 1.5),
    ],
)
def test_what_is_wrong_is_told_of_and_the_rest_counts(path: Path, name: str, value: object) -> None:
    assert save_state(path, FULL) is None
    content: dict[str, Any] = json.loads(path.read_bytes())
    content[name] = value
    path.write_text(json.dumps(content))
    state, told = load_state(path)
    assert getattr(state, name) == getattr(LastRun(), name)
    for other in set(FULL._fields) - {name}:
        assert getattr(state, other) == getattr(FULL, other)
    assert len(told) == 1
    assert f"wrong value of {name}" in told[0]
    assert json.loads(path.with_name("state.json.broken").read_bytes()) == content


def test_what_a_later_version_added_does_no_harm(path: Path) -> None:
    write(path, b'{"device": "CCD", "news": [1]}')
    assert load_state(path) == (LastRun(device="CCD"), [])
    assert path.exists()


def test_a_directory_in_its_place_is_told_of(path: Path) -> None:
    path.mkdir(parents=True)
    (path / "precious").write_text("x")
    state, told = load_state(path)
    assert state == LastRun()
    assert "Is a directory" in told[0]
    assert (path.with_name("state.json.broken") / "precious").read_text() == "x"


def test_a_file_that_cannot_be_put_aside_is_told_of(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    write(path, b"broken")
    monkeypatch.setattr(os, "rename", refuse)
    state, told = load_state(path)
    assert state == LastRun()
    assert len(told) == 1
    assert "Permission denied" in told[0]
    assert path.read_bytes() == b"broken"


def test_failing_to_save_is_told_and_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert save_state(path, FULL) is None
    monkeypatch.setattr(os, "fsync", full)
    told = save_state(path, LastRun())
    assert told is not None
    assert str(path) in told
    assert "No space left" in told
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]
    assert load_state(path) == (FULL, [])


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    told = save_state(tmp_path / "file" / "state.json", FULL)
    assert told is not None
    assert "not saved" in told


def test_a_link_is_followed_not_replaced(tmp_path: Path, path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "kept.json"
    elsewhere.parent.mkdir()
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    assert save_state(path, FULL) is None
    assert path.is_symlink()
    assert load_state(elsewhere) == (FULL, [])


def test_several_instances_never_leave_a_damaged_file(path: Path) -> None:
    states = [
        LastRun(device=f"device {n}", folded=tuple((f"d{n}", "g" * 200) for _ in range(n * 40))) for n in range(4)
    ]
    save_state(path, states[0])
    failures: list[object] = []

    def write(state: LastRun) -> None:
        failures.extend(told for _ in range(25) if (told := save_state(path, state)))

    def read() -> None:
        for _ in range(200):
            state, told = load_state(path)
            if told or state not in states:
                failures.append((state, told))

    threads = [threading.Thread(target=write, args=(state,)) for state in states] + [threading.Thread(target=read)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [file.name for file in path.parent.iterdir()] == ["state.json"]


def test_a_file_that_is_the_users_alone_stays_so(path: Path) -> None:
    write(path, b"{}")
    path.chmod(0o600)
    assert save_state(path, LastRun(theme="night")) is None
    assert path.stat().st_mode & 0o777 == 0o600
