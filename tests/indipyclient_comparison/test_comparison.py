"""Each behaviour with our library and with indipyclient: the same, or different as `differences.py` states."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import pytest

from tests.indipyclient_comparison.behaviours import FAILED, Seen, all_behaviours
from tests.indipyclient_comparison.comparison import differences, seen_by_both
from tests.indipyclient_comparison.differences import DIFFERENCES, stated
from tests.indipyclient_comparison.table import DOCUMENT, with_table

Both: TypeAlias = tuple[dict[str, Seen], dict[str, Seen]]


@pytest.fixture(scope="module")
def both(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """What is seen with ours and with the peer, in one run of each."""
    cache: pytest.Cache | None = getattr(pytestconfig, "cache", None)  # which can be switched off
    return seen_by_both(Path(cache.mkdir("peers") if cache else tmp_path_factory.mktemp("peers")))


@pytest.mark.parametrize("title", all_behaviours())
def test_behaviour(both: Both, title: str) -> None:
    ours, peers = (seen[title] for seen in both)
    assert FAILED not in ours | peers
    assert differences(ours, peers) == stated(title)


def test_each_difference_is_of_a_behaviour_and_has_a_reason() -> None:
    titles = [title for each in DIFFERENCES for title in each.seen]
    assert len(titles) == len(set(titles))
    assert set(titles) <= set(all_behaviours())
    assert all(each.reason for each in DIFFERENCES)


def test_the_table_in_the_documents_is_up_to_date() -> None:
    text = DOCUMENT.read_text()
    assert with_table(text) == text, "write it anew: python -m tests.indipyclient_comparison"
