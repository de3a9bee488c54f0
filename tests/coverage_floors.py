"""Compare the branch coverage of each package with its floor: ``python -m tests.coverage_floors REPORT``.

The report is the JSON of slipcover. Branches count, and lines only for the record.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

FLOORS = {
    "files": 90,
    "protocol": 96,
    "model": 96,
    "client": 94,
    "recording": 95,
    "demo": 90,
    "commands": 96,
    "presentation": 96,
    "decoding": 80,
    "workspace": 94,
    "cli": 84,
    "tui": 82,
    "web": 88,
}
"""Per cent of the branches of each package that the quick tests take, about a point below what was measured."""


def measured(report: dict[str, Any]) -> tuple[dict[str, float], dict[str, float]]:
    """Per cent of the branches, and of the lines, that were taken in each package."""
    sums: Counter[tuple[str, str]] = Counter()
    for file, figures in report["files"].items():
        package = file.split("indipyterm/", 1)[1].split("/")[0]
        for key, count in figures["summary"].items():
            sums[package, key] += count
    branches, lines = (
        {package: _per_cent(sums[package, f"covered_{what}"], sums[package, f"missing_{what}"]) for package in FLOORS}
        for what in ("branches", "lines")
    )
    return branches, lines


def _per_cent(covered: int, missing: int) -> float:
    return 100 * covered / (covered + missing) if covered else 0.0


def main(report: Path) -> int:
    """Print the table; the exit status is 1 if a package is below its floor."""
    branches, lines = measured(json.loads(report.read_text()))
    print("package        branches   floor   lines")
    for package, floor in FLOORS.items():
        print(f"{package:14} {branches[package]:7.1f}% {floor:6d}% {lines[package]:6.1f}%")
    low = [package for package, floor in FLOORS.items() if branches[package] < floor]
    for package in low:
        print(f"branch coverage of {package} is {branches[package]:.1f}%, its floor is {FLOORS[package]}%")
    return 1 if low else 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
