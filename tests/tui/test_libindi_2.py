"""Verbs and aborts on what libindi 2.2.4 defines: keys in, bytes out. Debian's libindi has no such drivers."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import State
from indipyterm.tui.screens.confirm import Confirm
from tests.corpus.definitions import definitions
from tests.servers import WireServer
from tests.tui.emulator import Terminal, terminal
from tests.tui.test_abort import strike

PAC = "Alignment Correction Simulator"
MORE = f"""
<defSwitchVector device="{PAC}" name="PAC_HOME" label="Home" group="Main Control" state="Idle" perm="rw" rule="AtMostOne">
  <defSwitch name="HOME_SET" label="Set Home">Off</defSwitch>
  <defSwitch name="HOME_GO" label="Return Home">Off</defSwitch>
  <defSwitch name="HOME_RESET" label="Reset Home">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Power Box" name="POWER_CHANNELS" label="Toggle DC" group="Power" state="Ok" perm="rw" rule="AnyOfMany">
  <defSwitch name="POWER_CHANNEL_1" label="Mount">On</defSwitch>
  <defSwitch name="POWER_CHANNEL_2" label="Camera">Off</defSwitch>
</defSwitchVector>
<defSwitchVector device="Receiver Simulator" name="SENSOR_DATA_STREAM" label="Stream" group="Streaming" state="Idle" perm="rw" rule="OneOfMany">
  <defSwitch name="STREAM_ON" label="Stream On">Off</defSwitch>
  <defSwitch name="STREAM_OFF" label="Stream Off">On</defSwitch>
</defSwitchVector>
"""  # as libindi's interfaces for these devices define them
RUNNING = f"""
<setNumberVector device="{PAC}" name="PAC_MANUAL_ADJUSTMENT" state="Busy"/>
<setSwitchVector device="CCD Simulator" name="CCD_VIDEO_STREAM" state="Busy">
  <oneSwitch name="STREAM_ON">On</oneSwitch><oneSwitch name="STREAM_OFF">Off</oneSwitch>
</setSwitchVector>
<setSwitchVector device="CCD Simulator" name="RECORD_STREAM" state="Busy">
  <oneSwitch name="RECORD_ON">On</oneSwitch><oneSwitch name="RECORD_OFF">Off</oneSwitch>
</setSwitchVector>
<setSwitchVector device="Receiver Simulator" name="SENSOR_DATA_STREAM" state="Busy">
  <oneSwitch name="STREAM_ON">On</oneSwitch><oneSwitch name="STREAM_OFF">Off</oneSwitch>
</setSwitchVector>
"""

VERBS = [
    ("home tele", ("Telescope Simulator", "TELESCOPE_HOME", {"GO": "On"})),
    ("home align", (PAC, "PAC_HOME", {"HOME_GO": "On"})),
    ("cap open", ("Dust Cover Simulator", "CAP_PARK", {"PARK": "Off", "UNPARK": "On"})),
    ("power mount off", ("Power Box", "POWER_CHANNELS", {"POWER_CHANNEL_1": "Off"})),
    ("power camera on", ("Power Box", "POWER_CHANNELS", {"POWER_CHANNEL_2": "On"})),
]
"""What is typed, and what of it is sent once that was agreed to."""


@pytest.fixture
async def screen_and_server() -> AsyncIterator[tuple[Terminal, WireServer]]:
    wanted = {vector for _, (_, vector, _) in VERBS} | set(re.findall(r'name="(\w+)" state="Busy"', RUNNING))
    defined = [each for each in definitions() if each.name in wanted or "ABORT" in each.name]
    async with WireServer(b"".join(map(encode, defined)) + MORE.encode()) as server, terminal(server.port) as screen:
        await screen.until(lambda: screen.app.workspace.servers.vector(screen.key("Power Box", "POWER_CHANNELS")))
        yield screen, server


def sent(server: WireServer) -> dict[tuple[str, str], dict[str, str]]:
    """The values that the server was sent, by device and vector."""
    vector = r'<new\w+Vector device="([^"]+)" name="([^"]+)".*?</new'
    member = r'<one\w+ name="([^"]+)">\s*([^<]*?)\s*<'
    return {
        (found[1], found[2]): dict(re.findall(member, found[0]))
        for found in re.finditer(vector, server.received.decode(), re.DOTALL)
    }


async def test_verbs_and_aborts(screen_and_server: tuple[Terminal, WireServer]) -> None:
    screen, server = screen_and_server
    for typed, (device, vector, values) in VERBS:
        server.received.clear()
        for key in (":", *typed, "enter"):
            strike(screen, key)
        await screen.until(lambda: isinstance(screen.app.screen, Confirm))
        assert not sent(server), typed
        strike(screen, "y")
        await screen.until(lambda: sent(server))
        found = sent(server)
        assert found.keys() == {(device, vector)}
        assert values.items() <= found[device, vector].items(), typed
        await screen.until(lambda: screen.app.screen is screen.app.main)

    server.send(RUNNING.encode())
    receiver = ("Receiver Simulator", "SENSOR_DATA_STREAM")
    last = screen.app.workspace.servers.vector(screen.key(*receiver))
    await screen.until(lambda: last and last.state is State.BUSY)
    server.received.clear()
    strike(screen, "X")
    strike(screen, "X")
    await screen.until(lambda: receiver in sent(server))
    found = sent(server)
    assert found[receiver] == {"STREAM_ON": "Off", "STREAM_OFF": "On"}
    assert found[PAC, "PAC_ABORT_MOTION"] == {"ABORT": "On"}
    assert found["CCD Simulator", "CCD_VIDEO_STREAM"]["STREAM_OFF"] == "On"
    assert found["CCD Simulator", "RECORD_STREAM"]["RECORD_OFF"] == "On"
    assert found["Telescope Simulator", "TELESCOPE_ABORT_MOTION"] == {"ABORT": "On"}
