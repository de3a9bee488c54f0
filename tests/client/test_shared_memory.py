"""Data in shared memory: read, mapped, copied, closed."""

from __future__ import annotations

import fcntl
import os
import pickle
from pathlib import Path

import pytest

from indipyterm.client.shared_memory import OpenMemory, SharedMemory, shared_data
from indipyterm.protocol.blob_data import BlobData
from tests.local_server import memories, memory, no_memory_left

BIG = os.urandom(1 << 19)


def test_it_is_read_once_when_somebody_wants_the_bytes() -> None:
    with no_memory_left():
        data = shared_data(memory(BIG + b"more"), len(BIG))
        assert isinstance(data, SharedMemory)
        assert data.open
        assert data.length() == len(BIG)
        assert data.decode() == BIG
        assert data.decode() is data.decode()
        assert not data.open
        assert data == BlobData(BIG)
        assert pickle.loads(pickle.dumps(data)) == data


def test_what_is_small_is_read_at_once() -> None:
    with no_memory_left():
        data = shared_data(memory(b"abc"), 3)
        assert memories() == []
        assert data == BlobData(b"abc")


def test_it_is_mapped_where_it_is_sealed() -> None:
    with no_memory_left():
        data = shared_data(memory(BIG, seals=fcntl.F_SEAL_SHRINK), len(BIG))
        view = data.view()
        assert view == BIG
        assert view.readonly
        assert isinstance(data, SharedMemory)
        assert data.open
        assert data.decode() == BIG
        assert data.view() == view
        del data, view


def test_it_is_read_where_it_might_be_cut_off() -> None:
    """A mapping of it would end this process with SIGBUS."""
    shared = memory(BIG)
    other_end = os.dup(shared)
    data = shared_data(shared, len(BIG))
    view = data.view()
    os.ftruncate(other_end, 0)
    os.close(other_end)
    assert view == BIG


@pytest.mark.parametrize("can_be_sent", [True, False])
def test_it_is_copied_to_a_file_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, can_be_sent: bool
) -> None:
    if not can_be_sent:  # as to some file systems

        def no_sendfile(*_: object) -> int:
            raise OSError(22, "Invalid argument")

        monkeypatch.setattr(os, "sendfile", no_sendfile)
    with no_memory_left():
        data = shared_data(memory(BIG), len(BIG))
        assert isinstance(data, SharedMemory)
        for path in (tmp_path / "first", tmp_path / "second"):
            with path.open("wb") as file:
                assert data.copy_to(file.fileno()) == len(BIG)
            assert path.read_bytes() == BIG
        assert data.open
        data.decode()
        with (tmp_path / "third").open("wb") as file:
            assert data.copy_to(file.fileno()) == len(BIG)
        assert (tmp_path / "third").read_bytes() == BIG


def test_of_what_was_cut_off_is_copied_what_there_is(tmp_path: Path) -> None:
    shared = memory(BIG)
    other_end = os.dup(shared)
    data = shared_data(shared, len(BIG))
    assert isinstance(data, SharedMemory)
    os.ftruncate(other_end, 1000)
    os.close(other_end)
    with (tmp_path / "file").open("wb") as file:
        assert data.copy_to(file.fileno()) == 1000
    assert data.decode() == BIG[:1000]


def test_no_more_is_held_open_than_may_be() -> None:
    with no_memory_left():
        held = OpenMemory(2)
        all_of_it = [held.hold(shared_data(memory(BIG), len(BIG))) for _ in range(4)]
        assert [isinstance(each, SharedMemory) and each.open for each in all_of_it] == [False, False, True, True]
        del all_of_it[3]
        all_of_it.append(held.hold(shared_data(memory(BIG), len(BIG))))
        assert [isinstance(each, SharedMemory) and each.open for each in all_of_it] == [False, False, True, True]
        assert [each.decode() == BIG for each in all_of_it] == [True] * 4


def test_a_disk_that_fails_in_the_middle_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent already must not be written again from the beginning."""
    send, sent = os.sendfile, list[int]()

    def fails(file: int, source: int, offset: int, count: int) -> int:
        if sent:
            raise OSError(28, "No space left on device")
        sent.append(send(file, source, offset, min(count, 1000)))
        return sent[0]

    monkeypatch.setattr(os, "sendfile", fails)
    data = shared_data(memory(BIG), len(BIG))
    assert isinstance(data, SharedMemory)
    with (tmp_path / "file").open("wb") as file, pytest.raises(OSError, match="No space left"):
        data.copy_to(file.fileno())
    assert data.decode() == BIG


def test_its_length_was_announced() -> None:
    data = shared_data(memory(BIG), len(BIG))
    assert data.truncated_to(5) is data


def test_memory_of_more_than_one_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read gives 2 GB at most."""
    read = os.pread
    monkeypatch.setattr(os, "pread", lambda file, count, offset: read(file, min(count, 200_000), offset))
    assert shared_data(memory(BIG), len(BIG)).decode() == BIG
