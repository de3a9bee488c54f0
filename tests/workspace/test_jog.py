"""The engine of the jog pad: what is moved by hand is stopped again, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.protocol.messages import State
from indipyterm.workspace import jog
from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.config import Config
from indipyterm.workspace.jog_targets import Direction, JogKind, JogTarget, first_step, position_of, steps_of
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.submission import NeedsConsent, Refused, Request, Sent
from indipyterm.workspace.workspace import Address, Workspace
from tests.servers import LOOPBACK, WireServer, free_port
from tests.workspace.waiting import Live, running, until

MOTION = (
    '<defSwitchVector device="Mount" name="TELESCOPE_MOTION_{}" state="Idle" perm="rw" rule="AtMostOne">'
    '<defSwitch name="MOTION_{}">Off</defSwitch><defSwitch name="MOTION_{}">Off</defSwitch></defSwitchVector>'
)
MOUNT = (
    MOTION.format("NS", "NORTH", "SOUTH")
    + MOTION.format("WE", "WEST", "EAST")
    + '<defSwitchVector device="Mount" name="TELESCOPE_SLEW_RATE" state="Idle" perm="rw" rule="OneOfMany">'
    '<defSwitch name="1x">On</defSwitch><defSwitch name="2x">Off</defSwitch></defSwitchVector>'
    '<defSwitchVector device="Mount" name="TELESCOPE_ABORT_MOTION" state="Idle" perm="rw" rule="AtMostOne">'
    '<defSwitch name="ABORT">Off</defSwitch></defSwitchVector>'
).encode()


def numbers(device: str, name: str, member: str, value: str, limits: tuple[float, float] = (0, 1000)) -> str:
    """The definition of a number."""
    return (
        f'<defNumberVector device="{device}" name="{name}" state="Ok" perm="rw"><defNumber name="{member}"'
        f' format="%g" min="{limits[0]}" max="{limits[1]}" step="1">{value}</defNumber></defNumberVector>'
    )


FOCUS_DIRECTION = (
    '<defSwitchVector device="{}" name="FOCUS_MOTION" state="Ok" perm="rw" rule="OneOfMany">'
    '<defSwitch name="FOCUS_INWARD">On</defSwitch><defSwitch name="FOCUS_OUTWARD">Off</defSwitch></defSwitchVector>'
)
STEPPERS = (
    numbers("Focuser", "ABS_FOCUS_POSITION", "FOCUS_ABSOLUTE_POSITION", "500")
    + numbers("Old", "REL_FOCUS_POSITION", "FOCUS_RELATIVE_POSITION", "20")
    + FOCUS_DIRECTION.format("Old")
    + numbers("Rotator", "ABS_ROTATOR_ANGLE", "ANGLE", "359.5", (0, 360))
    + numbers("Odd", "ABS_FOCUS_POSITION", "POSITION", "lost")
    + numbers("NoDirection", "REL_FOCUS_POSITION", "FOCUS_RELATIVE_POSITION", "20")
).encode()

STOPPED_WE = b'<oneSwitch name="MOTION_WEST">Off</oneSwitch>\n  <oneSwitch name="MOTION_EAST">Off</oneSwitch>'


@asynccontextmanager
async def moving(options: LaunchOptions | None = None) -> AsyncIterator[tuple[WireServer, Live, JogTarget]]:
    """A workspace over a mount that can be moved by hand."""
    async with WireServer(MOUNT) as wire, running(wire.port, options) as live:
        await live.defined("TELESCOPE_ABORT_MOTION")
        yield wire, live, JogTarget(DeviceKey(live.server, "Mount"), JogKind.MOUNT)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys are let go of at once."""
    monkeypatch.setattr(jog, "TAP_SECONDS", 0.1)
    monkeypatch.setattr(jog, "GAP_SECONDS", 0.09)


def moves(wire: WireServer, vector: str = "TELESCOPE_MOTION_WE") -> list[str]:
    """What was sent to a motion, in order: the switch that was On, or an empty text for a stop."""
    parts = bytes(wire.received).decode().split("<newSwitchVector ")[1:]
    mine = [part for part in parts if f'name="{vector}"' in part]
    return [part.partition(">On<")[0].rpartition('"MOTION_')[2].rstrip('"') if ">On<" in part else "" for part in mine]


def positions(wire: WireServer) -> list[str]:
    """Where the focuser was sent, in order."""
    parts = bytes(wire.received).decode().split('"FOCUS_ABSOLUTE_POSITION">')[1:]
    return [part.partition("<")[0] for part in parts]


# Mounts


async def test_a_held_key_moves_until_its_repeats_end(quick: None) -> None:
    async with moving() as (wire, live, mount):
        for _ in range(6):  # longer than a tap
            assert isinstance(await live.workspace.jog.move(mount, Direction.WEST, hold=True), Sent)
            await asyncio.sleep(0.02)
        assert moves(wire) == ["WEST"]
        assert live.workspace.jog.directions(mount) == [Direction.WEST]
        await wire.wait_received(STOPPED_WE, 2)
        assert moves(wire) == ["WEST", ""]
        assert live.workspace.jog.directions(mount) == []


async def test_toggled_it_moves_until_the_key_comes_again() -> None:
    async with moving() as (wire, live, mount):
        engine = live.workspace.jog
        await engine.move(mount, Direction.WEST, hold=False)
        await engine.move(mount, Direction.NORTH, hold=False)  # the other axis goes on
        assert set(engine.directions(mount)) == {Direction.NORTH, Direction.WEST}
        await engine.move(mount, Direction.EAST, hold=False)
        await engine.move(mount, Direction.EAST, hold=False)  # so it stops, however soon
        await engine.move(mount, Direction.EAST, hold=False)  # held down: this starts nothing
        await engine.stop(mount.device)
        await until(lambda: moves(wire, "TELESCOPE_MOTION_NS") == ["NORTH", ""])
        assert moves(wire) == ["WEST", "EAST", ""]


async def test_toggled_it_starts_again_however_soon_after_what_else_stopped_it() -> None:
    async with moving() as (wire, live, mount):
        engine = live.workspace.jog
        await engine.move(mount, Direction.WEST, hold=False)
        await engine.stop(mount.device)
        await engine.move(mount, Direction.WEST, hold=False)
        await engine.stop_all()
        await engine.move(mount, Direction.WEST, hold=False)
        engine.stop_now()  # Ctrl+Z; then `fg`
        await engine.move(mount, Direction.WEST, hold=False)
        await until(lambda: moves(wire) == ["WEST", ""] * 3 + ["WEST"])


async def test_a_lost_connection_owes_the_stop() -> None:
    async with moving() as (wire, live, mount):
        await live.workspace.jog.move(mount, Direction.WEST, hold=False)
        await wire.wait_received(b'"MOTION_WEST">On')
        await wire.drop_clients()
        await until(lambda: live.workspace.jog.owes_stop(mount.device))
        await live.workspace.jog.stop_all()  # the pad is closed: it stays owed, and is told of once
        wire.received.clear()
        live.workspace.connections.retry()
        await wire.wait_received(STOPPED_WE)
        await until(lambda: not live.workspace.jog.owes_stop(mount.device))
        await until(lambda: "stopped, now" in live.workspace.journal.entries[-1].text)
        told = [notice.text for notice in live.subscriber.notices if notice.kind is NoticeKind.MOTION]
        assert told == [
            "the connection was lost while it moved: it will be stopped once that is back",
            "stopped, now that it can be reached again",
        ]


async def test_what_moves_is_stopped_at_the_end_and_before_a_server_is_left() -> None:
    async with moving() as (wire, live, mount):
        await live.workspace.jog.move(mount, Direction.WEST, hold=False)
        await live.workspace.close()
        await wire.wait_received(STOPPED_WE)
    async with moving() as (wire, live, mount):
        await live.workspace.jog.move(mount, Direction.WEST, hold=False)
        live.workspace.connections.set_addresses([])
        await wire.wait_received(STOPPED_WE)


async def test_what_moves_is_stopped_where_a_crash_ends_the_session() -> None:
    async with WireServer(MOUNT) as wire:
        workspace = Workspace([Address(LOOPBACK, wire.port)])
        session = asyncio.create_task(workspace.run())
        live = Live(workspace)
        await live.defined("TELESCOPE_ABORT_MOTION")
        mount = JogTarget(DeviceKey(live.server, "Mount"), JogKind.MOUNT)
        await workspace.jog.move(mount, Direction.WEST, hold=False)
        session.cancel()
        await wire.wait_received(STOPPED_WE)
        with suppress(asyncio.CancelledError):
            await session
        await workspace.close()


async def test_an_abort_from_anywhere_stops_it() -> None:
    async with moving() as (wire, live, mount):
        await live.workspace.jog.move(mount, Direction.WEST, hold=False)
        await live.workspace.submit([Request(live.key("TELESCOPE_ABORT_MOTION"), {"ABORT": "On"})])
        await wire.wait_received(STOPPED_WE)


async def test_a_mount_that_cannot_be_told_to_stop_is_aborted() -> None:
    greeting = MOUNT.replace(b'rule="AtMostOne"', b'rule="OneOfMany"', 2)
    async with WireServer(greeting) as wire, running(wire.port) as live:
        await live.defined("TELESCOPE_ABORT_MOTION")
        mount = JogTarget(DeviceKey(live.server, "Mount"), JogKind.MOUNT)
        await live.workspace.jog.move(mount, Direction.WEST, hold=False)
        await live.workspace.jog.stop_all()
        await wire.wait_received(b'"ABORT">On')


async def test_what_others_move_is_stopped_too() -> None:
    async with moving() as (wire, live, mount):
        wire.send(
            b'<setSwitchVector device="Mount" name="TELESCOPE_MOTION_WE" state="Busy">'
            b'<oneSwitch name="MOTION_EAST">On</oneSwitch></setSwitchVector>'
        )
        vector = live.workspace.servers.vector(live.key("TELESCOPE_MOTION_WE"))
        await until(lambda: vector and vector.members["MOTION_EAST"].value == "On")
        await live.workspace.jog.stop(mount.device)
        await wire.wait_received(STOPPED_WE)


async def test_the_rate_goes_up_and_down_to_its_ends() -> None:
    async with moving() as (wire, live, mount):
        engine = live.workspace.jog
        assert isinstance(await engine.set_rate(mount, -1), Sent)  # the slowest already
        assert not moves(wire)
        await engine.set_rate(mount, 1)
        await wire.wait_received(b'"2x">On')
        assert isinstance(await engine.set_rate(mount._replace(device=DeviceKey(live.server, "No")), 1), Refused)


# What may not be moved


async def test_nothing_moves_in_read_only_mode() -> None:
    async with moving(LaunchOptions(Config(readonly=True))) as (wire, live, mount):
        outcome = await live.workspace.jog.move(mount, Direction.WEST, hold=True)
        assert isinstance(outcome, Refused)
        assert "Read-only" in outcome.why
        assert isinstance(await live.workspace.jog.set_rate(mount, 1), Refused)
        assert moves(wire) == []


async def test_consent_is_asked_for_once_for_each_pad() -> None:
    async with moving(LaunchOptions(Config(confirm=("TELESCOPE_MOTION_*.*",)))) as (wire, live, mount):
        engine = live.workspace.jog
        outcome = await engine.move(mount, Direction.WEST, hold=False)
        assert isinstance(outcome, NeedsConsent)
        assert "MOTION_NORTH" in outcome.question.details
        assert moves(wire) == []
        engine.agree(mount)
        assert isinstance(await engine.move(mount, Direction.EAST, hold=False), Sent)
        await engine.stop(mount.device)  # nobody is asked about that
        await until(lambda: moves(wire) == ["EAST", ""])
        engine.forget_consent()
        assert isinstance(await engine.move(mount, Direction.EAST, hold=True), NeedsConsent)


async def test_nothing_moves_without_a_connection() -> None:
    async with running(free_port()) as live:
        mount = JogTarget(DeviceKey(live.server, "Mount"), JogKind.MOUNT)
        assert isinstance(await live.workspace.jog.move(mount, Direction.WEST, hold=True), Refused)
        assert isinstance(await live.workspace.jog.step(mount, 1, 5), Refused)
        assert live.workspace.jog.target_for(None) is None
        assert not live.workspace.jog.owes_stop(mount.device)


# Focusers and rotators


async def test_steps() -> None:
    async with WireServer(STEPPERS) as wire, running(wire.port) as live:
        await live.defined("REL_FOCUS_POSITION", "NoDirection")
        engine, servers = live.workspace.jog, live.workspace.servers
        targets = {target.device.device: target for target in engine.targets()}
        assert sorted(targets) == ["Focuser", "Odd", "Old", "Rotator"]
        assert engine.target_for(None) == targets["Focuser"]
        assert engine.target_for(targets["Old"].device) == targets["Old"]
        focuser = targets["Focuser"]
        await engine.step(focuser, -1, 10)
        await wire.wait_received(b'"FOCUS_ABSOLUTE_POSITION">490<')
        await engine.step(focuser, -1, 10)  # pressed again while it is on its way: one more, however soon
        await wire.wait_received(b'"FOCUS_ABSOLUTE_POSITION">480<')
        await asyncio.sleep(jog.DELAY_SECONDS)
        await engine.step(focuser, -1, 10)  # pressed, or the first repeat of a key that is held
        await engine.step(focuser, -1, 10)  # so soon after such a pause: held
        await engine.stop(focuser.device)
        await engine.step(focuser, -1, 10)  # from where it is now, not from where it was to go
        await live.workspace.submit(
            [Request(live.key("ABS_FOCUS_POSITION", "Focuser"), {"FOCUS_ABSOLUTE_POSITION": 900})]
        )
        await engine.step(focuser, 1, 10)  # nor from an older step, where it was sent elsewhere since
        await until(lambda: positions(wire) == ["490", "480", "470", "490", "900", "510"])
        assert isinstance(refused := await engine.step(focuser, 1, 5000), Refused)
        assert "outside" in refused.why
        turning = servers.vector(live.key("ABS_ROTATOR_ANGLE", "Rotator"))
        wire.send(b'<setNumberVector device="Rotator" name="ABS_ROTATOR_ANGLE" state="Busy"/>')
        await until(lambda: turning and turning.state is State.BUSY)  # nobody knows where to
        await engine.step(targets["Rotator"], 1, 1)
        await wire.wait_received(b'"ANGLE">0.5<')
        await engine.step(targets["Old"], 1, 20)
        await wire.wait_received(b'"FOCUS_RELATIVE_POSITION">20<')
        assert wire.received.index(b'"FOCUS_OUTWARD">On') < wire.received.index(b'"FOCUS_RELATIVE_POSITION"')
        await asyncio.sleep(jog.HELD_SECONDS + 0.05)
        assert isinstance(await engine.step(targets["Old"], 1, 20), Refused)  # it would not add to the first
        assert isinstance(refused := await engine.step(targets["Odd"], 1, 20), Refused)
        assert "lost" in refused.why
        sizes = {}
        for name, target in targets.items():
            device = servers.device(target.device)
            vector = position_of(device, target.kind) if device else None
            assert vector
            sizes[name] = first_step(vector), steps_of(vector)[-1]
        assert sizes == {"Focuser": (1, 500), "Odd": (1, 500), "Old": (20, 500), "Rotator": (1, 90)}
