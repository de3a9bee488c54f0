"""What somebody sees of a large image in Chromium: how long each step takes from their hand to the screen."""

from __future__ import annotations

import shutil
from contextlib import AsyncExitStack
from typing import Any

CHROMIUM = shutil.which("chromium")

WATCH = """() => {
    const look = () => {
        const canvas = document.querySelector("main canvas");
        const lit = canvas?.width > 300 && canvas.getContext("2d").getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
        if (lit) window.firstPicture = performance.now();
        else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
"""Notes when the middle of the canvas is no longer black, in ms since the page was asked for."""

SLIDE = """async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const taken = [];
    for (let place = 1; place <= 20; place++) {
        await frame();
        const slider = document.querySelector(".stretch input");
        const start = performance.now();
        slider.value = String(place / 40);
        slider.dispatchEvent(new Event("input"));
        await frame();
        taken.push(performance.now() - start);
    }
    return Math.max(...taken);
}"""
"""Moves a slider 20 times; the longest time from its event to the end of the frame that shows it, in ms."""

SHARP = """() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))))"""


async def measure_in_browser(url: str, name: str) -> dict[str, float]:
    """Seconds until the first picture, and after a double tap until that place is sharp; and for a slider."""
    from playwright.async_api import async_playwright  # the extra is needed

    async with AsyncExitStack() as stack:
        driver = await stack.enter_async_context(async_playwright())
        browser = await driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page: Any = await browser.new_page(viewport={"width": 1280, "height": 800})
        await page.goto(f"{url}/images")  # the program itself is loaded, as it is when an image comes
        await page.add_init_script(f"({WATCH})()")
        await page.goto(f"{url}/image?id={name}")
        await page.wait_for_function("window.firstPicture")
        first = await page.evaluate("window.firstPicture")
        await page.get_by_role("button", name="Stretch").click()
        await page.wait_for_function("document.querySelector('.stretch input:not(:disabled)')")
        slider = await page.evaluate(SLIDE)
        start = await page.evaluate("performance.now()")
        async with page.expect_event("requestfinished", lambda request: "/image-crop" in request.url):
            await page.locator("main canvas").dblclick()
        sharp = await page.evaluate(SHARP) - start
        await browser.close()
    return {"first": first / 1000, "slider": slider / 1000, "tap": sharp / 1000}
