"""Pictures of the site: the demo's instruments in Chromium, on a phone and on a desk. `tests.pictures` takes them."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from tests.web.browser.conftest import CHROMIUM
from tests.web.browser.opening import DESKTOP, PHONE, device_url, pages_of, row
from tests.web.stage import running

if TYPE_CHECKING:
    from playwright.async_api import Page


async def take_pictures(folder: Path) -> None:
    """Write the pictures into a folder."""
    from playwright.async_api import async_playwright, expect

    async def keep(page: Page, name: str, size: tuple[int, int]) -> None:
        path = folder / f"web-{name}-{size[0]}x{size[1]}.png"
        await page.screenshot(path=path, animations="disabled")
        print(path.name)

    with tempfile.TemporaryDirectory() as images:
        options = LaunchOptions(Config(blobfolder=Path(images)))
        async with async_playwright() as driver, running(demo=True, options=options) as stage:
            stage.workspace.open_blob_folder()
            arguments = ["--no-sandbox", "--disable-gpu"]
            browser = await driver.chromium.launch(executable_path=CHROMIUM, args=arguments)
            async with pages_of(browser) as new_page:
                for size in (PHONE, DESKTOP):
                    page = await new_page(stage.url, size)
                    await expect(page.locator(".card")).to_have_count(7)
                    await keep(page, "devices", size)
                    await page.goto(device_url(stage.url, "Telescope", "demo"))
                    await expect(row(page, "EQUATORIAL_EOD_COORD")).to_be_visible()
                    await keep(page, "telescope", size)
                    await row(page, "EQUATORIAL_EOD_COORD").locator(".label").click()
                    await expect(page.locator(".field input").first).to_be_focused()
                    await keep(page, "editor", size)
                    night = await new_page(device_url(stage.url, "CCD", "demo"), size, theme="night")
                    await expect(row(night, "CCD_EXPOSURE")).to_be_visible()
                    await keep(night, "night", size)
            await browser.close()
