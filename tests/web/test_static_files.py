"""Static files come packed, once, and never an old one for a new one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from indipyterm.web import static_files
from indipyterm.web.static_files import FOLDER, StaticFiles
from tests.web.visitor import Visitor, site


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StaticFiles:
    (tmp_path / "vendor").mkdir()
    (tmp_path / "main.js").write_text("export const x = 1;\n" * 100)
    (tmp_path / "vendor" / "lit.js").write_text("1")
    (tmp_path / "app.css").write_text("a { color: red }\n" * 100)
    (tmp_path / ".hidden.js").write_text("1")
    found = StaticFiles(tmp_path)
    monkeypatch.setattr(static_files, "static_files", lambda: found)
    return found


async def test_a_file_comes_packed_for_good_with_its_type(files: StaticFiles) -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        async with visitor.http.stream("GET", files.path("main.js"), headers={"accept-encoding": "br, gzip"}) as answer:
            packed = b"".join([part async for part in answer.aiter_raw()])
        assert gzip.decompress(packed) == b"export const x = 1;\n" * 100
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) == len(packed) < 100
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        for accepted in ("identity", "gzip;q=0", ""):
            plain = await visitor.get(files.path("main.js"), **{"accept-encoding": accepted})
            assert "content-encoding" not in plain.headers
            assert plain.text == "export const x = 1;\n" * 100
        assert (await visitor.get(files.path("app.css"))).headers["content-type"] == "text/css; charset=utf-8"
        assert (await visitor.get(files.path("vendor/lit.js"))).text == "1"


@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdef/main.js",
        "HASH/nothing.js",
        "HASH/.hidden.js",
        "HASH/../site.py",
        "HASH/%2e%2e/site.py",
        "HASH/",
        "HASH/vendor",
    ],
)
async def test_nothing_else_is_there(files: StaticFiles, path: str) -> None:
    with site() as (app, _):
        answer = await Visitor(app).fetch("GET", f"/static/{path.replace('HASH', files.hash)}")
        assert (answer.status_code, answer.headers["cache-control"]) == (404, "no-store")


def test_one_hash_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    first = StaticFiles(tmp_path).hash
    (tmp_path / "b.js").write_text("1")
    assert first != StaticFiles(tmp_path).hash


async def test_a_phone_can_put_the_site_on_its_home_screen() -> None:
    with site(base="/indi") as (app, _):
        visitor = Visitor(app, base="/indi")
        manifest = (await visitor.get("/manifest.webmanifest")).json()
        assert manifest["start_url"] == "/indi/"
        icon = await visitor.http.get(manifest["icons"][0]["src"])
        assert icon.headers["content-type"] == "image/svg+xml"
        assert (await visitor.get("/favicon.ico")).headers["location"] == manifest["icons"][0]["src"]


def test_the_program_brings_its_files() -> None:
    assert StaticFiles(FOLDER).find("icon.svg")
