"""What Enter, and a click on a part of a row, do with a vector: the message to post, or why there is none. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import printable
from indipyterm.protocol.messages import ON, Kind, Rule
from indipyterm.tui.messages import EditWanted, ListWanted, Submitted, UploadWanted
from indipyterm.tui.rows.switch import LIST
from indipyterm.workspace.drafts import toggled

RowAction = EditWanted | ListWanted | Submitted | UploadWanted


def enter_action(key: VectorKey, vector: Vector, picked: Mapping[str, str] | None, folded: bool) -> RowAction | str:
    """Return what Enter does, or a hint for the user.

    `picked` are the values that were picked in a switch vector and not sent; `folded`: its row is too narrow for all
    members, and shows a list instead.
    """
    if vector.kind is not Kind.SWITCH:
        return _edit_action(key, vector, None)
    if picked:
        return Submitted(key, picked)
    if folded:
        return ListWanted(key)
    waiting = vector.request is not None and not vector.request.answered
    return f"{'Not answered yet: ' if waiting else ''}← → move the choice, Enter sends it"


def click_action(key: VectorKey, vector: Vector, target: str | None) -> RowAction | str | None:
    """Return what a click on a part with that target does, or a hint for the user; None where it only selects."""
    if target is None or not (vector.writable or vector.kind is Kind.SWITCH):
        return None
    if vector.kind is not Kind.SWITCH:
        return _edit_action(key, vector, target)
    if target == LIST:
        return ListWanted(key)
    if vector.rule is Rule.ONE_OF_MANY and vector.members[target].value == ON and vector.request is None:
        return f"{printable(vector.members[target].label)} is on already"
    return Submitted(key, toggled(vector, target))


def _edit_action(key: VectorKey, vector: Vector, member: str | None) -> RowAction | str:
    if vector.kind is not Kind.BLOB:
        return EditWanted(key, member)
    name = member or next(iter(vector.members), None)
    return UploadWanted(key, name) if name else "This BLOB has no members"
