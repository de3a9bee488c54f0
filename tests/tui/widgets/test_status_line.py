"""The line at the top: how many devices and alerts there are, and where BLOBs go."""

from __future__ import annotations

from pathlib import Path

from tests.servers import WireServer
from tests.tui.emulator import StillClock, Terminal, terminal
from tests.tui.host import DEFINITIONS


async def test_devices_with_an_alert_are_counted_until_the_connection_is_lost(
    narrow: Terminal, mount_server: WireServer
) -> None:
    assert "│ 2 dev │ ▲1 │" in narrow.lines[0]
    assert narrow.lines[0].rstrip().endswith("12:00 UT")
    await mount_server.refuse()
    await mount_server.drop_clients()
    await narrow.shows("LOST")
    assert "INDI" not in narrow.lines[0]
    assert "dev" not in narrow.lines[0]


async def test_of_a_long_folder_the_end_is_shown(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 60) / "tonight"
    folder.mkdir(parents=True)
    async with WireServer(DEFINITIONS) as server, terminal(server.port, clock=StillClock(), folder=folder) as screen:
        await screen.shows("/tonight")
        assert "BLOB→…" in screen.lines[0]
        assert len(screen.lines[0]) == 80


async def test_of_several_servers_only_the_state_of_each_is_shown() -> None:
    async with WireServer(DEFINITIONS) as one, WireServer(DEFINITIONS) as other:
        more = [("127.0.0.1", other.port)]
        async with terminal(one.port, (120, 24), clock=StillClock(), more=more) as screen:
            await screen.until(lambda: screen.lines[0].count("● live") == 2)
            await other.refuse()
            await other.drop_clients()
            await screen.shows("LOST")
            assert f" 127.0.0.1:{one.port} ● live │ 127.0.0.1:{other.port} ✗ LOST 0 s" in screen.lines[0]
            assert "retry" not in screen.lines[0]
