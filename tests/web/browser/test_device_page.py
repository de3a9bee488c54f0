"""A tap becomes bytes at the driver, and what the driver says becomes text on the page."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import expect

from indipyterm.web import hub
from indipyterm.workspace import frames
from tests.servers import WireServer
from tests.web.browser.opening import DESKTOP, NewPage, device_url, row
from tests.web.test_live import stage_of

MOUNT = b"""
<defSwitchVector device="Mount" name="CONNECTION" label="Connection" group="Main Control" state="Ok" perm="rw" rule="OneOfMany">
  <defSwitch name="CONNECT" label="Connect">Off</defSwitch><defSwitch name="DISCONNECT" label="Disconnect">On</defSwitch>
</defSwitchVector>
<defNumberVector device="Mount" name="COORD" label="Coordinates" group="Main Control" state="Ok" perm="rw" timeout="60">
  <defNumber name="RA" label="RA (hh:mm:ss)" format="%010.6m" min="0" max="24" step="0">6.5</defNumber>
  <defNumber name="DEC" label="DEC (dd:mm:ss)" format="%010.6m" min="-90" max="90" step="0">1</defNumber>
</defNumberVector>
<defNumberVector device="Mount" name="RATE" label="Rate" group="Main Control" state="Idle" perm="rw">
  <defNumber name="R" label="Rate (x)" format="%g" min="0" max="10" step="0">1</defNumber>
</defNumberVector>
<defSwitchVector device="Mount" name="TELESCOPE_PARK" label="Park" group="Main Control" state="Idle" perm="rw" rule="OneOfMany">
  <defSwitch name="PARK" label="Park">Off</defSwitch><defSwitch name="UNPARK" label="Unpark">On</defSwitch>
</defSwitchVector>
<defSwitchVector device="Mount" name="TELESCOPE_ABORT_MOTION" label="Abort" group="Main Control" state="Idle" perm="rw" rule="AtMostOne">
  <defSwitch name="ABORT" label="Abort">Off</defSwitch>
</defSwitchVector>
<defLightVector device="Mount" name="LIGHTS" label="Lights" group="Other" state="Ok">
  <defLight name="A" label="Axis">Alert</defLight>
</defLightVector>
"""

EXPOSURE = b"""
<defNumberVector device="Mount" name="CCD_EXPOSURE" label="Expose" group="Main Control" state="Idle" perm="rw" timeout="60">
  <defNumber name="CCD_EXPOSURE_VALUE" label="Duration (s)" format="%5.2f" min="0" max="3600" step="0">1</defNumber>
</defNumberVector>
"""


def set_numbers(name: str, state: str = "Ok", **values: float) -> bytes:
    members = "".join(f'<oneNumber name="{member}">{value}</oneNumber>' for member, value in values.items())
    return f'<setNumberVector device="Mount" name="{name}" state="{state}">{members}</setNumberVector>'.encode()


async def test_a_tap_on_a_switch_is_sent_and_its_answer_is_shown(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        connect = row(page, "CONNECTION").get_by_role("button", name="Connect", exact=True)
        await connect.tap()
        assert b'<oneSwitch name="CONNECT">On<' in (await wire.wait_received(b"</newSwitchVector>")).replace(b"\n", b"")
        await expect(row(page, "CONNECTION").locator(".sign")).to_have_text("◐")
        await expect(row(page, "CONNECTION").locator(".asked")).to_have_text("Connect")
        wire.send(
            b'<setSwitchVector device="Mount" name="CONNECTION" state="Ok">'
            b'<oneSwitch name="CONNECT">On</oneSwitch><oneSwitch name="DISCONNECT">Off</oneSwitch></setSwitchVector>'
        )
        await expect(connect).to_have_attribute("aria-pressed", "true")
        await expect(row(page, "CONNECTION").locator(".sign")).to_have_text("●")


async def test_values_states_and_refusals_come_to_the_page(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        coordinates = row(page, "COORD")
        await expect(coordinates.locator(".v").first).to_have_text("6:30:00")
        await expect(row(page, "LIGHTS").locator(".member .sign")).to_have_text("▲")
        wire.send(set_numbers("COORD", "Busy", RA=7) + set_numbers("COORD", RA=8))  # within the same second
        await expect(coordinates.locator(".v").first).to_have_text("8:00:00")
        await expect(coordinates.locator("> .frame > .sign")).to_have_text("●")
        wire.send(b'<setNumberVector device="Mount" name="RATE" state="Alert" message="no &lt;b&gt;motor"/>')
        await expect(row(page, "RATE").locator(".refusal")).to_have_text("✗ no <b>motor")


async def test_busy_and_ok_within_a_second_end_as_ok_a_hundred_times(
    new_page: NewPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub, "FRAME_SECONDS", 0.002)
    monkeypatch.setattr(frames, "FRAME_SECONDS", 0.002)
    shows = """async ([vector, text]) => {
        const row = [...document.querySelectorAll(".row")].find((one) => one.dataset.key.endsWith(`"${vector}"]`));
        for (let frame = 0; frame < 300 && row.querySelector(".v").textContent !== text; frame++)
            await new Promise(requestAnimationFrame);
        return [row.querySelector(".v").textContent, row.querySelector(".frame > .sign").textContent];
    }"""
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        for turn in range(100):
            wire.send(set_numbers("COORD", "Busy", RA=0) + set_numbers("COORD", RA=1 + turn / 60))
            text = f"{1 + turn // 60}:{turn % 60:02}:00"
            assert await page.evaluate(shows, ["COORD", text]) == [text, "●"]


async def test_what_is_typed_survives_updates_and_is_sent_as_it_is(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await row(page, "COORD").locator(".label").tap()
        field, meaning = page.locator(".field input").first, page.locator(".field .meaning").first
        await expect(field).to_be_focused()
        await field.fill("5h75m")
        await expect(meaning).to_have_text("✗ minutes must be under 60")
        await field.fill("5:30:0.3")

        async def flood() -> None:
            for value in range(20):
                wire.send(set_numbers("COORD", RA=value, DEC=value))
                await asyncio.sleep(0.1)  # ten a second, as a mount that slews

        flooding = asyncio.create_task(flood())
        await field.press_sequentially("6", delay=100)
        await expect(page.locator(".now").first).to_have_text("now 19:00:00")
        await flooding
        await expect(field).to_have_value("5:30:0.36")
        await expect(page.locator(".field input").nth(1)).to_have_value("19:00:00")
        await expect(meaning).to_have_text("= 5.5001")
        await field.press("Enter")
        sent = await wire.wait_received(b"</newNumberVector>")
        assert b">5.5001<" in sent
        assert b">19<" in sent  # the other member, as it is now
        await expect(page.locator(".editor")).to_have_count(0)


async def test_an_editor_opens_again_on_a_phone_however_it_was_closed(new_page: NewPage) -> None:
    async with WireServer(MOUNT + EXPOSURE) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        editor, field = page.locator(".editor"), page.locator(".field input").first
        for end in ("Cancel", "Send", "Escape", "Close", "Cancel"):
            await row(page, "RATE").locator(".v").tap()
            await expect(field).to_be_focused()
            if end == "Escape":
                await page.keyboard.press(end)
            else:
                await page.locator(".over").get_by_role("button", name=end, exact=True).tap()
            await expect(editor).to_have_count(0)
            if end == "Send":
                await expect(page.locator(".toast").last).to_contain_text("Nothing was changed")
        assert b"<newNumberVector" not in await wire.wait_received(b"getProperties")
        await row(page, "CCD_EXPOSURE").locator(".v").tap()
        await expect(field).to_have_value("1.00")
        await page.get_by_role("button", name="Send", exact=True).tap()
        assert b">1.00<" in await wire.wait_received(b"</newNumberVector>")  # it acts each time that it is sent


async def test_two_who_type_at_once_see_each_other(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        one = await new_page(device_url(stage.url, "Mount"))
        other = await new_page(device_url(stage.url, "Mount"), DESKTOP)
        for page in (one, other):
            await row(page, "RATE").locator(".label").click()
        await one.locator(".field input").fill("4")
        await other.locator(".field input").fill("7")
        await other.locator(".field input").press("Enter")
        assert b">7<" in await wire.wait_received(b"</newNumberVector>")
        await expect(one.locator(".editor .other")).to_contain_text("⇄ Anna asked for 7")
        await expect(one.locator(".field input")).to_have_value("4")
        await expect(row(one, "RATE").locator(".under-way .other")).to_have_text("⇄ Anna")
        await expect(one.get_by_role("button", name="Send over it")).to_be_visible()


async def test_what_is_risky_is_asked_about_and_abort_never_is(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await row(page, "TELESCOPE_PARK").get_by_role("button", name="Park", exact=True).tap()
        question = page.get_by_role("alertdialog")
        await expect(question).to_contain_text("Park")
        await page.locator("#top .abort").tap()  # the bar is above each question
        assert b'name="TELESCOPE_ABORT_MOTION"' in await wire.wait_received(b"</newSwitchVector>")
        await question.get_by_role("button", name="Yes").tap()
        await wire.wait_received(b'name="TELESCOPE_PARK"')


async def test_first_visit_is_small(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page("about:blank")
        client = await page.context.new_cdp_session(page)
        await client.send("Network.enable")
        loaded: dict[str, float] = {}
        asked: list[str] = []
        client.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
        client.on(
            "Network.loadingFinished", lambda event: loaded.update({event["requestId"]: event["encodedDataLength"]})
        )
        client.on(
            "Network.webSocketFrameReceived",
            lambda event: loaded.update({event["timestamp"]: len(event["response"]["payloadData"])}),
        )
        await page.goto(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        assert len(asked) <= 8, asked
        assert all(stage.url.split("://")[1] in url for url in asked)
        assert sum(loaded.values()) <= 45_000
        loaded.clear()
        await page.reload()
        await expect(row(page, "COORD").locator(".v").first).to_have_text("6:30:00")
        assert sum(loaded.values()) <= 12_000


async def test_a_tap_does_not_hit_the_row_that_came_under_the_finger(new_page: NewPage) -> None:
    async with WireServer(MOUNT) as wire, stage_of(wire) as stage:
        page = await new_page(device_url(stage.url, "Mount"))
        await expect(row(page, "COORD")).to_be_visible()
        await page.clock.install()
        await page.clock.pause_at(2_000_000_000_000)
        wire.send(b'<delProperty device="Mount" name="COORD"/>')
        await expect(row(page, "COORD")).to_have_count(0)
        await row(page, "TELESCOPE_ABORT_MOTION").locator("button.chip").tap()
        await expect(page.locator(".toast").last).to_contain_text("moved just now")
        assert b"<newSwitchVector" not in await wire.wait_received(b"getProperties")
        await page.clock.run_for(500)
        await row(page, "TELESCOPE_ABORT_MOTION").locator("button.chip").tap()
        await wire.wait_received(b"</newSwitchVector>")
