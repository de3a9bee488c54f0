"""What the page of a device takes at the first visit, in Chromium: requests and bytes."""

from __future__ import annotations

from typing import Any, NamedTuple
from urllib.parse import urlencode

from tests.benchmarks.web_images_browser import CHROMIUM
from tests.benchmarks.web_instrument import DEVICE


class Visit(NamedTuple):
    """How much a page loaded."""

    requests: int
    bytes: int


def our_page(url: str, indi: int) -> str:
    """The address of the instrument's page at our site."""
    return f"{url}/device?{urlencode({'s': f'127.0.0.1:{indi}', 'd': DEVICE})}"


async def visit(url: str, link: str = "") -> Visit:
    """Open a page for the first time; `link`: it is the first link on that page that has this in its address."""
    from playwright.async_api import async_playwright

    count, size = 0, 0
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        finder = await (await browser.new_context()).new_page()
        if link:
            await finder.goto(url)
            found = finder.locator(f"a[href*='{link}']").first
            url = str(await found.evaluate("element => element.href"))
        page: Any = await (await browser.new_context()).new_page()
        network = await page.context.new_cdp_session(page)
        await network.send("Network.enable")

        def ask(_: object) -> None:
            nonlocal count
            count += 1

        def add(event: dict[str, Any]) -> None:
            nonlocal size
            size += int(event.get("encodedDataLength") or len(event.get("response", {}).get("payloadData", "")))

        network.on("Network.requestWillBeSent", ask)
        network.on("Network.loadingFinished", add)
        network.on("Network.webSocketFrameReceived", add)
        await page.goto(url)
        await page.wait_for_timeout(2_000)
        await browser.close()
    return Visit(count, size)
