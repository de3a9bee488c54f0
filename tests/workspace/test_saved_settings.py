"""Settings in files, saved and read over the connection of a workspace."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.demo.server import DemoServer
from indipyterm.exceptions import BadFile, Misuse, NoServer
from indipyterm.workspace.saved_settings import path_of, read_settings, reason_of, save_settings
from tests.servers import WireServer, free_port
from tests.workspace.waiting import running


def test_a_path_as_people_type_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert path_of("~/a.toml") == path_of("a.toml") == tmp_path / "a.toml"
    with pytest.raises(BadFile, match="~nobody-is-called-so"):
        path_of("~nobody-is-called-so/a.toml")


def test_a_timeout_has_words() -> None:
    assert reason_of(Misuse("bad")) == "bad"
    assert reason_of(TimeoutError()).startswith("the devices")


async def test_settings_are_saved_and_read(tmp_path: Path) -> None:
    async with DemoServer() as server, running(server.port) as live:
        await live.defined("CONNECTION", "Telescope")
        path = tmp_path / "night.toml"
        count = await save_settings(live.workspace.servers[live.server].client, path)
        settings = await read_settings(path)
        assert count == sum(map(len, settings.values())) > 0


async def test_without_settings_no_file_is_written(tmp_path: Path) -> None:
    definition = (
        b'<defTextVector device="A" name="INFO" state="Ok" perm="ro"><defText name="X">1</defText></defTextVector>'
    )
    async with WireServer(definition) as wire, running(wire.port) as live:
        await live.defined("INFO", "A")
        with pytest.raises(Misuse, match="no settings"):
            await save_settings(live.workspace.servers[live.server].client, tmp_path / "a.toml")
        assert not (tmp_path / "a.toml").exists()


async def test_faults_are_raised(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        await read_settings(tmp_path / "none.toml")
    async with running(free_port()) as live:
        with pytest.raises((NoServer, TimeoutError)):
            await save_settings(live.workspace.servers[live.server].client, tmp_path / "a.toml")
