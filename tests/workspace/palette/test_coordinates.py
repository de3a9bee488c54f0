"""A typed pair of coordinates cut into RA and DEC."""

from __future__ import annotations

import pytest

from indipyterm.exceptions import Incomplete
from indipyterm.workspace.palette.coordinates import split_pair


@pytest.mark.parametrize(
    ("typed", "ra", "dec"),
    [
        ("5.5 -5.39", "5.5", "-5.39"),
        ("5 5", "5", "5"),
        ("5:35:17 -5:23:28", "5:35:17", "-5:23:28"),
        ("5:35:17 5:23:28", "5:35:17", "5:23:28"),
        ("05:35:17.3-05:23:28", "05:35:17.3", "-05:23:28"),
        ("5.5-5.39", "5.5", "-5.39"),
        ("5h35m17s -5d23m28s", "5h35m17s", "-5d23m28s"),
        ("5h35m17s-5d23m28s", "5h35m17s", "-5d23m28s"),
        ("5h 35m 17s -5° 23' 28\"", "5h 35m 17s", "-5° 23' 28\""),
        ("5h 35m 17s 5d 23m 28s", "5h 35m 17s", "5d 23m 28s"),
        ("5h35 -5d23", "5h35", "-5d23"),
        ("5 35 17 -5 23 28", "5 35 17", "-5 23 28"),
        ("5 35 17 +5 23 28", "5 35 17", "+5 23 28"),
        ("5 35 17 −5 23 28", "5 35 17", "−5 23 28"),
        ("5 35 17 5 23 28", "5 35 17", "5 23 28"),
        ("5 35 5 23", "5 35", "5 23"),
        ("5 35 17 -5.39", "5 35 17", "-5.39"),
        ("5.588 -5 23 28", "5.588", "-5 23 28"),
        ("5:35:17 5 23 28", "5:35:17", "5 23 28"),
        ("5 35 17 5:23:28", "5 35 17", "5:23:28"),
        ("5 35, 17", "5 35", "17"),
        ("5.5, -5.39", "5.5", "-5.39"),
        ("RA=5.5 DEC=-5.39", "5.5", "-5.39"),
        ("ra 5 35 dec 17", "5 35", "17"),
        ("RA: 5h35m, Dec: 5", "5h35m", "5"),
        ("5e0 1.5e-1", "5e0", "1.5e-1"),
        ("  5   5  ", "5", "5"),
    ],
)
def test_a_pair_is_cut_where_only_one_cut_makes_sense(typed: str, ra: str, dec: str) -> None:
    assert split_pair(typed) == (ra, dec)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "RA and DEC"),
        ("5.5", "DEC"),
        ("5:35:17", "DEC"),
        ("5.5,", "DEC"),
        ("ra 5.5", "DEC"),
        ("RA=5.5 DEC=", "DEC"),
    ],
)
def test_what_is_missing_is_told(typed: str, reason: str) -> None:
    with pytest.raises(Incomplete, match=f"{reason} .*missing"):
        split_pair(typed)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("5 35 17 45 10", "cannot be told apart"),
        ("5,5 5", "RA: use a decimal point"),
        ("5:75 5", "RA: minutes must be under 60"),
        ("5 -5:75", "DEC: minutes must be under 60"),
        ("abc", "RA: not a number"),
        ("5 abc", "DEC: not a number"),
        ("abc 5", "RA: not a number"),
        ("5 35 17 -5 23 75", "DEC: seconds must be under 60"),
        ("-5 5 -5 -5", "DEC: only the first part may have a sign"),
        ("nan 5", "RA: not a number"),
    ],
)
def test_what_makes_no_sense_is_told(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as told:
        split_pair(typed)
    assert not isinstance(told.value, Incomplete)
