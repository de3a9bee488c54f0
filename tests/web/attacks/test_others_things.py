"""What belongs to others cannot be reached by its number, nor a login of one site used on another."""

from __future__ import annotations

import re

from tests.web.visitor import GOOD, Visitor, site, where

NUMBERS = [str(number) for number in range(-1, 12)]


async def test_numbers_of_logins_tokens_and_users_of_others_do_nothing() -> None:
    with site() as (app, accounts):
        olga, ada = Visitor(app), Visitor(app, "10.0.0.2")
        await ada.log_in("ada")
        await ada.post("/me", do="token", label="cron")
        await olga.log_in("olga")
        before = accounts.database.execute("SELECT count(*) FROM sessions").fetchone(), accounts.tokens.of(4)
        for do in ("session", "revoke"):
            own = {str(one.id) for one in accounts.sessions.of(3, accounts.now)} if do == "session" else set()
            answers = [await olga.post("/me", do=do, of=number) for number in NUMBERS if number not in own]
            assert {answer.status_code for answer in answers} == {422}
            said = {re.findall(r'<p class="error"[^>]*>([^<]*)', answer.text)[0] for answer in answers}
            assert said <= {"Not done: This is not a number.", "Not done: This login has ended already."} | {
                "Not done: This token was revoked already."
            }
        for name in ("ada", "vera", "nobody"):
            answer = await olga.post("/users", do="delete", of=name, sure="1")
            assert answer.status_code == 403
        after = accounts.database.execute("SELECT count(*) FROM sessions").fetchone(), accounts.tokens.of(4)
        assert before == after
        assert (await ada.get("/me")).status_code == 200


async def test_a_login_of_one_site_opens_no_other_behind_the_same_proxy() -> None:
    with site(base="/one") as (one, _), site(base="/two") as (two, _):
        first, second = Visitor(one, base="/one"), Visitor(two, base="/two")
        answer = await first.log_in("ada", GOOD)
        assert "Path=/one;" in answer.headers["set-cookie"] + ";"  # browsers show it to no other
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert where(await second.get("/me", cookie=cookie)) == (303, "/two/login?next=%2Fme")
        assert (await second.fetch("POST", "/send", headers={"cookie": cookie})).status_code == 401
        assert (await first.get("/me")).status_code == 200
