"""Images and plots in Chromium: what is on the canvas is what is in the file, and moves without the server."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.png import gray_png
from indipyterm.presentation.imaging.stretch import MIDTONE, shade_table
from indipyterm.presentation.keys import VectorKey
from indipyterm.web.images.saved_files import file_id
from indipyterm.workspace.change import Change
from indipyterm.workspace.images import LastImage
from indipyterm.workspace.transfers import SavedFile
from indipyterm.workspace.workspace import Address
from tests.presentation.imaging.samples import TOP_DOWN, fits_file
from tests.servers import LOOPBACK, WireServer
from tests.web.browser.opening import DESKTOP, NewPage
from tests.web.stage import Stage, running

if TYPE_CHECKING:
    from playwright.async_api import Page, Response

WIDTH, HEIGHT = 1600, 1200
STAR = 1001, 403
CCD = VectorKey("pi", "CCD", "CCD1")

LIT = """async (points) => {
    const canvas = document.querySelector("main canvas");
    if (!canvas) return points.map(() => -1);
    const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const at = (x, y) => pixels[4 * (Math.floor(y) * canvas.width + Math.floor(x))];
    return points.map(([x, y]) => at(x * canvas.width, y * canvas.height));
}"""
"""How bright places on the canvas are, given as shares of its width and height."""

MOST_GREEN_OR_BLUE = """async (png) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
    const pen = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height }).getContext("2d");
    pen.drawImage(image, 0, 0);
    const pixels = pen.getImageData(0, 0, image.width, image.height).data;
    let [most, red] = [0, 0];
    for (let place = 0; place < pixels.length; place += 4) {
        most = Math.max(most, pixels[place + 1], pixels[place + 2]);
        red = Math.max(red, pixels[place]);
    }
    return [most, red];
}"""


@cache
def sky(star: tuple[int, int] = STAR, *cards: bytes) -> bytes:
    """Noise around 1000 counts, and one pixel of 60000."""
    random = Random(2)
    noise = [round(random.gauss(1000, 30)) - 32768 for _ in range(20_000)]
    stored: list[int] = []
    for _ in range(HEIGHT):
        start = random.randrange(len(noise) - WIDTH)
        stored += noise[start : start + WIDTH]
    stored[star[1] * WIDTH + star[0]] = 60_000 - 32768
    return fits_file(16, (WIDTH, HEIGHT), stored, [card("BZERO", 32768), TOP_DOWN, *cards])


class Camera:
    """Saves files as if they came from a device."""

    def __init__(self, stage: Stage, folder: Path) -> None:
        self._stage, self._folder = stage, folder.resolve()
        self._saved = 0

    def save(self, data: bytes, suffix: str = ".fits") -> str:
        self._saved += 1
        path = self._folder / f"CCD_{self._saved}{suffix}"
        path.write_bytes(data)
        workspace = self._stage.workspace
        workspace.transfers.files.appendleft(SavedFile(CCD, "CCD1", str(path), len(data), datetime.now(UTC)))
        workspace.images.last = LastImage(path, None)
        workspace._subscribers.publish(Change(transfers=True, image=True))
        return file_id(str(path))


@asynccontextmanager
async def camera(folder: Path, addresses: Iterable[Address] = ()) -> AsyncIterator[tuple[Stage, Camera]]:
    async with running(addresses) as stage:
        yield stage, Camera(stage, folder)


async def lit(page: Page, *places: tuple[float, float]) -> list[int]:
    found = await page.evaluate(LIT, list(places))
    assert isinstance(found, list)
    return found


async def sharp(page: Page) -> None:
    """Wait until the samples of the whole picture are there."""
    await page.get_by_role("button", name="Stretch").click()
    await page.wait_for_function("document.querySelector('.stretch input:not(:disabled)')")


async def most_green_or_blue(page: Page) -> int:
    png = base64.b64encode(await page.screenshot()).decode()
    blank = await page.context.browser.new_page()  # type: ignore[union-attr]
    most, red = await blank.evaluate(MOST_GREEN_OR_BLUE, png)
    await blank.close()
    assert red > 200  # there is something to see
    return int(most)


async def test_a_card_leads_to_the_image_which_is_stretched_without_the_server(
    new_page: NewPage, tmp_path: Path
) -> None:
    async with camera(tmp_path) as (stage, ccd):
        ccd.save(sky())
        page = await new_page(f"{stage.url}/images")
        await page.get_by_role("link", name="The last image").click()
        await sharp(page)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        (before,) = await lit(page, (0.5, 0.5))
        slider = page.get_by_label("Black")
        await slider.fill("1")
        await page.wait_for_function(f"({LIT})([[0.5, 0.5]]).then(([found]) => found < {before})")
        await page.get_by_role("button", name="Auto").click()
        await page.wait_for_function(f"({LIT})([[0.5, 0.5]]).then(([found]) => found === {before})")
        assert [url for url in asked if "/image-" in url] == []


async def test_a_double_tap_shows_that_place_pixel_by_pixel_and_another_the_whole(
    new_page: NewPage, tmp_path: Path
) -> None:
    async with camera(tmp_path) as (stage, ccd):
        name = ccd.save(sky())
        page = await new_page(f"{stage.url}/image?id={name}", DESKTOP)
        await sharp(page)
        canvas = page.locator("main canvas")
        box = await canvas.bounding_box()
        assert box
        scale = min(box["width"] / WIDTH, box["height"] / HEIGHT)
        x = box["width"] / 2 + (STAR[0] + 0.5 - WIDTH / 2) * scale
        y = box["height"] / 2 + (STAR[1] + 0.5 - HEIGHT / 2) * scale
        async with page.expect_response(lambda response: "/image-crop" in response.url) as asked:
            await canvas.dblclick(position={"x": x, "y": y})
        assert "step=1" in (await asked.value).url
        middle = [  # a click hits a pixel of the screen, which is several of the image
            (0.5 + (across + 0.25) / round(box["width"]), 0.5 + (down + 0.25) / round(box["height"]))
            for across in range(-9, 9)
            for down in range(-9, 9)
        ]
        white = f"({LIT})({json.dumps(middle)}).then((found) => found.filter((shade) => shade > 250).length"
        await page.wait_for_function(f"{white} === 1)")
        assert sum(shade > 150 for shade in await lit(page, *middle)) == 1
        await canvas.dblclick(position={"x": 100, "y": 100})
        await page.wait_for_function(f"{white} === 0)")


async def test_two_fingers_zoom_and_keys_do(new_page: NewPage, tmp_path: Path) -> None:
    async with camera(tmp_path) as (stage, ccd):
        ccd.save(sky())
        page = await new_page(f"{stage.url}/image")
        await sharp(page)
        box = await page.locator("main canvas").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        fingers = await page.context.new_cdp_session(page)

        def is_the_middle(response: Response) -> bool:
            seen = {
                name: int(value[0]) for name, value in parse_qs(urlsplit(response.url).query).items() if name in "xw"
            }
            return WIDTH / 4 < seen.get("w", 0) < WIDTH / 2 and abs(seen["x"] + seen["w"] / 2 - WIDTH / 2) < WIDTH / 20

        async with page.expect_response(is_the_middle):  # a quarter of the width, and a margin
            for kind, apart in (("touchStart", 20), ("touchMove", 40), ("touchMove", 80), ("touchEnd", 0)):
                points = [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}] if apart else []
                await fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        for key, outside in (("0", "== 0"), ("1", "> 0"), ("0", "== 0")):  # the upper part is black where all is shown
            await page.keyboard.press(key)
            await page.wait_for_function(f"({LIT})([[0.5, 0.05]]).then(([found]) => found {outside})")


async def test_the_newest_image_is_followed_unless_one_is_held(new_page: NewPage, tmp_path: Path) -> None:
    async with camera(tmp_path) as (stage, ccd):
        page = await new_page(f"{stage.url}/image", DESKTOP)
        canvas = page.locator("main canvas")
        await page.get_by_text("No image yet").wait_for()
        for name in ("CCD_1.fits", "CCD_2.fits"):
            ccd.save(sky())
            await page.wait_for_function(f"document.querySelector('main canvas').ariaLabel === 'Image {name}'")
        await page.get_by_role("button", name="Hold").click()
        async with page.expect_response(lambda response: "/image-list" in response.url):
            ccd.save(sky())
        await page.get_by_role("button", name="Newer image").and_(page.locator(":enabled")).wait_for()
        assert await canvas.get_attribute("aria-label") == "Image CCD_2.fits"
        await page.get_by_role("button", name="Hold").click()
        await page.wait_for_function("document.querySelector('main canvas').ariaLabel === 'Image CCD_3.fits'")


async def test_the_header_and_what_is_no_image(new_page: NewPage, tmp_path: Path) -> None:
    async with camera(tmp_path) as (stage, ccd):
        name = ccd.save(sky(STAR, card("OBJECT", "<b>M 42</b>", "a name")))
        page = await new_page(f"{stage.url}/image?id={name}", DESKTOP)
        await page.get_by_role("button", name="header").and_(page.locator(":enabled")).click()
        await page.get_by_label("Find", exact=True).fill("object")
        assert await page.locator(".cards tr").all_inner_texts() == ["OBJECT\t<b>M 42</b>\ta name"]
        ccd.save(b"\x1f\x8b\x08" + bytes(7) + b"\3damaged", ".fits.gz")
        page = await new_page(f"{stage.url}/images")
        await page.get_by_text("CCD_2.fits.gz: damaged").wait_for()


async def test_what_browsers_show_is_shown_as_it_is_and_red_at_night(new_page: NewPage, tmp_path: Path) -> None:
    async with camera(tmp_path) as (stage, ccd):
        name = ccd.save(gray_png(4, 2, [b"\xff\xff\0\0", b"\xff\xff\0\0"]), ".stream_png")
        for path in ("/images", f"/image?id={name}"):
            page = await new_page(f"{stage.url}{path}", theme="night")
            await page.wait_for_function(
                f"({LIT})([[0.2, 0.5], [0.8, 0.5]]).then(([left, right]) => left > 250 && right === 0)"
            )
            assert await most_green_or_blue(page) <= 8


@pytest.mark.parametrize("path", ["/images", "/image"])
async def test_at_night_there_is_only_red(new_page: NewPage, tmp_path: Path, path: str) -> None:
    async with camera(tmp_path) as (stage, ccd):
        ccd.save(sky())
        page = await new_page(f"{stage.url}{path}", theme="night")
        if path == "/image":
            await sharp(page)
        await page.wait_for_function(f"({LIT})([[0.5, 0.5]]).then(([found]) => found > 0)")
        assert await most_green_or_blue(page) <= 8


DEFINITIONS = b"""
<defNumberVector device="CCD" name="TEMP" state="Ok" perm="rw">
  <defNumber name="T" label="Sensor" format="%5.2f" min="0" max="0" step="0">-10</defNumber>
</defNumberVector>
"""


async def test_a_plot_goes_on_with_each_new_value_and_is_red_at_night(new_page: NewPage) -> None:
    async with WireServer(DEFINITIONS) as wire, running([Address(LOOPBACK, wire.port, "pi")]) as stage:
        query = json.dumps(["pi", "CCD", "TEMP", "T"])
        page = await new_page(f"{stage.url}/plot?m={query}", DESKTOP, theme="night")
        words: Any = page.locator(".plot-words")
        await page.get_by_text("now -10.00").wait_for()
        wire.send(
            b'<setNumberVector device="CCD" name="TEMP" state="Ok"><oneNumber name="T">-11.5</oneNumber></setNumberVector>'
        )
        await page.get_by_text("now -11.50  min -11.50  max -10.00").wait_for()
        assert await page.locator(".plot canvas").count() == 1
        assert await most_green_or_blue(page) <= 8
        assert await words.count() == 1


SPARKLINE = """async (member) => {
    const folder = document.querySelector("script[type=module]").src;
    const [{ app }, { sparkline }] = await Promise.all(["main.js", "sparkline.js"].map((name) => import(new URL(name, folder))));
    window.drawn = sparkline(document.querySelector("main"), ["pi", "CCD", "TEMP"], member, app);
}"""


async def test_a_sparkline_has_what_is_known_of_the_last_hour_and_ends_in_the_present_value(new_page: NewPage) -> None:
    async with WireServer(DEFINITIONS) as wire, running([Address(LOOPBACK, wire.port, "pi")]) as stage:
        page = await new_page(f"{stage.url}/device?s=pi&d=CCD")
        await page.get_by_text("-10.00").wait_for()
        key, workspace = VectorKey("pi", "CCD", "TEMP"), stage.workspace
        vector = workspace.servers.vector(key)
        assert vector
        workspace.history.series(key, vector, workspace.now().timestamp() - 1805)
        await page.evaluate(SPARKLINE, "T")
        path = page.locator(".sparkline path")
        await page.wait_for_function("document.querySelector('.sparkline path')?.getAttribute('d')")
        steps = (await path.get_attribute("d") or "").split("L")
        assert (steps[0].startswith("M0 "), len(steps)) == (True, 60)  # all of the half hour that is known
        assert {step.split()[1] for step in steps} == {"8.0"}
        wire.send(
            b'<setNumberVector device="CCD" name="TEMP" state="Ok"><oneNumber name="T">-11.5</oneNumber></setNumberVector>'
        )
        await page.wait_for_function("document.querySelector('.sparkline path').getAttribute('d').endsWith('60 15.0')")
        await page.evaluate("window.drawn.close()")
        assert await path.count() == 0


PURE = """async () => {
    const folder = document.querySelector("script[type=module]").src;
    const [{ shadeTable, curve }, { parseNumber, markText }] = await Promise.all(
        ["stretch.js", "numbers.js"].map((name) => import(new URL(name, folder))));
    return {
        shades: [...shadeTable({ scale: 2, zero: 100 }, { black: 2100, white: 4100, midtone: %s })],
        halves: [0.01, 0.3, 0.5, 0.7, 0.99].map((midtone) => curve(midtone)(midtone)),
        numbers: ["-0:30", "-0:30:36", "5:35:17", "-12.5", "1e3", " 7 "].map(parseNumber),
        nothing: ["", "x", "1:2:3:4"].map((text) => Number.isNaN(parseNumber(text))),
        marks: [markText(-0.5, 1 / 60, "%%9.6m"), markText(5.588056, 1 / 3600, "%%010.6m"), markText(-1.25, 0.05, "%%g")],
    };
}"""


async def test_the_browser_s_curve_and_numbers_are_the_server_s(new_page: NewPage) -> None:
    async with running() as stage:
        page = await new_page(f"{stage.url}/images")
        found = await page.evaluate(PURE % MIDTONE)
        assert found["shades"] == list(shade_table(1000, 2000))
        assert found["halves"] == pytest.approx([0.5] * 5)
        assert found["numbers"] == pytest.approx([-0.5, -0.51, 5 + 35 / 60 + 17 / 3600, -12.5, 1000, 7])
        assert found["nothing"] == [True] * 3
        assert found["marks"] == ["-0:30", "5:35:17", "-1.25"]
