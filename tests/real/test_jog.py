"""The jog pad on real simulators: few keys, and nothing goes on moving."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import indipyterm as ipc
from indipyterm.tui.screens.jog import JogScreen
from tests.real.bench import Bench
from tests.real.desk import Desk, desk
from tests.real.test_keystrokes import Counter
from tests.real.witness import Witness, running
from tests.servers import FOCUSER, ROTATOR, TELESCOPE, IndiServer
from tests.tui.terminal.real_terminal import program, real_terminal

WE = "TELESCOPE_MOTION_WE"
DRIVERS = (TELESCOPE, FOCUSER, ROTATOR)


@pytest.fixture(scope="module")
def server() -> Iterator[IndiServer]:
    """The three simulators that can be moved by hand."""
    with IndiServer(DRIVERS) as server:
        yield server


@asynccontextmanager
async def jogging(server: IndiServer) -> AsyncIterator[tuple[Bench, Witness]]:
    """A witness that has connected them."""
    counts = {each.device: each.vectors_connected for each in DRIVERS}

    async def nothing() -> None:
        """These tests kill nothing."""

    bench = Bench(server.port, TELESCOPE.device, "", FOCUSER.device, "", "", "", counts, (), (), nothing, nothing)
    witness = Witness(server.port)
    async with running(witness):
        await witness.connect(counts)
        yield bench, witness


def west(witness: Witness) -> str:
    """Whether the mount moves west."""
    return str(witness[TELESCOPE.device][WE]["MOTION_WEST"])


def position(witness: Witness) -> float:
    """Where the focuser is."""
    return ipc.getfloat(witness[FOCUSER.device]["ABS_FOCUS_POSITION"]["FOCUS_ABSOLUTE_POSITION"])


async def opened(user: Desk, keys: Counter, *pressed: str) -> None:
    """Press keys, the first of which opens the pad."""
    keys.press(*pressed)
    await user.until(lambda: isinstance(user.screen.app.screen, JogScreen))


@pytest.mark.real
async def test_the_pad_in_few_keys(server: IndiServer) -> None:
    async with jogging(server) as (bench, witness), desk(bench) as user:
        await user.until(lambda: len(user.screen.app.workspace.servers.devices()) == 3)
        user.strike(bench.key(bench.telescope))
        await user.until(lambda: user.here and user.here[0] == bench.telescope)
        # jog west and stop: 3 keys
        keys, since = Counter(user), len(witness.heard)
        await opened(user, keys, "m", "h")
        await witness.until(lambda: west(witness) == "On")
        assert any("picked" in part.role for part in user.screen.app.screen._view._cross()[1])  # type: ignore[attr-defined]
        keys.press(" ")
        await witness.until(lambda: west(witness) == "Off")
        keys.within(3)
        # let go of the key: it stops by itself
        user.strike("h", "h", "h")
        await witness.until(lambda: west(witness) == "On")
        await witness.until(lambda: west(witness) == "Off")
        # toggled, it goes on until the pad is closed
        user.strike("t", "l")
        await witness.until(lambda: witness[bench.telescope][WE]["MOTION_EAST"] == "On")
        user.strike("escape")
        await witness.until(lambda: witness[bench.telescope][WE]["MOTION_EAST"] == "Off")
        assert len(witness.heard) > since
        JogScreen.holds = True
        # focus in by a step: 3 keys with the digit of the focuser; again: 1
        await user.until(lambda: user.screen.app.screen is user.screen.app.main)
        before = position(witness)
        keys = Counter(user)
        await opened(user, keys, bench.key(bench.focuser), "m", "h")
        step = user.screen.app.screen._step  # type: ignore[attr-defined]
        await witness.until(lambda: position(witness) == before - step)
        keys.within(4)
        keys = Counter(user)
        keys.press("h")  # whether the pad knows already that the first has ended, or not
        await witness.until(lambda: position(witness) == before - 2 * step)
        keys.within(1)
        # the rotator is one Tab away, and larger steps one +
        angle = ipc.getfloat(witness[ROTATOR.device]["ABS_ROTATOR_ANGLE"]["ANGLE"])
        user.strike("tab", "+", "l")
        await witness.until(
            lambda: ipc.getfloat(witness[ROTATOR.device]["ABS_ROTATOR_ANGLE"]["ANGLE"]) == pytest.approx(angle + 2)
        )


@pytest.mark.real
async def test_what_ends_the_program_stops_the_mount(server: IndiServer, tmp_path: Path) -> None:
    async with jogging(server) as (_, witness):
        with real_terminal(program(server.port, tmp_path), tmp_path) as shown:
            shown.shows("Telescope")
            shown.press("3m")
            shown.shows("Mode t")
            shown.press("th")
            await witness.until(lambda: west(witness) == "On")
            shown.signal(signal.SIGTSTP)  # Ctrl+Z
            await witness.until(lambda: west(witness) == "Off")
            shown.stopped()
            shown.wipe()
            shown.signal(signal.SIGCONT)
            shown.shows("Mode t")  # keys before it is back are dropped
            shown.press("h")  # so soon after the first that a key that is held would not start it
            await witness.until(lambda: west(witness) == "On")
            shown.close()  # as where an SSH line drops
            await witness.until(lambda: west(witness) == "Off")
