"""``indipyterm watch``: what it refuses; the rest needs a process of its own, see `test_run`."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.cli.exits import Exit
from indipyterm.exceptions import Misuse, NoServer
from tests.cli.program import run


async def test_blobs_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="--blobs needs --blobfolder"):
        await run(1, "watch", "--blobs")
    with pytest.raises(Misuse, match="not a directory"):
        await run(1, "watch", "--blobs", "--blobfolder", str(tmp_path / "none"))
    with pytest.raises(Misuse, match="a name is missing"):
        await run(1, "watch", "a..b")


@pytest.mark.parametrize("blobs", [True, False])
async def test_blobs_go_to_the_folder_only_where_they_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, blobs: bool
) -> None:
    folders: list[object] = []

    def connected(*_: object, blobfolder: str | None, **__: object) -> None:
        folders.append(blobfolder)
        raise NoServer("none here")

    monkeypatch.setattr("indipyterm.cli.programs.watch.connected", connected)
    options = ["--blobs"] if blobs else []
    assert await run(1, "watch", "--blobfolder", str(tmp_path), *options) == Exit.NO_SERVER
    assert folders == [str(tmp_path) if blobs else None]
