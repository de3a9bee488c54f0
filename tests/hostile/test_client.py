"""Every case that needs no screen, judged by what the client did."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.client.stream import Stream
from tests.hostile import (
    attachments,
    blobs,
    connection,
    disk,
    flood,
    folder,
    ledger,
    malformed,
    nonsense,
    privilege,
    sending,
)
from tests.hostile.case import Case
from tests.hostile.stage import World, judge

FAMILIES = (malformed, nonsense, blobs, attachments, folder, connection, flood, sending, privilege)
CASES = [(family.FAMILY, case) for family in FAMILIES for case in family.CASES]
ALONE = [(family.FAMILY, case) for family in (disk, privilege) for case in family.ALONE]
SHORT = 2_000


@pytest.mark.parametrize(("family", "case"), CASES, ids=str)
async def test_the_client_stands(family: str, case: Case[World], tmp_path: Path) -> None:
    with ledger.noting(family, case):
        await judge(case, tmp_path)


@pytest.mark.parametrize(
    "case", [case for case in malformed.CASES if isinstance(case.attack, bytes) and len(case.attack) < SHORT], ids=str
)
async def test_the_client_stands_when_each_byte_comes_alone(
    case: Case[World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_byte_by_byte() -> None:
        monkeypatch.setattr(Stream, "get_buffer", lambda self, _: self._buffer[:1])

    with ledger.noting(malformed.FAMILY, case):
        await judge(case, tmp_path, read_byte_by_byte)


@pytest.mark.parametrize(("family", "case"), ALONE, ids=str)
async def test_its_files_stand(family: str, case: Case[Path], tmp_path: Path) -> None:
    assert callable(case.attack)
    with ledger.noting(family, case):
        await case.attack(tmp_path)
