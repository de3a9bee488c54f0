"""What a night needs, on the real simulators (and the demo, where it has such instruments): jogs, exposures again."""

from __future__ import annotations

from pathlib import Path

from tests.real.bench import COORD, PARK, Bench, point
from tests.real.desk import desk
from tests.real.images import only_file
from tests.real.witness import Witness

MOTION = "TELESCOPE_MOTION_NS"


async def test_a_jog_is_let_go_with_the_key_that_began_it(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with desk(bench) as user:
        await user.reach(bench.telescope, MOTION)
        user.strike("right", "enter")
        await witness.until(lambda: "On" in dict(witness[bench.telescope][MOTION]).values())
        await user.until(lambda: "Telescope" in user.screen.lines[0])
        user.strike("enter")
        await witness.until(lambda: "On" not in dict(witness[bench.telescope][MOTION]).values())
        await user.until(lambda: "Telescope" not in user.screen.lines[0])
        since = len(user.screen.app.workspace.journal.entries)
        await user.reach(bench.telescope, "TELESCOPE_TRACK_MODE")
        user.strike("right", "left", "enter")
        await user.shows("is on already")
        sent = [one for one in list(user.screen.app.workspace.journal.entries)[since:] if "TRACK_MODE" in one.text]
        assert not sent


async def test_an_exposure_is_asked_for_again(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        await user.reach(bench.ccd, "CCD_EXPOSURE")
        for typed in ("1/4", None):
            since = len(witness.heard)
            if typed:
                await user.write(typed)
            else:
                user.strike("e")
                await user.until(lambda: user.editor and user.typed() == ["0.25"])
            user.strike("enter")
            await witness.until(lambda since=since: witness.went(bench.ccd, "CCD_EXPOSURE", "Busy", "Ok", since=since))  # type: ignore[misc]
            await user.until(lambda: user.free("CCD_EXPOSURE") and user.state("CCD_EXPOSURE") == "●")


async def test_the_time_of_an_exposure_is_what_was_asked_for(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        await user.reach(bench.ccd, "CCD_EXPOSURE")
        await user.write("1m30s")
        user.strike("enter")
        await user.until(lambda: " of 90 s" in user.row("CCD_EXPOSURE"))
        await user.until(lambda: " of 90 s" in user.screen.lines[0])
        user.strike("X")
        await user.until(lambda: user.state("CCD_EXPOSURE") != "◐")


async def test_a_goto_while_parked_is_asked_about(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    await witness.ask(bench.telescope, "TELESCOPE_PARK_OPTION", {"PARK_CURRENT": "On"})
    await witness.ask(bench.telescope, PARK, {"PARK": "On"})
    async with desk(bench) as user:
        await user.reach(bench.telescope, PARK)
        user.strike(*":goto 12 40")
        await user.shows("▲ The mount is parked")
        user.strike("enter")
        await user.shows(f"{bench.telescope} is parked.")
        user.strike("n")
        await user.until(lambda: user.screen.app.screen is user.screen.app.main)
        assert witness.get_vector_state(bench.telescope, COORD) != "Busy"
    await witness.ask(bench.telescope, PARK, {"UNPARK": "On"})


async def test_a_server_is_left_and_found_again_without_quitting(bench: Bench, witness: Witness) -> None:
    async with desk(bench) as user:
        await user.reach(bench.ccd, "CCD_EXPOSURE")
        user.strike(*":server off", "enter")
        await user.shows("○ disconnected")
        await user.until(lambda: user.state("CCD_EXPOSURE") == "?")
        user.strike("r")
        await user.shows("● live")
        await user.until(lambda: user.state("CCD_EXPOSURE") not in ("?", ""))
        assert user.here == (bench.ccd, "CCD_EXPOSURE")


async def test_without_a_folder_the_image_is_kept_in_memory_and_saved_afterwards(
    bench: Bench, witness: Witness, tmp_path: Path
) -> None:
    async with desk(bench) as user:
        workspace = user.screen.app.workspace
        await user.reach(bench.ccd, "CCD_EXPOSURE")
        user.strike(*":exp 0.2")
        await user.shows("kept in memory")
        user.strike("enter")
        await user.shows("Images are not saved")
        await user.until(lambda: workspace.images.last and workspace.images.last.picture, 20)
        image = workspace.images.last
        assert image
        assert image.data
        user.strike("p")
        await user.shows("STF fit")
        user.strike("escape")
        await user.until(lambda: user.screen.app.screen is user.screen.app.main)
        user.strike("W")
        await user.shows("in the folder")
        user.strike("ctrl+u", *str(tmp_path), "enter")
        await user.until(lambda: list(tmp_path.glob("*.fits")), 20)
        assert only_file(tmp_path).read_bytes() == image.data.decode()
        await user.until(lambda: workspace.images.last and workspace.images.last.data is None)
        user.strike("W")
        await user.shows("saved already")
