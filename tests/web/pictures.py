"""Pictures of the site: each page of the demo's instruments in Chromium, on a phone and on a desk, in three themes.

`tests.pictures` takes them.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from indipyterm.presentation.keys import VectorKey
from indipyterm.web.serving import listen, serving
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from tests.web.browser.conftest import CHROMIUM
from tests.web.browser.opening import DESKTOP, PHONE, device_url, pages_of, row
from tests.web.stage import Stage, running
from tests.web.visitor import GOOD, site
from tests.workspace.waiting import until

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

THEMES = ("dark", "light", "night")
POINTING = VectorKey("demo", "Telescope", "EQUATORIAL_EOD_COORD")
EXPOSURE = VectorKey("demo", "CCD", "CCD_EXPOSURE")
TEMPERATURE = VectorKey("demo", "CCD", "CCD_TEMPERATURE")

SETTINGS = """indipyterm-settings = 1
[Telescope.TELESCOPE_TRACK_MODE]
TRACK_SIDEREAL = false
TRACK_LUNAR = true
[CCD.CCD_GAIN]
GAIN = 120
[Focuser.FOCUS_BACKLASH_STEPS]
FOCUS_BACKLASH_VALUE = 7
"""


async def take_pictures(folder: Path) -> None:
    """Write the pictures into a folder."""
    from playwright.async_api import async_playwright

    with tempfile.TemporaryDirectory() as images:
        options = LaunchOptions(Config(blobfolder=Path(images)))
        async with async_playwright() as driver, running(demo=True, options=options) as stage:
            stage.workspace.open_blob_folder()
            await _expose(stage)
            browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            for theme in THEMES:
                for size in (PHONE, DESKTOP):
                    await _take(browser, stage, folder, theme, size)
            with site() as (app, _):
                listener = listen("127.0.0.1", 0)
                async with serving(app, listener):
                    url = f"http://localhost:{listener.getsockname()[1]}"
                    for theme in THEMES:
                        for size in (PHONE, DESKTOP):
                            await _take_forms(browser, url, folder, theme, size)
            await browser.close()


async def _take_forms(browser: Browser, url: str, folder: Path, theme: str, size: tuple[int, int]) -> None:
    async with pages_of(browser) as new_page:
        page = await new_page(f"{url}/login?next=/me", size, theme=theme)
        await _keep(page, folder, "login", theme, size)
        await page.goto(f"{url}/setup?code=K7QM-2DXT")
        await _keep(page, folder, "setup", theme, size)
        await page.goto(f"{url}/login?next=/me")
        await page.get_by_label("Name", exact=True).fill("ada")
        await page.get_by_label("Password", exact=True).fill(GOOD)
        await page.get_by_role("button", name="Log in").click()
        for name in ("me", "users", "settings"):
            await page.goto(f"{url}/{name}")
            await _keep(page, folder, name, theme, size)


async def _keep(page: Page, folder: Path, name: str, theme: str, size: tuple[int, int]) -> None:
    path = folder / f"web-{name}-{theme}-{size[0]}x{size[1]}.png"
    await page.screenshot(path=path, animations="disabled")
    print(path.name)


async def _expose(stage: Stage) -> None:
    """Have the camera send an image."""
    await until(lambda: stage.workspace.servers.vector(EXPOSURE))
    async with httpx.AsyncClient(base_url=stage.url) as http:
        await http.post("/send", json={"key": list(EXPOSURE), "values": {"CCD_EXPOSURE_VALUE": "0.1"}})
    await until(lambda: stage.workspace.images.last)


async def _take(browser: Browser, stage: Stage, folder: Path, theme: str, size: tuple[int, int]) -> None:
    from playwright.async_api import expect

    async with pages_of(browser) as new_page:
        page = await new_page(stage.url, size, theme=theme)

        async def keep(name: str) -> None:
            await _keep(page, folder, name, theme, size)

        await expect(page.locator(".card")).to_have_count(len(stage.workspace.servers.devices()))
        await keep("devices")
        await page.goto(device_url(stage.url, "Telescope", "demo"))
        await expect(row(page, POINTING.vector)).to_be_visible()
        await keep("device")
        await row(page, POINTING.vector).locator(".label").click()
        await expect(page.locator(".field input").first).to_be_focused()
        await keep("editor")
        watched = json.dumps([POINTING, TEMPERATURE])
        await page.evaluate(f"localStorage.setItem('indipyterm watch', {json.dumps(watched)})")
        await page.goto(f"{stage.url}/watch")
        await expect(row(page, TEMPERATURE.vector)).to_be_visible()
        await keep("watch")
        await page.goto(f"{stage.url}/images")
        await expect(page.locator("main img, main canvas").first).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await keep("images")
        await page.goto(f"{stage.url}/image")
        await expect(page.locator("main canvas")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        await keep("image")
        await page.goto(f"{stage.url}/plot?{urlencode({'m': json.dumps([*TEMPERATURE, 'CCD_TEMPERATURE_VALUE'])})}")
        await expect(page.locator(".uplot canvas")).to_be_visible()
        await keep("plot")
        await page.goto(f"{stage.url}/log")
        await expect(page.get_by_text("connected to").first).to_be_visible()
        await keep("log")
        await page.goto(f"{stage.url}/saved")
        async with page.expect_file_chooser() as chosen:
            await page.get_by_role("button", name="Choose a file").click()
        content = SETTINGS.encode()
        await (await chosen.value).set_files({"name": "night.toml", "mimeType": "text/plain", "buffer": content})
        await expect(page.locator(".changes li")).to_have_count(3)
        await keep("saved")
