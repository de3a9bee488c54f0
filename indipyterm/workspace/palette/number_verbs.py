"""Candidates of verbs that take a number; with a sign it is a change of the present value."""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.model.members import NumberMember
from indipyterm.model.standard import number_member, sent_by
from indipyterm.model.vectors import Vector
from indipyterm.presentation.keys import VectorKey
from indipyterm.presentation.text import limit_texts
from indipyterm.protocol.messages import Kind, State
from indipyterm.protocol.numbers import decimal_text, parse_number, parse_typed
from indipyterm.workspace.palette.actions import Candidate, send_candidate
from indipyterm.workspace.palette.verb import PaletteContext, current_values

FULL_CIRCLE = 360.0
"""Degrees."""

_SIGNS = ("+", "-")


class NumberVerb(NamedTuple):
    """A verb that sends one number: its word, the member's standard name, and what the number is called.

    `title` has ``{}`` for the typed number. With `wraps` it is an angle from 0 to 360 degrees, and with a sign it is
    counted from the present one.
    """

    word: str
    member: str
    title: str
    argument: str
    missing: str
    wraps: bool = False

    def candidates(self, context: PaletteContext, text: str) -> list[Candidate]:
        """A candidate for each device that takes the number."""
        return [
            self._candidate(key, vector, member, text)
            for key, vector in context.writable(Kind.NUMBER, *sent_by(self.word))
            if (member := number_member(vector, self.member))
        ]

    def _candidate(self, key: VectorKey, vector: Vector, member: NumberMember, text: str) -> Candidate:
        if not text:
            return missing_number(f"{self.word.capitalize()} {self.argument}", key, vector, self.missing, self.word)
        title, words = self.title.format(text), f"{self.word} {text}"
        value = text
        if self.wraps and text.startswith(_SIGNS):
            try:
                value = changed_value(vector, member, text, FULL_CIRCLE)
            except ValueError as error:
                return Candidate(title, key.owner, str(error), completion=words, invalid=True)
            title = f"{self.word.capitalize()} {text} = {value}"
        return send_candidate(title, [(key, vector, {member.name: value})], current_values(vector), words)


def changed_value(vector: Vector, member: NumberMember, change: str, circle: float = 0.0) -> str:
    """The number that a change, typed with its sign, leads to from the present one; `circle` is where it begins anew.

    Raises ValueError with the reason, also while the present value is still changing.
    """
    delta = parse_typed(change)
    if vector.state is State.BUSY:
        raise ValueError(f"it is moving: {change} can be given when it has stopped; {current_values(vector)}")
    value = parse_number(member.value) + delta
    return decimal_text(value % circle if circle else value)


def missing_number(title: str, key: VectorKey, vector: Vector, what: str, word: str) -> Candidate:
    """The candidate of a verb whose number is not typed yet: it tells the present value and the limits."""
    detail = f"{what}; {current_values(vector)}{_limits(vector)}"
    return Candidate(title, key.owner, detail, completion=f"{word} ")


def _limits(vector: Vector) -> str:
    for member in vector.members.values():
        if (number := number_member(vector, member.name)) and (limits := limit_texts(number)):
            return f", {' … '.join(limits)}"
    return ""
