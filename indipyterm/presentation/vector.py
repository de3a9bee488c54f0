"""A vector as any face shows it: plain texts, signs and roles, and requested values that are not reached."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from indipyterm.model.devices import Device
from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.presentation.filter_slots import SLOT, slot_name, slot_names
from indipyterm.presentation.pending import Pending, pending
from indipyterm.presentation.states import STATES, permission_mark, state_role, vector_sign
from indipyterm.presentation.text import Piece, blob_size, file_name, printable, size_text, value_text
from indipyterm.protocol.messages import ON, Kind, Rule, State

UNREADABLE = "-"
"""Shown instead of the value of a write-only vector."""


class MemberView(NamedTuple):
    """A member. All texts are safe to show.

    `title` is the label without its `unit`, which the label has in brackets at its end. `text` is the value: a number
    in its format, INDI's word for a switch or light, the file of a BLOB. `target` is the requested value if it is
    another one. `meaning` is the name of a filter.
    """

    name: str
    label: str
    title: str
    unit: str = ""
    text: str = ""
    target: str | None = None
    meaning: str = ""
    on: bool = False
    """Whether a switch is On."""
    sign: Piece | None = None
    """The state of a light."""
    size: str = ""
    """The size of a BLOB that was received."""


class VectorView(NamedTuple):
    """A vector with its members. All texts are safe to show.

    `sign` is the state, in its role. `mark` says whether it may be written or read, "" if its values show that.
    `value_role` is the role of its values. `unit` is None unless its only member has the same label: then that need
    not be shown, and `unit` is what it adds ("" for nothing). `refusal` is the message that came with an Alert.
    `present`: it is defined now. `changed` is the time of the last change, UTC.
    """

    device: str
    name: str
    label: str
    kind: Kind
    rule: Rule | None
    state: State
    stale: bool
    present: bool
    sign: Piece
    mark: str
    readable: bool
    writable: bool
    value_role: str
    changed: datetime | None
    other_asked: bool
    refusal: str
    pending: Pending | None
    unit: str | None
    members: tuple[MemberView, ...]


def vector_view(vector: Vector, now: datetime, device: Device | None = None) -> VectorView:
    """A vector as it is now; `device` may have names for the numbers of filter slots."""
    return VectorView(
        device=printable(vector.device),
        name=printable(vector.name),
        label=printable(vector.label),
        kind=vector.kind,
        rule=vector.rule,
        state=vector.state,
        stale=vector.stale,
        present=vector.enabled,
        sign=vector_sign(vector),
        mark=permission_mark(vector),
        readable=vector.readable,
        writable=vector.writable,
        value_role="stale" if vector.stale else "value",
        changed=vector.timestamp,
        other_asked=vector.other is not None,
        refusal=refusal_text(vector),
        pending=pending(vector, now),
        unit=added_unit(vector),
        members=member_views(vector, device),
    )


def member_views(vector: Vector, device: Device | None = None) -> tuple[MemberView, ...]:
    """The members of a vector as they are now."""
    members = vector.members.values()
    if vector.kind is Kind.SWITCH:
        return tuple([_switch(vector, member) for member in members])
    if vector.kind is Kind.LIGHT:
        return tuple([_light(vector, member) for member in members])
    if vector.kind is Kind.BLOB:
        return tuple([_blob(member) for member in members])
    names = slot_names(device) if vector.name == SLOT else ()
    return tuple([_value(vector, member, names) for member in members])


def member_labels(vector: Vector) -> list[str]:
    """The labels of a vector's members."""
    return [printable(member.label) for member in vector.members.values()]


def _switch(vector: Vector, member: Member) -> MemberView:
    label, request = printable(member.label), vector.request
    on = member.value == ON and vector.readable
    target = ON if request and not on and request.members.get(member.name) == ON else None
    return MemberView(member.name, label, label, text=member.value, target=target, on=on)


def _light(vector: Vector, member: Member) -> MemberView:
    label, state = printable(member.label), State(member.value)
    sign = Piece(STATES[state], "stale" if vector.stale else state_role(state))
    return MemberView(member.name, label, label, text=state, sign=sign)


def _blob(member: Member) -> MemberView:
    label = printable(member.label)
    if not isinstance(member, BlobMember) or not member.size:
        return MemberView(member.name, label, label)
    text = printable(file_name(member.filename) if member.filename else f"not saved {member.format}")
    return MemberView(member.name, label, label, text=text, size=size_text(blob_size(member)))


def _value(vector: Vector, member: Member, slots: Sequence[str]) -> MemberView:
    label, name = printable(member.label), member.name
    title, unit = title_and_unit(label)
    asked = vector.request.members.get(name, member.value) if vector.request else member.value
    return MemberView(
        name,
        label,
        title,
        unit,
        value_text(member) if vector.readable else UNREADABLE,
        value_text(member, asked) if asked != member.value else None,
        _slot_meaning(member, slots) if slots else "",
    )


def _slot_meaning(member: Member, slots: Sequence[str]) -> str:
    try:
        return printable(slot_name(slots, member.number())) if isinstance(member, NumberMember) else ""
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def title_and_unit(label: str) -> tuple[str, str]:
    """A label without the unit in brackets at its end, and that unit."""
    text = label.rstrip()
    if not text.endswith((")", "]")):
        return label, ""
    inside = max(text.rfind(")", 0, -1), text.rfind("]", 0, -1)) + 1
    opened = [place for bracket in "([" if (place := text.find(bracket, inside)) >= 0]
    return (text[: min(opened)].rstrip(), text[min(opened) + 1 : -1]) if opened else (label, "")


def added_unit(vector: Vector) -> str | None:
    """What a single member's label adds to that of its vector: "C" for "Temperature (C)"; None for other labels."""
    if len(vector.members) != 1 or vector.kind not in (Kind.NUMBER, Kind.TEXT):
        return None
    (member,) = vector.members.values()
    name, unit = title_and_unit(printable(member.label))
    own, own_unit = title_and_unit(printable(vector.label))
    if name.casefold() not in (own.casefold(), "value", ""):
        return None
    return "" if unit == own_unit else unit


def refusal_text(vector: Vector) -> str:
    """The message of a vector in Alert; empty if there is none."""
    return printable(vector.message) if vector.state is State.ALERT and not vector.stale else ""


def switch_text(
    vector: Vector | VectorView,
    member: MemberView,
    *,
    label: str | None = None,
    picked: bool = False,
    draft: str | None = None,
) -> Piece:
    """A switch between its signs: always two characters longer than its label, so that nothing moves.

    ``‹this›`` is On; ``»this«`` is picked but not sent, or sent but not answered; ``⟨this⟩`` is a button
    (AtMostOne); ``[x]this`` and ``[ ]this`` are members of an AnyOfMany. `label` replaces the member's own; `picked`
    is the one under the cursor; `draft` is On or Off if that is ticked but not sent.
    """
    text = member.label if label is None else label
    asked = member.target is not None
    role = "stale" if vector.stale else "on" if member.on else "off"
    if vector.rule is Rule.ANY_OF_MANY:
        text = f"[{'x' if (draft or member.text) == ON else ' '}]{text}"
        role = "pending" if draft or asked else role
    elif asked:
        text, role = f"»{text}«", "pending"
    elif member.on:
        text = f"‹{text}›"
    elif picked:
        text = f"»{text}«"
    elif vector.rule is Rule.AT_MOST_ONE and vector.writable:
        text = f"⟨{text}⟩"
    else:
        text = f" {text} "
    return Piece(text, "picked" if picked else role)


def values_in_short(vector: Vector, most: int) -> list[str]:
    """The first `most` values; of switches the labels of those that are On. Empty for a write-only vector."""
    if not vector.readable:
        return []
    members = vector.members.values()
    if vector.kind is Kind.SWITCH:
        return switch_labels_on(vector)[:most]
    return [value_text(member) for member in list(members)[:most]]


def switch_labels_on(vector: Vector) -> list[str]:
    """The labels of the switches that are On."""
    return [printable(member.label) for member in vector.members.values() if member.value == ON]


def values_as_sent(vector: Vector) -> str:
    """The values of a vector at full precision, of BLOBs the files; of a single member without its name."""
    values = {
        printable(name): printable(member.filename if isinstance(member, BlobMember) else member.value)
        for name, member in vector.members.items()
    }
    if len(values) == 1:
        return next(iter(values.values()))
    return " ".join(f"{name}={value}" for name, value in values.items())
