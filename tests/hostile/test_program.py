"""Every case that needs the program itself: signals, terminals, disks, ports."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile import ledger, privilege, terminal
from tests.hostile.case import Case
from tests.hostile.program import Program, programmed

CASES = [(family.FAMILY, case) for family in (terminal, privilege) for case in family.PROGRAMS]


@pytest.mark.parametrize(("family", "case"), CASES, ids=str)
async def test_the_program_stands(family: str, case: Case[Program], tmp_path: Path) -> None:
    assert callable(case.attack)
    with ledger.noting(family, case):
        async with programmed(tmp_path) as program:
            await case.attack(program)
