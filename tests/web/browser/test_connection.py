"""What a page shows is the newest there is, or it says that it is not; nothing is sent twice."""

from __future__ import annotations

from playwright.async_api import Route, expect

from indipyterm.workspace.workspace import Address
from tests.servers import LOOPBACK, WireServer
from tests.web.browser.opening import DESKTOP, PHONE, NewPage, device_url, row
from tests.web.browser.test_device_page import MOUNT, set_numbers
from tests.web.stage import running
from tests.web.test_live import stage_of
from tests.workspace.waiting import until

SIDE = b"""
<defSwitchVector device="Mount" name="SIDE" label="Side" group="Main Control" state="Ok" perm="ro" rule="OneOfMany">
  <defSwitch name="WEST" label="West">On</defSwitch><defSwitch name="EAST" label="East">Off</defSwitch>
</defSwitchVector>
"""
_COLOUR = "element => getComputedStyle(element).color"


async def test_a_lost_server_is_shown_at_once_and_its_end_too(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        park = row(page, "TELESCOPE_PARK").get_by_role("button", name="Park", exact=True)
        await expect(park).to_be_enabled()
        await wire.refuse()
        await wire.drop_clients()
        await expect(page.locator("#top .banner")).to_contain_text("LOST", timeout=1_500)
        await expect(park).to_be_disabled()
        await expect(row(page, "COORD").locator("> .frame > .sign")).to_have_text("?")
        await expect(page.locator("#top .abort")).to_be_enabled()
        await page.locator("#top .abort").click()
        await expect(page.locator(".toast.bad", has_text="Not stopped")).to_contain_text("Mount: ")
        wire.greeting = MOUNT.replace(b">6.5<", b">7.5<")
        await wire.listen()
        await expect(row(page, "COORD").locator(".v").first).to_have_text("7:30:00")
        await expect(park).to_be_enabled()
        await expect(page.locator("#top .state")).to_contain_text("● live")


async def test_what_is_lost_is_grey_and_what_is_not_is_not(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, WireServer(MOUNT.replace(b'"Mount"', b'"Dome"')) as other:
        addresses = [Address(LOOPBACK, wire.port, "pi"), Address(LOOPBACK, other.port, "dome")]
        async with running(addresses) as stage:
            page = await new_page(device_url(stage.url, "Mount"))
            value = row(page, "COORD").locator(".v").first
            colour = await value.evaluate(_COLOUR)
            await page.locator("#top .state").tap()
            await page.get_by_role("button", name="Disconnect from dome").tap()
            await expect(page.locator(".servers")).to_contain_text("○ disconnected")
            assert await page.locator("body.lost").count() == 0  # somebody wanted it so
            await other.refuse()
            await page.get_by_role("button", name="Connect to dome").tap()
            await expect(page.locator("body.lost")).to_have_count(1)
            await page.locator(".over .close").tap()
            assert await value.evaluate(_COLOUR) == colour
            await expect(row(page, "TELESCOPE_PARK").locator("button.chip").first).to_be_enabled()


async def test_a_server_that_takes_the_connection_and_says_nothing_is_not_called_live(new_page: NewPage) -> None:
    async with WireServer(MOUNT + SIDE) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await expect(page.locator("#top .state")).to_contain_text("● live")
        wire.greeting = b""
        await wire.drop_clients()
        await expect(page.locator("#top .state")).to_contain_text("◐ silent for 3 s")
        for chosen in await page.locator(".chip.on .v").all():
            assert await chosen.evaluate(_COLOUR) == await page.locator(".row .sign").first.evaluate(_COLOUR)
        wire.send(MOUNT)
        await expect(page.locator("#top .state")).to_contain_text("● live")


async def test_what_was_typed_outlives_a_lost_server(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        for size in (PHONE, DESKTOP):
            page = await new_page(device_url(stage.url, "Mount"), size)
            await row(page, "RATE").locator(".label").click()
            await page.locator(".field input").fill("4")
            await wire.refuse()
            await wire.drop_clients()
            await expect(page.locator("#top")).to_contain_text("LOST")
            await expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
            await expect(page.locator(".editor > .fault")).to_contain_text("nothing is sent")
            await wire.listen()
            await expect(row(page, "RATE").locator("> .frame > .sign")).to_have_text("○")
            await expect(page.locator(".field input")).to_have_value("4")
            wire.received.clear()
            await page.locator(".field input").press("Enter")
            assert b">4<" in await wire.wait_received(b"</newNumberVector>")
            wire.send(b'<delProperty device="Mount" name="COORD"/>')
            await expect(row(page, "COORD")).to_have_count(0)
            wire.greeting = MOUNT
            wire.send(MOUNT)
            await row(page, "RATE").locator(".label").click()
            await page.locator(".field input").fill("6")
            wire.send(b'<delProperty device="Mount" name="RATE"/>')
            await expect(page.locator(".editor > .fault")).to_have_text("This property is gone")
            wire.send(MOUNT.replace(b'max="10"', b'max="5"'))
            await expect(page.locator(".limits")).to_have_text("0 … 5")
            await page.locator(".field input").press("Enter")
            await expect(page.locator(".editor > .fault")).to_contain_text("look again")
            await page.locator(".field input").press("Enter")
            await expect(page.locator(".field .fault")).to_contain_text("outside 0 … 5")
            await page.get_by_role("button", name="Cancel").click()
            await page.close()
            wire.send(MOUNT)


async def test_silence_makes_everything_stale_and_its_end_brings_the_newest(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page("about:blank")
        await page.clock.install()
        silent = False

        def hear(socket: object) -> None:
            server = socket.connect_to_server()  # type: ignore[attr-defined]
            server.on_message(lambda message: None if silent else socket.send(message))  # type: ignore[attr-defined]

        await page.route_web_socket("**/live", hear)
        await page.goto(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        silent = True
        await page.clock.run_for(11_000)
        await page.clock.run_for(2_000)
        await expect(page.locator("#top .banner")).to_contain_text("not heard for")
        await expect(row(page, "COORD").locator("> .frame > .sign")).to_have_text("?")
        await expect(row(page, "TELESCOPE_PARK").get_by_role("button", name="Park", exact=True)).to_be_disabled()
        wire.send(set_numbers("COORD", RA=9))
        silent = False
        await page.clock.run_for(13_000)
        await page.clock.resume()
        await expect(row(page, "COORD").locator(".v").first).to_have_text("9:00:00")
        await expect(page.locator("#top .state")).to_contain_text("● live")


async def test_what_the_network_swallowed_is_not_sent_again(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        sends = 0

        async def swallow(route: Route) -> None:
            nonlocal sends
            sends += 1
            await route.fetch()  # it arrives, and its answer does not
            await route.abort("connectionreset")

        await page.route("**/send", swallow)
        await row(page, "CONNECTION").get_by_role("button", name="Connect", exact=True).tap()
        await expect(row(page, "CONNECTION").locator(".refusal")).to_have_text("✗ Not known whether it was sent")
        wire.send(
            b'<setSwitchVector device="Mount" name="CONNECTION" state="Ok"><oneSwitch name="CONNECT">On</oneSwitch></setSwitchVector>'
        )
        await expect(row(page, "CONNECTION").locator(".refusal")).to_be_hidden()
        assert (sends, wire.received.count(b"<newSwitchVector")) == (1, 1)


async def test_a_hidden_page_keeps_no_socket_and_is_current_when_it_is_shown(new_page: NewPage) -> None:
    hide = "Object.defineProperty(document, 'visibilityState', {value: %r, configurable: true}); document.dispatchEvent(new Event('visibilitychange'))"
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        await page.evaluate(hide % "hidden")
        await until(lambda: not stage.site.hub.pages)
        wire.send(set_numbers("COORD", RA=9))
        await page.evaluate(hide % "visible")
        await expect(row(page, "COORD").locator(".v").first).to_have_text("9:00:00")


async def test_without_sockets_the_page_asks_every_two_seconds(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page("about:blank")
        await page.add_init_script("delete window.DecompressionStream")  # as an old browser
        await page.goto(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        wire.send(set_numbers("COORD", RA=9))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("9:00:00")


async def test_twelve_tabs_of_one_browser_are_all_live(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        first = await new_page(device_url(stage.url, "Mount"))
        tabs = [first, *[await new_page(device_url(stage.url, "Mount"), context=first.context) for _ in range(11)]]
        for tab in tabs:
            await expect(row(tab, "COORD").locator(".v").first).to_have_text("6:30:00")
        wire.send(set_numbers("COORD", RA=9))
        for tab in tabs:
            await expect(row(tab, "COORD").locator(".v").first).to_have_text("9:00:00")
        thirteenth = await new_page(device_url(stage.url, "Mount"), context=first.context)
        await expect(row(thirteenth, "COORD").locator(".v").first).to_have_text("9:00:00", timeout=2_000)


async def test_an_abort_without_an_answer_is_not_passed_over_in_silence(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await page.route("**/abort", lambda _: None)
        await page.locator("#top .abort").click()
        await expect(page.locator(".toast.bad")).to_contain_text("no answer yet")
