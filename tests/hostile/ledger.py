"""Which cases were tried in this run, and which of them were passed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.hostile.case import Case

_passed: dict[str, dict[str, bool]] = {}


def note(family: str, case: Case[Any], passed: bool) -> None:
    """Take the result of a case. One that is tried in several ways has to pass all of them."""
    cases = _passed.setdefault(family, {})
    cases[case.name] = passed and cases.get(case.name, True)


@contextmanager
def noting(family: str, case: Case[Any]) -> Iterator[None]:
    """Note whether what is done within was passed."""
    passed = False
    try:
        yield
        passed = True
    finally:
        note(family, case, passed)


def table() -> str:
    """Families, cases tried, passed: as Markdown."""
    rows = [(family, len(cases), sum(cases.values())) for family, cases in _passed.items()]
    rows.append(("**all**", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    lines = [f"| {family} | {tried} | {passed} |" for family, tried, passed in rows]
    return "\n".join(["| family | cases tried | passed |", "|---|---:|---:|", *lines])
