"""Parsing the expressions of ``wait``::

    expression  =  all { "or" all }
    all         =  one { "and" one }
    one         =  "not" one  |  "(" expression ")"  |  value comparison value
    comparison  =  "=="  |  "!="  |  "<"  |  "<="  |  ">"  |  ">="
    value       =  property  |  number  |  word  |  quoted text
    property    =  part "." part "." part

The parts of a property are written as in `patterns`, with wildcards, but unquoted parts must not contain blanks,
brackets or comparison signs: ``"Focuser Simulator".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION``. A number is decimal or
sexagesimal, ``-5:23:28``. A quoted part alone is a text, so a number in quotes is compared as text.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from indipyterm.commands.evaluation import OPERATORS, And, Comparison, Expression, Literal, Not, Or, Property
from indipyterm.commands.patterns import make_pattern, parse_parts
from indipyterm.exceptions import BadExpression, BadPattern
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import parse_number

MAX_DEPTH = 50
"""How deep brackets and ``not`` may be nested."""

_ENDS = " \t\r\n()<>=!"
_RUN = re.compile(r"[^\s()<>=!\"'\\*?]+")
_SYMBOL = re.compile(r"[=!<>]=|[<>()]")
_WORDS = ("and", "or", "not")
_STATES = {state.value.casefold() for state in State}


class Token(NamedTuple):
    """A token of an expression: `type` is a symbol, "and", "or", "not", "value", or "" for the end of the text."""

    type: str
    position: int
    value: Property | Literal | None = None


def parse_expression(text: str) -> Expression:
    """Parse an expression. Raises `BadExpression`."""
    return _Parser(text, tokenize(text)).parse()


def tokenize(text: str) -> list[Token]:
    """Split an expression into tokens. Raises `BadExpression`."""
    found: list[Token] = []
    position = 0
    while True:
        while text[position : position + 1].isspace():
            position += 1
        if position == len(text):
            return [*found, Token("", position)]
        if symbol := _SYMBOL.match(text, position):
            found.append(Token(symbol[0], position))
            position = symbol.end()
        elif text[position] in "=!":
            raise BadExpression("use == to compare" if text[position] == "=" else "use not, or !=", text, position)
        else:
            token, position = _parse_operand(text, position)
            found.append(token)


def _parse_operand(text: str, position: int) -> tuple[Token, int]:
    """Read a number, a word, a quoted text, a property, or and/or/not at `position`; return it with its end."""
    run = _RUN.match(text, position)
    if run and (run.end() == len(text) or text[run.end()] in _ENDS):
        word = run[0]
        if word.lower() in _WORDS:
            return Token(word.lower(), position), run.end()
        if word in ("&&", "||"):
            raise BadExpression(f"use {'and' if word == '&&' else 'or'}", text, position)
        try:
            return Token("value", position, Literal(word, parse_number(word))), run.end()
        except ValueError:
            pass
    try:
        parts, end = parse_parts(text, position, _ENDS)
        if len(parts) == 1 and not parts[0].regex:
            return Token("value", position, Literal(parts[0].text)), end
        pattern = make_pattern(parts, text)
    except BadPattern as error:
        raise BadExpression(error.reason, text, max(position, error.at)) from None
    if pattern.member is None:
        raise BadExpression(
            "a property has three parts here, Device.VECTOR.MEMBER; put a text in quotes", text, position
        )
    return Token("value", position, Property(pattern, text[position:end])), end


class _Parser:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._next = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._parse_or()
        if self._token.type:
            self._fail("expected and, or, or the end")
        return expression

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _accept(self, *types: str) -> Token | None:
        token = self._token
        if token.type not in types:
            return None
        self._next += 1
        return token

    def _fail(self, reason: str, position: int | None = None) -> NoReturn:
        raise BadExpression(reason, self._text, self._token.position if position is None else position)

    def _parse_or(self) -> Expression:
        parts = [self._parse_and()]
        while self._accept("or"):
            parts.append(self._parse_and())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _parse_and(self) -> Expression:
        parts = [self._parse_not()]
        while self._accept("and"):
            parts.append(self._parse_not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _parse_not(self) -> Expression:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"nested more than {MAX_DEPTH} deep")
        try:
            if self._accept("not"):
                return Not(self._parse_not())
            if opened := self._accept("("):
                inner = self._parse_or()
                if not self._accept(")"):
                    self._fail("expected a closing bracket for this one", opened.position)
                return inner
            return self._parse_comparison()
        finally:
            self._depth -= 1

    def _parse_comparison(self) -> Expression:
        start = self._token.position
        left = self._parse_value("expected a property")
        operator = self._accept(*OPERATORS)
        if operator is None:
            blank = isinstance(left, Literal) and self._token.type == "value"
            hint = "; put a name that has a blank in it in quotes" if blank else ""
            self._fail(f"expected one of {' '.join(OPERATORS)}{hint}")
        right_position = self._token.position
        right = self._parse_value(f"expected a value after {operator.type}")
        if isinstance(left, Literal) and isinstance(right, Literal):
            self._fail("one side must be a property: Device.VECTOR.MEMBER", start)
        for side, other, position in ((left, right, right_position), (right, left, start)):
            if _is_state(side) and isinstance(other, Literal) and other.text.casefold() not in _STATES:
                self._fail(f"no state is called {other.text!r}: Idle, Ok, Busy or Alert", position)
        return Comparison(left, operator.type, right)

    def _parse_value(self, reason: str) -> Property | Literal:
        token = self._accept("value")
        if token is None or token.value is None:
            self._fail(reason)
        return token.value


def _is_state(side: Property | Literal) -> bool:
    member = side.pattern.member if isinstance(side, Property) else None
    return member is not None and member.pseudo and member.text == "_STATE"
