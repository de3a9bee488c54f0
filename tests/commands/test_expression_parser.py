"""Expressions as they are written: the tree that comes of them, and where they are wrong."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indipyterm.commands.evaluation import And, Comparison, Expression, Literal, Not, Or, Property
from indipyterm.commands.expression_parser import MAX_DEPTH, parse_expression, tokenize
from indipyterm.exceptions import BadExpression


def shown(expression: Expression | Property | Literal) -> str:
    """Write a tree with all its brackets."""
    match expression:
        case Comparison(left, operator, right):
            return f"{shown(left)}{operator}{shown(right)}"
        case Not(part):
            return f"not({shown(part)})"
        case And(parts):
            return f"and({', '.join(map(shown, parts))})"
        case Or(parts):
            return f"or({', '.join(map(shown, parts))})"
        case Property(pattern):
            parts_of = (pattern.device, pattern.vector, pattern.member)
            return "/".join(part.text for part in parts_of if part)
        case Literal(text, number):
            return repr(text) if number is None else str(number)


def test_the_example_of_the_manual() -> None:
    text = (
        '"Focuser Simulator".ABS_FOCUS_POSITION.FOCUS_ABSOLUTE_POSITION >= 45000 '
        "and Telescope*.TELESCOPE_PARK._STATE == Ok"
    )
    assert shown(parse_expression(text)) == (
        "and(Focuser Simulator/ABS_FOCUS_POSITION/FOCUS_ABSOLUTE_POSITION>=45000.0, "
        "Telescope*/TELESCOPE_PARK/_STATE=='Ok')"
    )


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a.b.c==1", "a/b/c==1.0"),
        ("a.b.c == -5:23:28", "a/b/c==-5.391111111111111"),
        ("a.b.c == .5", "a/b/c==0.5"),
        ("a.b.c == 1e-3", "a/b/c==0.001"),
        ("a.b.c == 1.5", "a/b/c==1.5"),
        ('a.b.c == "1.5"', "a/b/c=='1.5'"),
        ("a.b.c == 5h", "a/b/c=='5h'"),
        ("a.b.c != 'two words'", "a/b/c!='two words'"),
        ('a.b."c d"<x.y.z', "a/b/c d<x/y/z"),
        ("1 <= a.b.c", "1.0<=a/b/c"),
        ("not a.b.c == 1 and a.b.d == 2", "and(not(a/b/c==1.0), a/b/d==2.0)"),
        ("a.b.c == 1 or a.b.d == 2 and a.b.e == 3", "or(a/b/c==1.0, and(a/b/d==2.0, a/b/e==3.0))"),
        ("(a.b.c == 1 or a.b.d == 2) and a.b.e == 3", "and(or(a/b/c==1.0, a/b/d==2.0), a/b/e==3.0)"),
        ("NOT (a.b.c == 1 Or a.b.d == 2)", "not(or(a/b/c==1.0, a/b/d==2.0))"),
        ("not not a.b.c == 1", "not(not(a/b/c==1.0))"),
        ("a.b.c\n==\t1", "a/b/c==1.0"),
        ('a.b.c == "and"', "a/b/c=='and'"),
        ('"not".b.c == 1', "not/b/c==1.0"),
        ("a.b.android == 1", "a/b/android==1.0"),
        ("*.*._STATE == busy", "*/*/_STATE=='busy'"),
        (r"a\.1.b.c == 1", "a.1/b/c==1.0"),
    ],
)
def test_trees(text: str, tree: str) -> None:
    assert shown(parse_expression(text)) == tree


@pytest.mark.parametrize(
    ("text", "reason", "position"),
    [
        ("", "expected a property", 0),
        ("a.b.c", "expected one of == != < <= > >=", 5),
        ("My a.b.c == 1", "put a name that has a blank in it in quotes", 3),
        ("a.b.c ==", "expected a value after ==", 8),
        ("a.b.c == 1 2", "expected and, or, or the end", 11),
        ("a.b.c = 1", "use == to compare", 6),
        ("!a.b.c == 1", "use not, or !=", 0),
        ("a.b.c == 1 && a.b.d == 2", "use and", 11),
        ("a.b.c == 1 || a.b.d == 2", "use or", 11),
        ("a.b.c == 1 and", "expected a property", 14),
        ("and a.b.c == 1", "expected a property", 0),
        ("(a.b.c == 1", "expected a closing bracket", 0),
        ("a.b.c == 1)", "expected and, or, or the end", 10),
        ("()", "expected a property", 1),
        ("1 == 2", "one side must be a property", 0),
        ("a.b == 1", "a property has three parts", 0),
        ("a* == 1", "a property has three parts", 0),
        ("a.b.c.d == 1", "more than three parts", 0),
        ('a."b.c == 1', "this quote is not closed", 2),
        ("a..c == 1", "a name is missing here", 2),
        ("a.b._STATE == Okay", "no state is called 'Okay'", 14),
        ("Okay == a.b._STATE", "no state is called 'Okay'", 0),
        ("not " * (MAX_DEPTH + 1) + "a.b.c == 1", "nested more than", 4 * MAX_DEPTH),
        ("(" * 10000, "nested more than", MAX_DEPTH),
    ],
)
def test_errors_give_the_reason_and_position(text: str, reason: str, position: int) -> None:
    with pytest.raises(BadExpression) as raised:
        parse_expression(text)
    assert reason in raised.value.reason
    assert raised.value.at == position


def test_an_error_points_at_its_position() -> None:
    with pytest.raises(BadExpression) as raised:
        parse_expression("a.b.c = 1")
    assert str(raised.value) == "position 7: use == to compare\n  a.b.c = 1\n        ^"


def test_tokens_have_positions() -> None:
    assert [(token.type, token.position) for token in tokenize("(a.b.c>=1) and not")] == [
        ("(", 0), ("value", 1), (">=", 6), ("value", 8), (")", 9), ("and", 11), ("not", 15), ("", 18),
    ]  # fmt: skip


@given(st.text(alphabet="ab.*?\"'\\()=!<> 1:-_&|\t", max_size=30))
@example("a.b.c=='")
def test_any_text_is_parsed_or_refused(text: str) -> None:
    position = 0
    try:
        parse_expression(text)
    except BadExpression as error:
        position = error.at
    assert 0 <= position <= len(text)
