"""Everything that is known about a vector and its members, as named facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from indipyterm.model.members import BlobMember, Member, NumberMember
from indipyterm.model.standard import description
from indipyterm.model.vectors import Request, Vector
from indipyterm.presentation import states
from indipyterm.presentation.pending import pending
from indipyterm.presentation.text import Piece, assignments_text, printable, shortened, size_text, value_text
from indipyterm.protocol.messages import Kind, Perm, State
from indipyterm.protocol.numbers import decimal_text

_MAX_LENGTH = 4_000  # characters of a value that are shown
_MAX_LIMITS = 3  # numbers whose limits are in the short facts

NOT_STANDARD = "Not one of INDI's standard properties: the documentation of its driver says what it does."

_PERMISSIONS = {
    Perm.RO: "ro: only the device sets it",
    Perm.WO: "wo: it can be set, and never read",
    Perm.RW: "rw: it can be read and set",
}


class Fact(NamedTuple):
    """A name and a text in pieces; without a name it is a heading or a sentence, without both an empty line."""

    name: str
    pieces: tuple[Piece, ...]


EMPTY_LINE = Fact("", ())


def purpose(name: str) -> Fact:
    """What a property does, as a sentence; of one that is not standard, that it is none."""
    return Fact("", (Piece(description(name) or NOT_STANDARD),))


def property_facts(vector: Vector, now: datetime) -> Iterator[Fact]:
    """The facts of a vector, then those of each member under a heading."""
    yield from vector_facts(vector, now)
    for member in vector.members.values():
        yield EMPTY_LINE
        label = "" if member.label == member.name else f"  {printable(member.label)}"
        yield Fact("", (Piece(printable(member.name), "heading"), Piece(label)))
        yield from member_facts(member, vector)


def fingerprint(vector: Vector, now: datetime) -> object:
    """A value that changes when `property_facts` would; much faster than these if there are many members."""
    members = [
        (
            id(member),
            member.value,
            *(getattr(member, name, None) for name in ("min", "max", "step", "size", "filename")),
        )
        for member in vector.members.values()
    ]
    return tuple(vector_facts(vector, now)), members


def vector_facts(vector: Vector, now: datetime) -> Iterator[Fact]:
    """The facts of a vector itself."""
    yield _fact("group", printable(vector.group))
    yield _fact("INDI name", printable(vector.name))
    yield _fact("kind", f"{vector.kind}, {len(vector.members)} member{'' if len(vector.members) == 1 else 's'}")
    yield _fact("permission", _PERMISSIONS[vector.perm])
    if vector.rule:
        yield _fact("rule", vector.rule)
    stale = f"{states.STALE} stale; it was {vector.state} when the connection was lost"
    state = f"{states.STATES[vector.state]} {vector.state}"
    yield Fact("state", (Piece(stale, "stale") if vector.stale else Piece(state, states.state_role(vector.state)),))
    yield _fact("timeout", _timeout(vector) or "none given")
    yield _fact("changed", _time(vector.timestamp))
    if vector.message:
        yield _fact("message", printable(vector.message))
        yield _fact("told", _time(vector.message_timestamp))
    if vector.request:
        yield from _request_facts(vector, vector.request, now)
    if vector.other:
        yield _fact(f"{states.OTHER} asked", f"by another client {_time(vector.other)}", "busy")


def _request_facts(vector: Vector, request: Request, now: datetime) -> Iterator[Fact]:
    target = shortened(f"{states.ARROW} {assignments_text(request.members)}", _MAX_LENGTH)
    yield _fact("under way", target, "pending")
    waiting = pending(vector, now)
    yield Fact("sent", (Piece(f"{_time(request.when)}  "), *([waiting.piece] if waiting else [])))


def member_facts(member: Member, vector: Vector) -> Iterator[Fact]:
    """The facts of a member, without its names."""
    if isinstance(member, BlobMember):
        yield from _blob_facts(member)
        return
    if not vector.readable:
        yield _fact("value", "cannot be read", "dim")
    elif isinstance(member, NumberMember):
        yield Fact("value", (Piece(value_text(member)), Piece(f"   as sent {printable(member.value)}", "dim")))
    else:
        yield _fact("value", _beginning(member.value)) if member.value else _fact("value", "(empty)", "dim")
    if isinstance(member, NumberMember):
        given = printable(f"min {member.min}   max {member.max}   step {member.step}")
        shown = " … ".join(value_text(member, limit) for limit in (member.min, member.max))
        yield Fact("range", (Piece(given), Piece(f"   {shown if member.limits() else 'no limits'}", "dim")))
        yield _fact("format", printable(member.format))


def _blob_facts(member: BlobMember) -> Iterator[Fact]:
    if not member.size:
        yield _fact("value", "none yet", "dim")
        return
    yield _fact("size", f"{size_text(member.size)}{f' ({member.size} bytes)' if member.size >= 1000 else ''}")
    yield _fact("format", printable(member.format) or "none given")
    yield _fact("file", printable(member.filename) or "not saved")


def facts_in_short(vector: Vector) -> list[tuple[Piece, ...]]:
    """The most important facts, without their names, for a line or two: names, state, message, limits, timeout."""
    when = f" {vector.timestamp:%H:%M:%S}" if vector.timestamp else ""
    if vector.request:
        when = f" sent {vector.request.when:%H:%M:%S}"
    state = Piece(vector.state, states.state_role(vector.state))
    stale = Piece(f"stale (was {vector.state})", "stale")
    names = Piece(f"{printable(vector.name)} {vector.rule or vector.perm} ", "dim")
    facts: list[tuple[Piece, ...]] = [(names, stale if vector.stale else state, Piece(when, "dim"))]
    if vector.message and _message_holds(vector):
        facts.append((Piece(printable(vector.message)),))
    numbers = [member for member in vector.members.values() if isinstance(member, NumberMember)]
    facts += [(Piece(_limits(number), "dim"),) for number in numbers[:_MAX_LIMITS]]
    if numbers:
        first = f" {printable(numbers[0].format)} step {printable(numbers[0].step)}"
        facts[-1] = (*facts[-1], Piece(first, "dim"))
    if vector.kind in (Kind.SWITCH, Kind.TEXT, Kind.LIGHT):
        facts.append((Piece(" ".join(map(printable, vector.members)), "dim"),))
    if timeout := _timeout(vector):
        facts.append((Piece(f"timeout {timeout}", "dim"),))
    return facts


def _message_holds(vector: Vector) -> bool:
    """Whether a message can still be true: it came last, or what it is about goes on."""
    told, changed = vector.message_timestamp, vector.timestamp
    return vector.state in (State.BUSY, State.ALERT) or told is None or changed is None or told >= changed


def _fact(name: str, text: str, role: str = "value") -> Fact:
    return Fact(name, (Piece(text, role),))


def _limits(number: NumberMember) -> str:
    limits = number.limits()
    return printable(f"{number.name} {'…'.join(map(decimal_text, limits)) if limits else 'any'}")


def _timeout(vector: Vector) -> str:
    return f"{vector.timeout:g} s" if vector.timeout else ""


def _beginning(text: str) -> str:
    more = len(text) - _MAX_LENGTH
    return printable(text) if more <= 0 else f"{printable(text[:_MAX_LENGTH])}… and {more} characters more"


def _time(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M:%S} UTC" if when else "never"
