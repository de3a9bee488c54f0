"""The fast way of parsing gives what the general parser gives, and is taken for what servers send."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.protocol.lazy_members import LazyDefinitions
from indipyterm.protocol.messages import DefVector, Malformed, Message, Received, SetVector
from indipyterm.protocol.parser import Parser
from indipyterm.protocol.regular_elements import RegularElements
from tests.benchmarks import strangers, streams
from tests.protocol.parsing import parse
from tests.protocol.strategies import cut

DEFINITION = (
    "<def{kind}Vector device={q}{device}{q} state={q}{state}{q} name={q}{name}{q} label={q}{label}{q} {perm}"
    " timeout={q}{timeout}{q} timestamp={q}2026-11-22T10:43:07{q} rule={q}OneOfMany{q}>{space}"
    "<def{kind} label={q}{label}{q} {limits} name={q}{first}{q}>{space}{value}{space}</def{kind}>{space}"
    "<def{kind} name={q}B{q}>{other}</def{kind}>{space}</def{kind}Vector>{space}"
)
UPDATE = (
    "<set{kind}Vector state={q}{state}{q} timeout={q}{timeout}{q} name={q}{name}{q} device={q}{device}{q}>{space}"
    "<one{kind} name={q}{first}{q}>{space}{value}{space}</one{kind}>{space}"
    "<one{kind} {limits} name={q}B{q}>{other}</one{kind}>{space}</set{kind}Vector>{space}"
)
MESSAGE = "<message message={q}{label}{q} timestamp={q}{timeout}{q} device={q}{device}{q}/>{space}"
awkward = st.one_of(
    st.sampled_from(["On", "Off", "Ok", "Idle", "5", "", " ", "\n", "\x1c", "°", "&amp;", "&#32;x", "&#0;", "<", "é★"]),
    st.sampled_from(
        ['"', "'", ">", "/", "/>", "<!--x-->", "<![CDATA[y]]>", "\x00", "\x001\x00", "\xa0", "B", "\n<message "]
    ),
    st.text(max_size=6),
)
usual = {
    "kind": st.sampled_from(["Number", "Switch", "Text", "Light", "BLOB"]),
    "q": st.sampled_from(['"', "'"]),
    "space": st.sampled_from(["", "\n", "\r\n  ", "\t"]),
    "device": st.sampled_from(["Mount", "A &amp; B", "Küche"]),
    "name": st.sampled_from(["EQ", "it's"]),
    "state": st.sampled_from(["Ok", "Busy"]),
    "label": st.sampled_from(["L", "", "17 °C", "a > b", 'in "']),
    "perm": st.sampled_from(["perm='rw'", 'perm="ro"', ""]),
    "timeout": st.sampled_from(["60", "0.5"]),
    "limits": st.sampled_from(["", "min='0' max='1'", 'format="%4.0f" step=" 1 "', "hints='x'", "name='twice'"]),
    "first": st.sampled_from(["RA", "B", "&#82;A"]),
    "value": st.sampled_from(["On", "Ok", "1", 'say "it\'s"', "a &lt; b"]),
    "other": st.sampled_from(["Off", "Idle", "-2.5"]),
}


@st.composite
def elements(draw: st.DrawFn) -> bytes:
    """Elements as servers write them, with a few awkward values."""
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        fields = {name: draw(values) for name, values in usual.items()}
        for name in draw(st.lists(st.sampled_from(sorted(usual.keys() - {"kind", "q"})), max_size=2)):
            fields[name] = draw(awkward)
        written = draw(st.sampled_from([DEFINITION, UPDATE, MESSAGE])).format(**fields)
        parts.append(written.encode(*draw(st.sampled_from([(), (), ("latin-1", "replace")]))))
    return b"".join(parts) * draw(st.integers(1, 3))


def heard(chunks: Iterable[bytes], **limits: int) -> list[Received]:
    parser = Parser(**limits)  # type: ignore[arg-type]
    return [message for chunk in chunks for message in parser.feed(chunk)]


@pytest.mark.unmeasured
@given(st.data(), elements())
def test_both_ways_give_the_same(data: st.DataObject, stream: bytes) -> None:
    general = parse(stream, fast=False)
    assert heard([stream]) == general
    assert heard(data.draw(cut(stream))) == general


@given(elements(), st.integers(100, 20_000))
def test_the_limit_is_that_of_the_general_parser(stream: bytes, limit: int) -> None:
    assert heard([stream], max_element=limit) == parse(stream, fast=False, max_element=limit)


STRANGERS = b"".join([*strangers.definitions(300, 12), *strangers.updates(1000, 300, 12)])


@pytest.mark.parametrize("size", [100, 65536])
def test_what_strangers_send_is_parsed_fast_and_alike(size: int) -> None:
    general = parse(STRANGERS, fast=False)
    assert not [message for message in general if isinstance(message, Malformed)]
    messages = heard(STRANGERS[at : at + size] for at in range(0, len(STRANGERS), size))
    assert messages == general
    slow = [one for one in messages if isinstance(one, DefVector | SetVector) and isinstance(one.members, tuple)]
    assert len(slow) < (20 if size > 1000 else len(messages))  # those that lie across two reads


def fast(text: str) -> Received | None:
    return RegularElements(1 << 22).parse(text.encode().decode("latin-1"), 0)[0]


def test_a_definition_is_made_when_it_is_read() -> None:
    (one,) = streams.definitions(1, lambda _: "Küche", lambda _: "Number")
    found = fast(one.decode())
    assert isinstance(found, DefVector)
    assert isinstance(found.members, LazyDefinitions)
    assert found == parse(one, fast=False)[0]
    assert (found.device, found.members[0].name, len(found.members)) == ("Küche", "RA", 4)


def test_a_message_may_have_any_sign() -> None:
    assert fast("<message device='d' message='a &gt; b > \"c\"'/>") == Message("d", None, 'a > b > "c"')


@pytest.mark.parametrize(
    "text",
    [
        "<setTextVector device='d' name='n'><oneText name='a'>1</oneText><oneText name='a'>2</oneText></setTextVector>",
        "<setTextVector device='d' name='n'><oneText name='a'>1</oneText>junk</setTextVector>",
        "<setTextVector device='d' name=\"n\"><oneText name='a'>1</oneText></setTextVector>",
        "<setTextVector device='' name='n'><oneText name='a'>1</oneText></setTextVector>",
        "<setTextVector device='d' name='n' timeout='x'><oneText name='a'>1</oneText></setTextVector>",
        "<setSwitchVector device='d' name='n'><oneSwitch name='a'>Perhaps</oneSwitch></setSwitchVector>",
        "<setNumberVector device='d' name='n'><oneNumber name='a' max='2'>1</oneNumber></setNumberVector>",
        "<defTextVector device='d' name='n' state='Ok'><defText name='a'>1</defText></defTextVector>",
        "<defTextVector device='d' name='n' state='Odd' perm='rw'><defText name='a'>1</defText></defTextVector>",
        "<defTextVector device='d' name='n' state='Ok' perm='rw'><defText name='a' name='b'>1</defText></defTextVector>",
        "<defTextVector device='d' name='n' state='Ok' perm='rw'><defText>1</defText></defTextVector>",
        "<message device='d' message='\x001\x00' other=\x00/>",
        "<getProperties version='1.7'/>",
    ],
)
def test_what_is_left_to_the_general_parser(text: str) -> None:
    assert fast(text) is None


def test_what_is_remembered_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indipyterm.protocol.regular_elements._MAX_KEPT", 300)
    assert heard([STRANGERS]) == parse(STRANGERS, fast=False)
