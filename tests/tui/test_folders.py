"""The folders for BLOBs and for an image in memory: asked for, taken as typed, and told where they can't be used."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.protocol.blob_data import BlobData
from indipyterm.tui import folders, screens
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.workspace import Address, Workspace


class Stage:
    """An app that answers each question for a path with `answer`, and its workspace."""

    def __init__(self, answer: str | None) -> None:
        self.told: list[str] = []
        self.asked: list[str] = []
        self.workspace = Workspace([Address("127.0.0.1", 1)])
        self.saving: list[asyncio.Future[None]] = []

        def ask(screen: Any, chosen: Any) -> None:
            self.asked.append(screen)
            chosen(answer)

        self.app: Any = SimpleNamespace(
            push_screen=ask,
            notify=lambda text, title="", severity="": self.told.append(f"{title}: {text}".removeprefix(": ")),
            run_worker=lambda work: self.saving.append(asyncio.ensure_future(work)),
        )


@pytest.fixture(autouse=True)
def titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the titles of the dialogs count here."""
    monkeypatch.setattr(screens, "ChoosePath", lambda title, start, files, text="": title, raising=False)


async def test_an_image_in_memory_is_saved_where_the_user_says(tmp_path: Path) -> None:
    stage = Stage(str(tmp_path))
    folders.choose_image_folder(stage.app, stage.workspace)
    assert stage.told.pop() == "There is no image yet"
    stage.workspace.images.last = LastImage(Path("/images/a.fits"), None)
    folders.choose_image_folder(stage.app, stage.workspace)
    assert stage.told.pop() == "This image is saved already: /images/a.fits"
    stage.workspace.images.last = LastImage(Path("a.fits"), None, data=BlobData(b"abc"))
    folders.choose_image_folder(stage.app, stage.workspace)
    await asyncio.gather(*stage.saving)
    assert stage.asked == ["Save a.fits in the folder"]
    assert (tmp_path / "a.fits").read_bytes() == b"abc"
    assert stage.told.pop() == f"Image saved: {tmp_path / 'a.fits'}"
    folders.save_image(stage.app, stage.workspace, str(tmp_path))
    await asyncio.gather(*stage.saving)
    assert stage.told.pop().startswith("Not saved: there is no image")


@pytest.mark.parametrize("path", [None, ""])
async def test_without_a_folder_an_image_is_not_saved(path: str | None) -> None:
    stage = Stage(path)
    stage.workspace.images.last = LastImage(Path("a.fits"), None, data=BlobData(b"abc"))
    folders.choose_image_folder(stage.app, stage.workspace)
    assert not stage.saving


@pytest.mark.parametrize(
    ("answer", "used"), [("{}", True), ("", False), (None, True), ("{}/none/there", True), ("~nobody-here/x", True)]
)
async def test_the_folder_of_blobs_is_changed_only_to_one_that_can_be_used(
    answer: str | None, used: bool, tmp_path: Path
) -> None:
    (tmp_path / "none").write_bytes(b"no folder")
    stage = Stage(answer and answer.format(tmp_path))
    stage.workspace.set_blob_folder(tmp_path)
    folders.choose_blob_folder(stage.app, stage.workspace)
    assert stage.workspace.transfers.folder == (tmp_path if used else None)
    faulty = bool(answer) and answer != "{}"
    assert [text.partition(":")[0] for text in stage.told] == (["Folder not changed"] if faulty else [])
