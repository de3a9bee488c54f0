"""Images for browsers: what is in their pixels, which files can be had, and what hostile requests get."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest

from indipyterm.demo.fits import card
from indipyterm.presentation.imaging.stretch import MIDTONE, brightness
from indipyterm.web.images import saved_files
from indipyterm.workspace.workspace import Address
from tests.presentation.imaging.png_reader import read_png
from tests.presentation.imaging.samples import TOP_DOWN, fits_file
from tests.servers import LOOPBACK, WireServer
from tests.web.browser_stand_in import page_of
from tests.web.images.image_site import CCD, GUIDER, ImageSite, image_site
from tests.web.stage import running

U16 = [card("BZERO", 32768), card("BSCALE", 1)]
BAYER_STEP = 4


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[ImageSite]:
    async with image_site(tmp_path) as found:
        yield found


def sky(width: int, height: int, cards: list[bytes] | None = None) -> bytes:
    """Noise around 1000 counts, and one bright row at the top."""
    random = Random(width)
    stored = [random.randint(970, 1030) - 32768 for _ in range(width * (height - 1))] + [32767] * width
    return fits_file(16, (width, height), stored, [*U16, *(cards or [])])


def samples_of(response: httpx.Response) -> tuple[dict[str, Any], list[int]]:
    assert (response.status_code, response.headers["content-encoding"]) == (200, "gzip")
    head, _, planes = response.content.partition(b"\n")
    about = json.loads(head)
    count = about["width"] * about["height"]
    assert len(planes) == 2 * count
    return about, [high << 8 | low for high, low in zip(planes[:count], planes[count:], strict=True)]


# What is seen


async def test_the_samples_are_the_pixels(site: ImageSite) -> None:
    stored = [0, 1000, -32768, 32767, 5, 6]
    name = site.save("a.fits", fits_file(16, (3, 2), stored, U16))
    about, codes = samples_of(await site.get("/image-samples", id=name, w=100, h=100))
    assert codes == [value + 32768 for value in stored[3:] + stored[:3]]  # the first row is the lowest
    assert about["picture"] == [3, 2]
    assert (about["step"], about["left"], about["top"], about["scale"], about["zero"]) == (1, 0, 0, 1, 0)
    assert about["midtone"] == MIDTONE
    assert about["black"] < about["white"]


async def test_a_large_picture_is_made_of_means_of_whole_blocks(site: ImageSite) -> None:
    name = site.save("a.fits", sky(64, 48))
    about, codes = samples_of(await site.get("/image-samples", id=name, w=20, h=20))
    assert (about["width"], about["height"], about["step"]) == (16, 12, BAYER_STEP)
    assert min(codes[:16]) > 15_000  # the bright row is one of four
    assert all(980 < code < 1020 for code in codes[16:])


async def test_a_part_is_shown_pixel_by_pixel(site: ImageSite) -> None:
    stored = list(range(100))
    name = site.save("a.fits", fits_file(16, (10, 10), stored, [*U16, TOP_DOWN]))
    about, codes = samples_of(await site.get("/image-crop", id=name, x=8, y=3, w=5, h=2))
    assert [code - 32768 for code in codes] == [38, 39, 48, 49]
    assert (about["left"], about["top"], about["width"], about["height"]) == (8, 3, 2, 2)
    about, _ = samples_of(await site.get("/image-crop", id=name, x=0, y=0, w=10, h=10, step=2))
    assert (about["width"], about["step"]) == (5, 2)
    assert (await site.error("/image-crop", id=name, x=10, y=0, w=1, h=1)) == (400, "the image has 10x10 pixels")


async def test_a_part_has_the_limits_of_the_whole(site: ImageSite) -> None:
    name = site.save("a.fits", sky(64, 48))
    whole, _ = samples_of(await site.get("/image-samples", id=name, w=20, h=20))
    part, _ = samples_of(await site.get("/image-crop", id=name, x=0, y=0, w=4, h=1))
    assert (part["black"], part["white"]) == (whole["black"], whole["white"])


async def test_a_preview_is_stretched_as_the_samples_say(site: ImageSite) -> None:
    name = site.save("a.fits", sky(64, 48))
    preview = await site.get("/image-preview", id=name, w=20, h=20)
    width, height, rows = read_png(preview.content)
    about, codes = samples_of(await site.get("/image-samples", id=name, w=20, h=20))
    assert (width, height) == (about["width"], about["height"])
    black, span = about["black"], about["white"] - about["black"]
    expected = [round(255 * brightness(min(max((code - black) / span, 0), 1))) for code in codes]
    assert list(b"".join(rows)) == expected
    assert preview.headers["content-type"] == "image/png"


@pytest.mark.parametrize("bitpix", [8, 16, 32, 64, -32, -64])
@pytest.mark.parametrize("axes", [(6, 4), (6, 4, 3)])
async def test_every_kind_of_pixels_is_shown(site: ImageSite, bitpix: int, axes: tuple[int, ...]) -> None:
    planes = axes[2] if len(axes) == 3 else 1
    stored = [10 * column for plane in range(planes) for row in range(4) for column in range(6)]
    name = site.save("a.fits", fits_file(bitpix, axes, stored))
    _, _, rows = read_png((await site.get("/image-preview", id=name)).content)
    assert rows[0] == bytes(sorted(rows[0]))
    assert len(set(rows[0])) == 5  # the darkest two are black
    about, codes = samples_of(await site.get("/image-samples", id=name))
    assert [round(code * about["scale"] + about["zero"]) for code in codes[:6]] == [0, 10, 20, 30, 40, 50]


@pytest.mark.parametrize("stored", [[0.0] * 99 + [1e-305], [5e-324, 0.0], [1e29, -1e29], [0.0, 0.0], [1e35, 7.0]])
async def test_values_of_any_size_are_shown(site: ImageSite, stored: list[float]) -> None:
    name = site.save("a.fits", fits_file(-64, (len(stored), 1), stored))
    assert read_png((await site.get("/image-preview", id=name)).content)[0] == len(stored)
    about, _ = samples_of(await site.get("/image-samples", id=name))
    assert about["black"] < about["white"]


async def test_noise_alone_does_not_make_a_large_preview(site: ImageSite) -> None:
    random = Random(3)
    name = site.save("a.fits", fits_file(8, (640, 512), random.randbytes(640 * 512)))
    assert len((await site.get("/image-preview", id=name, w=640, h=512)).content) <= 300_000


async def test_the_header_as_rows_and_the_picture_in_words(site: ImageSite) -> None:
    cards = [card("EXPTIME", 2.5, "seconds"), card("FILTER", "Blue"), card("XBINNING", 1), card("YBINNING", 2)]
    name = site.save("a.fits", sky(64, 48, cards))
    found = (await site.get("/image-header", id=name)).json()
    assert (found["kind"], found["summary"], found["circumstances"]) == ("fits", "64×48 u16 1×2 2.5 s", "Blue")
    assert found["figures"].endswith("max 65535")
    assert ["EXPTIME", "2.5", "seconds"] in found["cards"]
    about, _ = samples_of(await site.get("/image-samples", id=name))
    assert about["shape"] == 2


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"GIF89a", "gif"),
        (b"RIFF\0\0\0\0WEBP", "webp"),
    ],
)
async def test_what_browsers_show_they_get_as_it_is(site: ImageSite, start: bytes, kind: str) -> None:
    name = site.save("a.stream_jpg", start + b"rest")
    assert (await site.get("/image-header", id=name)).json() == {"kind": kind, "cards": []}
    file = await site.get("/image-file", id=name)
    assert (file.content, file.headers["content-type"]) == (start + b"rest", f"image/{kind}")
    assert (await site.error("/image-preview", id=name))[0] == 415


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\3", "cut short"),
        (b"<svg onload='alert(1)'>", "an SVG, which is not shown"),
        (b"RIFF....AVI ", "a film (AVI), which is not shown"),
        (fits_file(16, (10, 10), bytes(200), filled=False)[:-20], "cut short: 20 bytes are missing"),
    ],
)
async def test_what_is_no_image_says_why(site: ImageSite, data: bytes, why: str) -> None:
    name = site.save("a.bin", data)
    for path in ("/image-preview", "/image-samples", "/image-header"):
        assert await site.error(path, id=name) == (415, f"a.bin: {why}")
    assert await site.error("/image-crop", id=name, x=0, y=0, w=1, h=1) == (415, f"a.bin: {why}")


# Files


BLOB = b"""
<defBLOBVector device="CCD" name="CCD1" label="Image" group="Images" state="Ok" perm="ro">
  <defBLOB name="CCD1" label="Image"/>
</defBLOBVector>
"""


async def test_an_image_that_comes_is_named_in_the_frames_and_can_be_had(tmp_path: Path) -> None:
    data = sky(20, 10)
    element = f"""<setBLOBVector device="CCD" name="CCD1" state="Ok"><oneBLOB name="CCD1" size="{len(data)}" format=".fits">
        {base64.b64encode(data).decode()}</oneBLOB></setBLOBVector>"""
    scopes: tuple[dict[str, Any], ...] = ({"device": ["pi", "CCD"]}, {"transfers": True})
    async with WireServer(BLOB) as wire, running([Address(LOOPBACK, wire.port, "pi")]) as stage:
        stage.workspace.set_blob_folder(tmp_path)
        async with page_of(stage, *scopes) as page, httpx.AsyncClient(base_url=stage.url) as client:
            await page.until(lambda: page.vector("CCD1"))
            wire.send(element.encode())
            await page.until(lambda: any("image" in frame for frame in page.frames))
            name = page.frames[-1]["image"]["id"]
            vector = page.vector("CCD1")
            assert vector
            assert (vector["file"], page.parts["transfers"]["files"][0]["id"]) == ({"0": name}, name)
            assert (await client.get("/image-file", params={"id": name})).content == data
            assert read_png((await client.get("/image-preview", params={"id": name})).content)[:2] == (20, 10)


async def test_the_last_of_each_camera_and_all_files(site: ImageSite) -> None:
    assert (await site.get("/image-list")).json() == {"cameras": [], "files": []}
    names = [site.save("1.fits", b"1"), site.save("2.fits", b"22", GUIDER), site.save("3.fits", b"333")]
    found = (await site.get("/image-list")).json()
    assert [file["id"] for file in found["files"]] == names[::-1]
    assert [(file["id"], file["key"], file["name"]) for file in found["cameras"]] == [
        (names[2], list(CCD), "3.fits"),
        (names[1], list(GUIDER), "2.fits"),
    ]
    first = found["files"][0]
    assert (first["device"], first["member"], first["size"], first["sizeText"]) == (
        "CCD Simulator",
        "CCD1",
        3,
        "3 bytes",
    )


async def test_the_last_file_of_a_camera_is_kept_whatever_others_save(
    site: ImageSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_files, "MOST", 5)
    kept = site.save("guide.fits", b"1", GUIDER)
    for number in range(30):
        last = site.save(f"{number}.fits", b"1")
        assert site.site.images.files.find(last)
    found = (await site.get("/image-list")).json()
    assert [file["id"] for file in found["cameras"]] == [last, kept]
    assert len(found["files"]) == 6


@pytest.mark.parametrize(
    "data", [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>", sky(4, 4)]
)
async def test_a_download_is_what_was_saved_and_runs_nowhere(site: ImageSite, data: bytes) -> None:
    name = site.save("a.html", data)
    file = await site.get("/image-file", id=name)
    assert (file.status_code, file.content) == (200, data)
    assert file.headers["content-type"] in ("application/octet-stream", "application/fits")
    assert file.headers["content-disposition"] == 'attachment; filename="a.html"'
    assert (file.headers["x-content-type-options"], file.headers["content-length"]) == ("nosniff", str(len(data)))


async def test_a_large_file_comes_whole(site: ImageSite) -> None:
    data = Random(5).randbytes(700_001)
    assert (await site.get("/image-file", id=site.save("a.fits", data))).content == data


async def test_an_administrator_deletes_a_file(site: ImageSite) -> None:
    name = site.save("a.fits", b"1")
    response = await site.client.post("/image-delete", json={"id": name})
    assert (response.status_code, response.json()) == (200, {"deleted": "a.fits"})
    assert not (site.folder / "a.fits").exists()
    assert (await site.get("/image-file", id=name)).status_code == 404
    assert (await site.get("/image-list")).json()["files"] == []
    assert (await site.client.post("/image-delete", json={"id": name})).status_code == 404
    (line,) = site.site.workspace.journal.entries
    assert (line.device, line.text) == ("CCD Simulator", "deleted a.fits (Anna)")


async def test_a_link_in_the_place_of_a_saved_file_is_neither_followed_nor_deleted(
    site: ImageSite, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(sky(4, 4))
    name = site.save("a.fits", b"1")
    (site.folder / "a.fits").unlink()
    (site.folder / "a.fits").symlink_to(secret)
    for path in ("/image-file", "/image-preview", "/image-samples", "/image-header"):
        status, why = await site.error(path, id=name)
        assert (status, why.startswith("a.fits cannot be read")) == (404, True)
    assert (await site.client.post("/image-delete", json={"id": name})).status_code == 409
    assert secret.exists()


async def test_a_file_that_is_gone(site: ImageSite) -> None:
    name = site.save("a.fits", b"1")
    (site.folder / "a.fits").unlink()
    assert await site.error("/image-file", id=name) == (404, "a.fits cannot be read: No such file or directory")
    assert (await site.client.post("/image-delete", json={"id": name})).status_code == 200


# What makes no sense


PATHS = ("/image-file", "/image-preview", "/image-samples", "/image-header", "/image-crop")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["", "..", "../../etc/passwd", "/etc/passwd", "a.fits", "%00", "0" * 5000, "‮😀"])
async def test_only_ids_name_files(site: ImageSite, path: str, name: str) -> None:
    site.save("a.fits", b"1")
    status, why = await site.error(path, id=name, x=0, y=0, w=1, h=1)
    assert (status, why) == (404, "there is no such file, or no longer")


@pytest.mark.parametrize("path", PATHS)
async def test_no_id_at_all(site: ImageSite, path: str) -> None:
    assert (await site.get(path, x=0, y=0, w=1, h=1)).status_code == 400


@pytest.mark.parametrize("bad", ["0", "-1", "1.5", "1e3", "", "x", "９", "9" * 5000, "1000001", "NaN"])
async def test_numbers_that_make_no_sense(site: ImageSite, bad: str) -> None:
    name = site.save("a.fits", sky(4, 4))
    good = {"x": 0, "y": 0, "w": 1, "h": 1, "step": 1}
    for path, parts in (("/image-preview", "wh"), ("/image-samples", "wh"), ("/image-crop", ("w", "h", "step"))):
        for part in parts:
            status, why = await site.error(path, id=name, **{**good, part: bad})
            assert (status, why.startswith(f"{part} has to be")) == (400, True)


async def test_parts_that_are_too_large_or_of_an_odd_step(site: ImageSite) -> None:
    name = site.save("a.fits", sky(4, 4))
    assert (await site.error("/image-crop", id=name, x=0, y=0, w=5000, h=5000))[0] == 400
    assert (await site.error("/image-crop", id=name, x=0, y=0, w=9, h=9, step=3)) == (400, "step has to be 1 or even")
    assert (await site.get("/image-crop", id=name, x=0, y=0, w=5000, h=5000, step=256)).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"id":5}', b'{"id":"no"}', b"\xff", b'{"id":"' + b"0" * 70_000 + b'"}']
)
async def test_deleting_what_makes_no_sense(site: ImageSite, body: bytes) -> None:
    response = await site.client.post("/image-delete", content=body)
    assert 400 <= response.status_code < 500
    assert response.json()["error"]
