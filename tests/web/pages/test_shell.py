"""Each page comes in the browser's theme, and brings nothing that could run by itself."""

from __future__ import annotations

import re

import pytest

from indipyterm.web.pages.shell import PATHS
from tests.web.visitor import Visitor, site, where


@pytest.mark.parametrize("theme", ["dark", "light", "night", "auto"])
async def test_the_theme_of_the_cookie_is_in_every_page(theme: str) -> None:
    with site() as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        assert (await ada.fetch("POST", "/theme", json={"theme": theme})).json() == {}
        for path in (*PATHS, "/login", "/setup", "/me", "/users", "/settings", "/nothing"):
            page = (await ada.http.get(path, follow_redirects=True)).text
            assert f'<html lang="en" data-theme="{theme}">' in page
            assert page.count('<meta name="theme-color"') == (2 if theme == "auto" else 1)


async def test_a_theme_is_chosen_without_javascript_and_before_the_login() -> None:
    with site(base="/indi") as (app, _):
        visitor = Visitor(app, base="/indi")
        chosen = await visitor.post("/theme", theme="night", next="/login")
        assert where(chosen) == (303, "/indi/login")
        assert "Path=/indi;" in chosen.headers["set-cookie"]
        assert 'data-theme="night"' in (await visitor.get("/login")).text
        assert where(await visitor.post("/theme", theme="night", next="//evil.example")) == (303, "/indi/")


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[" * 60_000, 400),
        (b"\xff", 400),
        (b"[]", 422),
        (b'{"theme": 1}', 422),
        (b'{"theme": "pink"}', 422),
    ],
)
async def test_what_is_no_theme_is_refused_in_words(content: bytes, status: int) -> None:
    with site() as (app, _):
        answer = await Visitor(app).fetch("POST", "/theme", content=content)
        assert answer.status_code == status
        assert answer.json()["error"]


async def test_no_page_has_script_or_style_of_its_own() -> None:
    with site() as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        for path in ("/", "/login", "/setup", "/me", "/users", "/settings", "/nothing"):
            page = (await ada.http.get(path, follow_redirects=True)).text
            assert not re.search(r"<style| style=| on[a-z]+=|javascript:", page)
            assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.S) == [""] * page.count("<script")
            for link in re.findall(r'(?:href|src|action)="([^"]+)"', page):
                assert link.startswith("/")
                assert not link.startswith("//")


async def test_every_field_has_its_label_and_no_two_are_called_alike() -> None:
    with site() as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        await ada.post("/me", do="token", label="x")
        for path in ("/login", "/setup", "/me", "/users", "/settings"):
            page = (await Visitor(app).get(path) if path in ("/login", "/setup") else await ada.get(path)).text
            assert "<html" in page
            fields = re.findall(r'<(?:input|select|textarea) id="([^"]+)"', page)
            assert (
                len(fields)
                == len(set(fields))
                == len(re.findall(r"<(?:input(?! type=\"hidden\"|[^>]* hidden>)|select|textarea)\b", page))
            )
            assert fields == re.findall(r'<label for="([^"]+)"', page)
