"""Whatever a driver calls things, they are shown as text, and can be reached."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from playwright.async_api import expect

from tests.servers import WireServer
from tests.web.browser.opening import SMALL_PHONE, NewPage
from tests.web.test_live import stage_of

NAMES = (
    "a/b?c#d%41..&e=f",
    "../../etc",
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "\u202eright to left\u202c \U0001f52d",
    "${alert(1)} {{7*7}}",
    "long " * 2_000,
)


def definitions() -> bytes:
    return "".join(
        f"<defTextVector device={quoteattr(name)} name={quoteattr(name)} label={quoteattr(name)} group={quoteattr(name)} "
        f'state="Ok" perm="rw"><defText name="T" label={quoteattr(name)}>value</defText></defTextVector>'
        for name in NAMES
    ).encode()


async def test_any_name_is_text_and_a_place_to_go(new_page: NewPage) -> None:
    async with WireServer(definitions()) as wire, stage_of(wire) as stage:
        page = await new_page(stage.url, SMALL_PHONE)
        await expect(page.locator(".card")).to_have_count(len(NAMES))
        for place, _ in enumerate(NAMES):
            await page.locator(".card a").nth(place).tap()
            await expect(page.locator(".row .v")).to_have_text("value")
            assert await page.evaluate("document.documentElement.scrollWidth") <= SMALL_PHONE[0]
            await page.locator(".tabs a").tap()
            await page.locator(".row .label").tap()
            await page.locator(".field input").fill(f"typed {place}")
            await page.locator(".field input").press("Enter")
            await wire.wait_received(f"typed {place}".encode())
            await expect(page.locator(".editor")).to_have_count(0)  # else Back would close it
            await page.go_back()
        assert await page.evaluate("document.querySelectorAll('script, img').length") == 1  # main.js alone
