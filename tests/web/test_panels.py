"""A browser shows the panel of the file that the program was started with."""

from __future__ import annotations

from pathlib import Path

import httpx

from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.panel_file import read_panel
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser_stand_in import page_of
from tests.web.stage import running
from tests.web.test_live import DEFINITIONS

FILE = """
title = "Night"
[[row]]
[[row.column]]
title = "Pointing"
show = ["Mount.COORD", "Mount.NONE"]
[[row.column]]
title = "Rest"
show = ["Other.NOTE", "Gone.X"]
"""


async def test_the_rows_of_a_panel(tmp_path: Path) -> None:
    file = tmp_path / "night.toml"
    file.write_text(FILE)
    options = LaunchOptions(panel=read_panel(file))
    async with WireServer(DEFINITIONS) as wire:
        addresses = [Address(LOOPBACK, wire.port, "pi")]
        async with running(addresses, options=options) as stage, page_of(stage, {"devices": True}) as page:
            await page.until(lambda: len(page.cards) == 2)
            async with httpx.AsyncClient(base_url=stage.url) as http:
                assert (await http.get("/panels")).json() == [{"name": "1", "title": "Night"}]
                data = (await http.get("/panel-data", params={"p": "1"})).json()
                assert [row.get("heading") or row["key"] for row in data["rows"]] == [
                    "Pointing",
                    ["pi", "Mount", "COORD"],
                    ["pi", "Mount", "NONE"],
                    "Rest",
                    ["pi", "Other", "NOTE"],
                    ["", "Gone", "X"],
                ]
                assert (await http.get("/panel-data", params={"p": "2"})).status_code == 404


async def test_without_a_file_there_is_none() -> None:
    async with running() as stage, httpx.AsyncClient(base_url=stage.url) as http:
        assert (await http.get("/panels")).json() == []
        assert (await http.get("/panel-data", params={"p": "1"})).status_code == 404
