"""Texts made comparable, one by one and many at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indipyterm.workspace.palette.text_folding import all_folded, are_word_prefixes, folded, normalized


def test_punctuation_separates_words() -> None:
    assert folded("Eq. Coordinates") == " eq  coordinates"
    assert folded("CCD_GAIN") == " ccd gain"


@given(st.lists(st.text(alphabet=st.sampled_from("aBß İ\0.\n_°é")) | st.text()))
def test_many_are_folded_as_one_by_one(texts: list[str]) -> None:
    assert all_folded(texts) == [folded(text) for text in texts]


@pytest.mark.parametrize(
    ("text", "found"),
    [("", True), ("sim", True), ("SIM tel", True), ("tel scope", False), ("elescope", False), ("2", True)],
)
def test_each_word_must_begin_a_word(text: str, found: bool) -> None:
    assert are_word_prefixes(text, "Telescope Simulator-2") is found


def test_normalized_keeps_punctuation() -> None:
    assert normalized("  Eq.\t Coordinates ") == "eq. coordinates"
