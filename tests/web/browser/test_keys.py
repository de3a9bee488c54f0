"""The terminal's keys do the same in a browser; and who may only look has nothing to press."""

from __future__ import annotations

from playwright.async_api import expect

from indipyterm.web.roles import Role, User
from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser.opening import DESKTOP, NewPage, device_url, row
from tests.web.browser.test_device_page import MOUNT
from tests.web.stage import running
from tests.web.test_live import stage_of


async def test_everything_can_be_done_with_keys(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(stage.url, DESKTOP)
        press = page.keyboard.press
        await expect(page.locator(".device")).to_have_count(1)
        await press("1")
        await expect(row(page, "RATE")).to_be_visible()
        await press("/")
        await page.keyboard.type("rate")
        await press("Enter")
        await expect(row(page, "RATE").locator(".label")).to_be_focused()
        await press("Y")
        await expect(page.locator(".toast.good")).to_contain_text("set Mount.RATE.R=1")
        await press("*")
        await press("e")
        await expect(page.locator(".field input")).to_be_focused()
        await page.keyboard.type("2.5")
        await press("Enter")
        assert b">2.5<" in await wire.wait_received(b"</newNumberVector>")
        await expect(row(page, "RATE").locator(".label")).to_be_focused()
        await press("Escape")  # the filter
        await press("g")
        await expect(row(page, "CONNECTION").locator(".label")).to_be_focused()
        await press("ArrowRight")
        await press("ArrowLeft")
        await press("Enter")
        assert b'name="CONNECT"' in await wire.wait_received(b"</newSwitchVector>")
        await press("X")
        await wire.wait_received(b'name="TELESCOPE_ABORT_MOTION"')
        await press("0")
        await expect(row(page, "RATE").locator(".sign").first).to_have_text("◐")  # the star
        await press("?")
        await expect(page.locator("dialog")).to_contain_text("ABORT everything")
        await press("Escape")
        await press(":")
        await page.get_by_role("combobox").fill("coordinates")
        await expect(page.locator(".found li").first).to_contain_text("Coordinates")
        await press("Enter")
        await expect(row(page, "COORD").locator(".label")).to_be_focused()
        await expect(page.locator(".row.sought")).to_have_count(1)


async def test_who_may_look_only_has_nothing_to_press(new_page: NewPage) -> None:
    async with (
        WireServer(MOUNT) as wire,
        running([Address(LOOPBACK, wire.port, "pi")], user=User("vera", "Vera", Role.VIEWER)) as stage,
    ):
        page = await new_page(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        await expect(page.locator("#top .state")).to_contain_text("you only look")
        await row(page, "COORD").locator(".label").tap()
        await expect(page.locator("dialog .facts")).to_contain_text("COORD")
        await expect(page.locator("dialog .actions svg.sparkline")).to_have_count(2)
        assert await page.locator("button.chip, .abort, .editor, .file").count() == 0
