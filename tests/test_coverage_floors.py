"""The floors of coverage: what is below its floor is named in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import coverage_floors


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report in which 3 of 4 branches of the model were taken, in two files."""
    files = {
        f"indipyterm/model/{name}.py": {
            "summary": {
                "covered_branches": covered,
                "missing_branches": 2 - covered,
                "covered_lines": 9,
                "missing_lines": 1,
            }
        }
        for name, covered in (("a", 1), ("b", 2))
    }
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"files": files}))
    return path


@pytest.mark.parametrize(("floor", "status"), [(75, 0), (76, 1)])
def test_a_package_below_its_floor_fails(
    report: Path, floor: int, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(coverage_floors, "FLOORS", {"model": floor})
    assert coverage_floors.main(report) == status
    told = "branch coverage of model is 75.0%, its floor is 76%" in capsys.readouterr().out.splitlines()
    assert told == bool(status)


def test_a_package_that_no_test_loads_counts_as_none(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_floors, "FLOORS", {"web": 1})
    assert coverage_floors.main(report) == 1
