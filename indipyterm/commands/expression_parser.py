"""Reading an expression, as ``wait`` takes it::

    expression  =  all { "or" all }
    all         =  one { "and" one }
    one         =  "not" one  |  "(" expression ")"  |  value comparison value
    comparison  =  "=="  |  "!="  |  "<"  |  "<="  |  ">"  |  ">="
    value       =  property  |  number  |  word  |  quoted text
    property    =  part "." part "." part

The parts of a property are those of `patterns`, with wildcards; here an unquoted part has no blanks, brackets or
comparisons in it, so ``"Focuser Simulator".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION``. A number is decimal or
sexagesimal, ``-5:23:28``. A quoted text of one part is a text, so put a number in quotes to compare it as text.
"""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

from indipyterm.commands.expression import OPERATORS, And, Comparison, Expression, Literal, Not, Or, Property
from indipyterm.commands.patterns import pattern_of, read_parts
from indipyterm.exceptions import BadExpression, BadPattern
from indipyterm.protocol.messages import State
from indipyterm.protocol.numbers import parse_number

DEEPEST = 50
"""How deep brackets and nots may be nested."""

_ENDS = " \t\r\n()<>=!"
_RUN = re.compile(r"[^\s()<>=!\"'\\*?]+")
_SYMBOL = re.compile(r"[=!<>]=|[<>()]")
_WORDS = ("and", "or", "not")
_STATES = {state.value.casefold() for state in State}


class Token(NamedTuple):
    """A piece of an expression: `what` is a symbol, one of and/or/not, "value", or "" for the end; `at`, where."""

    what: str
    at: int
    value: Property | Literal | None = None


def parse_expression(text: str) -> Expression:
    """Read an expression; raises `BadExpression`."""
    return _Parser(text, tokens(text)).parse()


def tokens(text: str) -> list[Token]:
    """Take an expression apart; raises `BadExpression`."""
    found: list[Token] = []
    at = 0
    while True:
        while text[at : at + 1].isspace():
            at += 1
        if at == len(text):
            return [*found, Token("", at)]
        if symbol := _SYMBOL.match(text, at):
            found.append(Token(symbol[0], at))
            at = symbol.end()
        elif text[at] in "=!":
            raise BadExpression("use == to compare" if text[at] == "=" else "use not, or !=", text, at)
        else:
            token, at = _read_value(text, at)
            found.append(token)


def _read_value(text: str, at: int) -> tuple[Token, int]:
    """Read a number, a word, a quoted text, a property, or and/or/not, which begins at `at`."""
    run = _RUN.match(text, at)
    if run and (run.end() == len(text) or text[run.end()] in _ENDS):
        word = run[0]
        if word.lower() in _WORDS:
            return Token(word.lower(), at), run.end()
        if word in ("&&", "||"):
            raise BadExpression(f"use {'and' if word == '&&' else 'or'}", text, at)
        try:
            return Token("value", at, Literal(word, parse_number(word))), run.end()
        except ValueError:
            pass
    try:
        parts, end = read_parts(text, at, _ENDS)
        if len(parts) == 1 and not parts[0].wild:
            return Token("value", at, Literal(parts[0].text)), end
        pattern = pattern_of(parts, text)
    except BadPattern as error:
        raise BadExpression(error.reason, text, max(at, error.at)) from None
    if pattern.member is None:
        raise BadExpression("a property has three parts here, Device.VECTOR.MEMBER; put a text in quotes", text, at)
    return Token("value", at, Property(pattern, text[at:end])), end


class _Parser:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._next = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._any()
        if self._token.what:
            self._fail("expected and, or, or the end")
        return expression

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _take(self, *whats: str) -> Token | None:
        token = self._token
        if token.what not in whats:
            return None
        self._next += 1
        return token

    def _fail(self, reason: str, at: int | None = None) -> NoReturn:
        raise BadExpression(reason, self._text, self._token.at if at is None else at)

    def _any(self) -> Expression:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._one()]
        while self._take("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            self._fail(f"nested more than {DEEPEST} deep")
        try:
            if self._take("not"):
                return Not(self._one())
            if opened := self._take("("):
                inner = self._any()
                if not self._take(")"):
                    self._fail("expected a closing bracket for this one", opened.at)
                return inner
            return self._comparison()
        finally:
            self._depth -= 1

    def _comparison(self) -> Expression:
        start = self._token.at
        left = self._value("expected a property")
        operator = self._take(*OPERATORS)
        if operator is None:
            blank = isinstance(left, Literal) and self._token.what == "value"
            hint = "; put a name that has a blank in it in quotes" if blank else ""
            self._fail(f"expected one of {' '.join(OPERATORS)}{hint}")
        right_at = self._token.at
        right = self._value(f"expected a value after {operator.what}")
        if isinstance(left, Literal) and isinstance(right, Literal):
            self._fail("one side must be a property: Device.VECTOR.MEMBER", start)
        for side, other, at in ((left, right, right_at), (right, left, start)):
            if _is_state(side) and isinstance(other, Literal) and other.text.casefold() not in _STATES:
                self._fail(f"no state is called {other.text!r}: Idle, Ok, Busy or Alert", at)
        return Comparison(left, operator.what, right)

    def _value(self, reason: str) -> Property | Literal:
        token = self._take("value")
        if token is None or token.value is None:
            self._fail(reason)
        return token.value


def _is_state(side: Property | Literal) -> bool:
    member = side.pattern.member if isinstance(side, Property) else None
    return member is not None and member.pseudo and member.text == "_STATE"
