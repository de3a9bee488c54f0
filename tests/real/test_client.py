"""IPyClient without a screen, as scripts use it: on the real server, and on the demo where that can do the same."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

import indipyterm as ipc
from tests.libindi import libindi_version
from tests.real.bench import COORD, PARK, SLEW, Bench, point
from tests.real.images import check_files, only_file, raw_client, read_fits
from tests.real.witness import Witness, running
from tests.servers import CCD, LOOPBACK, SIMULATORS, TELESCOPE, WHEEL, IndiServer

SLOT = "FILTER_SLOT"
PLACE = "ABS_FOCUS_POSITION"

SMALL = {"X": 100, "Y": 80, "WIDTH": 32, "HEIGHT": 16}
MEDIUM = {"X": 100, "Y": 80, "WIDTH": 320, "HEIGHT": 200}
"""Parts of the camera's chip, so that images are quick; small ones would not become smaller by compression."""


# Definitions


@pytest.mark.real
async def test_all_definitions_of_the_six_simulators_are_learnt(private_indi: IndiServer) -> None:
    client = Witness(private_indi.port)
    vectors = sum(each.vectors for each in SIMULATORS)
    connected = sum(each.vectors_connected for each in SIMULATORS)
    async with running(client):
        await client.until(lambda: client.vectors() == vectors)
        assert sorted(client) == sorted(simulator.device for simulator in SIMULATORS)
        await client.connect({simulator.device: simulator.vectors_connected for simulator in SIMULATORS})
        assert client.vectors() == connected
        late = Witness(private_indi.port)
        async with running(late):
            await late.until(lambda: late.vectors() == connected)
            for device in client:
                assert late[device].keys() == client[device].keys()
        for messages in (late.messages, client.messages):
            faults = [text for _, text in messages if "not understood" in text or "ignored" in text]
            assert not faults or not libindi_version().startswith("1."), "something was not understood"
    kinds = {vector.vectortype for device in client.values() for vector in device.values()}
    assert kinds == {"NumberVector", "SwitchVector", "TextVector", "LightVector", "BLOBVector"}


async def test_a_definition_is_told_with_all_that_it_says(looked_at: tuple[Bench, Witness]) -> None:
    bench, witness = looked_at

    def is_coordinates(event: ipc.Event) -> bool:
        return event.vectorname == COORD and isinstance(event, ipc.defNumberVector)

    event = next(event for event in witness.heard if is_coordinates(event))
    assert isinstance(event, ipc.defNumberVector)
    assert (event.devicename, event.eventtype) == (bench.telescope, "Define")
    assert (event.label, event.group, event.perm) == ("Eq. Coordinates", "Main Control", "rw")
    assert {name: about[0] for name, about in event.memberlabels.items()} == {
        "RA": "RA (hh:mm:ss)",
        "DEC": "DEC (dd:mm:ss)",
    }
    assert event.memberlabels["DEC"][1:] == ("%010.6m", "-90", "90", "0")
    assert event.vector is witness[bench.telescope][COORD]
    assert isinstance(event.vector, ipc.NumberVector)
    right_ascension = event.vector.member("RA")
    assert isinstance(right_ascension, ipc.NumberMember)
    assert (right_ascension.format, right_ascension.max) == ("%010.6m", "24")
    assert ipc.getfloat(event["DEC"]) == float(event["DEC"])


# Scripts


class SetFilter(ipc.IPyClient):
    """Turns the wheel to a slot and ends when it is there: rxevent, the mapping, send_newVector."""

    reached: float | None = None

    async def rxevent(self, event: ipc.Event) -> None:
        wheel, slot = self.clientdata["wheel"], self.clientdata["slot"]
        if event.devicename != wheel:
            return
        if event.vectorname == "CONNECTION" and isinstance(event, ipc.defSwitchVector):
            await self.send_newVector(wheel, "CONNECTION", members={"CONNECT": "On"})
        if event.vectorname == SLOT and isinstance(event, ipc.defNumberVector):
            await self.send_newVector(wheel, SLOT, members={"FILTER_SLOT_VALUE": slot})
        if event.vectorname == SLOT and isinstance(event, ipc.setNumberVector) and event.state == "Ok":
            self.reached = ipc.getfloat(self[wheel][SLOT]["FILTER_SLOT_VALUE"])
            self.shutdown()


async def test_a_script_that_overrides_rxevent_and_sends(bench: Bench) -> None:
    script = SetFilter(LOOPBACK, bench.port, wheel=bench.wheel, slot="2")
    async with asyncio.timeout(10):
        await script.asyncrun()
    assert script.reached == 2
    assert script.stop
    assert script.stopped.is_set()
    assert not script.connected


class Focus(ipc.IPyClient):
    """Moves the focuser to two places: event.vector, vector.send_..., create_clientevent, hardware."""

    def __init__(self, host: str, port: int, **clientdata: Any) -> None:
        super().__init__(host, port, **clientdata)
        self.there: asyncio.Queue[float] = asyncio.Queue()
        self.seen: list[float] = []

    async def rxevent(self, event: ipc.Event) -> None:
        vector = event.vector
        if vector is None or vector.devicename != self.clientdata["focuser"]:
            return
        if event.eventtype == "Define" and isinstance(vector, ipc.SwitchVector) and vector.name == "CONNECTION":
            await vector.send_newSwitchVector(members={"CONNECT": "On"})
        elif event.eventtype in ("Define", "Set") and isinstance(vector, ipc.NumberVector) and vector.name == PLACE:
            if event.eventtype == "Define" or vector.state == "Ok":
                await vector.create_clientevent(place=vector.getfloatvalue("FOCUS_ABSOLUTE_POSITION"))
        elif isinstance(event, ipc.ClientEvent):
            self.there.put_nowait(event.payload["place"])

    async def hardware(self) -> None:
        self.seen.append(await self.there.get())
        vector = self[self.clientdata["focuser"]][PLACE]
        assert isinstance(vector, ipc.NumberVector)
        for target in self.clientdata["targets"]:
            await vector.send_newNumberVector(members={"FOCUS_ABSOLUTE_POSITION": target})
            while self.seen[-1] != target:
                self.seen.append(await self.there.get())
        self.shutdown()


async def test_a_script_that_works_in_hardware_and_makes_events(bench: Bench) -> None:
    script = Focus(LOOPBACK, bench.port, focuser=bench.focuser, targets=[49500, 50000])
    async with asyncio.timeout(10):
        await script.asyncrun()
    assert script.seen[0] == script.seen[-1] == 50000
    assert 49500 in script.seen


# Requests


async def test_a_slew_is_busy_and_then_ok(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    since = len(witness.heard)
    target = {"RA": "5:35:17", "DEC": "-5:23:28"}
    assert await witness.send_newVector(bench.telescope, COORD, members=target)
    assert witness.get_vector_state(bench.telescope, COORD) == "Busy"
    await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", "Ok", since=since), SLEW)
    for name, text in target.items():
        assert ipc.getfloat(witness[bench.telescope][COORD][name]) == pytest.approx(
            ipc.getfloat(text), abs=bench.pointing_error
        )
    await witness.event(ipc.Message, since)
    texts = [text for _, text in witness[bench.telescope].messages]
    assert any("slew is complete. Tracking..." in text for text in texts)


async def test_parked_where_it_is_and_unparked(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    await witness.ask(bench.telescope, "TELESCOPE_PARK_OPTION", {"PARK_CURRENT": "On"})
    await witness.ask(bench.telescope, PARK, {"PARK": "On"})
    assert dict(witness[bench.telescope][PARK]) == {"PARK": "On", "UNPARK": "Off"}
    await witness.ask(bench.telescope, PARK, {"UNPARK": "On"})
    assert dict(witness[bench.telescope][PARK]) == {"PARK": "Off", "UNPARK": "On"}


async def test_a_refused_request_is_alert_with_the_reason(bench: Bench, witness: Witness) -> None:
    before = dict(witness[bench.telescope]["TIME_UTC"])
    await witness.ask(bench.telescope, "TIME_UTC", {"UTC": "tomorrow"}, state="Alert")
    vector = witness[bench.telescope]["TIME_UTC"]
    assert vector.state == "Alert"
    assert dict(vector).keys() == before.keys()
    assert vector["UTC"] != "tomorrow"
    await witness.until(lambda: any("ime" in text for _, text in witness[bench.telescope].messages))


@pytest.mark.real
async def test_a_reason_that_comes_with_the_values_is_the_vectors_and_the_devices(
    start_indi: Callable[..., IndiServer],
) -> None:
    witness = Witness(start_indi(TELESCOPE).port)
    async with running(witness):
        await witness.connect({TELESCOPE.device: TELESCOPE.vectors_connected})
        await witness.ask(TELESCOPE.device, "TIME_UTC", {"UTC": "tomorrow"}, state="Alert")
        vector = witness[TELESCOPE.device]["TIME_UTC"]
        if libindi_version().startswith("1."):
            assert vector.message == "Date/Time is invalid: tomorrow."
            assert vector.message_timestamp == witness[TELESCOPE.device].messages[0][0]
            assert witness[TELESCOPE.device].messages[0][1] == vector.message
        else:  # it comes by itself, after the answer
            await witness.until(lambda: any("tomorrow" in text for _, text in witness[TELESCOPE.device].messages))


async def test_what_makes_no_sense_is_not_sent_and_told(bench: Bench, witness: Witness) -> None:
    state = witness.get_vector_state(bench.wheel, SLOT)
    assert not await witness.send_newVector(bench.wheel, SLOT, members={"FILTER_SLOT_VALUE": 9}, check=True)
    assert witness.get_vector_state(bench.wheel, SLOT) == state
    assert "FILTER_SLOT_VALUE: outside 1 … 8" in witness.messages[0][1]


# BLOBs


async def test_an_image_is_saved_as_any_client_receives_it(bench: Bench, witness: Witness, tmp_path: Path) -> None:
    witness.BLOBfolder = tmp_path
    async with raw_client(bench.port, bench.ccd) as other:
        await witness.ask(bench.ccd, "CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0.1})
        suffix, received = await other.blob()
    event = await witness.image()
    assert event["CCD1"] == received
    assert event.sizeformat == {"CCD1": (len(received), ".fits")}
    assert suffix == ".fits"
    member = witness[bench.ccd]["CCD1"].member("CCD1")
    assert isinstance(member, ipc.BLOBMember)
    assert (member.blobsize, member.blobformat, member.membervalue) == (len(received), ".fits", received)
    file = only_file(tmp_path)
    assert file == Path(member.path)
    assert file.suffix == ".fits"
    assert sha256(file.read_bytes()).digest() == sha256(received).digest()
    (header,) = read_fits(received)
    chip = witness[bench.ccd]["CCD_INFO"]
    assert header["SIMPLE"] == "T"
    assert [float(header["NAXIS1"]), float(header["NAXIS2"])] == [
        ipc.getfloat(chip["CCD_MAX_X"]),
        ipc.getfloat(chip["CCD_MAX_Y"]),
    ]


async def test_a_compressed_image_is_saved_so_that_it_can_be_read(
    bench: Bench, witness: Witness, tmp_path: Path
) -> None:
    witness.BLOBfolder = tmp_path
    await witness.ask(bench.ccd, "CCD_FRAME", MEDIUM)
    await witness.ask(bench.ccd, "CCD_COMPRESSION", {"INDI_ENABLED": "On"})
    since = len(witness.heard)
    async with raw_client(bench.port, bench.ccd) as other:
        await witness.ask(bench.ccd, "CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0.1})
        suffix, received = await other.blob()
    event = await witness.image(since)
    file = only_file(tmp_path)
    data = file.read_bytes()
    assert event["CCD1"] == data
    if suffix == ".fits.fz":  # a FITS file still, with the image in a table: kept as it is
        assert file.name.endswith("Z.fits.fz")
        assert data == received  # without the rubbish that the server sends behind it
        main, table = read_fits(received)
        assert main["NAXIS"] == "0"
        assert (table["XTENSION"].strip("' "), table["ZIMAGE"]) == ("BINTABLE", "T")
        assert (table["ZNAXIS1"], table["ZNAXIS2"]) == ("320", "200")
    else:  # deflated: inflated again
        assert suffix == ".fits.z"
        assert file.name.endswith("Z.fits")
        assert len(received) < len(data)
        (header,) = read_fits(data)
        assert (header["NAXIS1"], header["NAXIS2"]) == ("320", "200")


async def test_without_a_folder_no_image_is_asked_for(bench: Bench, witness: Witness) -> None:
    await witness.ask(bench.ccd, "CCD_FRAME", SMALL)
    since = len(witness.heard)
    async with raw_client(bench.port, bench.ccd) as other:
        await witness.ask(bench.ccd, "CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0.1})
        await other.blob()
    await witness.ask(bench.ccd, "CCD_FRAME", SMALL)  # answered after anything that was sent with the image
    assert not [event for event in witness.heard[since:] if isinstance(event, ipc.setBLOBVector) and event]


# Ends


@pytest.mark.real
async def test_a_driver_that_dies_is_deleted_and_defined_again(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(WHEEL, TELESCOPE)
    client = Witness(server.port)
    async with running(client):
        await client.connect({each.device: each.vectors_connected for each in (WHEEL, TELESCOPE)})
        device, slot = client[WHEEL.device], client[WHEEL.device][SLOT]
        since = len(client.heard)
        await asyncio.to_thread(server.kill_driver, WHEEL)
        deleted = await client.event(ipc.delProperty, since)
        assert (deleted.devicename, deleted.vectorname) == (WHEEL.device, None)
        await client.until(lambda: client.vectors(WHEEL.device) == WHEEL.vectors)
        assert device is client[WHEEL.device]
        assert device.enable
        assert not slot.enable, "it was not connected again yet"
        assert client.vectors(TELESCOPE.device) == TELESCOPE.vectors_connected
        assert not [event for event in client.heard if isinstance(event, ipc.ConnectionLost)]
        await client.connect({WHEEL.device: WHEEL.vectors_connected})
        assert slot.enable
        await client.ask(WHEEL.device, SLOT, {"FILTER_SLOT_VALUE": 3})
        assert ipc.getfloat(slot["FILTER_SLOT_VALUE"]) == 3


class Observer(Witness):
    """Notes when connections ended."""

    lost: float | None = None

    async def rxevent(self, event: ipc.Event) -> None:
        if isinstance(event, ipc.ConnectionLost):
            self.lost = monotonic()
        await super().rxevent(event)


async def test_the_end_of_the_server_is_noticed_at_once_and_its_return_by_itself(bench: Bench, tmp_path: Path) -> None:
    client = Observer(bench.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.connect(bench.counts)
        before = {name: dict(vector) for name, vector in client[bench.wheel].items()}
        killed = monotonic()
        await bench.kill()
        await client.event(ipc.ConnectionLost)
        assert client.lost is not None
        assert client.lost - killed < 0.5
        assert not client.connected
        assert {name: dict(vector) for name, vector in client[bench.wheel].items()} == before
        assert not await client.send_newVector(bench.wheel, SLOT, members={"FILTER_SLOT_VALUE": 2})
        assert "not connected" in client.messages[0][1]

        since = len(client.heard)
        await bench.restart()
        await client.event(ipc.ConnectionMade, since, timeout=20)
        await client.until(lambda: client.defined(bench.ccd, "CONNECTION"))
        await client.connect(bench.counts)
        await client.ask(bench.wheel, SLOT, {"FILTER_SLOT_VALUE": 2})
        await client.ask(bench.ccd, "CCD_FRAME", SMALL)
        await client.ask(bench.ccd, "CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0.1})
        await client.image(since)
        file = only_file(tmp_path)
        (header,) = read_fits(file.read_bytes())
        assert (header["NAXIS1"], header["NAXIS2"]) == ("32", "16")
        assert len([event for event in client.heard if isinstance(event, ipc.ConnectionLost)]) == 1


@pytest.mark.real
async def test_shutdown_in_the_midst_of_definitions_and_images(private_indi: IndiServer, tmp_path: Path) -> None:
    client = Witness(private_indi.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.connect({CCD.device: CCD.vectors_connected})
        await client.ask(CCD.device, "CCD_EXPOSURE", {"CCD_EXPOSURE_VALUE": 0.1})
        client.shutdown()
        async with asyncio.timeout(5):
            await client.stopped.wait()
    check_files(tmp_path)
