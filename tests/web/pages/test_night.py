"""The table of the night as a page."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from indipyterm.presentation.keys import DeviceKey
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of
from indipyterm.workspace.night import NightRow
from tests.tui.emulator import NOON
from tests.web.visitor import Visitor, site

CAMERA = DeviceKey("pi4:7624", "CCD")


async def take(request: Request) -> Response:
    """Three images come."""
    rows = site_of(request).workspace.night._rows
    for number, stars in enumerate((500, 510, 100)):
        path = Path(f"/x/<b>{number}.fits")
        rows.append(NightRow(CAMERA, path, NOON, "Ha", 30, -10.04, 45210, 1012, 2.379, 4.8, stars, 14))
    return PlainTextResponse("")


async def test_it_has_a_row_an_image_as_plain_text_and_marks_what_is_unusual() -> None:
    with site(routes=[Route("/take", take, Role.VIEWER)]) as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        assert "There is no image of this session yet" in (await ada.get("/night")).text
        await ada.get("/take")
        page = (await ada.get("/night")).text
        assert page.count("<tr") == 4
        assert page.index("2.fits") < page.index("0.fits")
        for text in ("12:00:00", "Ha", "30", "-10.0", "1012", "2.38", "510", "14", "45210"):
            assert f"<td>{text}</td>" in page
        assert page.count("stars -80 %") == 1
        assert "<b>" not in page
        assert "&lt;b&gt;0.fits" in page
