"""A client's request for new values, checked against the property's definition as a driver does."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.messages import (
    ON,
    DefNumber,
    DefVector,
    Kind,
    NewVector,
    OneBlob,
    OneMember,
    OneNumber,
    Perm,
    Rule,
)
from indipyterm.protocol.numbers import parse_number


class Rejected(Exception):
    """The request is refused; the text tells the user why."""


class Request(NamedTuple):
    """A valid request. It has only the members that the client named, but `switches` has those of the whole vector."""

    vector: DefVector
    numbers: dict[str, float]
    texts: dict[str, str]
    switches: dict[str, bool]
    blobs: dict[str, OneBlob]

    @property
    def name(self) -> str:
        """The property's name."""
        return self.vector.name

    @property
    def selected(self) -> str:
        """The name of the first switch that is to be On, or ""."""
        return next((name for name, on in self.switches.items() if on), "")


def parse_request(vector: DefVector, new: NewVector) -> Request:
    """Return the request that `new` is for `vector`. Raises `Rejected` if it is invalid or has no members."""
    if vector.perm is Perm.RO:
        raise Rejected(f"{vector.name} is read-only.")
    if not new.members:
        raise Rejected(f"No value of {vector.name} is given.")
    known = {member.name for member in vector.members}
    for member in new.members:
        if member.name not in known:
            raise Rejected(f"{vector.name} has no member {member.name}.")
    return Request(
        vector,
        numbers=_numbers(vector, new) if vector.kind is Kind.NUMBER else {},
        texts=_texts(new) if vector.kind is Kind.TEXT else {},
        switches=_switches(vector, _texts(new)) if vector.kind is Kind.SWITCH else {},
        blobs={one.name: one for one in new.members if isinstance(one, OneBlob)},
    )


def _texts(new: NewVector) -> dict[str, str]:
    return {one.name: one.value for one in new.members if isinstance(one, OneMember)}


def _numbers(vector: DefVector, new: NewVector) -> dict[str, float]:
    limits = {member.name: member for member in vector.members if isinstance(member, DefNumber)}
    wanted = {}
    for one in new.members:
        if not isinstance(one, OneNumber):
            continue
        try:
            value = parse_number(one.value)
        except ValueError:
            raise Rejected(f"{one.name}: {one.value!r} is not a number.") from None
        low, high = parse_number(limits[one.name].min), parse_number(limits[one.name].max)
        if low < high and not low <= value <= high:
            raise Rejected(f"{one.name}: {one.value} is out of range, {low:g} to {high:g}.")
        wanted[one.name] = value
    return wanted


def _switches(vector: DefVector, texts: dict[str, str]) -> dict[str, bool]:
    asked = {name: value == ON for name, value in texts.items()}
    if vector.rule is Rule.ANY_OF_MANY:
        now = {member.name: member.value == ON for member in vector.members}
        return now | asked
    on = sum(asked.values())
    if on > 1 or (on == 0 and vector.rule is Rule.ONE_OF_MANY):
        need = "exactly one switch" if vector.rule is Rule.ONE_OF_MANY else "one switch at most"
        raise Rejected(f"{vector.name} wants {need} On, not {on}.")
    return {member.name: asked.get(member.name, False) for member in vector.members}
