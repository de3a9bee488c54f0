"""Whether expressions hold, do not, or are not known to."""

from __future__ import annotations

import pytest

from indipyterm.commands.evaluation import evaluate, has_wildcards
from indipyterm.commands.expression_parser import parse_expression
from indipyterm.exceptions import CannotCompare
from indipyterm.protocol.messages import DelProperty, State
from tests.commands.vectors import WHEN, catalog, lights, numbers, switches, texts

CATALOG = catalog(
    numbers("Focuser", "ABS", POSITION="45000", RA="5:35:17.3"),
    numbers("Focuser", "REL", state=State.BUSY, STEPS="5"),
    switches("Mount", "PARK", PARK=True, UNPARK=False),
    texts("Mount", "INFO", NAME="EQ 6", VERSION="1.50", ODD="45000"),
    lights("Weather", "STATUS", WIND="Alert", RAIN="Ok"),
)


def holds(text: str) -> bool | None:
    return evaluate(parse_expression(text), CATALOG)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Focuser.ABS.POSITION >= 45000", True),
        ("Focuser.ABS.POSITION > 45000", False),
        ("Focuser.ABS.POSITION < 45000.5", True),
        ("Focuser.ABS.POSITION <= 4.5e4", True),
        ("Focuser.ABS.POSITION != 45000", False),
        ('Focuser.ABS.POSITION == "45000"', True),
        ("45000 == Focuser.ABS.POSITION", True),
        ("Focuser.ABS.RA == 5:35:17.3", True),
        ("Focuser.ABS.RA > 5:35", True),
        ("Focuser.ABS.POSITION > Focuser.ABS.RA", True),
        ("Focuser.ABS._STATE == Ok", True),
        ("Focuser.ABS._STATE == ok", True),
        ("Focuser.ABS._STATE != Busy", True),
        ("Focuser.ABS._PERM == RW", True),
        ('Focuser.ABS._LABEL == "Label of ABS"', True),
        ("Focuser.ABS._TS >= 2026-11-22", True),
        ("Focuser.ABS._TS < 2026-11-22", False),
        ("Mount.PARK.PARK == On", True),
        ("Mount.PARK.PARK == off", False),
        ("Mount.PARK.PARK == Mount.PARK.UNPARK", False),
        ("Mount.INFO.NAME == 'EQ 6'", True),
        ("Mount.INFO.NAME == 'eq 6'", False),
        ("Mount.INFO.VERSION == 1.5", True),
        ('Mount.INFO.VERSION == "1.5"', False),
        ("Mount.INFO.NAME == 6", False),
        ("Mount.INFO.NAME != 6", True),
        ("Mount.INFO.NAME > 6", False),
        ("Mount.INFO.ODD == Focuser.ABS.POSITION", True),
        ("Weather.STATUS.WIND == Alert", True),
    ],
)
def test_comparisons(text: str, value: bool) -> None:
    assert holds(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Weather.STATUS.* == Alert", True),
        ("Weather.STATUS.* != Alert", True),
        ("not Weather.STATUS.* == Alert", False),
        ("not Weather.STATUS.* == Busy", True),
        ("Foc*.*._STATE == Busy", True),
        ("Foc?ser.A*.* > 40000", True),
        ("*.*.* == 45000", True),
        ("*.*.* == 'EQ 6'", True),
        ("Nobody*.*.* == 1", None),
    ],
)
def test_a_wildcard_comparison_is_true_for_any_match(text: str, value: bool | None) -> None:
    assert holds(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("No.such.thing == 1", None),
        ("not No.such.thing == 1", None),
        ("No.such.thing != 1", None),
        ("No.such.thing == 1 or Mount.PARK.PARK == On", True),
        ("No.such.thing == 1 or Mount.PARK.PARK == Off", None),
        ("No.such.thing == 1 and Mount.PARK.PARK == Off", False),
        ("No.such.thing == 1 and Mount.PARK.PARK == On", None),
        ("Mount.PARK.NO_MEMBER == On", None),
        ("Mount.PARK.PARK == On and Mount.PARK.UNPARK == Off", True),
        ("Mount.PARK.PARK == Off or Mount.PARK.UNPARK == On", False),
    ],
)
def test_a_missing_property_is_unknown(text: str, value: bool | None) -> None:
    assert holds(text) is value


def test_deleted_and_stale_properties_are_unknown() -> None:
    made = catalog(numbers("D", "V", A="1"), numbers("D", "W", A="1"))
    made.apply(DelProperty("D", "V"), WHEN)
    assert evaluate(parse_expression("D.V.A == 1"), made) is None
    assert evaluate(parse_expression("D.W.A == 1"), made) is True
    made.mark_stale()
    assert evaluate(parse_expression("D.W.A == 1"), made) is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Focuser.ABS.POSITION == Ok", "Focuser.ABS.POSITION is a number, which 'Ok' is not"),
        ("Ok < Focuser.ABS.POSITION", "is a number, which 'Ok' is not"),
        ("Mount.PARK.PARK == true", "is one of On, Off, which 'true' is not"),
        ("Weather.STATUS.WIND != Red", "is one of Idle, Ok, Busy, Alert, which 'Red' is not"),
    ],
)
def test_senseless_comparisons_raise(text: str, reason: str) -> None:
    with pytest.raises(CannotCompare, match=reason):
        holds(text)


def test_wildcards_may_match_what_cannot_be_compared() -> None:
    assert holds("*.*.* == Nonsense") is False


def test_which_expressions_have_wildcards() -> None:
    assert has_wildcards(parse_expression("not (a.b.c == 1 or a.b*.c == 1)"))
    assert has_wildcards(parse_expression("a.b.c == 1 and 1 == a.b.?"))
    assert not has_wildcards(parse_expression('"a*".b.c == 1 and a.b.c == "*"'))
