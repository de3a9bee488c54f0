"""One Chromium for all tests of this folder, in one event loop; each page tells of its errors at the end."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from tests.web.browser.opening import NewPage, pages_of

if TYPE_CHECKING:
    from playwright.async_api import Browser

_FOLDER = Path(__file__).parent
CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests here: they need a browser, and share its event loop."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()) and _FOLDER in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """Debian's browser; nothing is downloaded."""
    from playwright.async_api import async_playwright

    assert CHROMIUM, "Debian's package chromium is missing"
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def new_page(chromium: Browser) -> AsyncIterator[NewPage]:
    """Opens pages, each in a browser profile of its own unless it is told which."""
    async with pages_of(chromium) as opened:
        yield opened
