"""Wildcards match as everywhere, and in no time."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.commands.patterns import parse_pattern
from indipyterm.model.wildcards import wildcard_regex
from indipyterm.workspace.config import Config


@given(st.text(alphabet="ab*", min_size=1, max_size=8), st.text(alphabet="ab\n", max_size=10))
def test_a_star_is_any_text(pattern: str, text: str) -> None:
    regex = wildcard_regex([re.escape(piece) for piece in pattern.split("*")])
    assert bool(regex.fullmatch(text)) is fnmatchcase(text, pattern)


@given(st.text(alphabet="ab*?", min_size=1, max_size=8), st.text(alphabet="ab", min_size=1, max_size=10))
def test_a_question_mark_in_a_name_is_one_character(pattern: str, name: str) -> None:
    assert parse_pattern(pattern).device.matches(name) is fnmatchcase(name, pattern)


@pytest.mark.parametrize("pattern", ["*T*T*S*", "*T*T*S", "*?T*?T*?S*", "T*" * 50 + "S*"])
def test_a_long_name_takes_no_time(pattern: str) -> None:
    """Without it the first takes minutes: a name of 20,000 letters, as any server may send."""
    begun = process_time()
    assert not parse_pattern(pattern).device.matches("T" * 20_000)
    assert not Config(confirm=(f"*{pattern}.*",)).asks_before("T" * 20_000, ["x"])
    assert parse_pattern(pattern).device.matches("T" * 20_000 + "S")
    assert process_time() - begun < 1
