"""Replies of terminals are no keys, wherever and whenever they come."""

from __future__ import annotations

import pytest

from indipyterm.tui.terminal.input import TerminalInput
from indipyterm.tui.terminal.replies import KEY_SECONDS, LOST_SECONDS, ReplyFilter

REPLIES = [
    "\x1b[?62;4;22c",
    "\x1b[>1;4402;0c",
    "\x1b[6;20;10t",
    "\x1b[4;900;1440t",
    "\x1b[?1u",
    "\x1b[0n",
    "\x1b[?2;0;1440;900S",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b_Gi=31,p=4;ENOENT: no such image\x1b\\",
    "\x1bP>|kitty(0.32.2)\x1b\\",
    "\x1bP1+r524742=38\x1b\\",
    "\x1b]11;rgb:1212/1212/1212\x1b\\",
    "\x1b]11;rgb:1212/1212/1212\x07",
]


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_is_no_key_wherever_it_is_cut(reply: str) -> None:
    """As from the driver: each piece is followed by a tick; keys before and behind it stay."""
    for at in range(len(reply)):
        terminal = TerminalInput()
        events = [*terminal.feed(b"j" + reply[:at].encode()), *terminal.tick()]
        events += [*terminal.feed(reply[at:].encode() + b"k"), *terminal.tick()]
        assert [getattr(event, "key", event) for event in events] == ["j", "k"], (reply[:at], reply[at:])


@pytest.mark.parametrize("pause", [0.15, 0.4, 0.9])
@pytest.mark.parametrize("reply", [reply for reply in REPLIES if reply[1:3] in ("[?", "[>", "_G")])
def test_a_reply_may_come_in_pieces_over_a_slow_line(reply: str, pause: float) -> None:
    """Once it is known to be one; before that it is as long as a key may be."""
    for at in range(3, len(reply)):
        replies = ReplyFilter()
        assert replies.feed(reply[:at], 0.0) + replies.tick(pause) + replies.feed(reply[at:], pause) == ""


@pytest.mark.parametrize(
    "text", ["\x1b[A", "\x1b[6~", "\x1b[1;5C", "\x1bP", "\x1b]", "\x1b_x", "\x1b[200~ab\x1b[201~", "\x1bOP"]
)
def test_keys_stay_what_they_are(text: str) -> None:
    for at in range(len(text) + 1):
        replies = ReplyFilter()
        out = replies.feed(text[:at], 0.0) + replies.feed(text[at:], 0.05) + replies.tick(0.05 + KEY_SECONDS)
        assert out == text


def test_escape_is_passed_on_at_once() -> None:
    replies = ReplyFilter()
    assert replies.feed("\x1b", 0.0) == "\x1b"
    assert replies.tick(KEY_SECONDS) == ""
    assert replies.feed("[?62c", 1.0) == "[?62c", "that was a key, and this is typed"


def test_modes_and_sizes_are_left_to_textual() -> None:
    for report in ("\x1b[?2026;2$y", "\x1b[48;24;80;400;800t", "\x1b[I"):
        assert ReplyFilter().feed(report, 0.0) == report


def test_a_reply_that_never_ends_takes_nothing_with_it() -> None:
    replies = ReplyFilter()
    assert replies.feed("\x1b_Gi=1;", 0.0) == ""
    assert replies.tick(KEY_SECONDS) == replies.tick(LOST_SECONDS) == ""
    assert replies.feed("jk", LOST_SECONDS) == "jk"
