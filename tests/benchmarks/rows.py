"""What a benchmark is made of: rows that measure, results that say whether a target was met, one Markdown table.

A module of rows exports ``ROWS: list[Row]``.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Setting:
    """How a row is to be run. `quick` rows take a few seconds; `repeats` is how often each side is run.

    `peer` gives the Python of an environment that has a requirement ("indipyclient==0.9.4"); it is made when it is
    asked for first.
    """

    quick: bool
    repeats: int
    peer: Callable[[str], str]


@dataclass(frozen=True)
class Result:
    """One line of the table, in words. `ratio` and `peer` are empty where nothing is compared, `target` where there is none."""

    what: str
    ours: str
    target: str
    met: bool
    peer: str = ""
    ratio: str = ""

    def cells(self) -> list[str]:
        """The line, cell by cell."""
        sign = ("✓" if self.met else "✗") if self.target else ""
        return [self.what, self.ours, self.peer, self.ratio, self.target, sign]


@dataclass(frozen=True)
class Row:
    """`name` is what ``--rows`` asks for; `run` measures and gives one result or more."""

    name: str
    run: Callable[[Setting], list[Result]]


def figures(values: Sequence[float], form: str = "{:,.1f}") -> str:
    """The median of what was measured, and the range, each written as `form` wants it."""
    if len(values) == 1:
        return form.format(values[0])
    middle, low, high = (form.format(value) for value in (statistics.median(values), min(values), max(values)))
    return f"{middle} ({low} … {high})"


def below(what: str, values: Sequence[float], limit: float, unit: str, form: str = "{:,.1f}") -> Result:
    """A result whose median is to be less than `limit`."""
    met = statistics.median(values) < limit
    return Result(what, f"{figures(values, form)} {unit}", f"< {limit:g} {unit}", met)


def beside(result: Result, ours: float, theirs: float, form: str) -> Result:
    """A result that has the peer's figure beside it, where less is better; `form` writes it."""
    return replace(result, peer=form.format(theirs), ratio=f"{theirs / ours:.1f} ×")


def faster(what: str, ours: Sequence[float], peers: Sequence[float], unit: str, factor: float) -> Result:
    """A result in things done each CPU second, of which there are to be at least `factor` times the peer's."""
    ratio = statistics.median(ours) / statistics.median(peers)
    return Result(
        what,
        f"{figures(ours, '{:,.0f}')} {unit}",
        f"≥ {factor:g} ×",
        ratio >= factor,
        f"{figures(peers, '{:,.0f}')} {unit}",
        f"{ratio:.1f} ×",
    )


def table(results: Sequence[Result]) -> str:
    """All lines as Markdown."""
    heads = ["what", "indipyterm", "peer", "ratio", "target", ""]
    lines = [heads, ["---"] * len(heads), *(result.cells() for result in results)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
