"""The sidebar: devices, their groups, and what is watched."""

from __future__ import annotations

from tests.servers import WireServer
from tests.tui.emulator import Terminal


async def test_when_the_connection_is_lost_groups_are_stale_too(wide: Terminal, mount_server: WireServer) -> None:
    assert "▲ Main Control" in wide.text
    await mount_server.refuse()
    await mount_server.drop_clients()
    await wide.shows("LOST")
    await wide.shows("? Main Control")
    assert "▲ Main Control" not in wide.text


async def test_its_cursor_leads_over_devices_and_groups_to_the_watch_list(wide: Terminal) -> None:
    await wide.press("tab", "down", "down", "down", "down", "enter")  # a device, two groups; not the empty line
    await wide.shows("The watch list is empty")
    await wide.hides("▾")  # no device is shown, so none has its groups here
    assert "▸2▲ Mount" in wide.text


async def test_a_click_on_a_group_goes_to_its_first_row(wide: Terminal) -> None:
    await wide.click("Site", "▲ Site  ")
    await wide.until(lambda: wide.sheet.cursor == wide.key("Mount", "SITE"))
