"""Names and patterns: what is meant, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indipyterm.commands.patterns import format_name, parse_parts, parse_pattern
from indipyterm.exceptions import BadPattern


def texts(pattern: str) -> list[str | None]:
    parsed = parse_pattern(pattern)
    return [part.text if part else None for part in (parsed.device, parsed.vector, parsed.member)]


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("Focuser Simulator.ABS_FOCUS_POSITION.FOCUS", ["Focuser Simulator", "ABS_FOCUS_POSITION", "FOCUS"]),
        ("Focuser Simulator.ABS_FOCUS_POSITION", ["Focuser Simulator", "ABS_FOCUS_POSITION", None]),
        ("Focuser", ["Focuser", None, None]),
        ('"ASI 1.0".CCD_GAIN.GAIN', ["ASI 1.0", "CCD_GAIN", "GAIN"]),
        ("'ASI 1.0'.CCD_GAIN.\"1.5\"", ["ASI 1.0", "CCD_GAIN", "1.5"]),
        (r"ASI 1\.0.CCD_GAIN", ["ASI 1.0", "CCD_GAIN", None]),
        ('"a \\" b\\\\".V', ['a " b\\', "V", None]),
        ("  Dev . VEC . M ", ["Dev", "VEC", "M"]),
        ('" Dev " . VEC', [" Dev ", "VEC", None]),
        ("Bob's scope.V", ["Bob's scope", "V", None]),
        ("a=b.V", ["a=b", "V", None]),
    ],
)
def test_parts(pattern: str, parts: list[str | None]) -> None:
    assert texts(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "reason", "position"),
    [
        ("", "a name is missing", 0),
        ("  ", "a name is missing", 0),
        ("a..b", "a name is missing", 2),
        ("a.", "a name is missing", 2),
        (".a", "a name is missing", 0),
        ('"".a', "a name is missing", 0),
        ("ASI 1.0.CCD_GAIN.GAIN", "more than three parts", 0),
        ('a."b', "not closed", 2),
        ('"b\\', "not closed", 0),
        ('"a"b.c', "expected a dot", 3),
        ("a\\", "backslash", 1),
    ],
)
def test_errors(pattern: str, reason: str, position: int) -> None:
    with pytest.raises(BadPattern, match=reason) as raised:
        parse_pattern(pattern)
    assert raised.value.at == position
    assert f"position {position + 1}" in str(raised.value)


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        ("*", "anything at all", True),
        ("Tele*", "Telescope Simulator", True),
        ("Tele*", "A Telescope", False),
        ("C?D", "CCD", True),
        ("C?D", "CD", False),
        ("*", "two\nlines", True),
        ("[abc]", "a", False),
        ("[abc]*", "[abc] d", True),
        ("a+b*", "a+bc", True),
        ('"C*D"', "CCD", False),
        ('"C*D"', "C*D", True),
        (r"C\*D", "C*D", True),
        (r"C\*D", "CCD", False),
        (r"C\*D*", "C*D x", True),
        ("ccd", "CCD", False),
    ],
)
def test_wildcards(pattern: str, name: str, matches: bool) -> None:
    assert parse_pattern(pattern).device.matches(name) is matches


def test_a_pattern_matches_by_device_and_vector() -> None:
    assert parse_pattern("Tele*").matches("Telescope", "PARK")
    assert parse_pattern("Tele*.P*.X").matches("Telescope", "PARK")
    assert not parse_pattern("Tele*.P*").matches("Telescope", "CONNECTION")


def test_exact_is_one_vector() -> None:
    assert parse_pattern("a b.C.D*").exact == ("a b", "C")
    assert parse_pattern('"a*".C').exact == ("a*", "C")
    assert parse_pattern("a*.C").exact is None
    assert parse_pattern("a.C*").exact is None
    assert parse_pattern("a").exact is None


def test_an_underscore_names_pseudo_members_unless_it_is_quoted() -> None:
    assert parse_pattern("a.B._STATE").member.pseudo  # type: ignore[union-attr]
    assert parse_pattern("a.B._*").member.pseudo  # type: ignore[union-attr]
    assert not parse_pattern('a.B."_STATE"').member.pseudo  # type: ignore[union-attr]


def test_parts_end_at_a_terminator() -> None:
    parts, end = parse_parts('a b."c=d".e = f.g', 0, "=")
    assert ([part.text for part in parts], end) == (["a b", "c=d", "e"], 12)


names = st.text(min_size=1, max_size=12) | st.text(alphabet="ab .=*?\\\"'_", min_size=1, max_size=6)


@given(names, names, names)
@example("ASI 1.0", "a=b", "1.5")
@example(" ", "'", '"')
@example("*", "?", "\\")
def test_a_formatted_name_matches_only_itself(device: str, vector: str, member: str) -> None:
    text = format_name(device, vector, member)
    parsed = parse_pattern(text)
    assert texts(text) == [device, vector, member]
    assert parsed.exact == (device, vector)
    parts, end = parse_parts(f"{text}=a.b=c", 0, "=")
    assert [part.text for part in parts] == [device, vector, member]
    assert end == len(text)


@given(st.text(max_size=20))
@example("a\\")
def test_any_text_is_parsed_or_refused(text: str) -> None:
    position = 0
    try:
        parse_pattern(text)
    except BadPattern as error:
        position = error.at
    assert 0 <= position <= len(text)


def test_names_are_quoted_only_where_they_must_be() -> None:
    assert format_name("Focuser Simulator", "ABS_FOCUS_POSITION", "1x1") == "Focuser Simulator.ABS_FOCUS_POSITION.1x1"
    assert format_name("ASI 1.0", "V") == '"ASI 1.0".V'
