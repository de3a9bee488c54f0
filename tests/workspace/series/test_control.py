"""Starting a series: what keeps it from that, and what is asked before; aborting all or some."""

from __future__ import annotations

from pathlib import Path

from indipyterm.presentation.keys import DeviceKey
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.series.progress import EndKind, Step
from indipyterm.workspace.submission import NeedsConsent, Refused, Sent
from tests.workspace.series.stage import stage
from tests.workspace.waiting import until


async def test_nothing_is_started_in_read_only_mode(tmp_path: Path) -> None:
    async with stage(tmp_path, LaunchOptions(Config(readonly=True))) as one:
        outcome = one.series.start(one.plan(2))
        assert isinstance(outcome, Refused)
        assert "Read-only" in outcome.why
        assert one.series.progress() == []


async def test_what_is_asked_about_is_asked_once_for_the_whole_series(tmp_path: Path) -> None:
    async with stage(tmp_path, LaunchOptions(Config(confirm=("CCD_EXPOSURE.*", "FILTER_SLOT.*")))) as one:
        plan = one.plan(2, 2)
        asked = one.series.start(plan)
        assert isinstance(asked, NeedsConsent)
        assert not one.asked
        assert isinstance(one.series.start(plan, consent=asked.question, user="Anna"), Sent)
        await one.wire.wait_received(b'name="FILTER_SLOT"')
        one.slot("Ok", 2)
        for number in (1, 2):
            await one.asks(number)
            one.take()
        await one.ends(EndKind.COMPLETE, 2)
        assert one.live.workspace.sent_by(one.camera) == "Anna"


async def test_a_camera_takes_one_series_at_a_time_and_is_to_be_there(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2, delay=99))
        again = one.series.start(one.plan(1))
        assert isinstance(again, Refused)
        assert "runs with this camera already" in again.why
        assert one.series.abort([DeviceKey(one.live.server, "Mount")]) == []
        await one.asks(1)
        one.series.take_step(one.camera, Step.PAUSE)
        one.take()
        assert (await one.paused()).done == 1
        one.series.take_step(one.camera, Step.GO_ON)
        await until(lambda: not one.progress.pauses_after)
        assert one.series.abort() == [one.camera.owner]
        ended = await one.ends(EndKind.STOPPED, 1)
        assert ended.reason == "ABORT"
        one.wire.send(b'<delProperty device="Camera" name="CCD1"/>')
        await until(lambda: one.live.workspace.servers.vector(one.live.key("CCD1", "Camera")) is None)
        gone = one.series.start(one.plan(1))
        assert isinstance(gone, Refused)
        assert "CCD1 is not there" in gone.why
        assert not one.series.take_step(one.camera, Step.PAUSE)


async def test_one_that_is_to_stop_after_the_frame_does_so_in_the_delay_and_in_a_pause(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        for paused in (False, True):
            one.start(one.plan(3, delay=99))
            asked = one.asked + 1
            await one.asks(asked)
            if paused:
                one.series.take_step(one.camera, Step.PAUSE)
            one.take()
            await until(lambda: one.progress.done == 1)
            if paused:
                await one.paused()
            one.series.take_step(one.camera, Step.STOP_AFTER_FRAME)
            await one.ends(EndKind.STOPPED, 1)
