"""Bytes in, messages out: whole, in pieces, damaged, and after damage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.exceptions import BadBase64
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    BlobPolicy,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Malformed,
    Message,
    OneBlob,
    OneMember,
    OneNumber,
    Perm,
    PingRequest,
    Received,
    Rule,
    SetVector,
    State,
)
from indipyterm.protocol.parser import Parser
from indipyterm.protocol.tokenizer import MAX_TAG
from tests.protocol.strategies import cut, elements, junk

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.xml"))
GOOD = b'\n<message device="Sentinel" message="alive"/>\n'
SENTINEL = Message("Sentinel", None, "alive")


def parse(data: bytes, **limits: Any) -> list[Received]:
    return Parser(**limits).feed(data)


def parse_bytewise(data: bytes) -> list[Received]:
    parser = Parser()
    return [message for byte in data for message in parser.feed(bytes([byte]))]


def good(data: bytes) -> list[Received]:
    return [message for message in parse(data) if not isinstance(message, Malformed)]


# Whole elements


def test_a_definition_as_libindi_writes_it() -> None:
    data = b"""
<defNumberVector device="Telescope Simulator" name="EQUATORIAL_EOD_COORD" label="Eq. Coordinates"
 group="Main Control" state="Idle" perm="rw" timeout="60" timestamp="2026-11-22T10:43:07">
    <defNumber name="RA" label="RA (hh:mm:ss)" format="%010.6m" min="0" max="24" step="0">
6.3955555555555552
    </defNumber>
    <defNumber name="DEC" label="DEC (dd:mm:ss)" format="%010.6m" min="-90" max="90" step="0">
6:38:00
    </defNumber>
</defNumberVector>
"""
    (vector,) = parse(data)
    assert isinstance(vector, DefVector)
    assert (vector.kind, vector.device, vector.name) == (
        Kind.NUMBER,
        "Telescope Simulator",
        "EQUATORIAL_EOD_COORD",
    )
    assert (vector.state, vector.perm, vector.timeout) == (State.IDLE, Perm.RW, 60.0)
    assert vector.timestamp is not None
    assert vector.timestamp.isoformat() == "2026-11-22T10:43:07+00:00"
    assert [(member.name, member.value) for member in vector.members] == [
        ("RA", "6.3955555555555552"),
        ("DEC", "6:38:00"),
    ]


def test_what_a_definition_may_leave_out() -> None:
    (vector,) = parse(
        b"<defLightVector device='d' name='n' state='Ok'><defLight name='l'>Busy</defLight></defLightVector>"
    )
    assert isinstance(vector, DefVector)
    assert (vector.label, vector.group, vector.perm, vector.rule, vector.timeout) == ("n", "", Perm.RO, None, 0.0)
    assert vector.members[0].label == "l"


def test_a_blob_in_one_line_and_wrapped() -> None:
    for text in (b"YWJjZGVm", b"\nYWJj\nZGVm\n"):
        data = b"<setBLOBVector device='d' name='n'><oneBLOB name='b' size='6' format='.fits' len='8'>%s</oneBLOB></setBLOBVector>"
        (vector,) = parse(data % text)
        assert isinstance(vector, SetVector)
        assert vector.members == (OneBlob("b", 6, ".fits", BlobData(b"abcdef")),)


def test_quotes_references_comments_and_cdata() -> None:
    (vector,) = parse(
        b"<?xml version='1.0'?><!-- <message/> --><setTextVector device='a &quot;b&quot; &#65;' name=\"it's\">"
        b"<oneText name='t'> a &lt;b&gt; &amp;amp; <!-- hidden --><![CDATA[<c> & d]]> &unknown; </oneText></setTextVector>"
    )
    assert isinstance(vector, SetVector)
    assert (vector.device, vector.name) == ('a "b" A', "it's")
    assert vector.members == (OneMember("t", "a <b> &amp; <c> & d &unknown;"),)


@pytest.mark.parametrize(
    ("suffix", "length", "expected"),
    [(".fits.fz", "4", b"abcd"), (".fits.fz", "6", b"abcdef"), (".fits.fz", "", b"abcdef"), (".fits", "4", b"abcdef")],
)
def test_packed_data_are_as_long_as_len_says(suffix: str, length: str, expected: bytes) -> None:
    blob = b"<oneBLOB name='b' size='6' format='%s' len='%s'>YWJjZGVm</oneBLOB>" % (suffix.encode(), length.encode())
    (vector,) = parse(b"<setBLOBVector device='d' name='n'>" + blob + b"</setBLOBVector>")
    assert isinstance(vector, SetVector)
    assert vector.members == (OneBlob("b", 6, suffix, BlobData(expected)),)


def test_packed_data_that_are_cut_off_are_damaged() -> None:
    blob = b"<oneBLOB name='b' size='6' format='.fits.fz' len='8'>YWJjZGVm</oneBLOB>"
    (vector,) = parse(b"<setBLOBVector device='d' name='n'>" + blob + b"</setBLOBVector>")
    assert isinstance(vector, SetVector)
    (one,) = vector.members
    assert isinstance(one, OneBlob)
    with pytest.raises(BadBase64, match="6 bytes came of 8"):
        one.data.decode()


def test_bytes_that_are_not_utf_8_are_latin_1() -> None:
    (vector,) = parse(b"<setTextVector device='d' name='n'><oneText name='t'>20 \xb0C</oneText></setTextVector>")
    assert isinstance(vector, SetVector)
    assert vector.members == (OneMember("t", "20 °C"),)


def test_limits_that_come_with_a_value() -> None:
    (vector,) = parse(
        b"<setNumberVector device='d' name='n'><oneNumber name='x' min='1' max='9'>5</oneNumber></setNumberVector>"
    )
    assert isinstance(vector, SetVector)
    assert vector.members == (OneNumber("x", "5", "1", "9", None),)


def test_an_empty_vector_is_valid() -> None:
    assert parse(b"<setBLOBVector device='d' name='n' state='Ok'/>") == [SetVector(Kind.BLOB, "d", "n", (), State.OK)]


def test_other_elements() -> None:
    assert parse(b"<getProperties version='1.7'/>") == [GetProperties("1.7")]
    assert parse(b"<delProperty device='d'/>") == [DelProperty("d")]
    assert parse(b"<enableBLOB device='d' name='n'> Also </enableBLOB>") == [EnableBlob(BlobPolicy.ALSO, "d", "n")]
    assert parse(b"<pingRequest uid='7'/>") == [PingRequest("7")]


# Encoder and parser are inverses, however the bytes are cut


@given(elements)
def test_an_encoded_element_is_parsed_back(element: Element) -> None:
    assert parse(encode(element)) == [element]


@given(st.data(), st.lists(st.one_of(elements.map(encode), junk), max_size=5).map(b"".join))
def test_chunks_make_no_difference(data: st.DataObject, stream: bytes) -> None:
    parser = Parser()
    heard = [message for chunk in data.draw(cut(stream)) for message in parser.feed(chunk)]
    assert heard == parse(stream)


@given(st.lists(st.one_of(elements.map(encode), junk), max_size=4).map(b"".join))
def test_one_byte_at_a_time_makes_no_difference(stream: bytes) -> None:
    assert parse_bytewise(stream) == parse(stream)


@given(st.binary() | junk)
def test_no_bytes_ever_raise(stream: bytes) -> None:
    parse(stream)


@given(junk | st.binary())
def test_the_next_good_element_after_any_junk_is_parsed(stream: bytes) -> None:
    assert parse(stream + GOOD)[-1] == SENTINEL


@given(elements.map(encode), st.data())
def test_the_next_good_element_after_a_cut_one_is_parsed(whole: bytes, data: st.DataObject) -> None:
    stump = whole[: data.draw(st.integers(0, len(whole)))]
    assert parse(stump + GOOD)[-1] == SENTINEL


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_a_recorded_stream_is_understood_in_any_chunks(path: Path) -> None:
    stream = path.read_bytes()
    whole = parse(stream)
    assert whole
    assert not [message for message in whole if isinstance(message, Malformed)]
    for size in (1, 7, 4096):
        parser = Parser()
        heard = [m for at in range(0, len(stream), size) for m in parser.feed(stream[at : at + size])]
        assert heard == whole


def test_there_are_recorded_streams() -> None:
    assert CORPUS


# Damage: what was lost, and what was not

ONE = b"<oneNumber name='x'>1</oneNumber>"


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        (b"<setNumberVector device='d' name='n'>" + ONE, "not closed"),
        (b"<setNumberVector device='d' name='n'><oneNumber name='x'>1</setNumberVector>", "not closed"),
        (b"<setNumberVector device='d' name='n'>" + ONE + b"</oneNumber></setNumberVector>", "closes nothing"),
        (b"<setNumberVector device='d' name='n'><oneNumber name='x'><b>1</b></oneNumber></setNumberVector>", "inside"),
        (b"<setNumberVector device='d' name='n'>text</setNumberVector>", "text between"),
        (b"<setNumberVector device='d' name='n' device='e'/>", "cannot be read"),
        (b"<setNumberVector device=d name='n'/>", "cannot be read"),
        (b"<setNumberVector name='n'/>", "no device"),
        (b"<setNumberVector device='d' name=''/>", "no name"),
        (b"<setNumberVector device='never closed name='n'>" + ONE, "never closed"),
        (b"<!-- never closed", "never closed"),
        (b"<setTextVector device='d' name='n'><oneText name='t'><![CDATA[never closed", "never closed"),
        (b"<!DOCTYPE x [ <!ENTITY a 'b'> ]>", "declaration"),
        (b"</setNumberVector>", "not an INDI element"),
        (b"hello", "not an INDI element"),
        (b"<hello><world/></hello>", "hello is not an INDI element"),
        (b"<x:setNumberVector device='d' name='n'/>", "not an INDI element"),
        (b"<enableBLOB device='d'>Perhaps</enableBLOB>", "unknown BLOB policy"),
        (b"<delProperty device=''/>", "no device"),
        (b"<pingRequest/>", "no uid"),
    ],
)  # fmt: skip
def test_a_damaged_element_costs_only_itself(damaged: bytes, reason: str) -> None:
    before = b"<message message='before'/>"
    heard = parse(before + damaged + GOOD)
    assert heard[0] == Message(None, None, "before")
    assert heard[-1] == SENTINEL
    lost = heard[1:-1]
    assert all(isinstance(message, Malformed) for message in lost)
    assert reason in str(lost[0])
    assert heard == parse_bytewise(before + damaged + GOOD)


@pytest.mark.parametrize(
    ("element", "kept", "reason"),
    [
        (b"<setSwitchVector device='d' name='n'><oneSwitch name='a'>Maybe</oneSwitch><oneSwitch name='b'>On</oneSwitch></setSwitchVector>", ("b",), "Maybe"),
        (b"<setLightVector device='d' name='n'><oneLight name='a'>Green</oneLight></setLightVector>", (), "Green"),
        (b"<setTextVector device='d' name='n'><oneText>x</oneText><oneText name='b'>y</oneText></setTextVector>", ("b",), "without a name"),
        (b"<setTextVector device='d' name='n'><oneNumber name='a'>1</oneNumber><oneText name='b'>y</oneText></setTextVector>", ("b",), "ignored"),
        (b"<setTextVector device='d' name='n'><oneText name='b'>1</oneText><oneText name='b'>2</oneText></setTextVector>", ("b",), "second"),
        (b"<setTextVector device='d' name='n' state='Fine'><oneText name='b'>1</oneText></setTextVector>", ("b",), "Fine"),
        (b"<setTextVector device='d' name='n' timeout='soon'><oneText name='b'>1</oneText></setTextVector>", ("b",), "soon"),
        (b"<setBLOBVector device='d' name='n'><oneBLOB name='b' size='many' format='.x'>YWJj</oneBLOB></setBLOBVector>", ("b",), "many"),
        (b"<setTextVector device='d' name='n'><unknown><oneText/></unknown></setTextVector>", None, "inside"),
        (b"<setTextVector device='d' name='n'><unknown/><oneText name='b'>1</oneText></setTextVector>", ("b",), "unknown"),
    ],
)  # fmt: skip
def test_a_bad_part_costs_only_itself(element: bytes, kept: tuple[str, ...] | None, reason: str) -> None:
    *faults, last = parse(element)
    assert reason in str(faults[0] if faults else last)
    if kept is not None:
        assert isinstance(last, SetVector)
        assert tuple(member.name for member in last.members) == kept


def test_a_bad_definition_is_kept_with_the_safest_meaning() -> None:
    data = (
        b"<defSwitchVector device='d' name='n' state='Odd' perm='rx' rule='Some'>"
        b"<defSwitch name='s'>Perhaps</defSwitch></defSwitchVector>"
    )
    *faults, vector = parse(data)
    assert isinstance(vector, DefVector)
    assert (vector.state, vector.perm, vector.rule) == (State.IDLE, Perm.RO, Rule.ANY_OF_MANY)
    assert vector.members[0].value == "Off"
    assert len(faults) == 4


def test_raw_signs_in_text_and_attributes_stay() -> None:
    (vector,) = good(b"<setTextVector device='a & b' name='n'><oneText name='t'>1 < 2 & 3</oneText></setTextVector>")
    assert isinstance(vector, SetVector)
    assert (vector.device, vector.members) == ("a & b", (OneMember("t", "1 < 2 & 3"),))


def test_control_characters_and_impossible_references() -> None:
    (vector,) = good(
        b"<setTextVector device='d' name='n'><oneText name='t'>a\x1bb&#27;&#0;&#xD800;&#x110000;\x00</oneText></setTextVector>"
    )
    assert isinstance(vector, SetVector)
    assert vector.members == (OneMember("t", "a\x1bb\x1b\ufffd\ufffd\ufffd\x00"),)


# Limits


def test_an_element_that_never_ends_is_discarded() -> None:
    endless = b"<setTextVector device='d' name='n'><oneText name='t'>" + b"x" * 5000
    heard = parse(endless + GOOD, max_element=4000)
    assert isinstance(heard[0], Malformed)
    assert "larger than 4000" in heard[0].reason
    assert heard[1:] == [SENTINEL]


def test_endless_members_are_discarded() -> None:
    heard = parse(b"<setTextVector device='d' name='n'>" + b"<oneText/>" * 100 + GOOD, max_element=4000)
    assert "larger than 4000" in str(heard[0])
    assert heard[1:] == [SENTINEL]


def test_a_blob_has_a_limit_of_its_own() -> None:
    data = b"<setBLOBVector device='d' name='n'><oneBLOB name='b' size='3' format=''>%s</oneBLOB></setBLOBVector>"
    big = data % (b"YWJj" * 1000)
    assert isinstance(parse(big, max_element=400, max_blob=4000)[0], SetVector)
    assert "larger than 3999" in str(parse(big, max_element=400, max_blob=3999)[0])


def test_a_tag_that_never_ends_is_given_up() -> None:
    heard = parse(b"<message message='" + b"x" * (MAX_TAG + 10) + GOOD)
    assert heard[-1] == SENTINEL
    assert all(isinstance(message, Malformed) for message in heard[:-1])


def test_a_label_of_ten_thousand_characters_is_kept() -> None:
    (vector,) = parse_bytewise(
        b"<defTextVector device='d' name='n' label='%s' state='Ok' perm='ro'/>" % (b"x" * 10_000)
    )
    assert isinstance(vector, DefVector)
    assert len(vector.label) == 10_000


def test_many_comments_are_no_trouble() -> None:
    assert parse(b"<!---->" * 20_000 + GOOD) == [SENTINEL]
