"""The forms in a real browser that runs no JavaScript; and what pages of other sites can do with one that does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from indipyterm.web.accounts import Accounts
from indipyterm.web.serving import listen, serving
from tests.web.browser.opening import PATIENCE, NewPage
from tests.web.visitor import GOOD, site

if TYPE_CHECKING:
    from playwright.async_api import Browser, Page

heard: list[str] = []


async def live(socket: WebSocket) -> None:
    heard.append(socket.state.user.name)
    await socket.accept()
    await socket.close()


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[int]:
    listener = listen("127.0.0.1", 0)
    async with serving(app, listener):
        yield listener.getsockname()[1]


@asynccontextmanager
async def guarded() -> AsyncIterator[tuple[str, Accounts]]:
    heard.clear()
    with site(sockets={"/live": live}) as (app, accounts):
        async with served(app) as port:
            yield f"http://localhost:{port}", accounts


async def log_in(page: Page, url: str, name: str, password: str = GOOD) -> None:
    await page.goto(f"{url}/login?next=/me")
    await page.get_by_label("Name", exact=True).fill(name)
    await page.get_by_label("Password", exact=True).fill(password)
    await page.get_by_role("button", name="Log in").click()


async def test_everything_is_done_without_javascript(chromium: Browser) -> None:
    async with guarded() as (url, accounts):
        context = await chromium.new_context(java_script_enabled=False)
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await log_in(page, url, "ada", "not this one")
        assert await page.get_by_text("Wrong name or password.").count()
        assert await page.get_by_label("Name", exact=True).input_value() == "ada"
        await page.get_by_label("Password", exact=True).fill(GOOD)
        await page.get_by_role("button", name="Log in").click()
        assert page.url == f"{url}/me"
        await page.get_by_label("Full name").fill("Ada 🔭 <b>")
        await page.get_by_role("button", name="Change name").click()
        assert await page.locator("h1").inner_text() == "Ada 🔭 <b>"
        await page.get_by_role("button", name="night").click()
        assert await page.locator("html").get_attribute("data-theme") == "night"
        assert page.url == f"{url}/me"
        await page.goto(f"{url}/users")
        add = page.locator("section.card")
        await add.get_by_label("Name", exact=True).fill("/ ? # % ..")
        await add.get_by_label("operator").check()
        await add.get_by_label("Password", exact=True).fill("another long one")
        await add.get_by_label("The same again").fill("another long one")
        await add.get_by_role("button", name="Add").click()
        assert await page.get_by_role("status").inner_text() == "The user is added."
        row = page.locator("details", has_text="/ ? # % ..")
        await row.locator("summary").click()
        await row.get_by_label("for good").check()
        await row.get_by_role("button", name="Delete").click()
        assert accounts.users.find("/ ? # % ..") is None
        await page.goto(f"{url}/me")
        await page.get_by_role("button", name="Log out").click()
        assert page.url == f"{url}/login"
        await context.close()


FOREIGN = """<!doctype html><title>evil</title>
<img src="SITE/logout"><img src="SITE/users?do=delete&of=vera&sure=1"><iframe name="frame" src="SITE/me"></iframe>
<form id="form" method="post" action="SITE/ACTION" target="frame"><input name="do" value="delete"><input name="of" value="vera">
<input name="sure" value="1"></form>
<script>
  const tries = [];
  for (const mode of ["no-cors", "cors"])
    for (const path of ["/logout", "/send", "/users"])
      for (const credentials of ["include", "omit"])
        tries.push(fetch("SITE" + path, {method: "POST", mode, credentials, body: new URLSearchParams({do: "delete", of: "vera", sure: "1"})})
          .then(answer => answer.type === "opaque" ? "sent" : "read", () => "failed"));
  tries.push(fetch("SITE/api", {credentials: "include"}).then(() => "read", () => "failed"));
  tries.push(new Promise(done => {
    const socket = new WebSocket("SITE/live".replace("http", "ws"));
    socket.onopen = () => done("read");
    socket.onerror = () => done("failed");
  }));
  window.results = Promise.all(tries);
</script>"""


async def test_a_page_of_another_port_or_site_has_no_effect(chromium: Browser) -> None:
    async with guarded() as (url, accounts):

        async def foreign(request: Request) -> HTMLResponse:
            return HTMLResponse(FOREIGN.replace("SITE", url).replace("ACTION", request.query_params["action"]))

        async with served(Starlette(routes=[Route("/", foreign)])) as port:
            context = await chromium.new_context()
            page = await context.new_page()
            page.set_default_timeout(PATIENCE)
            await log_in(page, url, "ada")
            for host in ("localhost", "127.0.0.1", "evil.localhost"):
                for action in ("users", "logout"):
                    evil: Any = await context.new_page()
                    await evil.goto(f"http://{host}:{port}/?action={action}")
                    assert set(await evil.evaluate("window.results")) <= {"sent", "failed"}
                    async with evil.expect_response(lambda answer: answer.request.method == "POST") as answered:
                        await evil.evaluate("document.getElementById('form').submit()")
                    assert (await answered.value).status == 403
                    await evil.close()
            await page.goto(f"{url}/users")
            assert await page.locator("h1").inner_text() == "Users"
            assert accounts.users.find("vera")
            assert heard == []
            await context.close()


async def test_who_follows_a_link_of_another_site_is_still_logged_in(chromium: Browser) -> None:
    async def foreign(request: Request) -> HTMLResponse:
        return HTMLResponse(f'<a href="{request.query_params["to"]}">there</a>')

    async with guarded() as (url, _), served(Starlette(routes=[Route("/", foreign)])) as port:
        context = await chromium.new_context()
        page = await context.new_page()
        page.set_default_timeout(PATIENCE)
        await page.goto(f"http://127.0.0.1:{port}/?to={url}/me")
        await page.get_by_role("link").click()
        await page.wait_for_url(lambda place: place.endswith("/login?next=%2Fme"))
        await log_in(page, url, "ada")
        await page.goto(f"http://127.0.0.1:{port}/?to={url}/me")
        await page.get_by_role("link").click()
        await page.wait_for_url(f"{url}/me")
        assert await page.locator("h1").inner_text() == "Ada"
        await context.close()


async def test_the_sites_own_pages_may_open_the_socket(chromium: Browser) -> None:
    async with guarded() as (url, _):
        context = await chromium.new_context()
        page = await context.new_page()
        await log_in(page, url, "vera")
        await page.evaluate(
            "new Promise(done => { new WebSocket(location.origin.replace('http', 'ws') + '/live').onopen = done; })"
        )
        assert heard == ["vera"]
        await context.close()


async def test_no_page_complains(new_page: NewPage) -> None:
    async with guarded() as (url, _):
        page = await new_page(f"{url}/login")
        await log_in(page, url, "ada")
        for path in ("me", "users", "settings", "nothing"):
            await page.goto(f"{url}/{path}")
            assert await page.locator("h1").count() == 1
