"""BLOBs into files: safe names, whole files, nothing overwritten, nothing left behind."""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.client import blobs
from indipyterm.client.blobs import (
    Numbering,
    check_folder,
    file_name,
    inflate,
    number_of,
    remove_abandoned_files,
    save,
    save_numbered,
)
from indipyterm.exceptions import BadCompression, NotSaved, TooLarge
from tests.client.running import files

WHEN = datetime(2026, 11, 22, 10, 44, 10, 123456, tzinfo=UTC)
STAMP = "20261122T104410.123Z"


# Names


@pytest.mark.parametrize(
    ("device", "member", "suffix", "name"),
    [
        ("CCD Simulator", "CCD1", ".fits", f"CCD_Simulator_CCD1_{STAMP}.fits"),
        ("Camera", "CCD1", ".fits.fz", f"Camera_CCD1_{STAMP}.fits.fz"),
        ("Camera", "CCD1", "fits", f"Camera_CCD1_{STAMP}.fits"),
        ("Camera", "CCD1", "", f"Camera_CCD1_{STAMP}"),
        ("../../etc", "passwd", "/../../x", f"etc_passwd_{STAMP}.x"),
        ("/", "..", "..", f"x_x_{STAMP}"),
        ("-rf", ".hidden", ".a..b", f"rf_hidden_{STAMP}.a.b"),
        ("Kamera Süd", "m\n\0", ".stream_jpg", f"Kamera_S_d_m_{STAMP}.stream_jpg"),
    ],
)
def test_names_of_files(device: str, member: str, suffix: str, name: str) -> None:
    assert file_name(device, member, WHEN, suffix) == name


def test_names_of_any_length_become_names_that_every_file_system_takes(tmp_path: Path) -> None:
    name = file_name("d" * 300, "m" * 300, WHEN, "." + "x" * 300)
    assert name == f"{'d' * 60}_{'m' * 60}_{STAMP}.{'x' * 23}"
    assert save(tmp_path, name, b"").name == name


def test_the_time_in_a_name_is_utc() -> None:
    local = WHEN.astimezone(timezone(timedelta(hours=-10)))
    assert file_name("d", "m", local, "") == f"d_m_{STAMP}"


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_no_name_leaves_the_folder_or_hides(device: str, member: str, suffix: str) -> None:
    name = file_name(device, member, WHEN, suffix)
    assert name.isascii()
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-")
    assert name[0] not in ".-_"
    assert name[-1] not in "._"
    assert ".." not in name
    assert STAMP in name
    assert len(name) < 200
    assert Path("/folder", name).parent == Path("/folder")
    assert os.path.normpath(f"/folder/{name}") == f"/folder/{name}"


# Saving


@given(st.lists(st.tuples(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40)), min_size=1, max_size=6))
def test_each_blob_gets_a_file_of_its_own(tmp_path_factory: pytest.TempPathFactory, names: list[Any]) -> None:
    folder = tmp_path_factory.mktemp("blobs")
    contents = {}
    for number, (device, member, suffix) in enumerate([*names, names[0]]):
        path = save(folder, file_name(device, member, WHEN, suffix), b"%d" % number)
        assert path.parent == folder
        contents[path] = b"%d" % number
    assert len(contents) == len(names) + 1
    assert {path: path.read_bytes() for path in folder.iterdir()} == contents


def test_a_taken_name_gets_a_number_before_its_suffix(tmp_path: Path) -> None:
    name = file_name("Camera", "CCD1", WHEN, ".fits.fz")
    paths = [save(tmp_path, name, b"%d" % number).name for number in range(3)]
    stem = f"Camera_CCD1_{STAMP}"
    assert paths == [f"{stem}.fits.fz", f"{stem}-2.fits.fz", f"{stem}-3.fits.fz"]
    assert [(tmp_path / path).read_bytes() for path in paths] == [b"0", b"1", b"2"]
    assert save(tmp_path, f"{stem}", b"").name == stem
    assert save(tmp_path, f"{stem}", b"").name == f"{stem}-2"


def test_when_the_numbers_run_out_there_is_still_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blobs, "_TRIES", 3)
    name = file_name("Camera", "CCD1", WHEN, ".fits")
    for number in range(6):
        save(tmp_path, name, b"%d" % number)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"%d" % number for number in range(6)]
    assert all(path.suffix == ".fits" for path in tmp_path.iterdir())


def test_a_running_number_goes_on_above_all_that_are_there(tmp_path: Path) -> None:
    def saved(ending: str = "", first: int = 1, member: str = "CCD1") -> str:
        numbering = Numbering(ending, first)
        return save_numbered(tmp_path, "My Cam 2024", member, ".fits.fz", numbering, b"new").name

    for name in (
        "My_Cam_2024_CCD1_0041_Red.fits",
        "My_Cam_2024_CCD1_20261122T104410.123Z.fits",
        "My_Cam_2024_CCD1_9.fits",
    ):
        (tmp_path / name).write_bytes(b"old")
    assert saved("H/Alpha ..") == "My_Cam_2024_CCD1_0042_H_Alpha.fits.fz"
    assert saved() == "My_Cam_2024_CCD1_0043.fits.fz"
    assert saved(member="CCD2") == "My_Cam_2024_CCD2_0001.fits.fz"
    assert saved(first=100) == "My_Cam_2024_CCD1_0100.fits.fz"  # even if the others were moved away
    (tmp_path / "My_Cam_2024_CCD1_123456.fits").touch()
    assert saved() == "My_Cam_2024_CCD1_123457.fits.fz"
    assert [path.name for path in tmp_path.iterdir() if path.read_bytes() == b"old"]
    with pytest.raises(NotSaved, match="No such file"):
        save_numbered(tmp_path / "none", "a", "b", "", Numbering(), b"")


def test_a_number_that_was_taken_meanwhile_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "A_B_0001.fits").write_bytes(b"of another program")
    monkeypatch.setattr(os, "listdir", lambda _: [])
    assert save_numbered(tmp_path, "A", "B", ".fits", Numbering(), b"").name == "A_B_0002.fits"
    assert (tmp_path / "A_B_0001.fits").read_bytes() == b"of another program"


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("A_B_0007.fits", 7),
        ("A_B_0012_Red.fits", 12),
        ("A_B_0012", 12),
        ("A_B_007.fits", None),
        ("A_C_0007.fits", None),
    ],
)
def test_the_number_in_a_name(name: str, number: int | None) -> None:
    assert number_of(name, "A", "B") == number


def test_links_are_neither_followed_nor_replaced(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.write_bytes(b"precious")
    (folder / "a.fits").symlink_to(outside)
    (folder / "a.fits-2").symlink_to(tmp_path / "dangling")
    assert save(folder, "a.fits", b"new").name == "a.fits-3"
    assert outside.read_bytes() == b"precious"
    assert not (tmp_path / "dangling").exists()
    assert (folder / "a.fits").is_symlink()


def test_a_folder_whose_parent_became_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "parent" / "images").mkdir(parents=True)
    (tmp_path / "outside" / "images").mkdir(parents=True)
    folder = check_folder(tmp_path / "parent" / "images")
    (tmp_path / "parent").rename(tmp_path / "moved")
    (tmp_path / "parent").symlink_to(tmp_path / "outside")
    with pytest.raises(NotSaved, match="leads elsewhere now"):
        save(folder, "a.fits", b"data")
    remove_abandoned_files(folder)
    assert files(tmp_path / "outside" / "images") == []


@pytest.mark.parametrize("links", [True, False])
def test_a_folder_that_is_exchanged_meanwhile_gets_the_file_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """Whoever owns the parent may do so at any moment; nothing is written elsewhere."""
    (tmp_path / "parent" / "images").mkdir(parents=True)
    (tmp_path / "outside" / "images").mkdir(parents=True)
    (tmp_path / "outside" / "images" / "a.fits").write_bytes(b"precious")
    fsync = os.fsync

    def exchange(descriptor: int) -> None:
        fsync(descriptor)
        (tmp_path / "parent").rename(tmp_path / "moved")
        (tmp_path / "parent").symlink_to(tmp_path / "outside")

    monkeypatch.setattr(os, "fsync", exchange)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    save(tmp_path / "parent" / "images", "a.fits", b"data")
    assert (tmp_path / "moved" / "images" / "a.fits").read_bytes() == b"data"
    assert files(tmp_path / "outside" / "images") == ["a.fits"]
    assert (tmp_path / "outside" / "images" / "a.fits").read_bytes() == b"precious"


def test_a_folder_below_one_that_may_not_be_read_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "parent" / "images"
    folder.mkdir(parents=True)
    (tmp_path / "parent").chmod(0o311)
    try:
        assert save(folder, "a.fits", b"data").read_bytes() == b"data"
    finally:
        (tmp_path / "parent").chmod(0o755)


def test_a_file_of_that_name_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.fits").write_bytes(b"precious")
    assert save(tmp_path, "a.fits", b"new").read_bytes() == b"new"
    assert (tmp_path / "a.fits").read_bytes() == b"precious"


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, call, full)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(NotSaved, match=r"a\.fits: No space left on device"):
        save(tmp_path, "a.fits", b"data")
    assert files(tmp_path) == []


def test_the_final_name_appears_when_the_file_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], int]] = []
    link = os.link

    def spy(old: str, new: str, **more: Any) -> None:
        seen.append((files(tmp_path), (tmp_path / old).stat().st_size))
        link(old, new, **more)

    monkeypatch.setattr(os, "link", spy)
    save(tmp_path, "a.fits", b"data")
    ((names, size),) = seen
    assert size == 4
    assert "a.fits" not in names
    assert files(tmp_path) == ["a.fits"]


def no_links(*_: Any, **__: Any) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a").write_bytes(b"precious")
    assert save(tmp_path, "a", b"new").read_bytes() == b"new"
    assert files(tmp_path) == ["a", "a-2"]
    assert (tmp_path / "a").read_bytes() == b"precious"


@pytest.mark.parametrize(
    "spoil", [lambda folder: folder.rmdir(), lambda folder: (folder.rmdir(), folder.write_bytes(b""))]
)
def test_a_folder_that_went_away_is_told(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    spoil(folder)
    with pytest.raises(NotSaved, match=r"No such file|Not a directory"):
        save(folder, "a", b"")


# The folder


def test_a_folder_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "images").mkdir()
    assert check_folder("~/images") == check_folder("images") == check_folder(tmp_path / "images")
    assert check_folder("images").is_absolute()
    (tmp_path / "file").write_bytes(b"")
    for wrong in ("file", "nothing", "~nobody-is-called-this"):
        with pytest.raises(NotSaved, match=r"not a directory|home directory"):
            check_folder(wrong)


def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere
    with pytest.raises(NotSaved, match="cannot be written to"):
        check_folder(tmp_path)


# Inflating


@given(st.binary(max_size=2000))
def test_what_was_compressed_comes_back(data: bytes) -> None:
    assert inflate(zlib.compress(data), ".fits.z", len(data)) == (data, ".fits")
    assert inflate(zlib.compress(data), ".z", 0) == (data, "")


def test_no_data_need_no_inflating() -> None:
    assert inflate(b"", ".fits.z", 0) == (b"", ".fits.z")


def test_it_may_become_less_than_announced_but_not_more() -> None:
    packed = zlib.compress(b"x" * 1000)
    assert inflate(packed, ".z", 5000) == (b"x" * 1000, "")
    with pytest.raises(TooLarge, match="more than 999 bytes"):
        inflate(packed, ".z", 999)


@pytest.mark.parametrize("size", [0, 1 << 40, 10**19 - 1])
def test_a_bomb_is_refused_whatever_was_announced(size: int) -> None:
    with pytest.raises(TooLarge, match="more than 10000 bytes"):
        inflate(zlib.compress(bytes(10_001)), ".z", size, 10_000)
    assert inflate(zlib.compress(bytes(10_000)), ".z", size, 10_000)[0] == bytes(10_000)


@given(st.binary(max_size=500), st.integers(1, 600), st.integers(1, 20), st.integers(0, 2))
def test_it_does_not_matter_how_much_is_inflated_at_a_time(data: bytes, times: int, at_once: int, cut: int) -> None:
    data *= times
    packed = zlib.compress(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blobs, "_INFLATED_SIZE", at_once)
        if cut:
            with pytest.raises(BadCompression, match="cut off"):
                inflate(packed[:-cut], ".z", 0)
        else:
            assert inflate(packed, ".z", 0) == (data, "")


def test_damaged_and_cut_data_are_refused() -> None:
    packed = zlib.compress(bytes(range(256)) * 20)
    for data in (b"not compressed", packed[:50] + b"damage" + packed[60:]):
        with pytest.raises(BadCompression, match="damaged"):
            inflate(data, ".z", 0)
    for data in (packed[:-1], packed[: len(packed) // 2]):
        with pytest.raises(BadCompression, match="cut off"):
            inflate(data, ".z", 0)


@given(st.binary(min_size=1, max_size=200), st.integers(0, 300))
def test_no_data_do_harm(data: bytes, size: int) -> None:
    try:
        plain, suffix = inflate(data, ".z", size)
    except (BadCompression, TooLarge):
        return
    assert (len(plain) <= (size or len(plain)), suffix) == (True, "")
