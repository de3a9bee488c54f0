"""Verbs of the palette on real drivers: what they send is done, and what is risky is asked about before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.abort import plan_abort
from indipyterm.workspace.palette.actions import Submit
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.submission import NeedsConsent, Request, Sent
from tests.real.witness import Witness, running
from tests.servers import CCD, DOME, LIGHT_PANEL, ROTATOR, IndiServer, Simulator
from tests.workspace.waiting import Live, until
from tests.workspace.waiting import running as live_workspace

pytestmark = pytest.mark.real

DEVICES = (DOME, CCD, ROTATOR, LIGHT_PANEL)
GUIDE = Simulator("indi_simulator_guide", "Guide Simulator", 0, 0)


async def run(live: Live, typed: str) -> bool:
    """Send what the first line of the palette would; True if that was asked about."""
    action = PaletteSearch(live.workspace.servers).candidates(typed)[0].action
    assert isinstance(action, Submit), typed
    outcome = await live.workspace.submit(action.requests, independent=action.independent)
    if not isinstance(outcome, NeedsConsent):
        assert isinstance(outcome, Sent), typed
        return False
    agreed = await live.workspace.submit(action.requests, consent=outcome.question, independent=action.independent)
    assert isinstance(agreed, Sent), typed
    return True


async def test_instruments_do_what_is_typed(start_indi: Callable[..., IndiServer]) -> None:
    server = start_indi(*DEVICES)
    witness = Witness(server.port)

    def shows(simulator: Simulator, vector: str, **values: str | float) -> Callable[[], bool]:
        return lambda: all(
            now == value if isinstance(value, str) else abs(float(now) - value) < 0.5
            for name, value in values.items()
            for now in [str(witness[simulator.device][vector][name])]
        )

    async with running(witness), live_workspace(server.port) as live:
        await witness.connect({each.device: each.vectors_connected for each in DEVICES})
        for simulator in DEVICES:  # the last that each defines
            for name in witness[simulator.device]:
                await live.defined(name, simulator.device)
        assert await run(live, "shutter open")
        await witness.until(shows(DOME, "DOME_SHUTTER", SHUTTER_OPEN="On"))
        assert await run(live, "dome 10")
        assert not await run(live, "rotate 15")
        assert not await run(live, "light 120")
        assert not await run(live, "stream on")
        await witness.until(shows(CCD, "CCD_VIDEO_STREAM", STREAM_ON="On"))
        await witness.until(shows(LIGHT_PANEL, "FLAT_LIGHT_CONTROL", FLAT_LIGHT_ON="On"))
        await witness.until(shows(LIGHT_PANEL, "FLAT_LIGHT_INTENSITY", FLAT_LIGHT_INTENSITY_VALUE=120))
        await witness.until(shows(DOME, "ABS_DOME_POSITION", DOME_ABSOLUTE_POSITION=10))
        await witness.until(shows(ROTATOR, "ABS_ROTATOR_ANGLE", ANGLE=15))

        camera = DeviceKey(live.server, CCD.device)
        (planned,) = plan_abort(live.workspace.servers, camera).devices
        assert "CCD_VIDEO_STREAM" in [each.key.vector for each in planned.requests]
        assert not await run(live, "abort ccd")
        await witness.until(shows(CCD, "CCD_VIDEO_STREAM", STREAM_OFF="On"))
        assert not await run(live, "light off")
        await witness.until(shows(LIGHT_PANEL, "FLAT_LIGHT_CONTROL", FLAT_LIGHT_OFF="On"))

        await witness.ask(DOME.device, "DOME_PARK_OPTION", {"PARK_CURRENT": "On"})
        await witness.ask(DOME.device, "DOME_PARK", {"PARK": "On"})
        assert await run(live, "dome 20")
        await until(lambda: live.subscriber.notices)
        (refusal,) = live.subscriber.notices
        assert "unpark" in refusal.text, "the reason, which is a message of its own"


async def test_of_two_cameras_the_main_one_comes_first_and_a_shutter_goes_both_ways(
    start_indi: Callable[..., IndiServer],
) -> None:
    server = start_indi(GUIDE, CCD, DOME)
    async with live_workspace(server.port) as live:
        workspace = live.workspace
        for device in (CCD.device, GUIDE.device, DOME.device):
            connection = await live.defined("CONNECTION", device)
            await workspace.submit([Request(connection, {"CONNECT": "On"})])
        for device in (CCD.device, GUIDE.device):
            await live.defined("CCD_EXPOSURE", device)
            await live.defined("CCD_INFO", device)
        found = PaletteSearch(workspace.servers).candidates("expose 1/4")
        cameras = [one.device.device for one in found if one.device and one.title == "Expose 0.25 s"]
        assert cameras[0] == CCD.device
        assert GUIDE.device in cameras
        guide = DeviceKey(live.server, GUIDE.device)
        assert PaletteSearch(workspace.servers, guide).candidates("expose 1/4")[0].device == guide

        shutter = await live.defined("DOME_SHUTTER", DOME.device)
        vector = workspace.servers.vector(shutter)
        assert vector
        asked = await workspace.submit([Request(shutter, {"SHUTTER_OPEN": "On"})])
        assert isinstance(asked, NeedsConsent)
        await workspace.submit([Request(shutter, {"SHUTTER_OPEN": "On"})], consent=asked.question)
        await until(lambda: not vector.request and vector.members["SHUTTER_OPEN"].value == "On")
        assert workspace.drafts.wanted(shutter, vector) == {"SHUTTER_CLOSE": "On"}, "what Enter would send"
