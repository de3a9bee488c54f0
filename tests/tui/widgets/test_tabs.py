"""The lines of tabs: what stands at their right end, what a click means."""

from __future__ import annotations

import pytest

from tests.servers import WireServer
from tests.tui.emulator import StillClock, terminal

SWITCH = """
<defSwitchVector device="{0}" name="CONNECTION" label="Connection" group="{1}" state="Idle" perm="rw" rule="OneOfMany" timeout="60">
  <defSwitch name="CONNECT" label="Connect">Off</defSwitch><defSwitch name="DISCONNECT" label="Disconnect">On</defSwitch>
</defSwitchVector>"""
MANY = "".join(SWITCH.format(f"Instrument {number}", "Main Control") for number in range(9)).encode()
ONE = SWITCH.format("Mount", "Main Control").encode()
DONE = (
    b'<setSwitchVector device="Mount" name="CONNECTION" state="Ok"><oneSwitch name="CONNECT">On</oneSwitch>'
    b'<oneSwitch name="DISCONNECT">Off</oneSwitch></setSwitchVector>'
)


@pytest.mark.parametrize("width", [80, 60, 40])
async def test_the_watch_list_has_its_place_beside_many_devices(width: int) -> None:
    async with WireServer(MANY) as server, terminal(server.port, (width, 24), StillClock()) as screen:
        await screen.shows("1○Instrument 0")
        await screen.shows("+")
        assert screen.lines[1].rstrip().endswith("0★")
        await screen.click("0★")
        await screen.shows("The watch list is empty")


async def test_names_are_cut_before_devices_are_left_out() -> None:
    data = "".join(SWITCH.format(f"Instrument {letter}", "Main Control") for letter in "ABCDEF").encode()
    async with WireServer(data) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("6○")
        assert (
            screen.lines[1].rstrip()
            == " 1○Instru…A  2○Instru…B  3○Instru…C  4○Instru…D  5○Instru…E  6○Instru…F      0★"
        )


async def test_a_device_without_its_hardware_says_how_to_connect_it() -> None:
    async with WireServer(ONE) as server, terminal(server.port, clock=StillClock()) as screen:
        await screen.shows("not connected: c connects")
        await screen.click("connects")
        await server.wait_received(b'<oneSwitch name="CONNECT">On<')
        server.send(DONE)
        await screen.hides("not connected")
        await server.drop_clients()
        await screen.shows("LOST")
        assert "not connected: c" not in screen.text
