"""What the user wants by Enter, or a click, on a row of the sheet."""

from __future__ import annotations

from textual.message import Message

from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.protocol.messages import Kind
from indipyterm.tui.messages import EditWanted, ListWanted, Submitted, UploadWanted
from indipyterm.tui.rows.switch import LIST
from indipyterm.workspace.drafts import Drafts


def activated(key: VectorKey, vector: Vector, choices: Drafts, is_list: bool) -> Message | str:
    """What Enter means, or in words why it means nothing; `is_list` where the choices do not all fit."""
    if vector.kind is not Kind.SWITCH:
        return _opened(key, vector, None)
    if values := choices.wanted(key, vector):
        return Submitted(key, values)
    return ListWanted(key) if is_list else "← → move the choice, Enter sends it"


def clicked(key: VectorKey, vector: Vector, hit: str) -> Message | str:
    """What a click on a member means."""
    if vector.kind is not Kind.SWITCH:
        return _opened(key, vector, hit)
    return ListWanted(key) if hit == LIST else Submitted(key, Drafts.picked(vector, hit))


def _opened(key: VectorKey, vector: Vector, member: str | None) -> Message | str:
    """An editor, or a file to send to a BLOB."""
    if vector.kind is not Kind.BLOB:
        return EditWanted(key, member)
    name = member or next(iter(vector.members), None)
    return UploadWanted(key, name) if name else "This BLOB has no members"
