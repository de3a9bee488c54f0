"""Choosing a file or a folder: typed, or from the tree."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import DirectoryTree, Input

from indipyterm.tui.screens.choose_path import ChoosePath
from tests.servers import WireServer
from tests.tui.emulator import Terminal
from tests.tui.host import hosted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with files, one of them hidden, and a folder."""
    for name in ("model.dat", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "[b]tonight").mkdir()
    return tmp_path


@pytest.mark.parametrize(
    ("files", "typed", "result"),
    [
        (True, "{}/model.dat", "{}/model.dat"),
        (True, "  {}/.hidden ", "{}/.hidden"),
        (False, "{}", "{}"),
        (False, "", ""),
    ],
)
async def test_what_is_typed_is_chosen(folder: Path, files: bool, typed: str, result: str) -> None:
    async with hosted(ChoosePath("Which?", folder, files=files)) as (screen, host):
        screen.app.post_message(events.Paste(typed.format(folder)))
        await screen.press("enter")
        assert host.results == [result.format(folder)]


@pytest.mark.parametrize(
    ("files", "typed", "told"),
    [
        (True, "[b]none[/b]", "✗ no such file: [b]none[/b]"),
        (True, "", "✗ no such file: "),
        (True, "/", "✗ no such file: /"),
        (False, "/dev/null", "✗ not a folder: /dev/null"),
        (False, "~nobody-is-called-so", "Make this folder?"),
    ],
)
async def test_what_is_not_there_is_told_as_plain_text(folder: Path, files: bool, typed: str, told: str) -> None:
    async with hosted(ChoosePath("Which?", folder, files=files)) as (screen, host):
        screen.app.post_message(events.Paste(typed))
        await screen.press("enter")
        await screen.shows(told)
        assert not host.results


async def test_home_may_be_written_as_a_tilde(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    async with hosted(ChoosePath("Which?", folder, files=True)) as (screen, host):
        screen.app.post_message(events.Paste("~/model.dat"))
        await screen.press("enter")
        assert host.results == [str(folder / "model.dat")]


@pytest.mark.parametrize("files", [True, False])
async def test_in_the_tree_are_folders_and_where_one_is_wanted_files(folder: Path, files: bool) -> None:
    async with hosted(ChoosePath("Save [b]it[/b] in", folder, files=files, text="/old")) as (screen, host):
        await screen.shows("Save [b]it[/b] in")
        await screen.shows("[b]tonight")
        assert ".hidden" not in screen.text
        assert ("model.dat" in screen.text) is files
        await screen.press("tab", "down", "enter")
        field = screen.app.screen.query_one(Input)
        await screen.until(lambda: field.value == str(folder / "[b]tonight"))
        assert not host.results  # a folder that is pointed at is not yet chosen
        if files:
            await screen.press("down", "enter")
            await screen.until(lambda: host.results)
            assert host.results == [str(folder / "model.dat")]


async def test_a_folder_that_is_not_there_is_made_once_the_user_agrees(folder: Path) -> None:
    async with hosted(ChoosePath("Save in", folder, files=False, text=f"{folder}/new/one")) as (screen, host):
        await screen.shows("⏎ OK")
        await screen.click("⟨OK⟩")
        await screen.shows("Make this folder?")
        await screen.press("n")
        assert not (folder / "new").exists()
        await screen.press("enter")
        await screen.shows("Make this folder?")
        await screen.press("y")
        await screen.until(lambda: host.results)
        assert host.results == [f"{folder}/new/one"]
        assert (folder / "new/one").is_dir()


async def test_the_folders_above_are_reached_with_the_mouse_and_a_key(folder: Path) -> None:
    (folder / "deep/est").mkdir(parents=True)
    async with hosted(ChoosePath("Save in", folder / "deep/est", files=False)) as (screen, host):
        await screen.click("⟨Folder above⟩")
        await screen.shows("+ est")
        await screen.press("tab", "backspace")
        await screen.shows("+ deep")
        await screen.click("+ [b]tonight")
        field = screen.app.screen.query_one(Input)
        await screen.until(lambda: field.value == str(folder / "[b]tonight"))
        await screen.click("⟨OK⟩")
        assert host.results == [str(folder / "[b]tonight")]


async def test_escape_chooses_nothing(folder: Path) -> None:
    async with hosted(ChoosePath("Which?", folder, files=False, text=str(folder))) as (screen, host):
        await screen.press("tab")
        assert isinstance(screen.app.focused, DirectoryTree)
        await screen.press("escape")
        assert host.results == [None]


async def test_a_file_is_sent_to_a_blob(kinds: Terminal, kinds_server: WireServer, tmp_path: Path) -> None:
    file = tmp_path / "model.dat"
    file.write_bytes(b"abcdef")
    await kinds.select("Mount", "MODEL")
    await kinds.press("enter")
    await kinds.shows("Send a file to Mount › MODEL › FILE")
    kinds.app.post_message(events.Paste(str(file)))
    await kinds.press("enter")
    assert await kinds_server.wait_requests(b"</newBLOBVector>") == (
        b'<newBLOBVector device="Mount" name="MODEL">\n'
        b'  <oneBLOB name="FILE" size="6" enclen="8" format=".dat">\nYWJjZGVm\n  </oneBLOB>\n'
        b"</newBLOBVector>\n"
    )
