"""Bytes in, messages out: whole, in pieces, damaged, and after damage."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Malformed, Message, SetVector
from indipyterm.protocol.parser import Parser
from tests.protocol.parsing import GOOD, SENTINEL, parse, parse_bytewise
from tests.protocol.strategies import cut, elements, junk

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.xml"))


# However the bytes are cut


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


@pytest.mark.unmeasured
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
