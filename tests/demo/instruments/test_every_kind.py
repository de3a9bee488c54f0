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
from tests.demo.caller import Caller

INSTRUMENT = EveryKind
EVERY = "Every Kind"


def definitions(caller: Caller) -> list[DefVector]:
    return [each for each in caller.heard if isinstance(each, DefVector) and each.device == EVERY]


async def test_it_has_every_kind_with_every_permission_and_rule(caller: Caller) -> None:
    has = {(vector.kind, vector.perm, vector.rule) for vector in definitions(caller)}
    for kind, perm in product((Kind.TEXT, Kind.NUMBER, Kind.BLOB), Perm):
        assert (kind, perm, None) in has
    for perm, rule in product(Perm, Rule):
        assert (Kind.SWITCH, perm, rule) in has
    assert (Kind.LIGHT, Perm.RO, None) in has


async def test_it_has_what_is_awkward(caller: Caller) -> None:
    vectors = {vector.name: vector for vector in definitions(caller)}
    assert len(vectors) == len(definitions(caller))
    assert vectors["NO_GROUP"].group == ""
    assert len(vectors["TWELVE"].members) == 12
    assert len(vectors["MANY_CHOICES"].members) > 12
    assert len(vectors["LONG_LABEL"].label) > 80
    assert not vectors["UNICODE"].label.isascii()
    assert caller.value(EVERY, "UNICODE", "LINES") == "one\ntwo\tand a tab"
    numbers = [each for vector in vectors.values() for each in vector.members if isinstance(each, DefNumber)]
    assert any(each.min == each.max == "5" for each in numbers)
    assert {each.format[-2:] for each in numbers if each.format.endswith("m")} >= {"9m", "8m", "6m", "5m", "3m"}


@pytest.mark.parametrize("perm", ["WO", "RW"])
async def test_what_is_writable_takes_new_values(caller: Caller, perm: str) -> None:
    await caller.ask(EVERY, f"TEXT_{perm}", FIRST="<új> & más", SECOND="")
    assert caller.vectors[EVERY, f"TEXT_{perm}"] == (State.OK, {"FIRST": "<új> & más", "SECOND": ""})
    await caller.ask(EVERY, f"NUMBER_{perm}", FIRST=1 / 3)
    assert caller.number(EVERY, f"NUMBER_{perm}", "FIRST") == 1 / 3
    await caller.ask(EVERY, f"SWITCH_ONE_OF_MANY_{perm}", B=True)
    assert caller.vectors[EVERY, f"SWITCH_ONE_OF_MANY_{perm}"] == (State.OK, {"A": "Off", "B": "On", "C": "Off"})
    await caller.ask(EVERY, f"SWITCH_ANY_OF_MANY_{perm}", B=True)
    assert caller.vectors[EVERY, f"SWITCH_ANY_OF_MANY_{perm}"] == (State.OK, {"A": "On", "B": "On", "C": "On"})


async def test_an_upload_is_measured(caller: Caller, clock: ManualClock) -> None:
    data = bytes(range(256)) * 1000
    for name in ("BLOB_WO", "BLOB_RW"):
        await caller.upload(EVERY, name, "FILE", data, ".bin")
        await clock.advance(0)
        await caller.listen()
        assert caller.state(EVERY, name) is State.OK
        assert caller.vectors[EVERY, "UPLOAD"][1] == {
            "PROPERTY": name,
            "FORMAT": ".bin",
            "SIZE": "256000",
            "SHA256": sha256(data).hexdigest(),
        }


async def test_an_upload_to_read_and_write_comes_back(caller: Caller, clock: ManualClock) -> None:
    await caller.say(EnableBlob(BlobPolicy.ALSO, EVERY, "BLOB_RW"))
    await caller.upload(EVERY, "BLOB_RW", "FILE", b"abc", ".txt")
    await clock.advance(0)
    await caller.listen()
    (blob,) = (one for each in caller.sets(EVERY, "BLOB_RW") for one in each.members)
    assert isinstance(blob, OneBlob)
    assert (blob.data.decode(), blob.format, blob.size) == (b"abc", ".txt", 3)


async def test_a_damaged_upload_is_refused(caller: Caller, clock: ManualClock) -> None:
    await caller.say(
        b"<newBLOBVector device='Every Kind' name='BLOB_WO'>"
        b"<oneBLOB name='FILE' size='3' format='.txt'>YW=Jj</oneBLOB></newBLOBVector>"
    )
    await clock.advance(0)
    await caller.listen()
    assert caller.state(EVERY, "BLOB_WO") is State.ALERT
    assert caller.messages(EVERY)[0].startswith("[ERROR] The upload cannot be read")


async def test_it_sends_a_blob_on_request(caller: Caller) -> None:
    await caller.say(EnableBlob(BlobPolicy.ALSO, EVERY))
    await caller.ask(EVERY, "SEND_BLOB", SEND=True)
    (sent,) = caller.sets(EVERY, "BLOB_RO")
    assert sent.members[0][1:3] == (45, ".txt")


async def test_it_refuses_is_silent_or_slow(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(EVERY, "REFUSES", VALUE=2)
    assert (caller.state(EVERY, "REFUSES"), caller.value(EVERY, "REFUSES", "VALUE")) == (State.ALERT, "1")
    assert caller.messages(EVERY) == ["[ERROR] This property refuses everything. It is not your fault."]
    caller.forget()
    await caller.ask(EVERY, "SILENT", TEXT="hello?")
    await clock.advance(2)
    await caller.listen()
    assert not [each for each in caller.heard if isinstance(each, SetVector) and each.device == EVERY]
    await caller.ask(EVERY, "SLOW", VALUE=2)
    await clock.advance(2.9)
    await caller.listen()
    assert (caller.state(EVERY, "SLOW"), caller.value(EVERY, "SLOW", "VALUE")) == (State.BUSY, "1")
    await clock.advance(0.1)
    await caller.listen()
    assert (caller.state(EVERY, "SLOW"), caller.value(EVERY, "SLOW", "VALUE")) == (State.OK, "2")


@pytest.mark.parametrize("state", State)
async def test_it_takes_any_state(caller: Caller, state: State) -> None:
    await caller.ask(EVERY, "STATE", **{state.name: True})
    assert caller.state(EVERY, "STATE") is state


async def test_it_says_what_it_is_told_to(caller: Caller) -> None:
    await caller.ask(EVERY, "SAY", TEXT="[WARNING] [bold]not markup[/bold]")
    assert caller.messages(EVERY) == ["[WARNING] [bold]not markup[/bold]"]


async def test_it_defines_a_property_anew(caller: Caller) -> None:
    counts = []
    for _ in range(4):
        caller.forget()
        await caller.ask(EVERY, "REDEFINE", REDEFINE=True)
        counts += [len(vector.members) for vector in definitions(caller) if vector.name == "CHANGING"]
    assert counts == [2, 3, 4, 1]
    await caller.ask(EVERY, "CHANGING", M1=7)
    assert caller.value(EVERY, "CHANGING", "M1") == "7"


async def test_it_floods_until_told_to_stop(caller: Caller, clock: ManualClock) -> None:
    await caller.ask(EVERY, "FLOOD", ON=True)
    await clock.advance(2)
    await caller.ask(EVERY, "FLOOD", OFF=True)
    assert len(caller.sets(EVERY, "COUNTER")) == 40
    await clock.advance(2)
    await caller.listen()
    assert len(caller.sets(EVERY, "COUNTER")) == 40
    await caller.ask(EVERY, "FLOOD", ON=True)
    await caller.ask(EVERY, "CONNECTION", DISCONNECT=True)
    await caller.ask(EVERY, "CONNECTION", CONNECT=True)
    caller.forget()
    await clock.advance(1)
    await caller.listen()
    assert len(caller.sets(EVERY, "COUNTER")) == 20
