"""Editing a member: the text that a field starts with, what a typed text means, and its fault."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.exceptions import Refused
from indipyterm.model.devices import Device
from indipyterm.model.members import Member, NumberMember
from indipyterm.model.requests import check_form, check_number
from indipyterm.model.standard import CLOCK, CLOCK_TIME, NOW, runs, takes_seconds
from indipyterm.model.vectors import Vector
from indipyterm.presentation.durations import seconds_to_send
from indipyterm.presentation.filter_slots import SLOT, slot_name, slot_names, slot_number
from indipyterm.presentation.text import formatted_text, printable, value_text
from indipyterm.protocol.numbers import decimal_text, parse_number


class TypedText(NamedTuple):
    """A text typed for a member: the `value` to send, its `meaning`, and why it can't be sent (`fault`, "" if it can).

    `meaning` is a number in its format, with the name of a filter; "" if there is nothing to add. Both are safe to
    show.
    """

    value: str
    meaning: str
    fault: str


def typed_text(vector: Vector, name: str, text: str, device: Device | None = None) -> TypedText:
    """Interpret a text typed for the member `name`; `device` may have names for the numbers of filter slots."""
    member = vector.members.get(name)
    value = value_to_send(vector, text, device)
    if member is None:
        return TypedText(value, "", "this member is gone")
    if vector.name == CLOCK and name == CLOCK_TIME:
        return TypedText(value, "the time when it is sent" if value.casefold() == NOW else "", "")
    if not isinstance(member, NumberMember):
        return TypedText(value, "", "")
    try:
        if takes_seconds(vector.name, vector):
            value = seconds_to_send(value)
        check_number(member, value)
        check_form(member, value)
    except Refused as refused:
        return TypedText(value, "", printable(refused.reason))
    except ValueError as error:
        return TypedText(value, "", printable(str(error)))
    return TypedText(value, number_meaning(vector, member, value, device), "")


def original_text(vector: Vector, member: Member) -> str:
    """The text that a field starts with: the value as it is shown; "" if it can't be read, or not be typed.

    Of a time that runs down it is the one that was asked for last, which Enter then asks for again.
    """
    if asked := last_asked(vector).get(member.name, ""):
        return asked
    if not vector.readable:
        return ""
    text = formatted_text(member)
    return text if printable(text) == text else ""


def last_asked(vector: Vector) -> dict[str, str]:
    """The values that were asked for last of a property whose own say how much is left of them; none of others."""
    return dict(vector.asked) if takes_seconds(vector.name, vector) else {}


def sent_unchanged(vector: Vector) -> dict[str, str]:
    """The values to send where the user changed nothing, by member name; none where that sends nothing.

    A time that runs down is what was asked for last; before anything was, the one shown, if it is one to wait for.
    """
    if not takes_seconds(vector.name, vector) or vector.asked or not vector.readable or runs(vector):
        return last_asked(vector)
    shown = {name: original_text(vector, member) for name, member in vector.members.items()}
    return shown if all(_is_a_time(vector, name, text) for name, text in shown.items()) else {}


def _is_a_time(vector: Vector, name: str, text: str) -> bool:
    meant = typed_text(vector, name, text)
    return not meant.fault and parse_number(meant.value) > 0


def current_text(vector: Vector, member: Member) -> str | None:
    """The present value, as it is shown beside the field; None if it can't be read."""
    return value_text(member) if vector.readable else None


def value_to_send(vector: Vector, text: str, device: Device | None = None) -> str:
    """The value that a typed text means: the number of a filter given by its name; else the text.

    White space around it is left out: nobody sees it, and drivers strip it, too.
    """
    text = text.strip()
    number = slot_number(slot_names(device), text) if vector.name == SLOT else None
    return text if number is None else str(number)


def offered_text(vector: Vector, name: str) -> str:
    """What may be typed for a member beside a value; "" if nothing may."""
    return f"type {NOW} for the time that it is" if (vector.name, name) == (CLOCK, CLOCK_TIME) else ""


def number_meaning(vector: Vector, member: Member, text: str, device: Device | None = None) -> str:
    """A typed number in the member's format, with its name if it has one; "" if it can't be sent."""
    if not isinstance(member, NumberMember):
        return ""
    try:
        value = parse_number(check_number(member, text))
    except (Refused, ValueError):
        return ""
    seconds = takes_seconds(vector.name, vector)
    shown = f"{value:.7g}" if ":" in text or seconds else formatted_text(member, repr(value))
    if seconds:
        shown += " s"
    if vector.name == SLOT:
        shown += f" {slot_name(slot_names(device), value)}"
    return printable(shown)


def limits_text(member: Member) -> str:
    """The lowest and the highest number that may be sent: ``0 … 24``; "" if there are no limits."""
    limits = member.limits() if isinstance(member, NumberMember) else None
    return " … ".join(map(decimal_text, limits)) if limits else ""
