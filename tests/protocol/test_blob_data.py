"""Base64 in pieces: what comes of it depends on the text, not on where it was cut."""

from __future__ import annotations

import base64
import binascii
import tracemalloc

import pybase64
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.exceptions import BadBase64
from indipyterm.protocol import blob_data
from indipyterm.protocol.blob_data import Base64Decoder, BlobData, BufferPool
from tests.protocol.strategies import cut


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Base64, perhaps more than one text of it, with white space and other things put in."""
    text = b"".join(base64.b64encode(data) for data in draw(st.lists(st.binary(max_size=40), max_size=2)))
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = (
            text[:place] + draw(st.sampled_from([b"\n", b"\n", b" \r\n\t", b"=", b"A", b"*", b"\x80"])) + text[place:]
        )
    return text


def decoded(text: bytes) -> bytes | None:
    """The standard library's result."""
    plain = text.translate(None, b" \t\r\n")
    try:
        return None if len(plain) % 4 else base64.b64decode(plain, validate=True)  # which takes "AAAA=", too
    except binascii.Error:
        return None


@given(st.data(), texts())
def test_pieces_are_decoded_like_the_whole(data: st.DataObject, text: bytes) -> None:
    expected = decoded(text)
    for pieces in ([text], data.draw(cut(text)), [bytes([byte]) for byte in text]):
        blob = BlobData.from_base64(pieces)
        if expected is None:
            with pytest.raises(BadBase64):
                blob.decode()
        else:
            assert blob.decode() == expected


@pytest.mark.parametrize("expected", [0, 1, 1 << 16, 1 << 26, 10**19])
@pytest.mark.parametrize("size", [0, 1, 1 << 16, (1 << 26) + (1 << 16) + 1])
def test_the_preallocated_size_does_not_matter(size: int, expected: int) -> None:
    data = bytes(size)
    decoder = Base64Decoder(expected)
    text = base64.b64encode(data)
    for begin in range(0, len(text), 1 << 22):
        decoder.feed(text[begin : begin + (1 << 22)])
    assert decoder.length == size
    assert decoder.finish().decode() == data


def texts_of(data: bytes, cuts: int) -> list[bytes]:
    text = base64.b64encode(data)
    step = -(-len(text) // cuts) or 1
    return [text[begin : begin + step] for begin in range(0, len(text), step)]


def decoded_in(places: BufferPool, expected: int, pieces: list[bytes]) -> bytes:
    decoder = Base64Decoder(expected, places)
    for piece in pieces:
        decoder.feed(piece)
    return decoder.finish().decode()


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=9), st.integers(0, 12), st.integers(1, 4), st.booleans())))
def test_returned_bytes_never_change(blobs: list[tuple[bytes, int, int, bool]]) -> None:
    places, held = BufferPool(), []
    for data, expected, cuts, keep in blobs:
        given_away = decoded_in(places, expected, texts_of(data, cuts))
        assert given_away == data
        assert hash(given_away) == hash(data)  # which bytes remember
        if keep:
            held.append((given_away, bytes(bytearray(data))))
        del given_away
        assert all(now == then for now, then in held)


@pytest.mark.parametrize("too_many", [0, 2])  # two: where the length is told in base64
def test_a_buffer_is_reused_once_nobody_holds_its_bytes(too_many: int) -> None:
    size, places = 1 << 22, BufferPool()
    first, second, third = (texts_of(digit * size, 100) for digit in (b"1", b"2", b"3"))
    tracemalloc.start()
    try:
        held = decoded_in(places, size, first)
        hash(held)  # which bytes remember
        held = decoded_in(places, size, second)  # the first is held meanwhile, and given up now
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        other = decoded_in(places, size + too_many, third)
        assert tracemalloc.get_traced_memory()[1] - before < size / 2  # it is a little longer for a while
    finally:
        tracemalloc.stop()
    assert (held, other) == (b"2" * size, b"3" * size)
    assert hash(other) == hash(b"3" * size)


def test_a_blob_too_large_for_memory_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    decoder = Base64Decoder()

    def full(*arguments: object, **options: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr(pybase64, "b64decode", full)
    decoder.feed(b"QUJD")
    with pytest.raises(BadBase64, match="not enough memory"):
        decoder.finish().decode()


def test_a_buffer_that_cannot_be_preallocated_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blob_data, "_EXTRA_BYTES", 1 << 62)
    decoder = Base64Decoder(3)
    decoder.feed(b"QUJD")
    assert decoder.finish().decode() == b"ABC"
