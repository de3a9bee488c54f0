"""The last hour of a number, for plots."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from indipyterm.presentation.keys import VectorKey
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.images.image_site import ImageSite, image_site
from tests.workspace.waiting import until

DEFINITIONS = b"""
<defNumberVector device="CCD" name="TEMP" state="Ok" perm="rw">
  <defNumber name="T" label="Sensor&#xA;" format="%5.2f" min="0" max="0" step="0">-10</defNumber>
  <defNumber name="POWER" format="%g" min="0" max="0" step="0">50</defNumber>
</defNumberVector>
<defTextVector device="CCD" name="NOTE" state="Ok" perm="ro"><defText name="N">x</defText></defTextVector>
"""
TEMP = VectorKey("pi", "CCD", "TEMP")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[ImageSite]:
    async with image_site(tmp_path) as found, WireServer(DEFINITIONS) as wire:
        servers = found.site.workspace.servers
        client = servers.add(*Address(LOOPBACK, wire.port, "pi")).client
        task = asyncio.create_task(client.run())
        await until(lambda: servers.vector(TEMP) and servers.vector(VectorKey("pi", "CCD", "NOTE")))
        yield found
        client.shutdown()
        await task


async def asked(site: ImageSite, *names: Any, **query: Any) -> Any:
    response = await site.get("/history", m=json.dumps(names), **query)
    assert (response.status_code, response.headers["content-encoding"]) == (200, "gzip")
    return response.json()


async def test_readings_and_from_when_on_nothing_is_known(site: ImageSite) -> None:
    workspace = site.site.workspace
    vector, now = workspace.servers.vector(TEMP), workspace.now().timestamp()
    assert vector
    series = workspace.history.series(TEMP, vector, now - 100)[0]
    series.append(now - 50, -9.5)
    series.end(now - 20)
    series.append(now - 10, -9.25)
    found = await asked(site, *TEMP, "T")
    assert (found["label"], found["format"], found["v"]) == ("Sensor␊", "%5.2f", [-10, -9.5, None, -9.25])
    assert found["t"] == [round(now - ago, 1) for ago in (100, 50, 20, 10)]
    assert found["caption"].startswith("60 min  n=3  now -9.25  min -10.00  max -9.25") or found["caption"].startswith(
        "1 h"
    )


async def test_a_number_that_has_no_history_yet_begins_with_its_present_value(site: ImageSite) -> None:
    assert (await asked(site, *TEMP, "POWER"))["v"] == [50]


async def test_a_few_points_for_a_sparkline(site: ImageSite) -> None:
    workspace = site.site.workspace
    vector, now = workspace.servers.vector(TEMP), workspace.now().timestamp()
    assert vector
    series = workspace.history.series(TEMP, vector, now - 1790)[0]
    series.append(now - 1780, 5)
    series.append(now - 1770, 1)
    found = await asked(site, *TEMP, "T", points=2)
    assert (found["low"], found["high"], found["last"]) == ([-10, 1], [5, 1], [1, 1])  # of what is known


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "[",
        "null",
        "5",
        '{"a":1}',
        '["pi","CCD","TEMP"]',
        '["pi","CCD","TEMP",5]',
        "[" * 10_000,
        "\ud800".encode("utf-8", "surrogatepass").decode("latin1"),
    ],
)
async def test_what_makes_no_sense(site: ImageSite, wanted: str) -> None:
    assert (await site.error("/history", m=wanted))[0] == 400


@pytest.mark.parametrize("names", [("no", "CCD", "TEMP", "T"), ("pi", "CCD", "TEMP", "‮"), ("pi", "CCD", "NOTE", "N")])
async def test_what_is_no_number(site: ImageSite, names: tuple[str, ...]) -> None:
    status, why = await site.error("/history", m=json.dumps(names))
    assert (status, why.startswith("there is no number")) == (404, True)


@pytest.mark.parametrize("points", ["-1", "1001", "x", "1e2"])
async def test_points_that_make_no_sense(site: ImageSite, points: str) -> None:
    assert (await site.error("/history", m=json.dumps([*TEMP, "T"]), points=points))[0] == 400
