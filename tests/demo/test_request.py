import pytest

from indipyterm.demo import definitions
from indipyterm.demo.request import Rejected, parse_request
from indipyterm.protocol.messages import DefVector, Kind, NewVector, OneMember, OneNumber, Perm, Rule

NUMBERS = definitions.number_vector(
    "N", "N", "G", definitions.number("A", "A", 1, "%g", -90, 90), definitions.number("FREE", "Free", 0, "%g", 5, 5)
)
TEXTS = definitions.text_vector("T", "T", "G", definitions.text("A", "A"))


def switches(rule: Rule) -> DefVector:
    return definitions.switch_vector(
        "S", "S", "G", definitions.switch("A", "A", on=True), definitions.switch("B", "B"), rule=rule
    )


def ask_numbers(**values: str) -> NewVector:
    return NewVector(Kind.NUMBER, "D", "N", tuple(OneNumber(*each) for each in values.items()))


def ask_switches(**values: str) -> NewVector:
    return NewVector(Kind.SWITCH, "D", "S", tuple(OneMember(*each) for each in values.items()))


def test_numbers_are_parsed_in_any_form() -> None:
    request = parse_request(NUMBERS, ask_numbers(A="-0:30", FREE="1e9"))
    assert request.numbers == {"A": -0.5, "FREE": 1e9}
    assert (request.name, request.texts, request.switches, request.blobs) == ("N", {}, {}, {})


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({}, "No value of N"),
        ({"A": "90.001"}, "out of range"),
        ({"A": "five"}, "not a number"),
        ({"X": "1"}, "no member X"),
    ],
)
def test_invalid_numbers_are_refused_with_the_reason(values: dict[str, str], word: str) -> None:
    with pytest.raises(Rejected, match=word):
        parse_request(NUMBERS, ask_numbers(**values))


def test_texts() -> None:
    assert parse_request(TEXTS, NewVector(Kind.TEXT, "D", "T", (OneMember("A", "x"),))).texts == {"A": "x"}


def test_read_only_is_refused() -> None:
    with pytest.raises(Rejected, match="read-only"):
        parse_request(TEXTS._replace(perm=Perm.RO), NewVector(Kind.TEXT, "D", "T", (OneMember("A", "x"),)))


@pytest.mark.parametrize(
    ("rule", "asked", "selected"),
    [
        (Rule.ONE_OF_MANY, {"B": "On"}, {"A": False, "B": True}),
        (Rule.ONE_OF_MANY, {"A": "Off", "B": "On"}, {"A": False, "B": True}),
        (Rule.AT_MOST_ONE, {"A": "Off"}, {"A": False, "B": False}),
        (Rule.AT_MOST_ONE, {"B": "On"}, {"A": False, "B": True}),
        (Rule.ANY_OF_MANY, {"B": "On"}, {"A": True, "B": True}),
        (Rule.ANY_OF_MANY, {"A": "Off"}, {"A": False, "B": False}),
    ],
)
def test_switches_follow_their_rule(rule: Rule, asked: dict[str, str], selected: dict[str, bool]) -> None:
    request = parse_request(switches(rule), ask_switches(**asked))
    assert request.switches == selected
    assert request.selected == next((name for name, on in selected.items() if on), "")


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (Rule.ONE_OF_MANY, {"A": "Off"}),
        (Rule.ONE_OF_MANY, {"A": "On", "B": "On"}),
        (Rule.AT_MOST_ONE, {"A": "On", "B": "On"}),
    ],
)
def test_switches_against_their_rule_are_refused(rule: Rule, asked: dict[str, str]) -> None:
    with pytest.raises(Rejected, match="On, not"):
        parse_request(switches(rule), ask_switches(**asked))
