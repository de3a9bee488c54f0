"""Series over a server that says what the test tells it to: what counts as a frame, and what happens between."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.workspace.change import NoticeKind
from indipyterm.workspace.series import frame, run
from indipyterm.workspace.series.progress import EndKind, Phase, Step
from indipyterm.workspace.series.surroundings import Policy
from indipyterm.workspace.submission import Request
from tests.workspace.series.stage import DEFINITIONS, EXPOSURE, IMAGE, Stage, binning, connection, names, stage
from tests.workspace.waiting import until


async def test_frames_are_numbered_with_their_filters_in_order(tmp_path: Path) -> None:
    (tmp_path / "Camera_CCD1_0007_Red.fits").touch()
    async with stage(tmp_path) as one:
        one.start(one.plan(2, 1, 3))
        for asked in (1, 2):  # the wheel is at Red
            await one.asks(asked)
            one.take()
        await one.wire.wait_received(b">3\n" if b">3\n" in one.wire.received else b'name="FILTER_SLOT"')
        one.slot("Busy", 1)
        one.slot("Busy", 3)
        await until(lambda: one.progress.phase is Phase.TURNING)
        assert one.asked == 2  # the wheel is not there until it says Ok
        one.slot("Ok", 3)
        for asked in (3, 4):
            await one.asks(asked)
            one.take()
        await one.ends(EndKind.COMPLETE, 4)
    expected = ["0007_Red", "0008_Red", "0009_Red", "0010_Blue", "0011_Blue"]
    assert names(tmp_path) == [f"Camera_CCD1_{each}.fits" for each in expected]


@pytest.mark.parametrize("order", ["image first", "ok first"])
async def test_a_frame_is_done_when_its_image_is_saved_and_the_exposure_over(tmp_path: Path, order: str) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1))
        await one.asks(1)
        one.expose("Busy", 1)
        one.expose("Busy", 0)
        for image in (True, False) if order == "image first" else (False, True):
            assert one.progress.done == 0
            one.image() if image else one.expose("Ok")
            await one.wire.flush()
        await one.ends(EndKind.COMPLETE, 1)
    assert names(tmp_path) == ["Camera_CCD1_0001.fits"]


async def test_an_image_that_comes_late_is_waited_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1))
        await one.asks(1)
        one.expose("Busy")
        one.expose("Ok")
        await until(lambda: one.progress.phase is Phase.DOWNLOADING)
        one.image()
        await one.ends(EndKind.COMPLETE, 1)


async def test_what_is_sent_twice_or_before_busy_is_never_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        await one.asks(1)
        one.image(b"of before")
        one.expose("Ok")  # the end of an exposure of before
        one.expose("Busy", 0)
        one.image(b"first")
        one.image(b"first")
        one.expose("Ok")
        one.image(b"first")
        await one.asks(2)
        assert one.progress.done == 1
        one.take()
        await one.ends(EndKind.COMPLETE, 2)
    numbered = [name for name in names(tmp_path) if "_00" in name]
    assert numbered == ["Camera_CCD1_0001.fits", "Camera_CCD1_0002.fits"]
    assert (tmp_path / numbered[0]).read_bytes() == b"first"
    assert len(names(tmp_path)) == 5  # the others are kept, too


async def test_an_image_early_in_the_exposure_is_of_another_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1, seconds="100"))
        await one.asks(1)
        one.expose("Busy", 100)
        one.image(b"of another")
        one.expose("Busy", 1)
        one.image(b"this one")
        one.expose("Ok")
        done = await one.ends(EndKind.COMPLETE, 1)
    assert (tmp_path / done.last).read_bytes() == b"this one"


async def test_a_camera_that_says_no_busy_is_believed_after_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame, "NO_BUSY_SECONDS", 0.1)
    async with stage(tmp_path) as one:
        one.start(one.plan(1))
        await one.asks(1)
        one.expose("Ok")
        await until(lambda: one.progress.phase is Phase.DOWNLOADING)
        one.image()
        await one.ends(EndKind.COMPLETE, 1)


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("alert", "shutter stuck"),
        ("alert, then a message", "no power"),
        ("silent alert", "answered Alert"),
        ("idle", "was stopped"),
        ("another client", "another client started"),
        ("a longer one", "another exposure was started"),
        ("incomplete", "3"),
        ("no base64", "base64"),
        ("no image", "no image came"),
        ("silence", "overdue"),
        ("no answer", "does not answer"),
        ("started here", "started meanwhile"),
    ],
)
async def test_a_failed_frame_pauses_and_is_taken_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, why: str
) -> None:
    short = {
        "silent alert": ["REASON_SECONDS"],
        "idle": ["REASON_SECONDS"],
        "no image": ["IMAGE_SECONDS"],
        "silence": ["IMAGE_SECONDS", "ANSWER_SECONDS"],
        "no answer": ["ANSWER_SECONDS"],
    }
    for name in short.get(what, ()):
        monkeypatch.setattr(frame, name, 0.3)
    async with stage(tmp_path) as one:
        if what in ("silence", "no answer"):
            one.wire.send(EXPOSURE.replace(b'timeout="60"', b'timeout="0"'))
            await until(lambda: (vector := one.live.workspace.servers.vector(one.camera)) and not vector.timeout)
        one.start(one.plan(2, seconds="0.1"))
        await one.asks(1)
        if what != "no answer":
            one.expose("Busy", 0.1)
        await _go_wrong(one, what)
        paused = await one.paused(why)
        assert (paused.done, paused.goes_on) == (0, False)
        (notice,) = [each for each in one.live.subscriber.notices if each.kind is NoticeKind.SERIES_PAUSED]
        assert why in notice.text
        monkeypatch.undo()
        one.expose("Idle")
        asked = one.asked
        assert one.series.take_step(one.camera, Step.GO_ON)
        for number in (1, 2):
            await one.asks(asked + number)
            one.take()
        await one.ends(EndKind.COMPLETE, 2)
    assert [name for name in names(tmp_path) if "_000" in name] == ["Camera_CCD1_0001.fits", "Camera_CCD1_0002.fits"]


async def _go_wrong(one: Stage, what: str) -> None:
    match what:
        case "alert":
            one.expose("Alert", message="[ERROR] shutter stuck")
        case "alert, then a message":
            one.expose("Alert")
            one.wire.send(b'<message device="Camera" message="[ERROR] no power"/>')
        case "silent alert":
            one.expose("Alert")
        case "idle":
            one.expose("Idle")
        case "another client":
            one.wire.send(
                b'<newNumberVector device="Camera" name="CCD_EXPOSURE">'
                b'<oneNumber name="CCD_EXPOSURE_VALUE">7</oneNumber></newNumberVector>'
            )
        case "a longer one":
            one.expose("Busy", 30)
        case "incomplete":
            one.image(b"abc", size=6)
        case "no base64":
            one.wire.send(
                b'<setBLOBVector device="Camera" name="CCD1" state="Ok"><oneBLOB name="CCD1" size="3" format=".fits">'
                b"????</oneBLOB></setBLOBVector>"
            )
        case "no image":
            one.expose("Ok")
        case "started here":
            await one.live.workspace.submit([Request(one.camera, {"CCD_EXPOSURE_VALUE": "3"})])


@pytest.mark.parametrize("how", ["lost", "device deleted", "exposure deleted"])
async def test_a_loss_in_an_exposure_pauses_and_the_frame_is_taken_again(tmp_path: Path, how: str) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        await one.asks(1)
        one.take()
        await one.asks(2)
        one.expose("Busy", 1)
        if how == "lost":
            await one.wire.flush()
            await one.wire.drop_clients()
            one.live.workspace.connections.retry()
        else:
            name = b"" if how == "device deleted" else b' name="CCD_EXPOSURE"'
            one.wire.send(b'<delProperty device="Camera"' + name + b"/>")
            assert (await one.paused()).goes_on
            one.wire.send(DEFINITIONS)
        await until(lambda: one.asked == 3)
        assert one.progress.done == 1
        one.take()
        await one.ends(EndKind.COMPLETE, 2)
        kinds = [each.kind for each in one.live.subscriber.notices if each.kind.name.startswith("SERIES")]
        assert kinds == [NoticeKind.SERIES_PAUSED, NoticeKind.SERIES_GOES_ON, NoticeKind.SERIES_DONE]
    assert names(tmp_path) == ["Camera_CCD1_0001.fits", "Camera_CCD1_0002.fits"]


async def test_a_driver_that_comes_back_is_connected_and_must_be_set_as_it_was(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1))
        await one.asks(1)
        one.wire.send(b'<delProperty device="Camera"/>' + connection(on=False))
        assert (await one.paused()).goes_on
        await one.wire.wait_received(b'name="CONNECTION"')
        one.wire.send(DEFINITIONS.replace(binning(), binning(2)))
        await one.paused("CCD_BINNING")
        assert one.asked == 1
        one.series.take_step(one.camera, Step.GO_ON)
        await one.asks(2)
        one.take()
        await one.ends(EndKind.COMPLETE, 1)


async def test_without_anybody_to_ask_a_failed_frame_is_tried_again_so_often(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2), Policy(retries=1, retry_seconds=0.01))
        for asked, good in enumerate([False, True, False, False], 1):
            await one.asks(asked)
            one.take() if good else one.expose("Alert", message="[ERROR] no")
        ended = await one.ends(EndKind.FAILED, 1)
        assert "no" in ended.reason


async def test_without_anybody_to_ask_what_somebody_stopped_is_not_tried_again(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2), Policy(retries=9))
        await one.asks(1)
        one.expose("Busy", 1)
        one.expose("Idle", message="aborted")
        await one.ends(EndKind.FAILED, 0)
        assert one.asked == 1


async def test_without_anybody_to_ask_a_camera_is_not_waited_for_without_end(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2), Policy(retries=1, patience=0.05))
        await one.asks(1)
        one.wire.send(b'<delProperty device="Camera"/>')
        await one.ends(EndKind.LOST, 0)


async def test_a_redefinition_in_an_exposure_changes_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1))
        await one.asks(1)
        one.expose("Busy", 1)
        one.wire.send(EXPOSURE.replace(b"Idle", b"Busy") + IMAGE)
        one.take()
        await one.ends(EndKind.COMPLETE, 1)
    assert names(tmp_path) == ["Camera_CCD1_0001.fits"]


async def test_another_client_that_exposes_between_two_frames_is_waited_for(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2, delay=0.05))
        await one.asks(1)
        one.take()
        one.expose("Busy", 9)
        await until(lambda: "exposing already" in one.progress.reason)
        one.image(b"of the other")
        one.expose("Ok")
        await one.asks(2)
        one.take()
        await one.ends(EndKind.COMPLETE, 2)
    assert sum("_000" in name for name in names(tmp_path)) == 2


async def test_pause_go_on_and_stop_after_the_frame(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(5))
        await one.asks(1)
        one.series.take_step(one.camera, Step.PAUSE)
        assert one.progress.pauses_after
        one.take()
        assert (await one.paused()).done == 1
        one.series.take_step(one.camera, Step.GO_ON)
        await one.asks(2)
        one.series.take_step(one.camera, Step.STOP_AFTER_FRAME)
        assert one.progress.ends_after
        one.take()
        await one.ends(EndKind.STOPPED, 2)
        assert one.asked == 2
        assert b"ABORT" not in one.wire.received


@pytest.mark.parametrize("when", ["exposing", "paused", "delay"])
async def test_stop_now_aborts_what_exposes_and_nothing_else(tmp_path: Path, when: str) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2, delay=99))
        await one.asks(1)
        if when == "delay":
            one.take()
            await until(lambda: one.progress.done == 1)
        else:
            one.expose("Busy", 1)
        if when == "paused":
            one.expose("Alert", message="no")
            await one.paused()
        one.series.take_step(one.camera, Step.STOP_NOW)
        if when == "exposing":
            await one.wire.wait_received(b"CCD_ABORT_EXPOSURE")
            one.expose("Idle")
        await one.ends(EndKind.STOPPED, int(when == "delay"))
        assert (b"CCD_ABORT_EXPOSURE" in one.wire.received) is (when == "exposing")


async def test_an_abort_by_another_client_ends_the_series(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(9, delay=99))
        await one.asks(1)
        one.take()
        await until(lambda: one.progress.done == 1)
        one.wire.send(
            b'<newSwitchVector device="Camera" name="CCD_ABORT_EXPOSURE"><oneSwitch name="ABORT">On</oneSwitch></newSwitchVector>'
        )
        await one.ends(EndKind.ABORTED, 1)


async def test_an_abort_of_the_camera_ends_the_series(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(9))
        await one.asks(1)
        one.expose("Busy", 1)
        await one.live.workspace.abort(one.camera.owner)
        await one.ends(EndKind.ABORTED, 0)
        assert one.wire.received.count(b"newSwitchVector") == 2  # begin and end of one
        assert one.asked == 1


async def test_a_wheel_that_fails_or_is_refused_pauses(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(1, 3))
        await one.wire.wait_received(b'name="FILTER_SLOT"')
        one.slot("Busy", 2)
        one.slot("Alert", 2)
        await one.paused("did not reach Blue")
        one.series.take_step(one.camera, Step.GO_ON)
        await until(lambda: one.wire.received.count(b'name="FILTER_SLOT"') == 2)
        one.wire.send(b'<delProperty device="Wheel"/>')
        assert (await one.paused("Wheel")).goes_on
        one.wire.send(
            DEFINITIONS.replace(
                b">1</defNumber></defNumberVector>\n<defText", b">3</defNumber></defNumberVector>\n<defText"
            )
        )
        await one.asks(1)
        one.take()
        await one.ends(EndKind.COMPLETE, 1)


async def test_what_the_user_turns_off_meanwhile_pauses(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        await one.asks(1)
        one.live.workspace.set_blobs_wanted(one.live.key("CCD1", "Camera"), False)
        one.take()
        await one.paused("turned off")
        one.live.workspace.set_blobs_wanted(one.live.key("CCD1", "Camera"), True)
        one.series.take_step(one.camera, Step.GO_ON)
        await one.asks(2)
        one.take()
        await one.ends(EndKind.COMPLETE, 2)


async def test_quitting_aborts_the_exposure_and_removing_the_server_ends_the_series(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        await one.asks(1)
        one.expose("Busy", 1)
        await until(lambda: one.live.workspace.unfinished())
        assert any("0 of 2 frames" in line for line in one.live.workspace.unfinished())
        await one.live.workspace.close()
        await one.wire.wait_received(b"CCD_ABORT_EXPOSURE")
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        await one.asks(1)
        await one.wire.drop_clients()
        await one.wire.refuse()
        await until(lambda: not one.live.workspace.servers.live(one.live.server))
        ended = one.series.ended(one.camera)
        one.live.workspace.connections.set_addresses([])
        progress = await ended
        assert progress
        assert progress.end is EndKind.LOST


async def test_a_fault_of_the_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FrameWatch", None)
    async with stage(tmp_path) as one:
        one.start(one.plan(2))
        ended = one.series.ended(one.camera)
        with pytest.raises(TypeError):
            await ended
        assert "a fault of this program" in one.live.subscriber.notices[-1].text
        assert one.series.progress() == []


def test_the_time_for_an_abort_is_short() -> None:
    assert run.ABORT_SECONDS <= 2
