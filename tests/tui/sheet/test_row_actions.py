"""What Enter and a click mean on each kind of row."""

from __future__ import annotations

import pytest

from indipyterm.model.vectors import Request, Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import DefMember, DefVector, Kind, Perm, Rule
from indipyterm.tui.messages import EditWanted, ListWanted, Submitted, UploadWanted
from indipyterm.tui.rows.switch import LIST
from indipyterm.tui.sheet.row_actions import click_action, enter_action
from tests.tui.samples import NOW, number, switch, vector

KEY = VectorKey("pi4:7624", "D", "V")
NUMBER = vector(number("V"))
MODE = vector(switch("V", [("A", "On"), ("B", "Off")]))
TICKS = vector(switch("V", [("A", "On"), ("B", "Off")], Rule.ANY_OF_MANY))
UPLOAD = vector(DefVector(Kind.BLOB, "D", "V", (DefMember("FILE", "File"),), perm=Perm.WO))
NO_MEMBERS = vector(DefVector(Kind.BLOB, "D", "V", (), perm=Perm.WO))
READ_ONLY = vector(number("V", perm=Perm.RO))


def test_enter_edits_a_number_and_uploads_to_a_blob() -> None:
    assert enter_action(KEY, NUMBER, {}, folded=False) == EditWanted(KEY)
    assert enter_action(KEY, UPLOAD, {}, folded=False) == UploadWanted(KEY, "FILE")
    assert enter_action(KEY, NO_MEMBERS, {}, folded=False) == "This BLOB has no members"


def test_enter_sends_what_was_picked_in_a_switch_even_where_it_is_a_list() -> None:
    for folded in (True, False):
        assert enter_action(KEY, MODE, {"B": "On"}, folded) == Submitted(KEY, {"B": "On"})


def test_enter_on_a_switch_in_which_nothing_was_picked_opens_its_list_or_says_how_to_pick() -> None:
    assert enter_action(KEY, MODE, {}, folded=True) == ListWanted(KEY)
    hint = enter_action(KEY, MODE, {}, folded=False)
    assert isinstance(hint, str)
    assert "Enter sends it" in hint


@pytest.mark.parametrize("shown", [NUMBER, UPLOAD, MODE, READ_ONLY])
def test_a_click_beside_all_members_only_selects(shown: Vector) -> None:
    assert click_action(KEY, shown, None) is None


def test_a_click_on_a_member_edits_it_uploads_to_it_or_sends_it() -> None:
    assert click_action(KEY, NUMBER, "X") == EditWanted(KEY, "X")
    assert click_action(KEY, UPLOAD, "FILE") == UploadWanted(KEY, "FILE")
    assert click_action(KEY, MODE, "B") == Submitted(KEY, {"B": "On"})
    assert click_action(KEY, TICKS, "A") == Submitted(KEY, {"A": "Off"})
    assert click_action(KEY, MODE, LIST) == ListWanted(KEY)


def test_what_is_on_already_is_not_sent_again() -> None:
    hint = "A is on already: nothing was sent"
    assert click_action(KEY, MODE, "A") == enter_action(KEY, MODE, {"A": "On"}, folded=False) == hint
    asked = vector(switch("V", [("A", "On"), ("B", "Off")]))
    asked.request = Request({"B": "On"}, NOW)
    assert click_action(KEY, asked, "A") == Submitted(KEY, {"A": "On"}), "the user thinks better of it"
    acts = vector(switch("RECORD_STREAM", [("A", "On"), ("B", "Off")]))
    assert click_action(KEY, acts, "A") == Submitted(KEY, {"A": "On"})


def test_a_click_on_what_is_read_only_only_selects() -> None:
    assert click_action(KEY, READ_ONLY, "X") is None
