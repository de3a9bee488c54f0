"""Tags, texts and references: what counts as which, and how a stream goes on after damage."""

from __future__ import annotations

from indipyterm.protocol.messages import DefVector, Malformed, OneMember, SetVector
from indipyterm.protocol.tokenizer import MAX_TAG, EndTag, StartTag, Text, Token, Tokenizer
from tests.protocol.parsing import GOOD, SENTINEL, good, parse, parse_bytewise


def test_quotes_references_comments_and_cdata() -> None:
    (vector,) = parse(
        b"<?xml version='1.0'?><!-- <message/> --><setTextVector device='a &quot;b&quot; &#65;' name=\"it's\">"
        b"<oneText name='t'> a &lt;b&gt; &amp;amp; <!-- hidden --><![CDATA[<c> & d]]> &unknown; </oneText></setTextVector>"
    )
    assert isinstance(vector, SetVector)
    assert (vector.device, vector.name) == ('a "b" A', "it's")
    assert vector.members == (OneMember("t", "a <b> &amp; <c> & d &unknown;"),)


def test_bytes_that_are_not_utf_8_are_latin_1() -> None:
    (vector,) = parse(b"<setTextVector device='d' name='n'><oneText name='t'>20 \xb0C</oneText></setTextVector>")
    assert isinstance(vector, SetVector)
    assert vector.members == (OneMember("t", "20 °C"),)


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


def tokens(*chunks: bytes) -> list[Token]:
    """The tokens of a stream."""
    tokenizer = Tokenizer()
    found: list[Token] = []
    for chunk in chunks:
        tokenizer.feed(chunk)
        while (token := tokenizer.next_token()) is not None:
            found.append(token)
    return found


def test_an_incomplete_tag_waits_for_its_end() -> None:
    whole = [StartTag("oneText", {"name": "a>b"}, False), Text(b"x"), EndTag("oneText"), StartTag("x", {}, True)]
    assert tokens(b"<oneText name='a>b'>x</oneText><x/>") == whole
    assert tokens(b"<oneText name='a", b">b'", b">x</oneText", b"><x/>") == whole


def test_attributes_that_cannot_be_parsed_are_none() -> None:
    for damaged in (b"<x a=1>", b"<x a='1' a='2'>", b"<x a='1' b>", b"<x a='1'b=\"2\">"):
        assert tokens(damaged) == [StartTag("x", None, False)]
