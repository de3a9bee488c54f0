"""The fifteen simulators of libindi 2.2.4, as they were recorded: scripts and the screen read all of them."""

from __future__ import annotations

from datetime import UTC, datetime

from indipyterm.model.catalog import Catalog
from indipyterm.protocol.messages import Kind
from tests.corpus.definitions import received
from tests.real.bench import Bench
from tests.real.desk import WIDE, Desk, desk
from tests.real.witness import Witness, running

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def end_of_session() -> Catalog:
    """What the server had said at the end, straight from the recording."""
    catalog = Catalog()
    for message in received():
        catalog.apply(message, NOON)
    return catalog


async def test_a_script_learns_all_that_was_defined(recorded: Bench) -> None:
    client = Witness(recorded.port)
    async with running(client):
        await client.until(lambda: client.vectors() == recorded.vectors)
        assert sorted(client) == sorted(recorded.counts)
        for known in (vector for device in end_of_session().devices.values() for vector in device.present()):
            vector = client[known.device][known.name]
            assert (vector.label, vector.group, vector.state) == (known.label, known.group, known.state)
            if known.kind is not Kind.BLOB:
                assert dict(vector) == {name: member.value for name, member in known.members.items()}
        faults = [text for _, text in client.messages if "not understood" in text or "ignored" in text]
        assert not faults


async def test_the_screen_reaches_and_shows_them(recorded: Bench) -> None:
    async with desk(recorded, WIDE) as user:
        servers = user.screen.app.workspace.servers
        await user.until(lambda: sum(1 for _ in servers.vectors()) == recorded.vectors)
        for device in (recorded.telescope, recorded.weather, recorded.ccd):
            user.strike(*recorded.keys(device))
            await user.until(lambda device=device: len(user.vectors(device)) == recorded.counts[device])  # type: ignore[misc]
            await all_seen(user, set(user.vectors(device)))


async def all_seen(user: Desk, names: set[str]) -> None:
    """Go through the sheet page by page until each vector was wholly on screen."""
    await user.until(lambda: user.whole())
    seen = {*user.whole()}
    for _ in names:
        if seen == names:
            return
        user.strike("pagedown")
        await user.screen.pilot.pause()
        seen |= user.whole().keys()
    raise AssertionError(f"never seen: {names - seen}")
