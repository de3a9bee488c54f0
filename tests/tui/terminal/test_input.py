"""What a terminal says, as events: keys, pastes, and whatever else comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseDown, Paste
from textual.message import Message

from indipyterm.tui.terminal.input import TerminalInput
from tests.protocol.strategies import cut

PASTE = b"\x1b[200~%b\x1b[201~"


def said(*pieces: bytes) -> list[str]:
    """What is understood of these pieces, one after the other: keys by name, pastes by their text."""
    terminal = TerminalInput()
    return [_name(each) for piece in pieces for each in terminal.feed(piece)]


def _name(message: Message) -> str:
    match message:
        case Key(key=key):
            return key
        case Paste(text=text):
            return f"pasted {text!r}"
        case MouseDown(x=x, y=y):
            return f"clicked {x:g} {y:g}"
    return type(message).__name__


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"jX", ["j", "X"]),
        (b"\x1b[A\x1b[6~\r\t", ["up", "pagedown", "enter", "tab"]),
        ("é°".encode(), ["é", "degree_sign"]),
        (b"\x1b[<0;3;5M", ["clicked 2 4"]),
        (PASTE % b"5 30\n6", ["pasted '5 30\\n6'"]),
    ],
)
def test_keys_clicks_and_pastes_are_understood(data: bytes, keys: list[str]) -> None:
    assert said(data) == keys
    assert said(*(data[at : at + 1] for at in range(len(data)))) == keys


def test_escape_alone_is_a_key() -> None:
    terminal = TerminalInput()
    keys = [_name(each) for each in terminal.feed(b"\x1b")]
    while not keys:
        keys = [_name(each) for each in terminal.tick()]
    assert keys == ["escape"]


@pytest.mark.parametrize(
    ("pieces", "keys"),
    [
        ((b"\x1b:",), ["escape", "colon"]),
        ((b"\x1b", b":", b"x"), ["escape", "colon", "x"]),
        ((b"j\x1bX\x1b", b"\x1bX"), ["j", "escape", "X", "escape", "escape", "X"]),
        ((b"\x1b", b"[A", b"\x1bOP", b"\x1bf", b"\x1b\x7f"), ["up", "f1", "ctrl+right", "ctrl+w"]),
    ],
)
def test_a_character_soon_after_escape_is_a_key_of_its_own(pieces: tuple[bytes, ...], keys: list[str]) -> None:
    assert said(*pieces) == keys


@pytest.mark.parametrize(
    "data",
    [
        b"\xc3(",
        b"\x9b1~",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\x1b[9999999999999999999~",
        b"\x1b[48;99999999999999999999;1;0;0t",
    ],
)
def test_what_is_not_understood_costs_no_more_than_itself(data: bytes) -> None:
    terminal = TerminalInput()
    terminal.feed(data)
    assert [_name(each) for each in terminal.feed(b"jk")][-2:] == ["j", "k"]


@pytest.mark.parametrize(
    "data", [b"ab\x1b[31mcX", b"a\x1b[", b"\x1b[200~X", b"\x00\x03\x1bq\x9b".replace(b"\x9b", "\x9b".encode())]
)
def test_nothing_that_is_pasted_is_a_key(data: bytes) -> None:
    whole = PASTE % data
    for at in range(len(whole) + 1):
        (pasted,) = said(whole[:at], whole[at:])
        assert pasted.startswith("pasted")
        assert "\\x" not in pasted
    assert said(whole, b"j")[-1] == "j"


@given(
    st.data(),
    st.lists(
        st.sampled_from([b"\x1b", b"[", b"200~", b"201~", b"<", b"9" * 30, b";", b"M", b"t", b"~", b"\xc3", b"x"])
    ),
)
def test_no_bytes_do_harm(data: st.DataObject, words: list[bytes]) -> None:
    terminal = TerminalInput()
    for piece in data.draw(cut(b"".join(words))):
        terminal.feed(piece)
        terminal.tick()
