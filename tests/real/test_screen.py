"""The whole app at work, by keys, as an observer uses it: on the real server, and on the demo as well."""

from __future__ import annotations

import asyncio
import re
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest

import indipyterm as ipc
from tests.real.bench import COORD, PARK, SLEW, Bench, point
from tests.real.desk import WIDE, desk
from tests.real.images import only_file, raw_client, read_fits
from tests.real.witness import Witness

IDLE, OK, BUSY, ALERT, STALE = "○●◐▲?"
SLOT, PLACE, SITE = "FILTER_SLOT", "ABS_FOCUS_POSITION", "GEOGRAPHIC_COORD"


# Connecting


async def test_devices_are_connected_from_the_screen(bench: Bench, witness: Witness) -> None:
    await witness.disconnect(bench.counts)
    async with desk(bench) as user:
        for device in sorted(bench.counts):
            await user.reach(device, "CONNECTION")
            assert "‹Disconnect›" in user.row("CONNECTION")
            user.strike("left", "enter")
            await user.until(lambda: "‹Connect›" in user.row("CONNECTION") and user.state("CONNECTION") == OK)
        await witness.until(lambda: witness.vectors() == bench.vectors)
        for device in sorted(bench.counts):
            user.strike(bench.key(device))
            await user.until(lambda device=device: len(user.vectors(device)) == bench.counts[device])  # type: ignore[misc]


# Doing


async def test_a_slew_is_typed_and_seen_busy_and_then_ok(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with desk(bench) as user:
        await user.reach(bench.telescope, COORD)
        await user.write("5:35:17", "-5:23:28")
        since = len(witness.heard)
        user.strike("enter")
        await user.until(lambda: user.free(COORD) and user.state(COORD) == BUSY)
        await user.until(lambda: "→ 5:35:17 -5:23:28" in user.row(COORD))
        await user.until(lambda: user.state(COORD) == OK, SLEW)
        await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", "Ok", since=since))
        shown = re.search(r"RA +([\d:.]+) +DEC +([-\d:.]+)", user.row(COORD))
        assert shown, user.row(COORD)
        assert ipc.getfloat(shown[1]) == pytest.approx(ipc.getfloat("5:35:17"), abs=bench.pointing_error)
        assert ipc.getfloat(shown[2]) == pytest.approx(ipc.getfloat("-5:23:28"), abs=0.01)
        await user.shows("slew is complete")


async def test_parked_and_unparked(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    await witness.ask(bench.telescope, "TELESCOPE_PARK_OPTION", {"PARK_CURRENT": "On"})
    async with desk(bench) as user:
        await user.reach(bench.telescope, PARK)
        assert "‹UnPark(ed)›" in user.row(PARK)
        since = len(witness.heard)
        user.strike("left", "enter")
        await user.agreed(lambda: user.state(PARK) == OK and "‹Park(ed)›" in user.row(PARK))
        await witness.until(lambda: witness.went(bench.telescope, PARK, "Busy", "Ok", since=since))
        assert dict(witness[bench.telescope][PARK]) == {"PARK": "On", "UNPARK": "Off"}
        user.strike("right", "enter")
        await user.agreed(lambda: user.state(PARK) == OK and "‹UnPark(ed)›" in user.row(PARK))
        await witness.until(lambda: dict(witness[bench.telescope][PARK]) == {"PARK": "Off", "UNPARK": "On"})


async def test_a_filter_is_changed(bench: Bench, witness: Witness) -> None:
    async with desk(bench, WIDE) as user:
        await user.reach(bench.wheel, SLOT)
        await user.write("2")
        user.strike("enter")
        await user.until(lambda: user.free(SLOT) and user.state(SLOT) == BUSY)
        await user.until(lambda: user.state(SLOT) == OK)
        assert re.search(r"\b2\b", user.row(SLOT)[3:])
    await witness.until(lambda: ipc.getfloat(witness[bench.wheel][SLOT]["FILTER_SLOT_VALUE"]) == 2)


async def test_the_focuser_is_moved(bench: Bench, witness: Witness) -> None:
    async with desk(bench, WIDE) as user:
        await user.reach(bench.focuser, PLACE)
        assert " 50000" in user.row(PLACE)
        await user.write("49000")
        user.strike("enter")
        await user.until(lambda: user.free(PLACE))
        await user.until(lambda: user.state(PLACE) == OK and " 49000" in user.row(PLACE))
    await witness.until(lambda: ipc.getfloat(witness[bench.focuser][PLACE]["FOCUS_ABSOLUTE_POSITION"]) == 49000)


async def test_an_exposure_becomes_a_file_that_is_named_on_screen(
    bench: Bench, witness: Witness, tmp_path: Path
) -> None:
    await witness.ask(bench.ccd, "CCD_FRAME", {"X": 100, "Y": 80, "WIDTH": 320, "HEIGHT": 200})
    async with desk(bench, folder=tmp_path) as user, raw_client(bench.port, bench.ccd) as other:
        await user.reach(bench.ccd, "CCD_EXPOSURE")
        await user.write("1")
        user.strike("enter")
        await user.until(lambda: user.free("CCD_EXPOSURE") and user.state("CCD_EXPOSURE") == BUSY)
        await user.until(lambda: user.state("CCD_EXPOSURE") == OK)
        suffix, received = await other.blob()
        await user.shows(".fits")
        user.screen.app.clear_notifications()  # they lie over the last rows for some seconds
        await user.reach(bench.ccd, "CCD1")
        file = only_file(tmp_path)
        await user.until(lambda: file.name in user.row("CCD1"))
        assert user.state("CCD1") == OK
    data = file.read_bytes()
    assert sha256(data).digest() == sha256(received).digest()
    assert file.suffix == suffix == ".fits"
    (header,) = read_fits(data)
    assert (header["NAXIS1"], header["NAXIS2"]) == ("320", "200")
    assert file.name.startswith(bench.ccd.replace(" ", "_") + "_CCD1_")


async def test_bad_weather_is_seen_on_the_tab_of_the_device(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        await user.reach(bench.telescope, COORD)
        assert "▲" not in user.screen.text
        for vector, members in bench.storm:
            await witness.ask(bench.weather, vector, members)
        await user.shows("▲Weather")
        assert user.here == (bench.telescope, COORD)
        await user.reach(bench.weather, "WEATHER_STATUS")
        assert user.state("WEATHER_STATUS") == ALERT
        assert any("▲ Wind" in row for row in user.rows("WEATHER_STATUS"))
        for vector, members in bench.calm:
            await witness.ask(bench.weather, vector, members)
        await user.until(lambda: "▲Weather" not in user.screen.text)
        assert user.state("WEATHER_STATUS") == OK
        assert any("● Wind" in row for row in user.rows("WEATHER_STATUS"))


# Seeing


async def test_twelve_whole_vectors_at_least_from_the_telescopes_main_group(looked_at: tuple[Bench, Witness]) -> None:
    bench, witness = looked_at
    async with desk(bench) as user:
        await user.reach(bench.telescope, "CONNECTION")
        await user.until(lambda: len(user.vectors(bench.telescope)) == bench.counts[bench.telescope])
        shown = user.whole()
        assert user.screen.sheet.scroll_offset.y == 0
        assert next(iter(shown)) == "CONNECTION"
        assert len(shown) >= 12, user.screen.text
        for name, (first, *_) in shown.items():
            vector = witness[bench.telescope][name]
            assert first[1] in IDLE + OK + BUSY + ALERT
            assert vector.label[:19] in first
            assert first[23:].strip(), "a row without values"
        main = {name for name, each in witness[bench.telescope].items() if each.group == "Main Control"}
        assert main <= shown.keys()


# Losing the server


async def test_the_loss_of_the_server_is_shown_at_once_and_nothing_is_forgotten(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        await user.reach(bench.telescope, SITE)
        await user.write("12:34:56")
        place, before = user.screen.sheet.place, user.whole()
        assert user.screen.sheet.scroll_offset.y > 0
        assert len(before) > 6

        lost: list[float] = []

        def loss_is_shown() -> bool:
            if not lost and "LOST" in user.screen.text:
                lost.append(monotonic())
            return bool(lost)

        killed = monotonic()
        async with asyncio.TaskGroup() as meanwhile:
            meanwhile.create_task(bench.kill())
            await user.until(loss_is_shown)
        assert lost[0] - killed < 0.5
        await user.until(lambda: all(rows[0][1] == STALE for rows in user.whole().values()))
        assert {name: rows[0][2:] for name, rows in user.whole().items()} == {
            name: rows[0][2:] for name, rows in before.items()
        }
        assert user.screen.sheet.place == place
        assert user.typed()[0] == "12:34:56"
        user.strike("enter")
        await user.shows("not connected")
        assert user.typed()[0] == "12:34:56"

        await bench.restart()
        await user.shows("● live", timeout=20)
        assert user.screen.sheet.place == place
        assert user.typed()[0] == "12:34:56"

        # The real server's devices are not connected after a restart.
        await witness.until(lambda: witness.defined(bench.telescope, "CONNECTION"), timeout=20)
        await witness.connect({bench.telescope: bench.counts[bench.telescope]})
        await user.until(lambda: user.state(SITE) not in ("", STALE))
        assert user.screen.sheet.place == place
        assert user.typed()[0] == "12:34:56"
        since = len(witness.heard)
        user.strike("enter")
        await witness.until(lambda: witness.went(bench.telescope, SITE, "Ok", since=since))
        await user.until(lambda: user.free(SITE))
        await user.until(lambda: user.state(SITE) == OK and "12:34:56" in user.row(SITE))
    assert ipc.getfloat(witness[bench.telescope][SITE]["LAT"]) == pytest.approx(ipc.getfloat("12:34:56"))
