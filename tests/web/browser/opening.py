"""Opening pages in Chromium, on screens of several sizes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Locator, Page

PHONE = (390, 844)
SMALL_PHONE = (320, 700)
DESKTOP = (1280, 800)
PATIENCE = 10_000.0  # ms


class NewPage(Protocol):
    """Opens a page; what it complains about fails the test."""

    async def __call__(
        self, url: str, size: tuple[int, int] = PHONE, *, theme: str = "dark", context: BrowserContext | None = None
    ) -> Page: ...


@asynccontextmanager
async def pages_of(browser: Browser) -> AsyncIterator[NewPage]:
    """Open pages, each in a profile of its own unless it is told which, and close them at the end."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    async def open_page(
        url: str, size: tuple[int, int] = PHONE, *, theme: str = "dark", context: BrowserContext | None = None
    ) -> Page:
        if context is None:
            context = await new_context(browser, size)
            contexts.append(context)
        if url.startswith("http"):
            await context.add_cookies([{"name": "theme", "value": theme, "url": url}])
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        await page.goto(url)
        return page

    try:
        yield open_page
    finally:
        for context in contexts:
            await context.close()
    assert complaints == []


def _is_complaint(message: Any) -> bool:
    """Whether a line of the console is an error of the page; what the network did is not."""
    network = ("Failed to load resource", "WebSocket connection", "net::ERR")
    return message.type == "error" and not any(text in message.text for text in network)


async def new_context(browser: Browser, size: tuple[int, int] = PHONE) -> BrowserContext:
    """A profile of its own, with a screen that is touched if it is small."""
    width, height = size
    touch = width < 900
    return await browser.new_context(
        viewport={"width": width, "height": height}, has_touch=touch, is_mobile=touch, reduced_motion="reduce"
    )


def device_url(base: str, device: str, server: str = "pi", **more: str) -> str:
    """The address of the page of a device."""
    return f"{base}/device?{urlencode({'s': server, 'd': device, **more})}"


def row(page: Page, vector: str) -> Locator:
    """The row of a vector, by its INDI name."""
    return page.locator(f""".row[data-key$=',"{vector}"]']""")
