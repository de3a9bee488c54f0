"""IPyClient and BLOBs: when they are asked for, and what becomes of them."""

from __future__ import annotations

import asyncio
import base64
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest

import indipyterm as ipc
from indipyterm.client import blob_intake, blobs
from indipyterm.model.events import BlobSaved
from tests.client.running import HELLO, Script, contents, files, running
from tests.model.samples import IMAGE, TEXTS
from tests.servers import WireServer

OTHER = IMAGE.replace(b'name="CCD1" label', b'name="GUIDER" label')


def image(data: bytes = b"abc", suffix: str = ".fits", size: int | None = None, more: str = "") -> bytes:
    """A BLOB for the member CCD1 of the camera's vector CCD1."""
    size = len(data) if size is None else size
    one = f"<oneBLOB name='CCD1' size='{size}' format='{suffix}'>{base64.b64encode(data).decode()}</oneBLOB>"
    return f"<setBLOBVector device='Camera' name='CCD1' state='Ok'>{one}{more}</setBLOBVector>".encode()


def enable(policy: str, vector: str = "CCD1") -> bytes:
    return f'<enableBLOB device="Camera" name="{vector}">{policy}</enableBLOB>\n'.encode()


async def heard_all(wire: WireServer) -> bytes:
    """What the server received after the first words, up to the answer to a ping."""
    wire.send(b"<pingRequest uid='end'/>")
    data = await wire.wait_received(lambda received: received.rstrip().endswith(b'uid="end"/>'))
    return data.removeprefix(HELLO).removesuffix(b'<pingReply uid="end"/>\n')


# Asking for them


async def test_without_a_folder_nothing_is_asked_for(wire: WireServer) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    async with running(client):
        await client.vector("Camera", "CCD1")
        assert client.BLOBfolder is None
        assert client.enableBLOBdefault == "Never"
        assert await heard_all(wire) == b""


async def test_with_a_folder_each_vector_is_asked_for_by_device_and_name_once_it_is_defined(
    wire: WireServer, tmp_path: Path
) -> None:
    wire.greeting = TEXTS + IMAGE + OTHER
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.vector("Camera", "GUIDER")
        assert await heard_all(wire) == enable("Also") + enable("Also", "GUIDER")


async def test_they_are_asked_for_again_on_redefinition_and_on_reconnecting(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.vector("Camera", "CCD1")
        await wire.wait_received(enable("Also"))
        wire.send(IMAGE + b"<delProperty device='Camera'/>" + IMAGE)
        assert await heard_all(wire) == enable("Also") * 3
        wire.received.clear()
        await wire.drop_clients()
        await client.event(ipc.defBLOBVector, 4)
        assert await heard_all(wire) == enable("Also")


async def test_the_folder_can_be_set_changed_and_unset_while_running(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
    async with running(client):
        await client.vector("Camera", "CCD1")
        for count, folder in enumerate((first, second), 1):
            client.BLOBfolder = str(folder)
            await wire.wait_received(enable("Also"))
            wire.received.clear()
            wire.send(image())
            await client.change(BlobSaved, count)
        client.BLOBfolder = None
        assert await heard_all(wire) == enable("Never")
        wire.send(image(b"late"))
        await client.until(lambda: client["Camera"]["CCD1"]["CCD1"] == b"late")
        assert (len(files(first)), len(files(second))) == (1, 1)
        assert client.BLOBfolder is None


async def test_the_default_counts_without_a_folder(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    client.enableBLOBdefault = "Only"
    async with running(client):
        await client.vector("Camera", "CCD1")
        client.BLOBfolder = tmp_path
        client.BLOBfolder = None
        client.enableBLOBdefault = "Never"
        assert await heard_all(wire) == b"".join(map(enable, ["Only", "Also", "Only", "Never"]))
        wire.send(image())
        await client.event(ipc.setBLOBVector)
        assert client["Camera"]["CCD1"]["CCD1"] == b"abc"
        assert files(tmp_path) == []


async def test_a_word_for_a_device_is_sent_for_all_of_it_and_kept_for_its_vectors(wire: WireServer) -> None:
    wire.greeting = TEXTS + IMAGE + OTHER
    client = Script(wire.port)
    await client.send_enableBLOB("Only", "Camera", "GUIDER")  # before there is anything by that name
    async with running(client):
        await client.vector("Camera", "GUIDER")
        await client.send_enableBLOB("Also", "Camera")
        await client.send_enableBLOB("Never", "Camera", "CCD1")
        assert await heard_all(wire) == (
            enable("Only", "GUIDER") + b'<enableBLOB device="Camera">Also</enableBLOB>\n' + enable("Never")
        )
        wire.received.clear()
        await wire.drop_clients()
        await client.event(ipc.defBLOBVector, 4)
        assert await heard_all(wire) == enable("Never") + enable("Also", "GUIDER")


async def test_what_is_enabled_is_sent_again_when_a_script_asks(wire: WireServer) -> None:
    wire.greeting = IMAGE + OTHER
    client = Script(wire.port)
    assert client.resend_enableBLOB_on_def
    async with running(client):
        await client.vector("Camera", "GUIDER")
        await client.send_enableBLOB("Only", "Camera")
        await client.send_enableBLOB("Also", "Camera", "GUIDER")
        client.resend_enableBLOB_on_def = False
        wire.send(IMAGE)
        await client.event(ipc.defBLOBVector, 3)
        device = b'<enableBLOB device="Camera">Only</enableBLOB>\n'
        assert await heard_all(wire) == device + enable("Also", "GUIDER")
        wire.received.clear()
        await client.resend_enableBLOB("Camera")
        await client.resend_enableBLOB("Camera", "CCD1")
        await client.resend_enableBLOB("Nobody")
        assert await heard_all(wire) == device + enable("Also", "GUIDER") + enable("Only")


async def test_an_empty_folder_is_none(wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wire.greeting = IMAGE + image()
    client = Script(wire.port)
    client.BLOBfolder = ""
    async with running(client):
        await client.event(ipc.setBLOBVector)
        assert client.BLOBfolder is None
    assert files(tmp_path) == []


async def test_words_that_are_none_and_folders_that_are_none_are_refused(tmp_path: Path) -> None:
    client = Script(1)
    with pytest.raises(ValueError, match="always"):
        await client.send_enableBLOB("always", "Camera")
    with pytest.raises(ValueError, match="always"):
        client.enableBLOBdefault = "always"
    client.BLOBfolder = tmp_path
    with pytest.raises(ipc.NotSaved, match="not a directory"):
        client.BLOBfolder = tmp_path / "none"
    assert tmp_path == client.BLOBfolder


# Receiving them


async def test_a_blob_is_a_file_a_value_and_an_event_that_knows_the_file(wire: WireServer, tmp_path: Path) -> None:
    names: list[str] = []

    class Reader(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.setBLOBVector):
                assert isinstance(event.vector, ipc.BLOBVector)
                member = event.vector.member("CCD1")
                assert isinstance(member, ipc.BLOBMember)
                assert member.filename == Path(member.path).name
                names.append(member.path)
            await super().rxevent(event)

    wire.greeting = IMAGE + image(b"first") + image(b"second", ".fits.fz", 99)
    client = Reader(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        first, second = await client.event(ipc.setBLOBVector), await client.event(ipc.setBLOBVector, 2)
        assert (dict(first), first.sizeformat) == ({"CCD1": b"first"}, {"CCD1": (5, ".fits")})
        assert (dict(second), second.sizeformat) == ({"CCD1": b"second"}, {"CCD1": (99, ".fits.fz")})
        assert [contents(name) for name in names] == [b"first", b"second"]
        assert sorted(names) == [str(tmp_path / name) for name in files(tmp_path)]
        saved = await client.change(BlobSaved, 2)
        assert (saved.device, saved.vector, saved.member, saved.path, saved.size) == (
            "Camera",
            "CCD1",
            "CCD1",
            names[1],
            6,
        )
        assert client["Camera"]["CCD1"].state == "Ok"


async def test_blobs_keep_their_order_whatever_their_size(wire: WireServer) -> None:
    large = zlib.compress(bytes(1 << 20))
    wire.greeting = IMAGE + image(large, ".fits.z", 1 << 20) + image(b"small") + image(b"", "", 0)
    client = Script(wire.port)
    async with running(client):
        await client.event(ipc.setBLOBVector, 3)
        sizes = [len(event.get("CCD1", b"")) for event in client.all(ipc.setBLOBVector)]
        assert sizes == [1 << 20, 5, 0]
        assert not client.all(ipc.setBLOBVector)[-1]  # it tells of no BLOB
        assert client["Camera"]["CCD1"]["CCD1"] == b"small"  # the last was a change of state alone


async def test_a_z_is_inflated_for_the_value_and_the_file(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE + image(zlib.compress(b"plain" * 100), ".fits.z", 500)
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        event = await client.event(ipc.setBLOBVector)
        assert event.sizeformat == {"CCD1": (500, ".fits")}
        assert client["Camera"]["CCD1"]["CCD1"] == b"plain" * 100
        (name,) = files(tmp_path)
        assert name.endswith("Z.fits")
        assert (tmp_path / name).read_bytes() == b"plain" * 100


async def test_a_damaged_blob_is_told_and_the_rest_kept(wire: WireServer, tmp_path: Path) -> None:
    bad = "<oneBLOB name='CCD2' size='3' format='.x'>YW%j</oneBLOB>"
    wire.greeting = IMAGE + image(more=bad) + image(b"not zlib", ".z") + image(b"after")
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.until(lambda: client.all(ipc.setBLOBVector)[2:])
        assert [dict(event) for event in client.all(ipc.setBLOBVector)] == [
            {"CCD1": b"abc"},
            {},
            {"CCD1": b"after"},
        ]
        assert len(files(tmp_path)) == 2
        faults = client.texts()
        assert len(faults) == 2
        assert faults[1].startswith("Camera CCD1 CCD2: BLOB lost: base64")
        assert faults[0].startswith("Camera CCD1 CCD1: BLOB lost: compressed data are damaged")
        assert client.connected


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (b"", "not defined"),
        (IMAGE + b"<delProperty device='Camera' name='CCD1'/>", "not defined"),
        (b"<defTextVector device='Camera' name='CCD1'><defText name='CCD1'/></defTextVector>", "defined as Text"),
    ],
)
async def test_a_blob_for_no_blob_vector_is_told_and_not_saved(
    wire: WireServer, tmp_path: Path, definition: bytes, reason: str
) -> None:
    bad = "<oneBLOB name='CCD2' size='3' format='.x'>YW%j</oneBLOB>"
    wire.greeting = definition + image(more=bad)
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.until(client.texts)
        assert reason in client.texts()[0]
        assert client.all(ipc.setBLOBVector) == []
        assert files(tmp_path) == []


async def test_a_damaged_blob_for_a_vector_without_members_is_told(wire: WireServer) -> None:
    wire.greeting = b"<defBLOBVector device='Camera' name='CCD1' perm='ro' state='Ok'/>" + image(
        more="<oneBLOB name='CCD2'>YW%j</oneBLOB>"
    )
    client = Script(wire.port)
    async with running(client):
        await client.until(lambda: len(client.texts()) == 2)
        assert client.texts()[0] == "Camera CCD1 CCD2: BLOB ignored: there is no such member"


async def test_a_blob_that_cannot_be_saved_is_told_and_still_a_value(wire: WireServer, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    client = Script(wire.port)
    client.BLOBfolder = folder
    folder.rmdir()
    wire.greeting = IMAGE + image()
    async with running(client):
        await client.until(client.texts)
        assert "BLOB not saved" in client.texts()[0]
        assert client["Camera"]["CCD1"]["CCD1"] == b"abc"
        assert client.all_changes(BlobSaved) == []


async def test_the_event_loop_goes_on_while_a_blob_is_saved_and_its_device_goes_behind_it(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def slow(*what: Any) -> Any:
        assert release.wait(5)
        return blobs.save(*what)

    monkeypatch.setattr(blob_intake, "save", slow)
    wire.greeting = IMAGE + image() + b"<delProperty device='Camera'/>" + TEXTS
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.vector("Mount", "PLACE")  # another device does not wait
        assert await client.send_newVector("Mount", "PLACE", members={"SITE": "x"})
        assert client.all(ipc.setBLOBVector) == client.all(ipc.delProperty) == []
        release.set()
        saved = await client.change(BlobSaved)
        assert contents(saved.path) == b"abc"
        await client.event(ipc.delProperty)
        kinds = [type(event) for event in client.heard if event.devicename == "Camera"]
        assert kinds.index(ipc.setBLOBVector) < kinds.index(ipc.delProperty)


async def test_blobs_heard_before_a_loss_are_still_saved(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = threading.Event()

    def slow(*what: Any) -> Any:
        assert release.wait(5)
        return blobs.save(*what)

    monkeypatch.setattr(blob_intake, "save", slow)
    wire.greeting = IMAGE + image(b"first") + image(b"second")
    client = Script(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.vector("Camera", "CCD1")
        await wire.refuse()
        await wire.wait_received(enable("Also"))
        await wire.drop_clients()
        await client.event(ipc.ConnectionLost)
        release.set()
        await client.event(ipc.setBLOBVector, 2)
        await client.change(BlobSaved, 2)
        assert client["Camera"]["CCD1"]["CCD1"] == b"second"
    assert len(files(tmp_path)) == 2
    assert not asyncio.all_tasks() - {asyncio.current_task()}


async def test_what_a_device_says_behind_a_blob_is_heard_behind_it(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE + image() + b'<message device="Camera" message="done"/>'
    seen: list[Any] = []

    class Listener(Script):
        async def rxevent(self, event: ipc.Event) -> None:
            if isinstance(event, ipc.Message):
                seen.append(self["Camera"]["CCD1"]["CCD1"])
            await super().rxevent(event)

    client = Listener(wire.port)
    client.BLOBfolder = tmp_path
    async with running(client):
        await client.event(ipc.Message)
    assert seen == [b"abc"]


# Too large


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 10**9])
def test_the_limit_is_what_it_was_set_to(size: int) -> None:
    client = ipc.IPyClient()
    assert client.BLOBlimit == 10**9
    client.BLOBlimit = size
    assert client.BLOBlimit == size


async def test_what_is_larger_than_the_limit_is_given_up_and_told(wire: WireServer, tmp_path: Path) -> None:
    wire.greeting = IMAGE
    client = Script(wire.port)
    client.BLOBfolder, client.BLOBlimit = tmp_path, 1000
    async with running(client):
        await client.vector("Camera", "CCD1")
        bomb = zlib.compress(bytes(1001))
        wire.send(image(bytes(1000)) + image(bytes(1100)) + image(bomb, ".fits.z", 1001) + image(bytes(999)))
        await client.until(lambda: len(client.all_changes(BlobSaved)) == 2)
        assert sorted(saved.size for saved in client.all_changes(BlobSaved)) == [999, 1000]
        assert len(files(tmp_path)) == 2
        told = [text for _, text in client.messages]
        assert any("setBLOBVector Camera CCD1 is larger than 1400 bytes" in text for text in told)
        assert any("compressed data become more than 1000 bytes" in text for text in told)


async def test_a_blob_that_is_cut_off_with_the_connection_is_told(wire: WireServer) -> None:
    wire.greeting = IMAGE + image(b"good") + image(bytes(9000)).partition(b"</oneBLOB>")[0]
    client = Script(wire.port)
    async with running(client):
        await client.event(ipc.setBLOBVector, 1)
        wire.greeting = IMAGE
        await wire.drop_clients()
        await client.event(ipc.ConnectionMade, 2)
        await client.event(ipc.defBLOBVector, 2)
        await wire.drop_clients()
        await client.event(ipc.ConnectionLost, 2)
        assert [text for _, text in client.messages if "BLOB lost" in text] == [
            "Camera CCD1 CCD1: BLOB lost: the connection was lost after 9000 bytes"
        ]
