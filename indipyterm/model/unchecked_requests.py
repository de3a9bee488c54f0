"""Makes the message that sends what a script says, whatever there is to be said against it: the driver decides.

Where people send, `requests` decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from numbers import Real
from typing import Any

from indipyterm.exceptions import Refused
from indipyterm.model.members import NumberMember
from indipyterm.model.requests import (
    blob_of,
    check_time,
    number_of,
    request,
    shown,
    switch_of,
    text_of,
    unchanged,
    with_clock_time,
)
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import AnyOne, Kind, NewVector, OneMember


def unchecked_request(
    vector: Vector, values: Mapping[str, Any], when: datetime | None = None, now: datetime | None = None
) -> tuple[NewVector, Sequence[str]]:
    """The message for `values`, and what there is to be said against them: `request` would refuse.

    Numbers and texts are sent whole, whatever is said of them; switches and BLOBs as they are given. What cannot be
    sent is left out, unless there is nothing else. Raises `Refused` where nothing can be sent, and where the vector
    is stale. `when` needs a time zone; `now` is the time that a clock gets, as with `request`.
    """
    check_time(when)
    values = with_clock_time(vector, values, now)
    try:
        return request(vector, values, when), ()
    except Refused as error:
        if vector.kind is Kind.LIGHT or vector.stale:
            raise
        doubt = str(error)
    doubts = [] if vector.writable else ["read-only"]
    good = {}
    for name, value in values.items():
        if name not in vector.members:
            doubts.append(f"{name}: no such member")
        elif vector.kind is Kind.SWITCH and not _is_switch(name, value):
            doubts.append(f"{name}: {shown(value)} is neither On nor Off")
        else:
            good[name] = value
    if values and not good:
        raise Refused("; ".join(doubts))
    make = {Kind.TEXT: _texts, Kind.NUMBER: _numbers, Kind.SWITCH: _switches, Kind.BLOB: _blobs}[vector.kind]
    message = NewVector(vector.kind, vector.device, vector.name, make(vector, good, doubts), when)
    return message, doubts or ([doubt] if values else [])


def _is_switch(name: str, value: Any) -> bool:
    try:
        switch_of(name, value)
    except Refused:
        return False
    return True


def _texts(vector: Vector, values: Mapping[str, Any], doubts: list[str]) -> tuple[AnyOne, ...]:
    return tuple(
        text_of(name, _text(name, values.get(name, member.value), doubts)) for name, member in vector.members.items()
    )


def _text(name: str, value: Any, doubts: list[str]) -> str:
    if not isinstance(value, str):
        fault = f"{shown(value)} is not text"
        if not isinstance(value, Real | None):
            raise Refused(fault, name)
        doubts.append(f"{name}: {fault}")
    return "" if value is None else _as_text(name, value)


def _numbers(vector: Vector, values: Mapping[str, Any], doubts: list[str]) -> tuple[AnyOne, ...]:
    return tuple(
        text_of(name, _number(member, values[name], doubts) if name in values else _kept(member))
        for name, member in vector.members.items()
        if isinstance(member, NumberMember)
    )


def _number(member: NumberMember, value: Any, doubts: list[str]) -> str:
    try:
        return number_of(member, value)
    except Refused as error:
        if isinstance(value, bool) or not isinstance(value, str | Real):
            raise
        doubts.append(str(error))
        return _as_text(member.name, value).strip()


def _as_text(name: str, value: str | Real) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no int of thousands of digits
        raise Refused("too large", name) from None


def _kept(member: NumberMember) -> str:
    try:
        return unchanged(member)
    except Refused:
        return member.value


def _switches(vector: Vector, values: Mapping[str, Any], doubts: list[str]) -> tuple[AnyOne, ...]:
    return tuple(OneMember(name, switch_of(name, value)) for name, value in values.items())


def _blobs(vector: Vector, values: Mapping[str, Any], doubts: list[str]) -> tuple[AnyOne, ...]:
    return tuple(blob_of(name, values[name]) for name in vector.members if name in values)
