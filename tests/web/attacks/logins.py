"""Stolen, chosen and guessed logins; what the site tells those who guess."""

from __future__ import annotations

import asyncio
import re
import statistics
import time

from tests.web.attacks.attack import NOTHING, Attack, Found, of_all
from tests.web.attacks.raw_http import Answer, Post, exchange, request
from tests.web.attacks.target import ADMIN, HOSTILE, OPERATOR, PASSWORD, VICTIM, Target

_TRIES = 40
_OTHER_ADDRESS = "127.0.0.77"
_SECRETS = re.compile(r'name="(?:name|username)"[^>]*>|value="[^"]*"|\s+')


async def after_logout(target: Target) -> Found:
    cookie = (await target.log_in(OPERATOR)).pair
    assert await target.is_logged_in(cookie)
    out = target.log_out()
    await (target.get(out, cookie=cookie) if isinstance(out, str) else target.post(out, cookie=cookie))
    return await _is_worthless(target, cookie)


async def after_new_password(target: Target) -> Found:
    await target.add_user(VICTIM)
    stolen, own = (await target.log_in(VICTIM)).pair, (await target.log_in(VICTIM)).pair
    answer = await target.post(target.new_password(PASSWORD, "another long one!"), cookie=own)
    assert not await target.is_refused(answer), answer.text
    found = await _is_worthless(target, stolen)
    await target.delete_user(VICTIM)
    return found


async def after_end(target: Target) -> Found:
    await target.add_user(VICTIM)
    stolen, own = (await target.log_in(VICTIM)).pair, (await target.log_in(VICTIM)).pair
    can = await target.end_other_logins(own)
    found = await _is_worthless(target, stolen) if can else NOTHING
    await target.delete_user(VICTIM)
    return found


async def after_role(target: Target) -> Found:
    await target.add_user(VICTIM)
    stolen = (await target.log_in(VICTIM)).pair
    found = await _is_worthless(target, stolen) if await target.change_role(VICTIM) else NOTHING
    await target.delete_user(VICTIM)
    return found


async def after_deletion(target: Target) -> Found:
    await target.add_user(VICTIM)
    stolen = (await target.log_in(VICTIM)).pair
    await target.delete_user(VICTIM)
    return await _is_worthless(target, stolen)


async def fixation(target: Target) -> Found:
    name = (await target.log_in(OPERATOR)).pair.partition("=")[0]
    chosen = f"{name}=chosen-by-the-attacker-before-the-login-01"
    stranger = (await target.log_in(OPERATOR)).pair  # of the attacker, given to the victim
    kept = []
    for before in (chosen, stranger):
        after = (await target.log_in(OPERATOR, cookie=before)).pair
        if after == before or (before == chosen and await target.is_logged_in(before)):
            kept.append(before)
    return of_all("cookies from before the login stayed", kept, 2)


async def scripts_read_cookie(target: Target) -> Found:
    attributes = (await target.log_in(OPERATOR)).attributes
    shown = ", ".join(one for one in attributes if one.startswith(("httponly", "samesite", "path")))
    return Found("httponly" in attributes, shown)


async def guessed_cookies(target: Target) -> Found:
    pair = (await target.log_in(OPERATOR)).pair
    name, _, value = pair.partition("=")
    guesses = [
        "",
        "0",
        "1",
        "admin",
        "null",
        "' OR 1=1 --",
        value[:-1],
        value + "A",
        value.swapcase(),
        value * 50,
        "%00",
    ]
    went = [guess[:20] for guess in guesses if await target.is_logged_in(f"{name}={guess}")]
    return of_all("guesses were a login", went, len(guesses))


async def unknown_users(target: Target) -> Found:
    """Whether a wrong password of a user is told from that of nobody: by words, status, or time."""
    known, unknown = list[Answer](), list[Answer]()
    for number in range(3):
        for found, name in ((known, OPERATOR), (unknown, "nobodyhere")):
            address = f"127.0.1.{number * 2 + (name == OPERATOR) + 1}"
            found.append(await target.post(target.login(name, "quite wrong, this"), address=address))
    same = {_told(answer) for answer in (*known, *unknown)}
    times = [statistics.median(answer.seconds for answer in found) for found in (known, unknown)]
    near = abs(times[0] - times[1]) < max(0.05, 0.5 * times[0])
    words = "the same words" if len(same) == 1 else "other words"
    return Found(len(same) == 1 and near, f"{words}, {times[0] * 1000:.0f} against {times[1] * 1000:.0f} ms")


def _told(answer: Answer) -> tuple[int, str]:
    return answer.status, _SECRETS.sub("", answer.text)


async def brute_force(target: Target) -> Found:
    """Many passwords at once; and whether the owner, who is elsewhere, still gets in."""
    began = time.monotonic()
    tries = [
        target.post(target.login(ADMIN, f"guess number {number}!"), address="127.0.2.1") for number in range(_TRIES)
    ]
    answers = await asyncio.gather(*tries)
    took = time.monotonic() - began
    looked_at = sum(answer.status != 429 for answer in answers)
    began = time.monotonic()
    await target.log_in(ADMIN, password=target.admin_password, address=_OTHER_ADDRESS)
    owner = time.monotonic() - began
    words = f"{looked_at} of {_TRIES} looked at in {took:.1f} s; the owner is in after {owner:.1f} s"
    return Found(looked_at <= 12 and owner <= 2.0, words)


async def roles(target: Target) -> Found:
    """An operator does what administrators do; it must change nothing, and say so."""
    await target.add_user(VICTIM)
    went = []
    for post in target.admins:
        cookie = (await target.log_in(OPERATOR)).pair
        if not await target.is_refused(await target.post(post, cookie=cookie)):
            went.append(post.path)
    if not await target.can_log_in(VICTIM):
        went.append("a password was changed")
    await target.delete_user(VICTIM, missing_ok=True)
    return of_all("things of administrators were done", went, len(target.admins))


async def nobody(target: Target) -> Found:
    """Who is not logged in does anything at all."""
    went = [form.path for form in target.forms if not await _is_public(target, form) and await _went(target, form)]
    if await target.is_moved((await target.log_in(OPERATOR)).pair):
        went.append("the device moved")
    return of_all("forms went through", went, len(target.forms))


async def _is_public(target: Target, form: Post) -> bool:
    return form.path in target.public


async def _went(target: Target, form: Post) -> bool:
    return not await target.is_refused(await target.post(form))


async def _is_worthless(target: Target, cookie: str) -> Found:
    """Whether a cookie opens nothing, and moves nothing."""
    opened = await target.is_logged_in(cookie)
    await target.post(target.command(HOSTILE), cookie=cookie)
    moved = await target.is_moved((await target.log_in(OPERATOR)).pair)
    words = "worth nothing" if not opened and not moved else "the device moved" if moved else "pages are shown"
    return Found(not opened and not moved, words)


async def hidden_by_case(target: Target) -> Found:
    """The login under other spellings of paths and methods."""
    strange = (
        "//api",
        "/API",
        "/api/",
        "/./api",
        "/x/../me",
        "/%6de",
        "/me%00",
        "/me/",
        "/ME",
        "/me;a=b",
        "/me?",
        "/%2fme",
    )
    read = []
    for path in strange:
        for method in ("GET", "HEAD", "get"):
            answer = await exchange(target.port, request(target.port, method, path))
            if b"olgas" in answer.body or answer.status >= 500:
                read.append(f"{method} {path}")
    return of_all("spellings show something", read, 3 * len(strange))


ATTACKS = (
    Attack("a stolen cookie, after its user logged out", after_logout),
    Attack("a stolen cookie, after its user chose another password", after_new_password),
    Attack("a stolen cookie, after its user ended that login", after_end),
    Attack("a stolen cookie, after its user got another role", after_role),
    Attack("a stolen cookie, after its user was deleted", after_deletion),
    Attack("a cookie that the attacker chose before the login (fixation)", fixation),
    Attack("a script in a page reads the cookie", scripts_read_cookie),
    Attack("cookies that are guessed", guessed_cookies),
    Attack("is there such a user? (enumeration)", unknown_users),
    Attack("40 wrong passwords at once (brute force)", brute_force),
    Attack("each form of administrators, sent by an operator", roles),
    Attack("each form, sent by nobody", nobody),
    Attack("private pages under other spellings", hidden_by_case),
)
