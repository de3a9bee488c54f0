"""``save`` for scripts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from indipyterm.commands import save as save_module
from indipyterm.commands.save import save, settings_text
from indipyterm.commands.session import Session, connect
from indipyterm.commands.toml_file import loads, read_file
from indipyterm.demo.instruments.filter_wheel import FILTERS
from indipyterm.exceptions import BadFile
from indipyterm.protocol.encoder import encode
from tests.commands.vectors import numbers
from tests.servers import LOOPBACK, WireServer


async def test_settings_are_saved(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    vectors = await save(session, file, ["Focuser", "Filter*.FILTER_NAME.FILTER_SLOT_NAME_1"], timeout=10)
    saved = read_file(file)
    assert set(saved) == {"Focuser", "Filter Wheel"}
    assert saved["Focuser"]["FOCUS_MAX"] == {"FOCUS_MAX_VALUE": 100000}
    assert "ABS_FOCUS_POSITION" not in saved["Focuser"]  # where it is; to set it moves the focuser
    assert saved["Focuser"]["CONNECTION"] == {"CONNECT": True, "DISCONNECT": False}
    assert tuple(saved["Filter Wheel"]["FILTER_NAME"].values()) == FILTERS  # the vector, whole
    assert "FOCUS_TEMPERATURE" not in saved["Focuser"]  # read-only
    assert "FOCUS_ABORT_MOTION" not in saved["Focuser"]
    assert [vector.name for vector in vectors] == [name for named in saved.values() for name in named]


async def test_everything_is_saved_where_it_is_wanted(session: Session) -> None:
    vectors, text, _ = await settings_text(session, ["Focuser"], everything=True, timeout=10)
    saved = loads(text)["Focuser"]
    assert saved["FOCUS_ABORT_MOTION"] == {"ABORT": False}
    assert "FOCUS_TEMPERATURE" not in saved
    assert "# Left out: nothing." in text
    assert len(vectors) == len(saved)


async def test_the_whole_demo_is_saved_and_parsed_back(session: Session) -> None:
    vectors, text, _ = await settings_text(session, timeout=10)
    saved = loads(text)
    assert {(vector.device, vector.name) for vector in vectors} == {
        (device, name) for device, named in saved.items() for name in named
    }
    assert saved["Every Kind"]["UNICODE"]["LINES"] == "one\ntwo\tand a tab"
    assert "from 127.0.0.1:" in text


async def test_nothing_to_save_makes_no_file(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert await save(session, file, ["Focuser.FOCUS_TEMPERATURE"], timeout=10) == []
    assert not file.exists()


async def test_a_file_that_cannot_be_written(session: Session, tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        await save(session, tmp_path / "none" / "settings.toml", ["Focuser.FOCUS_SPEED"], timeout=10)


SPEED, SLOT = numbers("Focuser", "FOCUS_SPEED", VALUE="3"), numbers("Wheel", "SLOT", VALUE="1")


@pytest.mark.usefixtures("short_quiet")
async def test_a_device_in_the_file_that_says_nothing_keeps_its_settings_there(
    wire: WireServer, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("indipyterm-settings = 1\n[Focuser.FOCUS_SPEED]\nVALUE = 2\n[Wheel.SLOT]\nVALUE = 5\n")
    wire.greeting = encode(SLOT)
    async with connect(LOOPBACK, wire.port) as session:
        with pytest.raises(TimeoutError, match=r"nothing was heard of Focuser within 0\.1 s"):
            await save(session, file, timeout=0.1)
        assert read_file(file) == {"Wheel": {"SLOT": {"VALUE": 1}}, "Focuser": {"FOCUS_SPEED": {"VALUE": 2}}}
        assert "# Nothing was heard of Focuser: these settings are those saved before." in file.read_text()
        assert len(await save(session, file, ["Wheel"], timeout=0.1)) == 1  # of that nothing else was asked


@pytest.mark.usefixtures("short_quiet")
async def test_a_device_in_the_file_is_waited_for(wire: WireServer, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("indipyterm-settings = 1\n[Focuser.FOCUS_SPEED]\nVALUE = 2\n")
    wire.greeting = encode(SLOT)
    async with connect(LOOPBACK, wire.port) as session:
        saving = asyncio.create_task(save(session, file, timeout=10))
        await asyncio.wait([saving], timeout=0.2)
        assert not saving.done()
        wire.send(encode(SPEED))
        assert [vector.name for vector in await saving] == ["SLOT", "FOCUS_SPEED"]


@pytest.mark.usefixtures("short_quiet")
async def test_a_busy_driver_that_nothing_names_has_time_for_its_first_word(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(save_module, "QUIET_UNKNOWN", 60.0)
    wire.greeting = encode(SLOT)
    async with connect(LOOPBACK, wire.port) as session:
        named = await save(session, tmp_path / "named.toml", ["Wheel"])
        assert [vector.name for vector in named] == ["SLOT"]  # and of that nothing else was asked
        saving = asyncio.create_task(save(session, tmp_path / "new.toml", timeout=1))  # silent for half of that
        await asyncio.wait([saving], timeout=0.2)
        assert not saving.done()
        wire.send(encode(SPEED))
        assert [vector.name for vector in await saving] == ["SLOT", "FOCUS_SPEED"]
