"""Pages fit a phone, can be hit with a finger, and are only red at night."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import axe_playwright_python
import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from tests.servers import WireServer
from tests.web.browser.opening import DESKTOP, SMALL_PHONE, NewPage, device_url, row
from tests.web.browser.test_forms import guarded, log_in
from tests.web.stage import Stage, running
from tests.web.test_live import stage_of

PATHS = ("/", "/watch", "/log", "/images", "/saved")

SMALL_TARGETS = """() => [...document.querySelectorAll('a[href], button, input, summary')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.hidden, [inert]') && !(e.localName === 'input' && e.closest('label')))
  .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
  .filter(([, r]) => r.width && (r.width < 43.5 || r.height < 43.5)).map(([t, r]) => `${t} ${r.width}x${r.height}`)"""


AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
RUN_AXE = """async () => {
  const found = {};
  for (const theme of ['light', 'night', 'dark']) {
    document.documentElement.dataset.theme = theme;
    const {violations} = await axe.run(theme === 'dark' ? {} : {runOnly: ['color-contrast']});
    found[theme] = violations.filter(v => /serious|critical/.test(v.impact)).map(v => [v.id, v.nodes.map(n => n.html)]);
  }
  return found;
}"""


@asynccontextmanager
async def demo() -> AsyncIterator[Stage]:
    async with running(demo=True) as stage:
        yield stage


def hundred(kind: str = "Number") -> bytes:
    members = "".join(
        f'<def{kind} name="M{n:03}" label="Member {n}" format="%g" min="0" max="9" step="0">{n if kind == "Number" else "Off"}</def{kind}>'
        for n in range(100)
    )
    rule = ' rule="AnyOfMany"' if kind == "Switch" else ""
    return f'<def{kind}Vector device="Box" name="ALL" label="All of them" group="Main Control" state="Ok" perm="rw"{rule}>{members}</def{kind}Vector>'.encode()


@pytest.mark.parametrize("size", [(390, 844), SMALL_PHONE])
async def test_pages_fit_a_phone_and_a_finger(new_page: NewPage, size: tuple[int, int]) -> None:
    async with demo() as stage:
        page = await new_page(stage.url, size)
        await expect(page.locator(".card")).to_have_count(7)
        devices = ("CCD", "Every Kind", "Telescope")
        for url in (
            *(stage.url + path for path in PATHS),
            *(device_url(stage.url, device, "demo") for device in devices),
        ):
            await page.goto(url)
            if "/device" in url:
                await expect(page.locator(".row").first).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollWidth") <= size[0], url
            assert await page.evaluate(SMALL_TARGETS) == [], url


async def test_a_vector_of_a_hundred_is_short_and_any_member_is_found(new_page: NewPage) -> None:
    for kind in ("Number", "Switch"):
        async with WireServer(hundred(kind)) as wire, stage_of(wire) as stage:
            page = await new_page(device_url(stage.url, "Box"))
            await expect(row(page, "ALL").locator(".label")).to_be_visible()
            assert await page.evaluate("document.documentElement.scrollHeight") <= 4_500
            await page.get_by_label("Filter").tap()
            await page.get_by_label("Filter").fill("member 73")
            await expect(row(page, "ALL").locator(".member:visible")).to_have_text(
                ["Member 73" if kind == "Switch" else "Member 7373"]
            )


BRIGHTEST = """async (png) => {
  const picture = await createImageBitmap(await (await fetch(png)).blob());
  const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
  context.drawImage(picture, 0, 0);
  const most = [0, 0, 0];
  const {data} = context.getImageData(0, 0, picture.width, picture.height);
  for (let at = 0; at < data.length; at++) if (at % 4 < 3 && data[at] > most[at % 4]) most[at % 4] = data[at];
  return most;
}"""


async def painted(page: Page) -> str:
    """What is seen of a page, as a data URL."""
    return f"data:image/png;base64,{base64.b64encode(await page.screenshot()).decode()}"


async def red_only(page: Page, scale: Page) -> None:
    """Check that a page as it is painted now has red, and neither green nor blue."""
    red, green, blue = await scale.evaluate(BRIGHTEST, await painted(page))
    assert red > 100
    assert (green <= 8, blue <= 8) == (True, True), page.url


async def test_nothing_but_red_is_seen_at_night(new_page: NewPage) -> None:
    async with demo() as stage:
        scale = await new_page("about:blank")
        first = await new_page("about:blank", theme="night")
        await first.route("**/*.js", lambda route: route.abort())  # as it is painted before anything runs
        await first.context.add_cookies([{"name": "theme", "value": "night", "url": stage.url}])
        await first.goto(stage.url)
        assert (await scale.evaluate(BRIGHTEST, await painted(first)))[1:] == [0, 0]
        for size in ((390, 844), DESKTOP):
            page = await new_page(stage.url, size, theme="night")
            await expect(page.locator(".card")).to_have_count(7)
            await red_only(page, scale)
            await page.goto(device_url(stage.url, "Telescope", "demo"))
            await row(page, "EQUATORIAL_EOD_COORD").locator(".label").click()
            await page.locator(".field input").first.fill("99")
            await expect(page.locator(".field .meaning.fault")).to_be_visible()
            await page.locator(".field input").first.select_text()
            await red_only(page, scale)
            await page.keyboard.press("Escape")
            await page.get_by_role("button", name="Menu").click()
            await red_only(page, scale)
            await page.keyboard.press("Escape")
            await page.keyboard.press(":")
            await expect(page.locator(".found li").first).to_be_visible()
            await red_only(page, scale)


async def axe_finds_nothing(page: Page) -> None:
    """Look at a page with axe: at all of it in dark, and at its colours in the other themes."""
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(RUN_AXE) == {"light": [], "night": [], "dark": []}, page.url


async def test_axe_finds_nothing_serious(new_page: NewPage) -> None:
    temperature = quote('["demo","CCD","CCD_TEMPERATURE","CCD_TEMPERATURE_VALUE"]')
    devices = [f"/device?s=demo&d={name}" for name in ("Telescope", "Every+Kind", "CCD")]
    async with demo() as stage:
        page = await new_page(stage.url)
        for path in (*PATHS, *devices, "/image", f"/plot?m={temperature}"):
            await page.goto(stage.url + path)
            await expect(page.locator("h1")).to_be_attached()
            await axe_finds_nothing(page)


async def test_forms_fit_a_phone_and_axe_finds_nothing_serious(chromium: Browser, new_page: NewPage) -> None:
    async with guarded() as (url, _):
        phone: ViewportSize = {"width": 390, "height": 844}
        context = await chromium.new_context(bypass_csp=True, viewport=phone)  # axe comes inline
        page = await new_page(f"{url}/login", context=context)
        for paths in (("login", "setup"), ("me", "users", "settings", "nothing")):
            if "me" in paths:
                await log_in(page, url, "ada")
            for path in paths:
                await page.goto(f"{url}/{path}")
                await axe_finds_nothing(page)
                if path in ("me", "users", "settings"):
                    await expect(page.get_by_role("button", name="ABORT")).to_be_in_viewport()
        await page.set_viewport_size({"width": 320, "height": 700})
        for path in paths:
            await page.goto(f"{url}/{path}")
            await page.evaluate("document.documentElement.style.fontSize = '32px'")  # as a browser's own text size does
            assert await page.evaluate("document.documentElement.scrollWidth") <= 320, path
        await context.close()
