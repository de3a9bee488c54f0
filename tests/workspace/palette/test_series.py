"""Series in the palette: what a text means, which wheel has the filters, and the steps of a series that runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.palette.actions import Candidate, StartSeries, StepSeries, Submit
from indipyterm.workspace.palette.search import PaletteSearch
from indipyterm.workspace.series.plan import Filter, Plan
from indipyterm.workspace.series.progress import Step
from tests.workspace.palette.scenes import CCD, WHEEL, first, key, say, simulators
from tests.workspace.series.stage import EXPOSURE, IMAGE, Stage, stage
from tests.workspace.waiting import until

_EXPOSURE, _IMAGE = key(CCD, "CCD_EXPOSURE"), key(CCD, "CCD1")


def _blue(wheel: VectorKey) -> Filter:
    return Filter(wheel, "FILTER_SLOT_VALUE", 3, "Blue")


def test_a_series_is_a_plan_for_the_camera_and_says_all_of_it() -> None:
    found = first("expose 10x1/4", CCD)
    assert found.action == StartSeries(Plan(_EXPOSURE, "CCD_EXPOSURE_VALUE", _IMAGE, "0.25", 10))
    assert found.effect == "10 exposures of 0.25 s on CCD Simulator"
    found = first("exp 2 x 5m filter bl,Red delay 5s", CCD)
    assert isinstance(found.action, StartSeries)
    assert [used.name for used in found.action.plan.filters] == ["Blue", "Red"]
    assert (found.action.plan.seconds, found.action.plan.delay, found.action.plan.frames) == ("300", 5, 4)
    assert found.effect == (
        "4 exposures of 300 s on CCD Simulator, 2 with each of Blue, Red of CCD Simulator, 5 s between"
    )


def test_the_wheel_that_the_camera_names_comes_first() -> None:
    servers = simulators()
    own, other = key(CCD, "FILTER_SLOT"), key(WHEEL, "FILTER_SLOT")
    for active, wheels in (("CCD Simulator", [own, other]), ("Filter Simulator", [other, own])):
        say(
            servers,
            "<setTextVector device='CCD Simulator' name='ACTIVE_DEVICES'>"
            f"<oneText name='ACTIVE_FILTER'>{active}</oneText></setTextVector>",
        )
        found = PaletteSearch(servers, CCD).candidates("expose 10x30 filter blue")
        plans = [one.action.plan for one in found if isinstance(one.action, StartSeries)]
        assert [plan.filters for plan in plans if plan.camera == _EXPOSURE] == [(_blue(each),) for each in wheels]


@pytest.mark.parametrize(
    ("text", "detail", "invalid"),
    [
        ("expose 10x", "the seconds are missing", False),
        ("expose 10x30 filter", "the filter is missing", False),
        ("expose 10x30 filter Mauve", "no filter 'Mauve'", True),
        ("expose 10x30 filter 99", "no filter '99'", True),
        ("expose 10xsoon", "not a duration", True),
        ("expose 0x30", "1 to 99999", True),
        ("expose 10x30 delay 1 delay 2", "once each", True),
        ("expose 10x30 delay -2", "never negative", True),
        ("expose 10x99999999", "", True),
    ],
)
def test_what_is_missing_or_wrong(text: str, detail: str, invalid: bool) -> None:
    found = first(text, CCD)
    assert found.action is None
    assert found.invalid is invalid
    assert detail in found.detail


def _offered(one: Stage, text: str) -> list[Candidate]:
    workspace = one.live.workspace
    search = PaletteSearch(workspace.servers, series=workspace.series)
    return [found for found in search.candidates(text) if found.title.casefold().startswith(text.split()[0])]


async def test_the_steps_of_a_series_that_runs(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        assert not [found for found in _offered(one, "series ") if found.action]
        one.live.workspace.set_blob_folder(None)
        assert "no folder" in _offered(one, "expose 3x1")[0].detail
        one.live.workspace.set_blob_folder(tmp_path)
        one.start(one.plan(3))
        await one.asks(1)
        assert "runs already: 1/3" in _offered(one, "expose 3x1")[0].detail

        def steps(text: str = "series ") -> list[Step]:
            return [found.action.step for found in _offered(one, text) if isinstance(found.action, StepSeries)]

        assert steps() == [Step.PAUSE, Step.STOP_AFTER_FRAME, Step.STOP_NOW]
        assert steps("series stop") == [Step.STOP_AFTER_FRAME, Step.STOP_NOW]
        assert steps("series p") == [Step.PAUSE]
        assert "type pause" in _offered(one, "series now")[-1].detail
        one.series.take_step(one.camera, Step.PAUSE)
        assert steps() == [Step.GO_ON, Step.STOP_AFTER_FRAME, Step.STOP_NOW]
        one.take()
        await one.paused()
        assert steps() == [Step.GO_ON, Step.STOP_NOW]
        one.series.take_step(one.camera, Step.GO_ON)
        await one.asks(2)
        one.series.take_step(one.camera, Step.STOP_AFTER_FRAME)
        assert steps() == [Step.GO_ON, Step.STOP_NOW]
        one.series.take_step(one.camera, Step.STOP_NOW)
        await one.series.ended(one.camera)
        assert not one.series.take_step(one.camera, Step.STOP_NOW)


def test_a_guide_head_by_its_name() -> None:
    guide = key(CCD, "GUIDER_EXPOSURE")
    series = first("expose 3x3 guide", CCD)
    assert isinstance(series.action, StartSeries)
    assert series.action.plan.camera == guide
    assert series.completion == "expose 3x3 guide"
    single = first("expose 3 Guide", CCD)
    assert isinstance(single.action, Submit)
    assert single.action.requests[0].key == guide
    assert "no filter 'guide'" in first("expose 3x3 filter guide", CCD).detail


async def test_a_guide_head_never_takes_the_place_of_its_camera(tmp_path: Path) -> None:
    async with stage(tmp_path) as one:
        heads = EXPOSURE.replace(b'"CCD_EXPOSURE"', b'"GUIDER_EXPOSURE"') + IMAGE.replace(b"CCD1", b"CCD2")
        one.wire.send(heads)
        servers, head = one.live.workspace.servers, one.live.key("CCD2", one.camera.device)
        await until(lambda: servers.vector(head) is not None)
        assert len([found for found in _offered(one, "expose 3x1") if found.action]) == 2
        one.start(one.plan(3))
        await one.asks(1)
        (refused,) = _offered(one, "expose 3x1")
        assert refused.invalid
        assert isinstance(_offered(one, "expose 3x1 guide")[0].action, StartSeries)
