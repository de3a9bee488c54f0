"""``python -m tests.web.attacks [--peer-venv PATH]``: attack our site, and the peer's, and print one Markdown table."""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from tests.benchmarks.peers import Peers
from tests.servers import WireServer
from tests.web.attacks import ATTACKS
from tests.web.attacks.attack import Attack, Found
from tests.web.attacks.ours import as_program
from tests.web.attacks.peer import REQUIREMENT, running
from tests.web.attacks.target import DEVICE, Target


async def attack(site: AbstractAsyncContextManager[Target], attacks: list[Attack]) -> list[Found]:
    """Try all attacks on a site, one after the other."""
    found = []
    async with site as target:
        for one in attacks:
            began = time.monotonic()
            try:
                found.append(await one.run(target))
            except Exception as fault:  # noqa: BLE001 - a site that breaks is a result
                found.append(Found(False, f"the site broke: {type(fault).__name__} {str(fault)[:200]}"))
            print(
                f"{type(target).__name__}: {one.name}: {found[-1].cell} ({time.monotonic() - began:.1f} s)",
                file=sys.stderr,
            )
    return found


async def main() -> int:
    """Attack; 1 where ours is not safe."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.attacks", description=__doc__)
    parser.add_argument("--peer-venv", type=Path, metavar="PATH", help="keep the peer's environment in this folder")
    parser.add_argument("--peer-python", metavar="PATH", help="a Python that has the peer; none is made then")
    parser.add_argument("--only", default="", metavar="TEXT", help="only attacks with this in their names")
    parser.add_argument("--no-peer", action="store_true", help="only ours")
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    attacks = [one for one in ATTACKS if options.only in one.name]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with WireServer(DEVICE) as wire:
            (folder / "ours").mkdir()
            ours = await attack(as_program(wire, folder / "ours"), attacks)
        rows = [(one.name, mine.cell) for one, mine in zip(attacks, ours, strict=True)]
        heads = ["attack", "this one"]
        if not options.no_peer:
            python = Peers(options.peer_venv or folder, options.peer_python).python(REQUIREMENT)
            async with WireServer(DEVICE) as wire:
                (folder / "peer").mkdir()
                theirs = await attack(running(wire, folder / "peer", python), attacks)
            rows = [(*row, other.cell) for row, other in zip(rows, theirs, strict=True)]  # type: ignore[misc]
            heads.append(REQUIREMENT.replace("==", " "))
    print("\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows)))
    return 1 if any(found.safe is False for found in ours) else 0


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main()))
