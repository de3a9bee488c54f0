"""BLOB messages made ready: the good ones kept and saved, the bad ones told, one by one."""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import Collection, Coroutine
from pathlib import Path
from typing import Any

import pytest

from indipyterm.client import blob_intake, blobs
from indipyterm.client.blob_intake import BlobIntake, ReadyMessage, Saving, prepare
from indipyterm.client.status_text import status_text
from indipyterm.model.events import (
    BlobFault,
    BlobLost,
    BlobNotSaved,
    BlobSizeDiffers,
    DataIgnored,
    IgnoredReason,
    VideoNotSaved,
)
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import Kind, OneBlob, SetVector, State
from tests.client.running import files
from tests.model.samples import LATER, NOW

NAME = "Camera_B_20261122T104312.000Z"


def blob(name: str, data: bytes = b"abc", suffix: str = ".fits", size: int | None = None) -> OneBlob:
    return OneBlob(name, len(data) if size is None else size, suffix, BlobData(data))


def damaged(name: str) -> OneBlob:
    return OneBlob(name, 3, ".fits", BlobData.from_base64([b"YW", b"%j"]))


def ready(*blobs: OneBlob, folder: Path | None = None, members: Collection[str] = "ABC") -> ReadyMessage[SetVector]:
    message = SetVector(Kind.BLOB, "Camera", "CCD1", blobs, State.OK, timestamp=LATER)
    return prepare(message, NOW, members, Saving(folder))


def test_blobs_are_saved_under_the_time_that_the_driver_gave(tmp_path: Path) -> None:
    taken = ready(blob("B"), folder=tmp_path)
    (saved,) = taken.files
    assert (saved.device, saved.vector, saved.member, saved.size, saved.when) == ("Camera", "CCD1", "B", 3, NOW)
    assert saved.path == str(tmp_path / f"{NAME}.fits")
    assert Path(saved.path).read_bytes() == b"abc"
    assert taken.faults == []


def test_without_a_folder_nothing_is_saved() -> None:
    taken = ready(blob("B"))
    assert (taken.files, taken.faults, taken.message.members) == ([], [], [blob("B")])


def test_several_members_are_several_files(tmp_path: Path) -> None:
    taken = ready(blob("A", b"1"), blob("B", b"22"), folder=tmp_path)
    assert [(saved.member, saved.size) for saved in taken.files] == [("A", 1), ("B", 2)]
    assert len(files(tmp_path)) == 2


def test_z_is_inflated_and_fz_is_kept_as_it_is(tmp_path: Path) -> None:
    plain = bytes(5000)
    taken = ready(
        blob("A", zlib.compress(plain), ".fits.z", 5000), blob("B", b"packed", ".fits.fz", 9), folder=tmp_path
    )
    assert [(one.name, one.format) for one in taken.message.members if isinstance(one, OneBlob)] == [
        ("A", ".fits"),
        ("B", ".fits.fz"),
    ]
    assert [Path(saved.path).read_bytes() for saved in taken.files] == [plain, b"packed"]
    assert [Path(saved.path).name.split("Z.")[1] for saved in taken.files] == ["fits", "fits.fz"]


@pytest.mark.parametrize(
    ("bad", "kind", "reason"),
    [
        (damaged("B"), BlobFault.BAD_BASE64, "base64"),
        (blob("B", b"junk", ".fits.z"), BlobFault.BAD_COMPRESSION, "damaged"),
        (blob("B", zlib.compress(bytes(1000))[:-3], ".fits.z", 1000), BlobFault.BAD_COMPRESSION, "cut off"),
        (blob("B", zlib.compress(bytes(1000)), ".fits.z", 999), BlobFault.TOO_LARGE, "more than 999 bytes"),
    ],
)
def test_a_bad_blob_is_left_out_and_told_and_the_rest_kept(
    tmp_path: Path, bad: OneBlob, kind: BlobFault, reason: str
) -> None:
    taken = ready(blob("A"), bad, blob("C"), folder=tmp_path)
    assert [one.name for one in taken.message.members] == ["A", "C"]
    assert [saved.member for saved in taken.files] == ["A", "C"]
    assert taken.message.state is State.OK
    (fault,) = taken.faults
    assert isinstance(fault, BlobLost)
    assert (fault.device, fault.vector, fault.member, fault.fault) == ("Camera", "CCD1", "B", kind)
    assert reason in status_text(fault)


def test_memory_that_is_not_there_costs_one_blob(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_memory(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(blob_intake, "inflate", no_memory)
    assert ready(blob("B", b"x", ".z")).faults == [BlobLost("Camera", "CCD1", "B", BlobFault.NO_MEMORY, NOW)]


def test_blobs_of_unknown_members_are_neither_read_nor_saved(tmp_path: Path) -> None:
    taken = ready(blob("X"), damaged("Y"), blob("A"), folder=tmp_path)
    assert [one.name for one in taken.message.members] == ["A"]
    assert [saved.member for saved in taken.files] == ["A"]
    reason = IgnoredReason.UNKNOWN_BLOB_MEMBER
    assert taken.faults == [DataIgnored(reason, "Camera", "CCD1", (name,), NOW) for name in "XY"]


def test_a_change_of_state_alone_is_no_file(tmp_path: Path) -> None:
    taken = ready(blob("A", b"", "", 0), blob("B", b"", ".fits.z", 0), folder=tmp_path)
    assert (files(tmp_path), taken.faults) == ([], [])


def test_a_wrong_size_costs_nothing_and_is_told(tmp_path: Path) -> None:
    taken = ready(blob("A", b"abc", ".x", 2), folder=tmp_path)
    assert [saved.size for saved in taken.files] == [3]
    assert taken.faults == [BlobSizeDiffers("Camera", "CCD1", "A", 3, 2, NOW)]
    assert ready(blob("A", b"abc", ".fits.fz", 9000), blob("B", b"abc", ".x", 0), folder=tmp_path).faults == []


def test_less_than_announced_is_not_saved_as_if_it_were_whole(tmp_path: Path) -> None:
    taken = ready(blob("A", b"SIMPLE  =", ".fits", 20000), folder=tmp_path)
    assert taken.files == []
    (file,) = tmp_path.iterdir()
    assert (file.suffixes[-2:], file.read_bytes()) == ([".fits", ".incomplete"], b"SIMPLE  =")
    assert taken.faults == [BlobSizeDiffers("Camera", "CCD1", "A", 9, 20000, NOW, str(file))]
    taken = ready(blob("A", b"abc", ".x", 4))
    assert taken.faults == [BlobSizeDiffers("Camera", "CCD1", "A", 3, 4, NOW)]


def test_a_blob_that_cannot_be_saved_is_told_and_still_given(tmp_path: Path) -> None:
    taken = ready(blob("A"), folder=tmp_path / "gone")
    assert taken.message.members == [blob("A")]
    assert taken.files == []
    (fault,) = taken.faults
    assert isinstance(fault, BlobNotSaved)
    assert "No such file" in fault.detail


async def test_what_is_too_much_to_wait_loses_its_blobs_and_keeps_its_place() -> None:
    intake = BlobIntake(limit=10)
    for number in range(4):
        large = SetVector(Kind.BLOB, "Camera", f"{number}", (blob("B", b"123456"),), State.OK)
        intake.add_blobs(large, NOW, {"B"})
    intake.add_blobs(SetVector(Kind.BLOB, "Camera", "state", (damaged("B"),), State.BUSY), NOW, {"B"})
    taken = [await intake.next(lambda: None) for _ in range(5)]
    assert [(one.message.name, len(one.message.members), one.message.state) for one in taken] == [
        ("0", 1, "Ok"),
        ("1", 0, "Ok"),
        ("2", 0, "Ok"),
        ("3", 0, "Ok"),
        ("state", 0, "Busy"),
    ]
    assert [bool(one.faults) for one in taken] == [False, True, True, True, True]
    assert taken[1].faults == [BlobLost("Camera", "1", "", BlobFault.BACKLOG, NOW, 6)]
    huge = SetVector(Kind.BLOB, "Camera", "CCD1", (blob("B", bytes(100)),))
    intake.add_blobs(huge, NOW, {"B"})  # one alone may always wait
    assert (await intake.next(lambda: None)).message.members == [blob("B", bytes(100))]


async def test_they_are_taken_in_order_and_off_the_event_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    inflate = blobs.inflate

    def spy(data: bytes, suffix: str, size: int, most: int) -> tuple[bytes, str]:
        threads.append(threading.get_ident())
        return inflate(data, suffix, size, most)

    monkeypatch.setattr(blob_intake, "inflate", spy)
    intake = BlobIntake()
    folders = iter([None, tmp_path, None])
    for text in (b"1", b"2", b"3"):
        intake.add_blobs(SetVector(Kind.BLOB, "Camera", "CCD1", (blob("B", text),)), NOW, {"B"})
    taken = [await intake.next(lambda: next(folders)) for _ in range(3)]
    assert [one.message.members for one in taken] == [[blob("B", text)] for text in (b"1", b"2", b"3")]
    assert [len(one.files) for one in taken] == [0, 1, 0]  # the folder counts that there is then
    assert threading.get_ident() not in threads


def large(name: str) -> SetVector:
    return SetVector(Kind.BLOB, "Camera", name, (blob("B", bytes(12 << 20)),))


def returns_at_once(work: Coroutine[Any, Any, None]) -> bool:
    try:
        work.send(None)
    except StopIteration:
        return True
    work.close()
    return False


async def test_reading_rests_until_a_large_blob_is_saved() -> None:
    intake = BlobIntake()
    assert returns_at_once(intake.pause())
    intake.add_blobs(large("1"), NOW, {"B"})
    assert not returns_at_once(intake.pause())
    resting = asyncio.create_task(intake.pause())
    assert (await intake.next(lambda: None)).message.name == "1"
    await resting
    assert returns_at_once(intake.pause())


async def test_reading_never_rests_for_long() -> None:
    intake = BlobIntake()
    for name in "123":
        intake.add_blobs(large(name), NOW, {"B"})
    async with asyncio.timeout(10):
        await intake.pause()  # though nobody takes any
    assert intake.queued == {"Camera": 3}


async def test_reading_does_not_rest_for_many_small_blobs() -> None:
    intake = BlobIntake()
    for number in range(200):
        intake.add_blobs(SetVector(Kind.BLOB, "Camera", f"{number}", (blob("B", bytes(1000)),)), NOW, {"B"})
    assert returns_at_once(intake.pause())


@pytest.mark.parametrize("suffix", [".stream", ".stream_jpg", ".stream.z"])
async def test_the_frames_of_a_video_are_saved_only_where_that_is_wanted(tmp_path: Path, suffix: str) -> None:
    intake = BlobIntake()
    intake.save_video = False
    data = zlib.compress(b"frame") if suffix.endswith(".z") else b"frame"

    async def received() -> ReadyMessage[SetVector]:
        frame = OneBlob("A", 5, suffix, BlobData(data))
        intake.add_blobs(SetVector(Kind.BLOB, "Camera", "CCD1", (frame, blob("B")), State.OK), NOW, "AB")
        return await intake.next(lambda: tmp_path)

    first, second = await received(), await received()
    assert first.faults == [VideoNotSaved("Camera", "CCD1", "A", NOW)]
    assert second.faults == []  # told once, not with each frame
    assert [saved.member for saved in (*first.files, *second.files)] == ["B", "B"]
    frame = second.message.members[0]
    assert isinstance(frame, OneBlob)
    assert frame.data.decode() == b"frame"  # a script and the preview have it
    intake.connection_lost()
    assert (await received()).faults == first.faults
    intake.save_video = True
    assert [saved.member for saved in (await received()).files] == ["A", "B"]
