"""All attacks on our site, each of which must come to nothing; the waiting is short here, and so are the limits."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from indipyterm.web import connections, serving
from indipyterm.web.guards import limits, sockets
from tests.documents import ROOT
from tests.servers import WireServer
from tests.web.attacks import ATTACKS
from tests.web.attacks.attack import Attack
from tests.web.attacks.ours import in_this_process
from tests.web.attacks.target import DEVICE, Target

SHORT = {
    (serving, "IDLE_SECONDS"): 0.5,
    (serving, "UNREAD_SECONDS"): 0.3,
    (connections, "MOST"): 40,
    (limits, "_PATIENCE"): 0.5,
    (limits, "_SHORT_BODY_SECONDS"): 0.5,
    (sockets, "MOST"): 20,
    (sockets, "MOST_OF_ADDRESS"): 4,
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def target() -> AsyncIterator[Target]:
    """Our site."""
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in SHORT.items():
            patch.setattr(module, name, value)
        async with WireServer(DEVICE) as wire, in_this_process(wire, patience=10.0) as (ours, _):
            ours.connections, ours.pages_at_once, ours.flood_seconds, ours.large = 100, (30, 6), 0.5, 2 << 20
            yield ours


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("attack", ATTACKS, ids=[one.name for one in ATTACKS])
async def test_an_attack_comes_to_nothing(target: Target, attack: Attack) -> None:
    found = await attack.run(target)
    assert found.safe, found.words


def test_the_document_has_a_row_for_each_attack() -> None:
    rows = [line.split(" | ") for line in (ROOT / "docs/web.md").read_text().splitlines() if line.startswith("| ")]
    named = [row[0].removeprefix("| ") for row in rows if len(row) == 3]
    assert [one.name for one in ATTACKS] == named[-len(ATTACKS) :]
