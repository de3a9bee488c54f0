"""Writing what the log shows to a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from indipyterm.tui.screens.log import LogScreen, write_entries
from indipyterm.tui.widgets.log_view import LogView
from tests.tui.emulator import Terminal
from tests.tui.host import Host, hosted, workspace
from tests.tui.log_samples import LONG, said, usual


@pytest.fixture
async def log() -> AsyncIterator[tuple[Terminal, Host]]:
    async with hosted(LogScreen(workspace(journal=usual()))) as stage:
        yield stage


def view(screen: Terminal) -> LogScreen:
    found = screen.app.screen
    assert isinstance(found, LogScreen)
    return found


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_what_is_shown_is_written(log: tuple[Terminal, Host], folder: Path) -> None:
    screen, _ = log
    await screen.press("v", "v", "w")
    await screen.shows("Write to: ~/indi-20261122-120004.log")
    await screen.press("ctrl+u")
    await screen.type("a.log")
    await screen.press("enter")
    await screen.shows("Wrote 2 lines")
    assert (folder / "a.log").read_text().splitlines() == [
        "2026-11-22T12:00:01.000Z\tpi4:7624\tWeather\t[WARN] Wind 31 kph above OK range 20",
        f"2026-11-22T12:00:04.000Z\tpi4:7624\tCCD\t{LONG}",
    ]
    assert names(folder) == ["a.log"]
    await screen.hides("Write to:")
    assert screen.app.screen.query_one(LogView).has_focus


@pytest.mark.parametrize("answer", ["y", "n"])
async def test_a_file_is_replaced_only_after_asking(log: tuple[Terminal, Host], folder: Path, answer: str) -> None:
    screen, _ = log
    path = folder / "a.log"
    path.write_text("precious\n")
    await screen.press("w", "ctrl+u")
    await screen.type("a.log")
    await screen.press("enter")
    await screen.shows("Replace this file?")
    await screen.press("enter", answer)
    if answer == "y":
        await screen.shows("Wrote 6 lines")
        assert path.read_text().startswith("2026-11-22T12:00:00.000Z\tpi4:7624\t-\tconnected")
    else:
        await screen.hides("Replace this file?")
        await screen.shows("Write to:")
        assert path.read_text() == "precious\n"
    assert names(folder) == ["a.log"]


@pytest.mark.parametrize(("path", "reason"), [("none/a.log", "No such file"), (".", "is no file"), ("~nobody-is-called-so/a", "home")])  # fmt: skip
async def test_what_cannot_be_written_is_told_and_can_be_mended(
    log: tuple[Terminal, Host], folder: Path, path: str, reason: str
) -> None:
    screen, _ = log
    await screen.press("w", "ctrl+u")
    await screen.type(path)
    await screen.press("enter")
    await screen.shows("Not written")
    assert reason in screen.text
    assert "Write to:" in screen.text
    await screen.press("escape")
    await screen.hides("Write to:")


def test_a_device_or_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="is no file"):
        write_entries("/dev/null", [], replace_it=True)
    (tmp_path / "link").symlink_to(tmp_path / "target")
    with pytest.raises(FileExistsError):
        write_entries(str(tmp_path / "link"), [said("a")])
    with pytest.raises(ValueError, match="null"):
        write_entries("a\0b", [])
