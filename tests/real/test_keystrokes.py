"""How many keys each common task takes, from the main screen, on the real simulators; the targets are the brief's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import pytest

import indipyterm as ipc
from indipyterm.workspace.abort import TWICE_SECONDS
from tests.real.bench import COORD, PARK, SLEW, Bench, point
from tests.real.desk import Desk, desk
from tests.real.images import only_file
from tests.real.witness import Witness


class Counter:
    """A user whose keys are counted; all keys of a task come in one burst."""

    def __init__(self, user: Desk) -> None:
        self.user, self.count = user, 0

    def press(self, *keys: str) -> None:
        """Press keys: words of one letter each, or the names of keys."""
        pressed = [key for word in keys for key in ([word] if len(word) > 1 and word in _NAMED else word)]
        self.count += len(pressed)
        self.user.strike(*pressed)

    def within(self, target: int) -> None:
        """Fail where more keys were pressed than `target`."""
        assert self.count <= target, f"{self.count} keys, {target} allowed"


_NAMED = {"enter", "tab", "escape", "left", "right", "up", "down"}


@asynccontextmanager
async def counted(bench: Bench, device: str, folder: Path | None = None) -> AsyncIterator[Counter]:
    """The main screen with a device open, and a count of keys from here on."""
    async with desk(bench, folder=folder) as user:
        await user.until(lambda: len(user.screen.app.workspace.servers.devices()) == len(bench.counts))
        user.strike(bench.key(device))
        await user.until(lambda: user.here and user.here[0] == device)
        yield Counter(user)


def _value(witness: Witness, device: str, vector: str) -> float:
    """The first number of a vector."""
    return ipc.getfloat(next(iter(witness[device][vector].values())))


async def test_opening_a_device_takes_1(bench: Bench, witness: Witness) -> None:
    async with counted(bench, bench.ccd) as keys:
        keys.press(bench.key(bench.telescope))
        await keys.user.until(lambda: keys.user.here and keys.user.here[0] == bench.telescope)
        keys.within(1)


async def test_connecting_the_open_device_takes_1(bench: Bench, witness: Witness) -> None:
    await witness.disconnect([bench.focuser])
    async with counted(bench, bench.focuser) as keys:
        keys.press("c")
        await keys.user.until(lambda: "‹Connect›" in keys.user.row("CONNECTION"))
        keys.within(1)


async def test_a_slew_takes_16(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with counted(bench, bench.ccd) as keys:
        since = len(witness.heard)
        keys.press(":goto 5.5 -5.39", "enter")
        await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", "Ok", since=since), SLEW)
        keys.within(16)


async def test_a_slew_typed_in_the_row_takes_no_more(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with counted(bench, bench.ccd) as keys:
        since = len(witness.heard)
        keys.press(bench.key(bench.telescope), "g", "down", "down", "e5.5", "tab", "-5.39", "enter")
        await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", "Ok", since=since), SLEW)
        keys.within(16)


async def test_parking_from_the_row_takes_7_with_the_question_and_unparking_2(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    await witness.ask(bench.telescope, "TELESCOPE_PARK_OPTION", {"PARK_CURRENT": "On"})
    async with counted(bench, bench.telescope) as keys:
        await keys.user.reach(bench.telescope, PARK)
        keys.press("enter", "y")
        await keys.user.until(lambda: "‹Park(ed)›" in keys.user.row(PARK) and keys.user.state(PARK) != "◐", 40)
        keys.within(7)
        keys.count = 0
        await keys.user.until(lambda: keys.user.screen.sheet.attention.settled)
        keys.press("enter", "y")
        await keys.user.until(lambda: "‹UnPark(ed)›" in keys.user.row(PARK) and keys.user.state(PARK) != "◐", 40)
        keys.within(2)


async def test_an_abort_takes_1_from_wherever_it_is_and_everything_2(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with counted(bench, bench.ccd) as keys:

        async def slew() -> None:
            since = len(witness.heard)
            keys.press(":goto 12 40", "enter")
            await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", since=since))
            await keys.user.until(lambda: "Telescope" in keys.user.screen.lines[0])
            keys.count = 0

        def is_slewing() -> bool:
            return witness.get_vector_state(bench.telescope, COORD) == "Busy"

        await slew()
        keys.press("X")  # the mount's, where the camera is open
        await keys.user.shows("ABORT sent to Telescope")
        await witness.until(lambda: not is_slewing())
        keys.within(1)

        await keys.user.until(lambda: monotonic() - keys.user.screen.app.abort_key.pressed_at > TWICE_SECONDS)
        keys.press(":exp 30", "enter")
        await witness.until(lambda: witness.get_vector_state(bench.ccd, "CCD_EXPOSURE") == "Busy")
        await slew()
        await keys.user.until(lambda: "of 30 s" in keys.user.screen.lines[0])
        keys.press("X", "X")
        await witness.until(lambda: not is_slewing())
        await witness.until(lambda: witness.get_vector_state(bench.ccd, "CCD_EXPOSURE") != "Busy")
        keys.within(2)
        await keys.user.shows("ABORT sent to everything")


async def test_an_exposure_from_another_device_takes_9_and_the_files_name_none(
    bench: Bench, witness: Witness, tmp_path: Path
) -> None:
    async with counted(bench, bench.telescope, folder=tmp_path) as keys:
        keys.press(":exp 1", "enter")
        await keys.user.until(lambda: list(tmp_path.glob("*.fits")), 20)
        keys.within(9)
        name = only_file(tmp_path).name
        await keys.user.shows(name)
        keys.within(9)


async def test_ten_exposures_of_30_s_take_14(bench: Bench, witness: Witness, tmp_path: Path) -> None:
    async with counted(bench, bench.ccd, folder=tmp_path) as keys:
        keys.press(":expose 10x30", "enter")
        await keys.user.shows(" 1/10, ")
        await witness.until(lambda: witness.get_vector_state(bench.ccd, "CCD_EXPOSURE") == "Busy")
        keys.within(14)
        keys.count = 0
        keys.press("X")
        await keys.user.until(lambda: not keys.user.screen.app.workspace.series.progress())
        await witness.until(lambda: witness.get_vector_state(bench.ccd, "CCD_EXPOSURE") != "Busy")
        keys.within(1)


async def test_an_exposure_takes_8_and_the_same_again_1(bench: Bench, witness: Witness, tmp_path: Path) -> None:
    async with counted(bench, bench.ccd, folder=tmp_path) as keys:

        async def taken() -> None:
            await witness.until(lambda: witness.went(bench.ccd, "CCD_EXPOSURE", "Busy", "Ok", since=since))

        since = len(witness.heard)
        keys.press(":exp .3", "enter")
        await taken()
        keys.within(8)
        keys.count, since = 0, len(witness.heard)
        keys.press(".")
        await taken()
        keys.within(1)


async def test_binning_takes_7(bench: Bench, witness: Witness) -> None:
    async with counted(bench, bench.telescope) as keys:
        for typed, value in ((":bin 2", 2), (":bin 1", 1)):
            keys.count = 0
            keys.press(typed, "enter")
            await witness.until(lambda value=value: _value(witness, bench.ccd, "CCD_BINNING") == value)  # type: ignore[misc]
            keys.within(7)


async def test_the_focuser_to_45000_takes_13(bench: Bench, witness: Witness) -> None:
    async with counted(bench, bench.telescope) as keys:
        keys.press(":foc 45000", "enter")
        await witness.until(lambda: _value(witness, bench.focuser, "ABS_FOCUS_POSITION") == 45000, 20)
        keys.within(13)


async def test_a_filter_by_name_takes_5(bench: Bench, witness: Witness) -> None:
    async with counted(bench, bench.wheel) as keys:
        keys.press(":blu", "enter")
        await witness.until(lambda: _value(witness, bench.wheel, "FILTER_SLOT") == 3, 20)
        keys.within(5)


@pytest.mark.parametrize("word", ["abort", "park pos"])
async def test_finding_a_property_takes_1_and_the_word(bench: Bench, witness: Witness, word: str) -> None:
    async with counted(bench, bench.ccd) as keys:
        keys.press(f"/{word}")
        await keys.user.until(lambda: keys.user.screen.app.main.shown.filter == word)
        await keys.user.until(lambda: any(word in line.casefold() for line in keys.user.screen.lines[3:19]))
        keys.within(1 + len(word))
