"""Expressions over properties as trees (see `expression_parser`), and evaluating them against a catalog."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NamedTuple

from indipyterm.commands.patterns import Part, Pattern
from indipyterm.commands.selection import PSEUDO_MEMBERS, select_members
from indipyterm.exceptions import CannotCompare
from indipyterm.model.catalog import Catalog
from indipyterm.model.members import Member, NumberMember
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import OFF, ON, Kind, Perm, State
from indipyterm.protocol.numbers import number_or_none

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "!=": ne,
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
}
"""The comparison operators."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: a number if `number` is not None, otherwise a word or a quoted text."""

    text: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """The members that match a pattern of three parts: none, one or, with wildcards, many."""

    pattern: Pattern
    text: str

    @property
    def regex(self) -> bool:
        """Whether it may match more than one member."""
        parts = (self.pattern.device, self.pattern.vector, self.pattern.member)
        return any(part is not None and part.regex is not None for part in parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """True if any value on the left compares so with any on the right."""

    left: Property | Literal
    operator: str
    right: Property | Literal


@dataclass(frozen=True, slots=True)
class Not:
    """True if the expression is false."""

    part: Expression


@dataclass(frozen=True, slots=True)
class And:
    """True if all parts are."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """True if any part is."""

    parts: tuple[Expression, ...]


Expression = Comparison | Not | And | Or


def evaluate(expression: Expression, catalog: Catalog) -> bool | None:
    """Return whether an expression is true now; None if unknown.

    A comparison is unknown if no current member matches its property; values from before a lost connection are not
    current. ``and`` and ``or`` are known if one part alone decides them, and ``not`` of unknown is unknown. So
    ``not a.b.c == Busy`` is not true of a device that is absent.
    Raises `CannotCompare`.
    """
    match expression:
        case Comparison():
            return _compare(expression, catalog)
        case Not(part):
            value = evaluate(part, catalog)
            return None if value is None else not value
        case And(parts):
            return _evaluate_parts(parts, catalog, decisive=False)
        case Or(parts):
            return _evaluate_parts(parts, catalog, decisive=True)


def has_wildcards(expression: Expression) -> bool:
    """Return whether any property in the expression may match more than one member."""
    match expression:
        case Comparison(left, _, right):
            return any(isinstance(side, Property) and side.regex for side in (left, right))
        case Not(part):
            return has_wildcards(part)
        case And(parts) | Or(parts):
            return any(map(has_wildcards, parts))


def devices_in(expression: Expression) -> list[str]:
    """The devices that an expression names, without those of wildcards."""
    match expression:
        case Comparison(left, _, right):
            devices = [side.pattern.device for side in (left, right) if isinstance(side, Property)]
            return [device.text for device in devices if device.regex is None]
        case Not(part):
            return devices_in(part)
        case And(parts) | Or(parts):
            return [name for part in parts for name in devices_in(part)]


def with_devices(expression: Expression, meant: Mapping[str, str]) -> Expression:
    """The same expression with the devices that its own stand for."""
    match expression:
        case Comparison(left, operator, right):
            return Comparison(_with_device(left, meant), operator, _with_device(right, meant))
        case Not(part):
            return Not(with_devices(part, meant))
        case And(parts) | Or(parts):
            return type(expression)(tuple(with_devices(part, meant) for part in parts))


def _with_device(side: Property | Literal, meant: Mapping[str, str]) -> Property | Literal:
    if isinstance(side, Literal) or side.pattern.device.regex or side.pattern.device.text not in meant:
        return side
    device = Part(meant[side.pattern.device.text], quoted=True)
    return replace(side, pattern=replace(side.pattern, device=device))


def _evaluate_parts(parts: tuple[Expression, ...], catalog: Catalog, *, decisive: bool) -> bool | None:
    unknown = False
    for part in parts:
        value = evaluate(part, catalog)
        if value is decisive:
            return decisive
        unknown = unknown or value is None
    return None if unknown else not decisive


_STATES = tuple(state.value for state in State)
_WORDS: dict[str, tuple[str, ...]] = {
    Kind.SWITCH: (ON, OFF),
    Kind.LIGHT: _STATES,
    "_STATE": _STATES,
    "_PERM": tuple(perm.value for perm in Perm),
}
"""The valid words by kind of member or pseudo member."""


class _Value(NamedTuple):
    """One side of a comparison: a number (`numeric`), one of `words` (case is ignored), or any text."""

    text: str
    numeric: bool = False
    words: tuple[str, ...] = ()

    def fault(self, other: str) -> str | None:
        """Return why this can never equal `other`, or None."""
        if self.numeric and number_or_none(other) is None:
            return f"is a number, which {other!r} is not"
        if self.words and other.casefold() not in map(str.casefold, self.words):
            return f"is one of {', '.join(self.words)}, which {other!r} is not"
        return None


def _compare(comparison: Comparison, catalog: Catalog) -> bool | None:
    left, right = (list(_values(side, catalog)) for side in (comparison.left, comparison.right))
    if not left or not right:
        return None
    if len(left) == len(right) == 1:
        _check_comparable(comparison, left[0], right[0])
    compare = OPERATORS[comparison.operator]
    return any(_holds(compare, one, other) for one in left for other in right)


def _holds(compare: Callable[[Any, Any], bool], left: _Value, right: _Value) -> bool:
    if left.numeric or right.numeric:
        one, other = number_or_none(left.text), number_or_none(right.text)
        if one is not None and other is not None:
            return compare(one, other)
        return compare is ne  # a text that is not a number is neither equal to, above nor below any number
    if left.words or right.words:
        return compare(left.text.casefold(), right.text.casefold())
    return compare(left.text, right.text)


def _check_comparable(comparison: Comparison, left: _Value, right: _Value) -> None:
    """Raise `CannotCompare` if no value of the property could ever make the comparison sensible."""
    for side, value, other in (
        (comparison.left, left, comparison.right),
        (comparison.right, right, comparison.left),
    ):
        if isinstance(side, Property) and not side.regex and isinstance(other, Literal):
            fault = value.fault(other.text)
            if fault:
                raise CannotCompare(f"{side.text} {fault}")


def _values(side: Property | Literal, catalog: Catalog) -> Iterator[_Value]:
    if isinstance(side, Literal):
        yield _Value(side.text, side.number is not None)
        return
    for vector in _vectors(side.pattern, catalog):
        if not vector.stale:
            selection = select_members(vector, [side.pattern.member])
            for name in selection.members:
                yield _member_value(vector, vector.members[name])
            for name in selection.pseudo:
                yield _Value(PSEUDO_MEMBERS[name](vector), words=_WORDS.get(name, ()))


def _vectors(pattern: Pattern, catalog: Catalog) -> Iterator[Vector]:
    """Yield the current vectors that match a pattern."""
    if exact := pattern.exact:
        if vector := catalog.find(*exact):
            yield vector
        return
    part = pattern.vector
    for device in catalog.devices.values():
        if pattern.device.matches(device.name):
            yield from (vector for vector in device.present() if part is None or part.matches(vector.name))


def _member_value(vector: Vector, member: Member) -> _Value:
    return _Value(member.value, isinstance(member, NumberMember), _WORDS.get(vector.kind, ()))
