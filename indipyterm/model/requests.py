"""Makes the message that sends new values to a vector, after checking them against it.

No value is ever replaced by another: what cannot be sent as it is, is refused with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from numbers import Integral, Real
from reprlib import repr as short_repr
from typing import Any

from indipyterm.exceptions import Refused
from indipyterm.model.members import NumberMember
from indipyterm.model.standard import CLOCK, CLOCK_TIME, NOW
from indipyterm.model.vectors import Vector
from indipyterm.protocol.blob_data import BlobData
from indipyterm.protocol.messages import OFF, ON, AnyOne, Kind, NewVector, OneBlob, OneMember, Rule
from indipyterm.protocol.numbers import (
    decimal_text,
    format_number,
    is_decimal,
    is_sexagesimal,
    number_to_send,
    parse_number,
)

_UNSENDABLE = re.compile("[\0\ud800-\udfff]")  # XML has no way to write these


def shown(value: object) -> str:
    """A value of the wrong type, cut to some length."""
    try:
        return short_repr(value)
    except ValueError:  # Python writes no int of thousands of digits
        return f"such an {type(value).__name__}"


def check_number(member: NumberMember, text: str) -> str:
    """Give the text to send for a number as it was typed: full precision, within the limits, or `Refused`."""
    try:
        exact = number_to_send(text)
    except ValueError as error:
        raise Refused(str(error), member.name) from None
    if ":" not in text:  # which scripts may send anywhere
        check_form(member, text)
    value, limits = parse_number(exact), member.limits()
    if limits and not limits[0] <= value <= limits[1]:
        low, high = (format_number(limit, member.format).strip() for limit in limits)
        raise Refused(f"outside {low} … {high}", member.name)
    return exact


def check_form(member: NumberMember, text: str) -> None:
    """Check that a number is a decimal where the driver does not show degrees or hours. Raises `Refused`."""
    if not is_decimal(text) and not is_sexagesimal(member.format):
        raise Refused("give it as a decimal: it is no angle and no time of day", member.name)


def request(
    vector: Vector, values: Mapping[str, Any], when: datetime | None = None, now: datetime | None = None
) -> NewVector:
    """Make the message that asks for `values` by member name; members not named keep theirs.

    The time of a clock (TIME_UTC) is none that could be kept: where it is not named, or "now", it is `now` (UTC), or
    stays the word where that is None.

    Texts and numbers are sent whole, with all members; of switches of which any may be On only those named. Numbers
    may be texts (sexagesimal too), ints or floats; switches "On", "Off" or bools; a BLOB is ``(bytes, size, format)``,
    size 0 meaning the length of the data. `when` needs a time zone. Raises `Refused`, also where the vector is stale:
    its other members would be sent back at values that may be long past.
    """
    if not vector.writable:
        raise Refused("read-only")
    if vector.stale:
        raise Refused("not defined again since the connection was lost")
    check_time(when)
    if not values:
        raise Refused("nothing to send")
    for name in values:
        if name not in vector.members:
            raise Refused("no such member", name)
    values = with_clock_time(vector, values, now)
    make = {Kind.TEXT: _texts, Kind.NUMBER: _numbers, Kind.SWITCH: _switches, Kind.BLOB: _blobs}[vector.kind]
    return NewVector(vector.kind, vector.device, vector.name, make(vector, values), when)


def check_time(when: object) -> None:
    """Check the time of a request, which may be None; raises `Refused`."""
    if when is not None and (not isinstance(when, datetime) or when.utcoffset() is None):
        raise Refused("a timestamp is a datetime with a time zone")


def with_clock_time(vector: Vector, values: Mapping[str, Any], now: datetime | None) -> Mapping[str, Any]:
    """Values for a clock with the time that it is, unless another is asked for; others as they are."""
    if vector.name != CLOCK or vector.kind is not Kind.TEXT or CLOCK_TIME not in vector.members:
        return values
    asked = values.get(CLOCK_TIME, NOW)
    if not isinstance(asked, str) or asked.strip().casefold() != NOW:
        return values
    return {**values, CLOCK_TIME: now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if now else NOW}


def _texts(vector: Vector, values: Mapping[str, Any]) -> tuple[AnyOne, ...]:
    for name, value in values.items():
        if not isinstance(value, str):
            raise Refused(f"{shown(value)} is no text", name)
    return tuple(text_of(name, values.get(name, member.value)) for name, member in vector.members.items())


def text_of(name: str, text: str) -> OneMember:
    """The text to send. Raises `Refused` where XML has no way to write it."""
    if _UNSENDABLE.search(text):
        raise Refused("has a character that cannot be sent", name)
    return OneMember(name, text)


def _numbers(vector: Vector, values: Mapping[str, Any]) -> tuple[AnyOne, ...]:
    return tuple(
        OneMember(name, number_of(member, values[name]) if name in values else unchanged(member))
        for name, member in vector.members.items()
        if isinstance(member, NumberMember)
    )


def number_of(member: NumberMember, value: Any) -> str:
    """The text to send for a number that is given as a text, int or float. Raises `Refused`."""
    if isinstance(value, str):
        return check_number(member, value)
    if isinstance(value, bool) or not isinstance(value, Real):
        raise Refused(f"{shown(value)} is no number", member.name)
    try:  # int and float first: what numpy and enums have instead is written in other ways
        text = str(int(value)) if isinstance(value, Integral) else decimal_text(float(value))
    except (ValueError, OverflowError):
        raise Refused("too large", member.name) from None
    return check_number(member, text)


def unchanged(member: NumberMember) -> str:
    """The text that sends a member's present value back as it is, limits or not."""
    try:
        return number_to_send(member.value, received=True)
    except ValueError:
        raise Refused(f"its present value {member.value!r} is no number, so give it one", member.name) from None


def _switches(vector: Vector, values: Mapping[str, Any]) -> tuple[AnyOne, ...]:
    wanted = {name: switch_of(name, value) for name, value in values.items()}
    on = [name for name, value in wanted.items() if value == ON]
    if vector.rule is Rule.ANY_OF_MANY:  # the others may have changed meanwhile
        return tuple(OneMember(name, wanted[name]) for name in vector.members if name in wanted)
    if len(on) > 1:
        raise Refused("only one switch may be On")
    if not on:
        if vector.rule is Rule.ONE_OF_MANY:
            raise Refused("one switch must be On")
        return tuple(OneMember(name, OFF) for name in vector.members if name in wanted)
    off = [OneMember(name, OFF) for name in vector.members if name not in on]
    return (*off, *(OneMember(name, ON) for name in on))  # a driver must never see two of them On


def switch_of(name: str, value: Any) -> str:
    """The word to send for a switch that is given as a word or a bool. Raises `Refused`."""
    if value is True or value == ON:
        return ON
    if value is False or value == OFF:
        return OFF
    raise Refused(f"{shown(value)} is neither On nor Off", name)


def _blobs(vector: Vector, values: Mapping[str, Any]) -> tuple[AnyOne, ...]:
    return tuple(blob_of(name, values[name]) for name in vector.members if name in values)


def blob_of(name: str, value: Any) -> OneBlob:
    """The BLOB to send for ``(bytes, size, format)``. Raises `Refused`."""
    match value:
        case (bytes() as data, int() as size, str() as suffix) if size >= 0:
            return OneBlob(name, size or len(data), suffix, BlobData(data))
    raise Refused("a BLOB is given as (bytes, size, format)", name)
