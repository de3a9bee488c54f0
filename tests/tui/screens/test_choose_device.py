"""Choosing among many devices by letters of their names; back to where one was; what was told stays in the log."""

from __future__ import annotations

from typing import cast

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui.screens.choose_device import ChooseDevice, fuzzy_rank
from indipyterm.workspace.change import Change
from tests.servers import WireServer
from tests.tui.emulator import terminal
from tests.tui.host import SERVER, hosted, workspace

CONNECTION = (
    '<defSwitchVector device="{0}" name="CONNECTION" state="Ok" perm="rw" rule="OneOfMany"><defSwitch name="CONNECT">{1}'
    '</defSwitch><defSwitch name="DISCONNECT">Off</defSwitch></defSwitchVector>'
)
BUSY = '<defTextVector device="{0}" name="{1}" state="Busy" perm="ro"><defText name="T">x</defText></defTextVector>'
NAMES = [f"Power Box {number}" for number in range(1, 12)] + ["ZWO CCD ASI2600", "Weather Watcher"]
MANY = "".join(CONNECTION.format(name, "On") for name in NAMES[:-1]) + CONNECTION.format(NAMES[-1], "Off")
MANY += "".join(BUSY.format("ZWO CCD ASI2600", name) for name in ("Expose", "Cool", "Stream"))


@pytest.mark.parametrize(
    ("wanted", "rank"), [("", 1), ("zwo", 1), ("asi", 2), ("zasi", 3), ("ZCCD 26", 3), ("ccz", 0), ("q", 0)]
)
def test_letters_in_their_order(wanted: str, rank: int) -> None:
    assert fuzzy_rank("ZWO CCD ASI2600", wanted) == rank


async def test_devices_with_their_states() -> None:
    session = workspace(MANY.encode())
    screen = ChooseDevice(session.servers, DeviceKey(SERVER, "Power Box 3"))
    async with hosted(screen, told=session) as (shown, host):
        assert "not connected" in shown.line("Weather Watcher")
        await shown.type("zasi")
        assert "◐ ZWO CCD ASI2600" in shown.text
        assert "Expose, Cool and 1 more" in shown.text
        assert "Power Box" not in shown.text
        session.servers[SERVER].connected = False
        screen.update_from(Change(connection=True))
        await shown.shows("connection lost", timeout=10)
        screen.update_from(Change())
        await shown.press("enter")
        assert cast(DeviceKey, host.results[0]).device == "ZWO CCD ASI2600"


async def test_there_and_back_again() -> None:
    async with WireServer(MANY.encode()) as wire, terminal(wire.port) as shown:
        await shown.until(lambda: len(shown.app.workspace.servers.devices()) == len(NAMES))
        await shown.press("ctrl+o")
        await shown.shows("nowhere to go back to", timeout=10)
        await shown.press("D", *"wea", "enter")
        await shown.until(lambda: shown.app.main.device and shown.app.main.device.device == "Weather Watcher", 10)
        before = shown.sheet.cursor
        shown.app.go_to(shown.key("ZWO CCD ASI2600", "Cool"))
        await shown.until(lambda: shown.sheet.cursor == shown.key("ZWO CCD ASI2600", "Cool"), 10)
        await shown.press("ctrl+o")
        await shown.until(lambda: shown.sheet.cursor == before, 10)
        # what was told stays in the log, once
        shown.app.notify("the disk is full", title="Folder", severity="error")
        shown.app.notify("the disk is full", title="Folder", severity="error")
        shown.app.notify("only a hint")
        lines = [entry.text for entry in shown.app.workspace.journal.entries]
        assert lines.count("Folder: the disk is full") == 1
        assert "only a hint" not in lines


async def test_without_devices_there_is_nothing_to_choose() -> None:
    async with WireServer() as wire, terminal(wire.port) as shown:
        await shown.press("D")
        await shown.shows("There are no devices yet", timeout=10)
