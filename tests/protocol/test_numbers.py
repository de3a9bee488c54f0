"""Numbers as INDI writes them and as people type them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indipyterm.protocol.numbers import (
    decimal_text,
    format_number,
    number_or_none,
    number_to_send,
    parse_number,
    parse_typed,
)

unhurried = settings(deadline=None)  # a busy machine is no failure
finite = st.floats(allow_nan=False, allow_infinity=False)
numeric_text = st.text(alphabet="0123456789+-.:; \t,eEhHmMsSdD'\"°′″_xnaif", max_size=30)
format_text = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="%0123456789.-+ #'*lhLqjztdiuoxXfFeEgGaAmsnc℃", max_size=16),
    st.from_regex(r"\A[a-z ]{0,3}%[-+ #0]{0,3}[0-9]{0,4}(\.[0-9]{0,4})?(ll|h|L)?[diuoxXfFeEgGam][ %℃]{0,2}\Z"),
)
READERS = pytest.mark.parametrize("parse", [parse_number, parse_typed])


def same(left: float, right: float) -> bool:
    """Equal, and of the same sign where both are zero."""
    return left == right and math.copysign(1, left) == math.copysign(1, right)


def rounded(*parts: str) -> float:
    """The float nearest to whole, minutes and seconds, by another way than the module's own."""
    return float(sum(Fraction(part) / 60**place for place, part in enumerate(parts)))


# Parsing: what received and typed numbers share


@READERS
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0.0),
        ("-0", -0.0),
        ("12", 12.0),
        ("+12", 12.0),
        ("-12.5", -12.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e3", 1000.0),
        ("1E-06", 1e-6),
        (" \n\t 42 \r\n", 42.0),
        ("0.1", 0.1),
        ("5e-324", 5e-324),
        ("1e-999", 0.0),
        ("007", 7.0),
        ("12:30", 12.5),
        ("12:30:36", 12.51),
        ("12;30;36", 12.51),
        ("12 30 36", 12.51),
        ("12:30;36", 12.51),
        (" 12 : 30 :  36 ", 12.51),
        ("12\t30", 12.5),
        ("+12:30", 12.5),
        ("-12:30", -12.5),
        ("-0:30", -0.5),
        ("-0 30", -0.5),
        ("-0 0 30", -30 / 3600),
        ("-0:0:0", -0.0),
        ("5:35:17.3", rounded("5", "35", "17.3")),
        ("5 35 17", rounded("5", "35", "17")),
        ("5:35.5", rounded("5", "35.5")),
        ("5:35.", rounded("5", "35")),
        ("359:59:59.999999", rounded("359", "59", "59.999999")),
    ],
)
def test_parses(parse: Callable[[str], float], text: str, value: float) -> None:
    assert same(parse(text), value)


@READERS
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \t\n ", "empty"),
        ("1e999", "too large"),
        ("-1e999", "too large"),
        ("9" * 150 + "e200", "too large"),
        ("1" * 201, "longer than 200 characters"),
        (" " * 201, "longer than 200 characters"),
        ("nan", "not a number: 'nan'"),
        ("-nan", "not a number: '-nan'"),
        ("inf", "not a number: 'inf'"),
        ("Infinity", "not a number: 'Infinity'"),
        ("0x10", "not a number: '0x10'"),
        ("0x1p3", "not a number: '0x1p3'"),
        ("1_000", "not a number: '1_000'"),
        ("1_0:30", "not a number: '1_0:30'"),
        ("12x", "not a number: '12x'"),
        ("abc", "not a number: 'abc'"),
        ("--5", "not a number: '--5'"),
        ("- 5", "not a number: '- 5'"),
        ("- 5:30", "not a number: '- 5:30'"),
        ("1e", "not a number: '1e'"),
        (".", "not a number: '.'"),
        (":", "not a number: ':'"),
        (":30", "not a number: ':30'"),
        ("12:", "not a number: '12:'"),
        ("12::30", "not a number: '12::30'"),
        ("1:2:3:4", "not a number: '1:2:3:4'"),
        ("1e3:30", "not a number: '1e3:30'"),
        ("12:30e1", "not a number: '12:30e1'"),
        ("12-30", "not a number: '12-30'"),
        ("12/30", "not a number: '12/30'"),
        ("٣", "not a number: '٣'"),
        ("٣:٣٠", "not a number: '٣:٣٠'"),
        ("１２", "not a number: '１２'"),
        ("5\0", r"not a number: '5\x00'"),
        ("x" * 150, "not a number: '" + "x" * 24 + "…'"),
        ("5:-30", "only the first part may have a sign"),
        ("5 +30", "only the first part may have a sign"),
        ("-5:-30:00", "only the first part may have a sign"),
        ("5:30:-1", "only the first part may have a sign"),
        ("5.5:30", "only the last part may have a fraction"),
        ("5:30.5:10", "only the last part may have a fraction"),
    ],
)
def test_the_error_says_why(parse: Callable[[str], float], text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parse(text)


def test_what_is_no_number_may_be_none() -> None:
    assert (number_or_none("-0:30"), number_or_none("nan")) == (-0.5, None)


def test_the_largest_sexagesimal_that_is_allowed_is_finite() -> None:
    assert parse_number("9" * 197 + ":00") == float("9" * 197)


# Parsing: where received numbers may be lenient and typed ones not


@pytest.mark.parametrize(
    ("text", "value", "reason"),
    [
        ("12:75:00", 13.25, "minutes must be under 60"),
        ("12:60", 13.0, "minutes must be under 60"),
        ("12:59:60", 13.0, "seconds must be under 60"),
        ("12:00:60.0", rounded("12", "1"), "seconds must be under 60"),
        ("-0:90", -1.5, "minutes must be under 60"),
        ("1 000", 1.0, "minutes must be under 60"),  # a thousand, mistyped, must not become 1
        ("1 000 000", 1.0, "minutes must be under 60"),
        ("1:00:000", 1.0, "seconds must be under 60"),
    ],
)
def test_minutes_above_59_are_received_but_not_typed(text: str, value: float, reason: str) -> None:
    assert parse_number(text) == value
    with pytest.raises(ValueError, match=f"^{reason}$"):
        parse_typed(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("5h35m17.3s", ("5", "35", "17.3")),
        ("5H35M17.3S", ("5", "35", "17.3")),
        ("5h 35m 17.3s", ("5", "35", "17.3")),
        ("5 h 35 m 17.3 s", ("5", "35", "17.3")),
        ("5h 35m", ("5", "35")),
        ("5h35", ("5", "35")),
        ("5h35m17", ("5", "35", "17")),
        ("5h17s", ("5", "0", "17")),
        ("5h35.5m", ("5", "35.5")),
        ("12h", ("12",)),
        ("12.5h", ("12.5",)),
        ("+12h", ("12",)),
        ("5d23'28\"", ("5", "23", "28")),
        ("5D23'28\"", ("5", "23", "28")),
        ("5d23m28s", ("5", "23", "28")),
        ("5°23′28″", ("5", "23", "28")),
        ("5° 23′ 28.25″", ("5", "23", "28.25")),
        ("5°", ("5",)),
        ("5°23'28", ("5", "23", "28")),
        ("0d0'0.001\"", ("0", "0", "0.001")),
    ],
)
def test_reads_unit_letters_as_typed(text: str, parts: tuple[str, ...]) -> None:
    assert same(parse_typed(text), rounded(*parts))
    assert same(parse_typed(f" -{text.lstrip('+')} "), -rounded(*parts))
    with pytest.raises(ValueError, match="not a number"):
        parse_number(text)


def test_reads_the_signs_and_blanks_that_are_pasted_from_a_page() -> None:
    assert parse_typed("−5") == -5
    assert parse_typed("−0°30′") == -0.5
    assert parse_typed("\u00a05\u00a030\u00a0") == 5.5


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5,5", "use a decimal point"),
        ("5:35:17,3", "use a decimal point"),
        ("5h35m17,3s", "use a decimal point"),
        ("5h60m", "minutes must be under 60"),
        ("5d75'", "minutes must be under 60"),
        ("5h35m60s", "seconds must be under 60"),
        ("5h99s", "seconds must be under 60"),
        ("5.5h30m", "only the last part may have a fraction"),
        ("5h30.5m10s", "only the last part may have a fraction"),
        ("5h-30m", "only the first part may have a sign"),
        ("5h35'", "after h use m and s"),
        ('5h35m17"', "after h use m and s"),
        ("5m", "not a number: '5m'"),  # metres, minutes of time or of arc? Not for a program to guess
        ("30s", "not a number: '30s'"),
        ("30'", 'not a number: "30\'"'),
        ("h", "not a number: 'h'"),
        ("h5", "not a number: 'h5'"),
        ("5hh", "not a number: '5hh'"),
        ("5h 35 17", "not a number: '5h 35 17'"),
        ("5s35m", "not a number: '5s35m'"),
        ("5h17s35m", "not a number: '5h17s35m'"),
        ("5h:35m", "not a number: '5h:35m'"),
        ("1e3h", "not a number: '1e3h'"),
        ("1e3d", "not a number: '1e3d'"),
        ("5h35mſ", "not a number: '5h35mſ'"),
        ("5°C", "not a number: '5°C'"),
    ],
)
def test_the_error_tells_the_user_what_is_wrong(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(reason)}$"):
        parse_typed(text)


@unhurried
@given(finite)
@example(-0.0)
@example(5e-324)
@example(1.7976931348623157e308)
def test_every_float_is_parsed_back(value: float) -> None:
    for text in (repr(value), f"{value:.17g}", decimal_text(value), f" {value!r}\n"):
        assert same(parse_number(text), value)
        assert same(parse_typed(text), value)


@unhurried
@given(
    st.integers(0, 10**6),
    st.integers(0, 59),
    st.decimals(0, 59, allow_nan=False, allow_infinity=False, places=8),
    st.booleans(),
)
def test_sexagesimal_is_correctly_rounded(whole: int, minutes: int, seconds: object, negative: bool) -> None:
    sign = "-" if negative else ""
    expected = rounded(str(whole), str(minutes), f"{seconds:f}")
    expected = -expected if negative else expected
    for text in (
        f"{sign}{whole}:{minutes}:{seconds:f}",
        f"{sign}{whole}h{minutes}m{seconds:f}s",
        f"{sign}{whole} {minutes:02} {seconds:f}",
    ):
        assert same(parse_typed(text), expected)


@unhurried
@given(st.one_of(st.text(), numeric_text))
@example("9" * 190 + ":59:59")
def test_any_text_is_a_finite_number_or_an_error(text: str) -> None:
    for parse in (parse_number, parse_typed):
        try:
            value = parse(text)
        except ValueError as refusal:
            reason = str(refusal)
        else:
            assert math.isfinite(value)
            continue
        assert 0 < len(reason) < 200
        assert reason.isprintable()


@unhurried
@given(numeric_text)
def test_what_is_typed_means_the_same_on_the_wire(text: str) -> None:
    """Nothing that both accept may mean two things."""
    try:
        typed = parse_typed(text)
        received = parse_number(text)
    except ValueError:
        return
    assert same(typed, received)


# Sending


@pytest.mark.parametrize(
    "text", ["5", "-5", "+5.50", "5.", ".5", "1e3", "1E+3", "0.10000000000000000555111512", "007", "-0"]
)
def test_a_decimal_is_sent_as_it_is(text: str) -> None:
    assert number_to_send(text) == text
    assert number_to_send(f"\t {text} \n") == text
    assert number_to_send(f" {text} ", received=True) == text


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("12:30", "12.5"),
        ("12 30 00", "12.5"),
        ("-0:30", "-0.5"),
        ("12:00:00", "12"),
        ("5h35m17.3s", "5.5881388888888885"),
        ("-5°30′", "-5.5"),
        ("12h", "12"),
        ("−5", "-5"),
        ("0:0:0.0001", "2.7777777777777777e-08"),
    ],
)
def test_everything_else_is_sent_as_a_decimal_that_loses_nothing(text: str, sent: str) -> None:
    assert number_to_send(text) == sent


def test_lenient_minutes_are_sent_only_where_they_were_received() -> None:
    assert number_to_send("12:75:00", received=True) == "13.25"
    with pytest.raises(ValueError, match="minutes must be under 60"):
        number_to_send("12:75:00")
    with pytest.raises(ValueError, match="not a number"):
        number_to_send("12h", received=True)


@pytest.mark.parametrize("text", ["", "nan", "inf", "1e999", "1_000", "5,5", "x", "1" * 201, "0" + " " * 200])
def test_what_is_not_a_number_cannot_be_sent(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        number_to_send(text)
    with pytest.raises(ValueError, match=r"."):
        number_to_send(text, received=True)


@unhurried
@given(numeric_text, st.booleans())
@example("5:35:17.3", False)
@example("-0:00:00", False)
def test_what_is_sent_reads_as_the_same_float(text: str, received: bool) -> None:
    parse = parse_number if received else parse_typed
    try:
        value = parse(text)
    except ValueError as refusal:
        with pytest.raises(ValueError, match=f"^{re.escape(str(refusal))}$"):
            number_to_send(text, received=received)
        return
    sent = number_to_send(text, received=received)
    assert same(float(sent), value)
    assert sent.isascii()
    assert ":" not in sent


@unhurried
@given(finite)
def test_a_sent_value_has_at_most_17_digits(value: float) -> None:
    digits = decimal_text(value).lower().partition("e")[0].lstrip("-").replace(".", "").strip("0")
    assert len(digits) <= 17
    assert same(float(decimal_text(value)), value)


def test_decimal_text_is_short() -> None:
    written = [decimal_text(value) for value in (5.0, -5.5, 0.1, 1e22, -0.0)]
    assert written == ["5", "-5.5", "0.1", "1e+22", "-0"]


# Formatting: sexagesimal


@pytest.mark.parametrize(
    ("format_", "expected"),
    [
        ("%11.9m", "12:34:56.78"),
        ("%12.9m", " 12:34:56.78"),
        ("%10.8m", "12:34:56.8"),
        ("%12.8m", "  12:34:56.8"),
        ("%8.6m", "12:34:57"),
        ("%9.6m", " 12:34:57"),
        ("%10.6m", "  12:34:57"),
        ("%010.6m", "  12:34:57"),
        ("%7.5m", "12:34.9"),
        ("%8.5m", " 12:34.9"),
        ("%5.3m", "12:35"),
        ("%6.3m", " 12:35"),
        ("%060.4m", " " * 54 + "12:35"),  # any other f is :mm, in w - f columns
        ("%7.0m", "     12:35"),
        ("%7.1m", "    12:35"),
        ("%7.2m", "   12:35"),
        ("%7.7m", "12:35"),
        ("%9.10m", "12:35"),
        ("%5m", "12:35"),
        ("%8m", "   12:35"),
        ("%m", "12:35"),
        ("%.9m", "12:34:56.78"),
        ("%.6m", "12:34:57"),
        ("%3.6m", "12:34:57"),  # narrower than the value
        ("%-12.6m", "12:34:57"),
        ("%+10.6m", "  12:34:57"),
        ("RA %8.6m h", "RA 12:34:57 h"),
        ("%8.6m %%", "12:34:57 %"),
    ],
)
def test_sexagesimal_formats(format_: str, expected: str) -> None:
    assert format_number(12 + 34 / 60 + 56.78 / 3600, format_) == expected


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        #                  f=9            f=8           f=6         f=5        f=3
        (0.0, ("  0:00:00.00", "  0:00:00.0", "  0:00:00", "  0:00.0", "  0:00")),
        (-0.0, ("  0:00:00.00", "  0:00:00.0", "  0:00:00", "  0:00.0", "  0:00")),
        (-1e-9, (" -0:00:00.00", " -0:00:00.0", " -0:00:00", " -0:00.0", " -0:00")),
        (-0.5, (" -0:30:00.00", " -0:30:00.0", " -0:30:00", " -0:30.0", " -0:30")),
        (-5.5, (" -5:30:00.00", " -5:30:00.0", " -5:30:00", " -5:30.0", " -5:30")),
        (-12.5, ("-12:30:00.00", "-12:30:00.0", "-12:30:00", "-12:30.0", "-12:30")),
        (-123.5, ("-123:30:00.00", "-123:30:00.0", "-123:30:00", "-123:30.0", "-123:30")),
        (23.99999999, (" 24:00:00.00", " 24:00:00.0", " 24:00:00", " 24:00.0", " 24:00")),
        (-0.99999999, (" -1:00:00.00", " -1:00:00.0", " -1:00:00", " -1:00.0", " -1:00")),
        (23.999, (" 23:59:56.40", " 23:59:56.4", " 23:59:56", " 23:59.9", " 24:00")),
        (59.99 / 3600, ("  0:00:59.99", "  0:01:00.0", "  0:01:00", "  0:01.0", "  0:01")),
        (-59.99 / 3600, (" -0:00:59.99", " -0:01:00.0", " -0:01:00", " -0:01.0", " -0:01")),
        (59.994 / 3600, ("  0:00:59.99", "  0:01:00.0", "  0:01:00", "  0:01.0", "  0:01")),
        (59.996 / 3600, ("  0:01:00.00", "  0:01:00.0", "  0:01:00", "  0:01.0", "  0:01")),
        (0.5 / 3600, ("  0:00:00.50", "  0:00:00.5", "  0:00:01", "  0:00.0", "  0:00")),
        (359.9999, ("359:59:59.64", "359:59:59.6", "360:00:00", "360:00.0", "360:00")),
    ],
)
def test_carry_and_sign(value: float, texts: tuple[str, ...]) -> None:
    written = tuple(format_number(value, f"%{f + 3}.{f}m") for f in (9, 8, 6, 5, 3))
    assert written == texts


def test_sexagesimal_of_a_number_too_large_for_its_last_digit_is_the_raw_number() -> None:
    assert format_number(1e18, "%10.6m") == "1e+18"
    assert format_number(-1.7976931348623157e308, "%10.9m") == "-1.7976931348623157e+308"
    assert format_number(1e10, "%10.9m") == "10000000000:00:00.00"


@unhurried
@given(
    st.floats(-1e6, 1e6),
    st.sampled_from([("%.9m", 360000), ("%.8m", 36000), ("%.6m", 3600), ("%.5m", 600), ("%.3m", 60), ("%m", 60)]),
    st.integers(0, 40),
)
@example(-1e-12, ("%.9m", 360000), 12)
@example(0.49999999999999994 / 60, ("%m", 60), 0)
def test_what_is_written_reads_back_within_half_the_last_digit(value: float, kind: tuple[str, int], width: int) -> None:
    form, parts = kind
    text = format_number(value, form.replace("%", f"%{width or ''}"))
    half = Fraction(1, 2 * parts) + Fraction(abs(value)) / 2**51  # libindi rounds value * parts in floats
    assert abs(Fraction(parse_number(text)) - Fraction(value)) <= half
    assert same(parse_typed(text), parse_number(text))  # never 60 seconds
    assert (value < 0) == ("-" in text)


# Formatting: printf


@pytest.mark.parametrize(
    ("value", "format_", "expected"),
    [
        (3.14159, "%g", "3.14159"),
        (1e-7, "%g", "1e-07"),
        (1234567.0, "%g", "1.23457e+06"),
        (3.14159, "%G", "3.14159"),
        (1e-7, "%G", "1E-07"),
        (3.14159, "%f", "3.141590"),
        (3.14159, "%F", "3.141590"),
        (3.14159, "%.2f", "3.14"),
        (3.14159, "%8.3f", "   3.142"),
        (3.14159, "%08.3f", "0003.142"),
        (-3.14159, "%08.3f", "-003.142"),
        (3.14159, "%-8.3f|", "3.142   |"),
        (3.14159, "%-08.3f|", "3.142   |"),
        (3.14159, "%+.1f", "+3.1"),
        (3.14159, "% .1f", " 3.1"),
        (3.14159, "%+ .1f", "+3.1"),
        (3.0, "%#.0f", "3."),
        (3.0, "%.f", "3"),
        (3.0, "%#g", "3.00000"),
        (2.5, "%.0f", "2"),
        (0.125, "%.2f", "0.12"),
        (-0.0, "%.1f", "-0.0"),
        (31415.9, "%e", "3.141590e+04"),
        (31415.9, "%.1E", "3.1E+04"),
        (3.14159, "%lf", "3.141590"),
        (3.14159, "%4.2lf", "3.14"),
        (3.14159, "%Lg", "3.14159"),
        (3.9, "%d", "3"),
        (-3.9, "%d", "-3"),
        (-0.0, "%d", "0"),
        (3.9, "%i", "3"),
        (3.9, "%u", "3"),
        (3.9, "%ld", "3"),
        (3.9, "%lld", "3"),
        (3.9, "%hd", "3"),
        (3.9, "%hhu", "3"),
        (3.9, "%qd", "3"),
        (3.9, "%jd", "3"),
        (3.9, "%zu", "3"),
        (3.9, "%td", "3"),
        (42.0, "%5d", "   42"),
        (42.0, "%05d", "00042"),
        (42.0, "%-5d|", "42   |"),
        (42.0, "%-05d|", "42   |"),
        (42.0, "%.4d", "0042"),
        (42.0, "%06.4d", "  0042"),  # C ignores the 0 flag of an integer with a precision
        (42.0, "%+d", "+42"),
        (42.0, "% d", " 42"),
        (42.0, "%+u", "42"),
        (42.0, "%'d", "42"),
        (255.9, "%x", "ff"),
        (255.0, "%X", "FF"),
        (255.0, "%#x", "0xff"),
        (255.0, "%#06x", "0x00ff"),
        (-255.0, "%x", "-ff"),
        (8.0, "%o", "10"),
        (8.0, "%#o", "10"),
        (12.34, "%4.0f ℃", "  12 ℃"),
        (12.34, "%.1f%%", "12.3%"),
        (12.34, "%%%.1f%%", "%12.3%"),
        (12.34, "T = %.1f °C\n", "T = 12.3 °C\n"),
        (12.34, "{} %.1f {0}", "{} 12.3 {0}"),
        (12.34, "%080.1f", "0" * 76 + "12.3"),
        (0.5, "%.40f", "0.5" + "0" * 39),
        (1e22, "%d", "10000000000000000000000"),
    ],
)
def test_printf_formats(value: float, format_: str, expected: str) -> None:
    assert format_number(value, format_) == expected


@pytest.mark.parametrize(
    "bad",
    [
        "",
        " ",
        "5",
        "no conversion",
        "%",
        "%%",
        "100%",
        "%4.0f %",
        "%s",
        "%r",
        "%n",
        "%c",
        "%p",
        "%a",
        "%A",
        "%*d",
        "%.*f",
        "%1$d",
        "%(x)d",
        "%-",
        "%5",
        "%5.",
        "%5.2",
        "%l",
        "%lm",
        "%llld",
        "%d %d",
        "%f%n",
        "%m %m",
        "%d%s",
        "%81f",
        "%81.6m",
        "%500f",
        "%.41f",
        "%.500f",
        "%999999999d",
        "%.999999999d",
        "%99999999999999999999999999f",
        "%.99999999999999999999999999m",
        "%٣f",
        "x" * 1000 + "%f",
        "%" * 100_000,
        "%f" * 100_000,
        "%0" + "0" * 100_000 + "f",
    ],
)
def test_a_bad_format_gives_the_raw_number(bad: str) -> None:
    assert format_number(12.5, bad) == "12.5"
    assert format_number(-3.0, bad) == "-3"


def test_a_result_too_long_to_show_is_the_raw_number() -> None:
    assert format_number(1e300, "%f") == "1e+300"
    assert format_number(1e300, "%d") == "1e+300"


@pytest.mark.parametrize("form", ["%d", "%x", "%f", "%10.6m", "%5.2f ℃", "%s", ""])
def test_infinities_and_nan(form: str) -> None:
    assert format_number(math.nan, form) == "nan"
    assert format_number(math.inf, form) == "inf"
    assert format_number(-math.inf, form) == "-inf"


@settings(unhurried, max_examples=100)
@given(st.floats(), format_text)
@example(1.7976931348623157e308, "%80.40f")
@example(1e308, "%.9m")
@example(-0.0, "%#X")
def test_no_format_raises_or_gives_a_long_text(value: float, form: str) -> None:
    assert 0 < len(format_number(value, form)) <= 200
