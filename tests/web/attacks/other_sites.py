"""What pages of other sites, and names that point here, can do with the browser of somebody who is logged in."""

from __future__ import annotations

import base64
import os

from tests.web.attacks.attack import NOTHING, Attack, Found, of_all
from tests.web.attacks.raw_http import Post, exchange, request
from tests.web.attacks.target import ADMIN, HOSTILE, OPERATOR, VICTIM, Target

EVIL = "http://evil.example"
OTHER_PORT = "http://127.0.0.1:9077"


async def _each_form(target: Target, origin: str, same_site: bool, **headers: str) -> Found:
    await target.add_user(VICTIM)
    went, ended = [], 0
    for form in target.forms:
        cookie = await target.log_in(ADMIN, password=target.admin_password)
        shown = cookie.pair if same_site else cookie.from_other_site("POST")
        if not await target.is_refused(await target.post(form, cookie=shown, origin=origin, **headers)):
            went.append(form.path.partition("?")[0])
        ended += not await target.is_logged_in(cookie.pair)
    await target.delete_user(VICTIM, missing_ok=True)
    moved = await target.is_moved((await target.log_in(OPERATOR)).pair)
    found = of_all("forms went through", went, len(target.forms))
    words = found.words + ("; the device moved" if moved else "") + (f"; {ended} logins ended" if ended else "")
    return Found(bool(found.safe) and not moved and not ended, words)


async def foreign_form(target: Target) -> Found:
    return await _each_form(target, EVIL, same_site=False, Sec_Fetch_Site="cross-site")


async def form_of_another_port(target: Target) -> Found:
    return await _each_form(target, OTHER_PORT, same_site=True)


async def form_without_origin(target: Target) -> Found:
    return await _each_form(target, "null", same_site=True)


async def links(target: Target) -> Found:
    went = []
    for link in target.links:
        cookie = await target.log_in(OPERATOR)
        await target.get(link, cookie=cookie.from_other_site("GET"), Sec_Fetch_Site="cross-site")
        if not await target.is_logged_in(cookie.pair):
            went.append(link)
            if not await target.can_log_in(OPERATOR):
                await target.add_user(OPERATOR)
    return of_all("links changed something", went, len(target.links))


async def foreign_host(target: Target) -> Found:
    cookie = (await target.log_in(OPERATOR)).pair
    answer = await exchange(target.port, request(target.port, "GET", target.data, host="evil.example", cookie=cookie))
    read = b"RATE" in answer.body
    return Found(not read, f"{answer.status}" + (", everything is read" if read else ""))


async def foreign_reading(target: Target) -> Found:
    """A page of another site asks for data: would its browser let it read the answer?"""
    cookie = (await target.log_in(OPERATOR)).pair
    answer = await target.get(target.data, cookie=cookie, Origin=EVIL)
    allowed = answer.header("access-control-allow-origin")
    return Found(allowed not in ("*", EVIL), f"may be read by {allowed}" if allowed else "browsers let no page read it")


async def foreign_socket(target: Target) -> Found:
    if not target.socket:
        return NOTHING
    cookie = (await target.log_in(OPERATOR)).pair
    went = [origin for origin in (EVIL, OTHER_PORT, "null", "") if await _opens(target, cookie, origin)]
    return of_all("origins got a socket", went, 4)


async def _opens(target: Target, cookie: str, origin: str) -> bool:
    key = base64.b64encode(os.urandom(16)).decode()
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": key}
    data = request(target.port, "GET", target.socket, cookie=cookie, origin=origin, more=upgrade)
    return (await exchange(target.port, data)).status == 101


async def framing(target: Target) -> Found:
    answer = await target.get("/login")
    policy = answer.header("content-security-policy")
    refused = "frame-ancestors 'none'" in policy or bool(answer.header("x-frame-options"))
    return Found(refused, "no" if refused else "yes")


async def scripts_within(target: Target) -> Found:
    policy = (await target.get("/login")).header("content-security-policy")
    limited = "script-src 'self'" in policy and "unsafe" not in policy
    return Found(limited, "only files of the site run" if limited else "no policy")


async def tags(target: Target) -> Found:
    """Names with markup in them, on every page that is made on the server."""
    cookie = (await target.log_in(ADMIN, password=target.admin_password)).pair
    found = []
    for page in target.pages:
        answer = await target.get(page, cookie=cookie, Accept="text/html")
        kind = answer.header("content-type")
        if kind.startswith("text/html") and any(
            one in answer.body for one in (b"<script>alert", b"<img src=x", b"<b onclick")
        ):
            found.append(page)
    return of_all("pages with tags of the instrument", found, len(target.pages))


async def hostile_command_of_nobody(target: Target) -> Found:
    command: Post = target.command(HOSTILE)
    refused = await target.is_refused(await target.post(command))
    moved = await target.is_moved((await target.log_in(OPERATOR)).pair)
    return Found(refused and not moved, "the device moved" if moved else "refused")


ATTACKS = (
    Attack("nobody is logged in: a command to the device", hostile_command_of_nobody),
    Attack("each form, sent by a page of another site", foreign_form),
    Attack("each form, sent by a page of another port of this machine", form_of_another_port),
    Attack("the same, with Origin: null", form_without_origin),
    Attack("links on other sites that log out, delete or change something", links),
    Attack("another site reads what instruments say", foreign_reading),
    Attack("another name points here (DNS rebinding), and reads it", foreign_host),
    Attack("another site opens the live socket", foreign_socket),
    Attack("another site shows a page in a frame", framing),
    Attack("a script in a page that is not the site's", scripts_within),
    Attack("tags in names of devices, groups, labels and members", tags),
)
