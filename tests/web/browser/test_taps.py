"""How many taps the common tasks take, from the first page."""

from __future__ import annotations

from playwright.async_api import Page, expect

from tests.web.browser.opening import NewPage, row
from tests.web.stage import running


class Finger:
    """Taps, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    async def tap(self, name: str) -> None:
        self.taps += 1
        await self.page.get_by_role("button", name=name, exact=True).tap()

    async def type(self, text: str) -> None:
        await expect(self.page.get_by_role("combobox")).to_be_focused()
        await self.page.keyboard.type(text)


async def test_common_tasks_take_few_taps(new_page: NewPage) -> None:
    async with running(demo=True) as stage:
        assert stage.demo is not None
        page = await new_page(stage.url)
        await expect(page.locator(".card")).to_have_count(7)

        finger = Finger(page)  # connect a device
        await page.locator(".card a").first.tap()
        await finger.tap("Disconnect")
        await expect(page.get_by_role("alertdialog")).to_be_visible()
        await page.get_by_role("button", name="Yes").tap()  # asked about: it is connected already
        await expect(row(page, "CONNECTION").get_by_role("button", name="Disconnect")).to_have_attribute(
            "aria-pressed", "true"
        )
        await page.goto(stage.url)
        finger = Finger(page)
        await finger.tap("Connect")
        assert finger.taps <= 2
        await expect(page.get_by_role("button", name="Connect", exact=True)).to_have_count(0)

        finger = Finger(page)  # expose 1 s
        await finger.tap("Find or do")
        await finger.type("expose 1")
        await expect(page.locator(".found li").first).to_contain_text("xpose")
        await page.keyboard.press("Enter")
        assert finger.taps + 1 <= 3
        await expect(page.locator(".palette")).to_have_count(0)

        finger = Finger(page)  # go to typed coordinates
        await finger.tap("Find or do")
        await finger.type("goto 5:35:17 80:00:00")
        await expect(page.locator(".found li .effect").first).to_contain_text("RA=5.588")
        await page.keyboard.press("Enter")
        await expect(page.locator(".palette")).to_have_count(0)

        finger = Finger(page)
        await finger.tap("Night")
        await expect(page.locator("html")).to_have_attribute("data-theme", "night")
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-theme", "night")
        await finger.tap("Night")
        await expect(page.locator("html")).to_have_attribute("data-theme", "dark")

        finger = Finger(page)
        await finger.tap("ABORT")
        assert finger.taps == 1
        await expect(page.locator(".toast").last).to_contain_text("Telescope")
