"""Names of the sky on a real mount: how many keys it takes, what is asked, and where the mount ends."""

from __future__ import annotations

from datetime import UTC, datetime

import indipyterm as ipc
from indipyterm.presentation.sky.places import Place, of_date, separation
from tests.real.bench import COORD, SLEW, Bench, point
from tests.real.test_keystrokes import counted
from tests.real.witness import Witness

M42 = Place(83.819 / 15, -5.390)
TRIES = 6
"""The simulator of libindi ends beside what it was sent to, by 15" for each second since it looked at the time last."""


async def test_a_slew_to_a_named_object_takes_10_and_ends_at_its_place_of_today(bench: Bench, witness: Witness) -> None:
    await point(witness, bench)
    async with counted(bench, bench.ccd) as keys:
        keys.press(":goto vega", "enter")
        await keys.user.shows("° below the horizon?")
        keys.press("n")
        for _ in range(TRIES):
            since, keys.count = len(witness.heard), 0
            keys.press(":goto m42", "enter")
            await witness.until(lambda: witness.went(bench.telescope, COORD, "Busy", "Ok", since=since), SLEW)  # noqa: B023
            keys.within(10)
            ended = Place(*(ipc.getfloat(witness[bench.telescope][COORD][name]) for name in ("RA", "DEC")))
            wanted = of_date(M42, datetime.now(UTC))  # which other tests hold within 0.3" of astropy
            if separation(ended, wanted) * 3600 < 5:
                break
        assert separation(ended, wanted) * 3600 < 5
        assert separation(ended, M42) * 3600 > 1000
