"""Generated INDI messages, and streams made of them, for property tests."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

from hypothesis import strategies as st

from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import (
    OFF,
    ON,
    BlobPolicy,
    DefMember,
    DefNumber,
    DefVector,
    DelProperty,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    Message,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    Perm,
    PingReply,
    PingRequest,
    Rule,
    SetVector,
    State,
)

# What XML can carry at all: no NUL, no half of a surrogate pair.
characters = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
names = st.text(characters, min_size=1, max_size=12)
texts = st.text(characters, max_size=20)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(repr), st.sampled_from(["12:30:36", "-0:30", "5"])
)
times = st.none() | st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
timeouts = st.floats(0, 1e6)
switches = st.sampled_from([ON, OFF])
lights = st.sampled_from([state.value for state in State])
values = {Kind.TEXT: texts.map(str.strip), Kind.SWITCH: switches, Kind.LIGHT: lights}


def _definition(kind: Kind) -> st.SearchStrategy[DefMember | DefNumber]:
    if kind is Kind.NUMBER:
        return st.builds(DefNumber, names, names, numbers, texts, numbers, numbers, numbers)
    return st.builds(DefMember, names, names, st.just("") if kind is Kind.BLOB else values[kind])


def _one(kind: Kind) -> st.SearchStrategy[OneMember | OneNumber | OneBlob]:
    if kind is Kind.NUMBER:
        limit = st.none() | numbers
        return st.builds(OneNumber, names, numbers, limit, limit, limit)
    if kind is Kind.BLOB:
        data = st.binary(max_size=200).map(BlobData)
        return st.builds(OneBlob, names, st.integers(0, 10**9), texts, data)
    return st.builds(OneMember, names, values[kind])


def _plain(kind: Kind) -> st.SearchStrategy[OneMember | OneNumber | OneBlob]:
    """A member of a ``new``: without limits."""
    return st.builds(OneNumber, names, numbers, *[st.none()] * 3) if kind is Kind.NUMBER else _one(kind)


def _members(one: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(one, max_size=4, unique_by=lambda member: member.name).map(tuple)  # type: ignore[attr-defined]


def _def_vector(kind: Kind) -> st.SearchStrategy[Element]:
    return st.builds(
        DefVector,
        kind=st.just(kind),
        device=names,
        name=names,
        members=_members(_definition(kind)),
        label=names,
        group=texts,
        state=st.sampled_from(State),
        perm=st.just(Perm.RO) if kind is Kind.LIGHT else st.sampled_from(Perm),
        rule=st.sampled_from(Rule) if kind is Kind.SWITCH else st.none(),
        timeout=st.just(0.0) if kind is Kind.LIGHT else timeouts,
        timestamp=times,
        message=st.none() | texts,
    )


def _set_vector(kind: Kind) -> st.SearchStrategy[Element]:
    return st.builds(
        SetVector,
        kind=st.just(kind),
        device=names,
        name=names,
        members=_members(_one(kind)),
        state=st.none() | st.sampled_from(State),
        timeout=st.none() | timeouts,
        timestamp=times,
        message=st.none() | texts,
    )


def _new_vector(kind: Kind) -> st.SearchStrategy[Element]:
    return st.builds(NewVector, st.just(kind), names, names, _members(_plain(kind)), times)


kinds = st.sampled_from(Kind)
maybe = st.none() | names
elements: st.SearchStrategy[Element] = st.one_of(
    kinds.flatmap(_def_vector),
    kinds.flatmap(_set_vector),
    kinds.flatmap(_new_vector),
    st.builds(GetProperties, texts, maybe, maybe),
    st.builds(DelProperty, names, maybe, times, st.none() | texts),
    st.builds(DelProperty, st.none(), st.none(), times, st.none() | texts),  # a name needs its device
    st.builds(Message, maybe, times, st.none() | texts),
    st.builds(EnableBlob, st.sampled_from(BlobPolicy), names, maybe),
    st.builds(PingRequest, names),
    st.builds(PingReply, names),
)
"""Any message that a parser may give, in the form in which it gives it."""


@st.composite
def cut(draw: st.DrawFn, data: bytes) -> list[bytes]:
    """The same bytes in chunks cut anywhere."""
    places = draw(st.lists(st.integers(0, len(data)), max_size=12).map(sorted))
    edges = [0, *places, len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


snippets = st.sampled_from(
    [
        b"<", b">", b"&", b"/>", b'"', b"'", b"\n", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml?>", b"<!DOCTYPE x>",
        b"\n<setNumberVector ", b"\n<message>", b"</setNumberVector>", b"</oneNumber>", b"<oneNumber name='a'>",
        b"<defTextVector device='d' name='n'>", b"<x:y z='1'>", b"<oneBLOB name='b' size='3' format='.x'>AAAA",
        b"\xb0", b"\x00", b"\xff\xfe", b"&#0;", b"&bomb;", b"device=", b" =", b"<message message='a", b"]]", b"<!",
    ]
)  # fmt: skip
junk = st.lists(st.one_of(snippets, st.binary(max_size=8)), max_size=12).map(b"".join)
"""Bytes that look a little like INDI."""
