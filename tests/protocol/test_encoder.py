"""Messages in, bytes out, which the parser reads as the same messages."""

from __future__ import annotations

from hypothesis import given

from indipyterm.protocol.encoder import encode, escape
from indipyterm.protocol.messages import BlobPolicy, Element, EnableBlob, Kind, NewVector, OneMember
from tests.protocol.parsing import parse
from tests.protocol.strategies import elements


@given(elements)
def test_an_encoded_element_is_parsed_back(element: Element) -> None:
    assert parse(encode(element)) == [element]


def test_an_element_in_bytes() -> None:
    vector = NewVector(Kind.NUMBER, "A & B", "EQ", (OneMember("RA", " 5 "), OneMember("DEC", "<6>")))
    assert encode(vector) == (
        b'<newNumberVector device="A &amp; B" name="EQ">\n'
        b'  <oneNumber name="RA"> 5 </oneNumber>\n'
        b'  <oneNumber name="DEC">&lt;6&gt;</oneNumber>\n'
        b"</newNumberVector>\n"
    )
    assert encode(EnableBlob(BlobPolicy.ALSO, "CCD", None)) == b'<enableBLOB device="CCD">Also</enableBLOB>\n'


def test_only_the_five_named_entities_are_used_as_libindi_knows_no_others() -> None:
    assert escape("a\x1b\n\t\u2028\x85é &<>\"'") == "a\x1b\n\t\u2028\x85é &amp;&lt;&gt;&quot;&apos;"


def test_what_xml_cannot_represent_is_replaced() -> None:
    assert escape("a\0b\ud800c") == "a\ufffdb\ufffdc"
