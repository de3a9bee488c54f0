"""Scripts as people write them, whole, against a server."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import indipyterm as ipc
from tests.servers import LOOPBACK, WireServer

THERMOSTAT = b"""
<defNumberVector device="Thermostat" name="temperaturevector" label="Temperature" group="Values" state="Ok" perm="ro">
  <defNumber name="temperature" label="Temperature" format="%3.1f" min="-50" max="99" step="0">21.55</defNumber>
</defNumberVector>
<defNumberVector device="Thermostat" name="targetvector" label="Target" group="Control" state="Ok" perm="rw">
  <defNumber name="target" label="Target" format="%3.1f" min="7" max="40" step="0.5">15</defNumber>
</defNumberVector>
<defSwitchVector device="Thermostat" name="heater" state="Ok" perm="rw" rule="AtMostOne">
  <defSwitch name="on">Off</defSwitch>
</defSwitchVector>
"""


def temperature(value: float) -> bytes:
    return (
        f'<setNumberVector device="Thermostat" name="temperaturevector" state="Ok">'
        f'<oneNumber name="temperature">{value}</oneNumber></setNumberVector>'
    ).encode()


class Heating(ipc.IPyClient):
    """Keeps a room warm, and stops when it is hot."""

    async def rxevent(self, event: ipc.Event) -> None:
        if isinstance(event, ipc.setNumberVector) and event.vectorname == "temperaturevector":
            value = ipc.getfloat(event["temperature"])
            if value < self.clientdata["lowest"]:
                await self.send_newVector("Thermostat", "heater", members={"on": "On"})
            elif value > self.clientdata["highest"]:
                self.shutdown()


async def test_a_script_that_controls_by_events(wire: WireServer) -> None:
    wire.greeting = THERMOSTAT
    client = Heating(LOOPBACK, wire.port, lowest=18, highest=30)
    run = asyncio.create_task(client.asyncrun())
    await wire.wait_received(b"<getProperties")
    wire.send(temperature(20) + temperature(17.5))
    await wire.wait_received(
        b'<newSwitchVector device="Thermostat" name="heater">\n  <oneSwitch name="on">On</oneSwitch>\n</newSwitchVector>\n'
    )
    wire.send(temperature(31))
    async with asyncio.timeout(30):
        await client.stopped.wait()
        await run
    vector = client["Thermostat"]["temperaturevector"]
    assert isinstance(vector, ipc.NumberVector)
    assert (vector["temperature"], vector.getformattedvalue("temperature")) == ("31", "31.0")


class Setter(ipc.IPyClient):
    """Waits for a vector, sets it, and ends when the server has answered."""

    async def hardware(self) -> None:
        await self.clientdata["ready"].wait()
        vector = self["Thermostat"]["targetvector"]
        assert isinstance(vector, ipc.NumberVector)
        await vector.send_newNumberVector(members={"target": "21:30"})

    async def rxevent(self, event: ipc.Event) -> None:
        if event.eventtype == "Define" and event.vectorname == "targetvector":
            self.clientdata["ready"].set()
        elif event.eventtype == "Set" and event.vector is not None and event.vector.state == "Ok":
            await event.vector.create_clientevent("Warm", target=event.vector["target"])
        elif event.eventtype == "Warm":
            assert isinstance(event, ipc.ClientEvent)
            self.clientdata["reached"].append((event.payload["target"], dict(event)))
            self.shutdown()


async def test_a_script_with_hardware_and_events_of_its_own(wire: WireServer) -> None:
    wire.greeting = THERMOSTAT
    reached: list[tuple[str, dict[str, str]]] = []
    run = asyncio.create_task(Setter(LOOPBACK, wire.port, reached=reached, ready=asyncio.Event()).asyncrun())
    await wire.wait_received(
        b'<newNumberVector device="Thermostat" name="targetvector">\n'
        b'  <oneNumber name="target">21.5</oneNumber>\n</newNumberVector>\n'
    )
    wire.send(
        b'<setNumberVector device="Thermostat" name="targetvector" state="Ok">'
        b'<oneNumber name="target">21.5</oneNumber></setNumberVector>'
    )
    async with asyncio.timeout(30):
        await run
    assert reached == [("21.5", {"target": "21.5"})]


class Snapshot(ipc.IPyClient):
    """Takes one picture, and tells in which file it is."""

    async def rxevent(self, event: ipc.Event) -> None:
        match event.eventtype:
            case "DefineBLOB":
                await self.send_newVector("Camera", "EXPOSURE", members={"SECONDS": 1.5})
            case "SetBLOB":
                assert isinstance(event.vector, ipc.BLOBVector)
                member = event.vector.member("CCD1")
                assert isinstance(member, ipc.BLOBMember)
                self.clientdata["files"].append(Path(member.path))
                self.shutdown()
            case "Delete" | "TimeOut" | "ConnectionLost":
                raise AssertionError(event)


async def test_a_script_that_takes_a_picture(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = (
        b"<defNumberVector device='Camera' name='EXPOSURE' state='Idle' perm='rw'>"
        b"<defNumber name='SECONDS' format='%g' min='0' max='3600'>0</defNumber></defNumberVector>"
        b"<defBLOBVector device='Camera' name='CCD1' state='Idle' perm='ro'><defBLOB name='CCD1'/></defBLOBVector>"
    )
    files: list[Path] = []
    client = Snapshot(LOOPBACK, wire.port, files=files)
    client.BLOBfolder = tmp_path
    run = asyncio.create_task(client.asyncrun())
    received = await wire.wait_received(b"</newNumberVector>")
    assert b'<enableBLOB device="Camera" name="CCD1">Also</enableBLOB>' in received
    assert b'<oneNumber name="SECONDS">1.5</oneNumber>' in received
    wire.send(
        b"<setBLOBVector device='Camera' name='CCD1' state='Ok' timestamp='2026-11-22T10:44:10'>"
        b"<oneBLOB name='CCD1' size='6' format='.fits'>U0lNUExF</oneBLOB></setBLOBVector>"
    )
    async with asyncio.timeout(30):
        await run
    (path,) = files
    assert path == tmp_path / "Camera_CCD1_20261122T104410.000Z.fits"
    assert path.read_bytes() == b"SIMPLE"


def test_a_script_run_in_the_plainest_way() -> None:
    class Listener(ipc.IPyClient):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.defNumberVector):
                self.clientdata["labels"].update(event.memberlabels)
                self.shutdown()

    async def program(labels: dict[str, Any]) -> None:
        async with WireServer(THERMOSTAT) as wire:
            await Listener(indihost=LOOPBACK, indiport=wire.port, labels=labels).asyncrun()

    labels: dict[str, Any] = {}
    asyncio.run(program(labels))
    assert labels == {"temperature": ("Temperature", "%3.1f", "-50", "99", "0")}
