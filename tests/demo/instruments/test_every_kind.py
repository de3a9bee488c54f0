from hashlib import sha256
from itertools import product

import pytest

from indipyterm.demo.clock import ManualClock
from indipyterm.demo.instruments import EveryKind
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefNumber,
    DefVector,
    EnableBlob,
    Kind,
    OneBlob,
    Perm,
    Rule,
    SetVector,
    State,
)
from tests.demo.client import DemoClient

INSTRUMENT = EveryKind
EVERY = "Every Kind"


def definitions(client: DemoClient) -> list[DefVector]:
    return [each for each in client.received if isinstance(each, DefVector) and each.device == EVERY]


async def test_it_has_every_kind_with_every_permission_and_rule(client: DemoClient) -> None:
    has = {(vector.kind, vector.perm, vector.rule) for vector in definitions(client)}
    for kind, perm in product((Kind.TEXT, Kind.NUMBER, Kind.BLOB), Perm):
        assert (kind, perm, None) in has
    for perm, rule in product(Perm, Rule):
        assert (Kind.SWITCH, perm, rule) in has
    assert (Kind.LIGHT, Perm.RO, None) in has


async def test_it_has_unusual_properties(client: DemoClient) -> None:
    vectors = {vector.name: vector for vector in definitions(client)}
    assert len(vectors) == len(definitions(client))
    assert vectors["NO_GROUP"].group == ""
    assert len(vectors["TWELVE"].members) == 12
    assert len(vectors["MANY_CHOICES"].members) > 12
    assert len(vectors["LONG_LABEL"].label) > 80
    assert not vectors["UNICODE"].label.isascii()
    assert client.value(EVERY, "UNICODE", "LINES") == "one\ntwo\tand a tab"
    numbers = [each for vector in vectors.values() for each in vector.members if isinstance(each, DefNumber)]
    assert any(each.min == each.max == "5" for each in numbers)
    assert {each.format[-2:] for each in numbers if each.format.endswith("m")} >= {"9m", "8m", "6m", "5m", "3m"}


@pytest.mark.parametrize("perm", ["WO", "RW"])
async def test_writable_properties_take_new_values(client: DemoClient, perm: str) -> None:
    await client.request(EVERY, f"TEXT_{perm}", FIRST="<új> & más", SECOND="")
    assert client.vectors[EVERY, f"TEXT_{perm}"] == (State.OK, {"FIRST": "<új> & más", "SECOND": ""})
    await client.request(EVERY, f"NUMBER_{perm}", FIRST=1 / 3)
    assert client.number(EVERY, f"NUMBER_{perm}", "FIRST") == 1 / 3
    await client.request(EVERY, f"SWITCH_ONE_OF_MANY_{perm}", B=True)
    assert client.vectors[EVERY, f"SWITCH_ONE_OF_MANY_{perm}"] == (State.OK, {"A": "Off", "B": "On", "C": "Off"})
    await client.request(EVERY, f"SWITCH_ANY_OF_MANY_{perm}", B=True)
    assert client.vectors[EVERY, f"SWITCH_ANY_OF_MANY_{perm}"] == (State.OK, {"A": "On", "B": "On", "C": "On"})


async def test_an_upload_is_measured(client: DemoClient, clock: ManualClock) -> None:
    data = bytes(range(256)) * 1000
    for name in ("BLOB_WO", "BLOB_RW"):
        await client.upload(EVERY, name, "FILE", data, ".bin")
        await clock.advance(0)
        await client.receive_all()
        assert client.state(EVERY, name) is State.OK
        assert client.vectors[EVERY, "UPLOAD"][1] == {
            "PROPERTY": name,
            "FORMAT": ".bin",
            "SIZE": "256000",
            "SHA256": sha256(data).hexdigest(),
        }


async def test_an_upload_to_a_read_write_blob_comes_back(client: DemoClient, clock: ManualClock) -> None:
    await client.send(EnableBlob(BlobPolicy.ALSO, EVERY, "BLOB_RW"))
    await client.upload(EVERY, "BLOB_RW", "FILE", b"abc", ".txt")
    await clock.advance(0)
    await client.receive_all()
    (blob,) = (one for each in client.sets(EVERY, "BLOB_RW") for one in each.members)
    assert isinstance(blob, OneBlob)
    assert (blob.data.decode(), blob.format, blob.size) == (b"abc", ".txt", 3)


async def test_a_damaged_upload_is_refused(client: DemoClient, clock: ManualClock) -> None:
    await client.send(
        b"<newBLOBVector device='Every Kind' name='BLOB_WO'>"
        b"<oneBLOB name='FILE' size='3' format='.txt'>YW=Jj</oneBLOB></newBLOBVector>"
    )
    await clock.advance(0)
    await client.receive_all()
    assert client.state(EVERY, "BLOB_WO") is State.ALERT
    assert client.messages(EVERY)[0].startswith("[ERROR] The upload cannot be read")


async def test_it_sends_a_blob_on_request(client: DemoClient) -> None:
    await client.send(EnableBlob(BlobPolicy.ALSO, EVERY))
    await client.request(EVERY, "SEND_BLOB", SEND=True)
    (sent,) = client.sets(EVERY, "BLOB_RO")
    assert sent.members[0][1:3] == (45, ".txt")


async def test_it_refuses_is_silent_or_slow(client: DemoClient, clock: ManualClock) -> None:
    await client.request(EVERY, "REFUSES", VALUE=2)
    assert (client.state(EVERY, "REFUSES"), client.value(EVERY, "REFUSES", "VALUE")) == (State.ALERT, "1")
    assert client.messages(EVERY) == ["[ERROR] This property refuses everything. It is not your fault."]
    client.clear()
    await client.request(EVERY, "SILENT", TEXT="hello?")
    await clock.advance(2)
    await client.receive_all()
    assert not [each for each in client.received if isinstance(each, SetVector) and each.device == EVERY]
    await client.request(EVERY, "SLOW", VALUE=2)
    await clock.advance(2.9)
    await client.receive_all()
    assert (client.state(EVERY, "SLOW"), client.value(EVERY, "SLOW", "VALUE")) == (State.BUSY, "1")
    await clock.advance(0.1)
    await client.receive_all()
    assert (client.state(EVERY, "SLOW"), client.value(EVERY, "SLOW", "VALUE")) == (State.OK, "2")


@pytest.mark.parametrize("state", State)
async def test_it_takes_any_state(client: DemoClient, state: State) -> None:
    await client.request(EVERY, "STATE", **{state.name: True})
    assert client.state(EVERY, "STATE") is state


async def test_it_echoes_a_message(client: DemoClient) -> None:
    await client.request(EVERY, "SAY", TEXT="[WARNING] [bold]not markup[/bold]")
    assert client.messages(EVERY) == ["[WARNING] [bold]not markup[/bold]"]


async def test_it_redefines_a_property(client: DemoClient) -> None:
    counts = []
    for _ in range(4):
        client.clear()
        await client.request(EVERY, "REDEFINE", REDEFINE=True)
        counts += [len(vector.members) for vector in definitions(client) if vector.name == "CHANGING"]
    assert counts == [2, 3, 4, 1]
    await client.request(EVERY, "CHANGING", M1=7)
    assert client.value(EVERY, "CHANGING", "M1") == "7"


async def test_it_floods_until_told_to_stop(client: DemoClient, clock: ManualClock) -> None:
    await client.request(EVERY, "FLOOD", ON=True)
    await clock.advance(2)
    await client.request(EVERY, "FLOOD", OFF=True)
    assert len(client.sets(EVERY, "COUNTER")) == 40
    await clock.advance(2)
    await client.receive_all()
    assert len(client.sets(EVERY, "COUNTER")) == 40
    await client.request(EVERY, "FLOOD", ON=True)
    await client.request(EVERY, "CONNECTION", DISCONNECT=True)
    await client.request(EVERY, "CONNECTION", CONNECT=True)
    client.clear()
    await clock.advance(1)
    await client.receive_all()
    assert len(client.sets(EVERY, "COUNTER")) == 20
