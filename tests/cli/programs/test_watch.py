"""``indipyterm watch``: what it refuses; the rest needs a process of its own, see `test_run`."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.exceptions import Misuse
from tests.cli.program import run


async def test_blobs_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="--blobs needs --blobfolder"):
        await run(1, "watch", "--blobs")
    with pytest.raises(Misuse, match="not a directory"):
        await run(1, "watch", "--blobs", "--blobfolder", str(tmp_path / "none"))
    with pytest.raises(Misuse, match="a name is missing"):
        await run(1, "watch", "a..b")
