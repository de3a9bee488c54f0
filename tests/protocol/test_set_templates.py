"""Parsing with templates gives what the general parser gives, for every input and every chunking."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.lazy_members import LazyMembers
from indipyterm.protocol.messages import Kind, OneNumber, Received, SetVector, State
from indipyterm.protocol.parser import Parser
from tests.protocol.strategies import cut, elements, junk

CORPUS = sorted((Path(__file__).parents[1] / "corpus").glob("*.xml"))
LIBINDI = """<set{kind}Vector device="{device}" name="{name}" state="{state}" timeout="{timeout}" timestamp="{time}">
    <one{kind} name="{first}">
{value}
    </one{kind}>
    <one{kind} name="B">
{other}
    </one{kind}>
</set{kind}Vector>
"""
ONE_LINE = (
    "<set{kind}Vector device='{device}' name='{name}' state='{state}' timestamp='{time}' message='{message}'>"
    "<one{kind} name='{first}'>{value}</one{kind}><one{kind} name='B'>{other}</one{kind}></set{kind}Vector>"
)
LEARNT = re.compile(rb"<set(?:Number|Light|Text|Switch)Vector.*?</set\w+>", re.DOTALL)
STATELESS = "<set{kind}Vector device='{device}'\n name='{name}'\n><one{kind} name=\"{first}\" >{value}</one{kind}></set{kind}Vector >\n"


def parse(chunks: Iterable[bytes], fast: bool = True, **limits: Any) -> list[Received]:
    parser = Parser(fast=fast, **limits)
    return [message for chunk in chunks for message in parser.feed(chunk)]


def parse_both_ways(stream: bytes, chunks: Iterable[bytes] = (), **limits: Any) -> list[Received]:
    """Check that both ways of parsing agree, in these chunks and whole; return the messages."""
    general = parse([stream], fast=False, **limits)
    bytewise = parse([bytes([byte]) for byte in stream], fast=False, **limits)
    assert general == bytewise
    assert parse([stream], **limits) == general
    assert parse(chunks or [stream], **limits) == general
    return parse([stream], **limits)


def count_by_template(messages: Iterable[Received]) -> int:
    """The number of messages that were parsed by a template, which cuts the values out of a text when they are read."""
    layouts = [
        message.members.layout
        for message in messages
        if isinstance(message, SetVector) and isinstance(message.members, LazyMembers)
    ]
    return sum(isinstance(layout.extract, partial) for layout in layouts)


def libindi(value: str = "1", other: str = "2", **changed: str) -> bytes:
    fields = {"kind": "Number", "device": "Mount", "name": "EQ", "state": "Busy", "timeout": "60"}
    fields |= {"time": "2026-11-22T10:43:07", "first": "RA", "value": value, "other": other, "message": ""} | changed
    return LIBINDI.format(**fields).encode()


# Templates are used

ONE = SetVector(
    Kind.NUMBER, "Mount", "EQ", (OneNumber("RA", "1"), OneNumber("B", "2")), State.BUSY, 60.0
)  # without its time


def test_repeated_elements_are_parsed_by_a_template() -> None:
    messages = parse_both_ways(libindi() * 5)
    assert count_by_template(messages) == 3
    last = messages[-1]
    assert isinstance(last, SetVector)
    assert last.timestamp is not None
    assert last._replace(timestamp=None) == ONE
    assert last.timestamp.isoformat() == "2026-11-22T10:43:07+00:00"


def test_templates_are_learnt_for_each_vector_but_patterns_are_shared() -> None:
    stream = libindi() * 2 + libindi(name="HORIZONTAL", first="AZ") * 3
    assert count_by_template(parse_both_ways(stream)) == 1


@pytest.mark.unmeasured
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_recordings(path: Path) -> None:
    whole = path.read_bytes()
    assert _parse_thrice(whole, 100, 4096, 1 << 20) or not LEARNT.search(whole)
    _parse_thrice(b"\n".join(LEARNT.findall(whole)), 1, 7)  # each of its cuts, where a template may apply


def _parse_thrice(stream: bytes, *sizes: int) -> int:
    """Check that a stream is parsed as without templates in pieces of any size; the messages parsed by a template."""
    expected = parse([stream * 3], fast=False)
    for size in sizes:
        messages = parse([(stream * 3)[at : at + size] for at in range(0, 3 * len(stream), size)])
        assert messages == expected, f"in pieces of {size} bytes"
    return count_by_template(messages)


# What is left to the general parser, or parsed as it would


@pytest.mark.parametrize(
    ("changed", "taken"),
    [
        ({"value": "12:30:36"}, True),
        ({"value": ""}, True),
        ({"value": " \t 5\r\n "}, True),
        ({"value": "\x1c5\x1f"}, True),
        ({"value": "a &lt;b&gt; &amp;amp; &#65; &bomb; &"}, True),
        ({"value": "nonsense > \" ' \x00"}, True),
        ({"value": "20 °C"}, False),
        ({"value": "<!-- 5 -->6"}, False),
        ({"value": "<![CDATA[5]]>"}, False),
        ({"value": "1 < 2"}, False),
        ({"value": "1</oneNumber><oneNumber name='C'>2"}, False),
        ({"state": "Ok"}, True),
        ({"state": " Ok"}, False),
        ({"state": "Fine"}, False),
        ({"state": ""}, False),
        ({"timeout": "0.5"}, True),
        ({"timeout": "-1"}, False),
        ({"timeout": "1:30"}, False),
        ({"timeout": "soon"}, False),
        ({"timeout": "60\" hints=\"x"}, False),
        ({"time": "2026-11-22T10:43:07.123"}, True),
        ({"time": "never"}, False),
        ({"time": ""}, True),
        ({"time": "2026-13-41T10:43:07"}, True),
        ({"time": "2026-11-22T10:43:07\" device=\"x"}, False),
        ({"name": "EQ2"}, False),
        ({"device": "Other"}, False),
        ({"first": "DEC"}, False),
        ({"first": "B"}, False),
        ({"first": "&#82;A"}, False),
    ],
)  # fmt: skip
def test_a_change(changed: dict[str, str], taken: bool) -> None:
    assert count_by_template(parse_both_ways(libindi() * 2 + libindi(**changed))) == taken


@pytest.mark.parametrize("kind", ["Switch", "Light", "Text"])
def test_invalid_switches_and_lights(kind: str) -> None:
    word = "On" if kind == "Switch" else "Ok"
    good = libindi(kind=kind, value=word, other=word)
    stream = good * 3 + libindi(kind=kind, value=word, other="Perhaps") + good
    assert count_by_template(parse_both_ways(stream)) == (3 if kind == "Text" else 2)


def test_names_that_are_written_with_references_or_other_alphabets() -> None:
    stream = libindi(device="A &amp; B &gt; Küche", name="Ü", first="R&#65;") * 3
    messages = parse_both_ways(stream)
    assert count_by_template(messages) == 1
    last = messages[-1]
    assert isinstance(last, SetVector)
    assert (last.device, last.name, last.members[0]) == ("A & B > Küche", "Ü", OneNumber("RA", "1"))


def test_a_message_attribute() -> None:
    def stream(message: str) -> bytes:
        fields = {"kind": "Text", "device": "d", "name": "n", "state": "Ok", "time": "", "first": "a", "value": "x"}
        return ONE_LINE.format(**fields, other="y", message=message).encode()

    assert count_by_template(parse_both_ways(stream("") * 2 + stream("all &quot;well&quot;, 3 &gt; 2"))) == 1
    parse_both_ways(stream("") * 2 + stream("3 > 2"))
    assert count_by_template(parse_both_ways(stream("") * 2 + stream("20 °C"))) == 0
    assert count_by_template(parse_both_ways(stream("") * 2 + stream("1 < 2"))) == 0


def test_nothing_is_learnt_from_a_faulty_element() -> None:
    assert not count_by_template(parse_both_ways(libindi(state="Fine") * 4))
    assert not count_by_template(parse_both_ways(libindi(first="B") * 4))


def test_the_limit_is_that_of_the_general_parser() -> None:
    for limit in range(190, 220):
        parse_both_ways(libindi() * 4 + libindi("12345678") * 2, max_element=limit)


def test_an_open_junk_report_is_closed() -> None:
    assert len(parse_both_ways(b"junk" + libindi() + b"junk" + libindi() + b"junk" + libindi())) == 6


def test_some_layouts_of_one_vector_are_learnt_but_not_any_number() -> None:
    several = [libindi(first=f"M{number}") for number in range(20)]
    assert 0 < count_by_template(parse_both_ways(b"".join(several) * 3)) < 20


def test_very_long_elements_and_very_many_are_not_learnt() -> None:
    assert not count_by_template(parse([libindi("x" * (1 << 15)) * 4]))
    stream = b"".join(libindi("x" * 16_000, name=f"V{number}") for number in range(600))
    assert 500 < count_by_template(parse([stream * 3])) < 600


# Whatever comes; for as long as one likes: `python -m tests.fuzz`, which compares both ways, too

awkward = st.one_of(
    st.sampled_from(
        ["On", "Off", "Ok", "Idle", "5", "12:30:36", "", " ", "\n", "\x1c", "°", "&amp;", "&#0;", "<", "é★"]
    ),
    st.sampled_from(['"', "'", ">", "/", "<!--x-->", "<![CDATA[y]]>", "\x00", "On\n", "a" * 90]),
    st.text(max_size=6),
)
words = st.sampled_from(["On", "Off", "Ok", "Idle", "1", "-2.5"])
fields: dict[str, st.SearchStrategy[str]] = {
    "kind": st.sampled_from(["Number", "Number", "Switch", "Text", "Light"]),
    "device": st.sampled_from(["Mount", "A &amp; B", "Küche"]),
    "name": st.sampled_from(["EQ", "X"]),
    "state": st.sampled_from(["Ok", "Busy", "Ok", "Alert"]) | awkward,
    "timeout": st.sampled_from(["60", "0", "60", "1.5"]) | awkward,
    "time": st.sampled_from(["2026-11-22T10:43:07", "2026-11-22T10:43:08.5Z"]) | awkward,
    "first": st.sampled_from(["RA", "RA", "RA", "B", "&lt;"]) | awkward,
    "value": words | awkward,
    "other": words | awkward,
    "message": st.just("") | awkward,
}
changes = st.lists(st.sampled_from(sorted(fields)), max_size=2)
encodings = st.sampled_from([(), (), ("latin-1", "replace")])
others = st.one_of(elements.map(encode), junk)
templates = st.sampled_from([LIBINDI, LIBINDI, ONE_LINE, STATELESS])


@st.composite
def repetitive(draw: st.DrawFn) -> bytes:
    """A stream of a few templates, each filled in again and again with few changes, and other things in between."""
    begun = draw(st.lists(st.tuples(templates, st.fixed_dictionaries(fields)), min_size=1, max_size=3))
    parts = []
    for _ in range(draw(st.integers(3, 12))):
        template, first = draw(st.sampled_from(begun))
        changed = {key: draw(fields[key]) for key in draw(changes)}
        parts.append(template.format(**first | changed).encode(*draw(encodings)))
        if draw(st.integers(0, 5)) == 0:
            parts.append(draw(others))
    return b"".join(parts)


@st.composite
def damaged(draw: st.DrawFn, streams: st.SearchStrategy[bytes]) -> bytes:
    """A stream in which some pieces were taken out, put in or replaced."""
    stream = draw(streams)
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(stream)))
        end = min(len(stream), start + draw(st.integers(0, 6) | st.integers(0, 300)))
        stream = stream[:start] + draw(st.just(b"") | junk | st.just(stream[start:end] * 2)) + stream[end:]
    return stream


@pytest.mark.unmeasured
@settings(max_examples=60)
@given(st.data(), damaged(repetitive()))
def test_repetitive_streams(data: st.DataObject, stream: bytes) -> None:
    parse_both_ways(stream, data.draw(cut(stream)))


@pytest.mark.unmeasured
@settings(max_examples=40)
@given(st.data(), damaged(repetitive()), st.integers(100, 400))
def test_repetitive_streams_with_a_limit(data: st.DataObject, stream: bytes, limit: int) -> None:
    parse_both_ways(stream, data.draw(cut(stream)), max_element=limit)


@pytest.mark.unmeasured
@settings(max_examples=40)
@given(
    st.data(),
    damaged(st.lists(others, max_size=5).map(lambda parts: b"".join(parts * 3))),
)
def test_generated_streams_three_times(data: st.DataObject, stream: bytes) -> None:
    parse_both_ways(stream, data.draw(cut(stream)))
