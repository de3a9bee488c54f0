"""A user keeps name, password, logins and tokens without anybody's help."""

from __future__ import annotations

import re

from tests.web.visitor import GOOD, Visitor, faults, site, value_of, where

OTHER = "another long one"


async def test_a_full_name_is_changed_and_its_faults_are_said_beside_it() -> None:
    with site() as (app, accounts):
        vera = Visitor(app)
        await vera.log_in("vera")
        assert where(await vera.post("/me", do="name", full_name=" Véra <b> ")) == (303, "/me?done=name")
        page = await vera.get("/me?done=name")
        assert "<h1><bdi>Véra &lt;b&gt;</bdi></h1>" in page.text
        assert "Your name is changed." in page.text
        long = await vera.post("/me", do="name", full_name="x" * 65)
        assert (long.status_code, faults(long)["full_name"]) == (
            422,
            "A full name has at most 64 characters; this one has 65.",
        )
        assert value_of(long, "full_name") == "x" * 65
        found = accounts.users.find("vera")
        assert found
        assert found.user.full_name == "Véra <b>"


async def test_a_new_password_takes_the_old_one_and_ends_the_other_logins() -> None:
    with site() as (app, _):
        vera, phone = Visitor(app), Visitor(app, "10.0.0.2")
        await vera.log_in("vera")
        await phone.log_in("vera")
        wrong = await vera.post("/me", do="password", password="wrong", new_password=OTHER, again_password=OTHER)
        assert (wrong.status_code, faults(wrong)) == (422, {"password": "This is not your password."})
        assert OTHER not in wrong.text
        easy = await vera.post("/me", do="password", password=GOOD, new_password="vera", again_password="vera")
        assert list(faults(easy)) == ["new_password"]
        assert (await phone.get("/me")).status_code == 200
        done = await vera.post("/me", do="password", password=GOOD, new_password=OTHER, again_password=OTHER)
        assert where(done) == (303, "/me?done=password")
        assert "have ended" in (await vera.get("/me?done=password")).text
        assert (await phone.get("/me")).status_code == 303
        assert (await Visitor(app).log_in("vera")).status_code == 422
        assert (await Visitor(app).log_in("vera", OTHER)).status_code == 303


async def test_guessing_the_old_password_is_slow_as_well() -> None:
    with site() as (app, _):
        vera = Visitor(app)
        await vera.log_in("vera")
        codes = [
            (
                await vera.post("/me", do="password", password=f"x{n}", new_password=OTHER, again_password=OTHER)
            ).status_code
            for n in range(7)
        ]
        assert codes == [422] * 5 + [429] * 2


async def test_logins_are_listed_and_ended() -> None:
    with site() as (app, accounts):
        vera, phone = Visitor(app), Visitor(app, "10.0.0.2")
        await vera.log_in("vera")
        phone.http.headers["user-agent"] = (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1"
        )
        await phone.log_in("vera")
        page = (await vera.get("/me")).text
        assert "Firefox, Linux</bdi> <strong>(this one)" in page
        assert "Safari, iPhone</bdi>" in page
        of = accounts.identify(phone.http.cookies["indipyweb-8000"])
        assert of
        assert where(await vera.post("/me", do="session", of=str(of.session.id))) == (303, "/me?done=session")
        assert (await phone.get("/")).status_code == 303
        for wrong in (str(of.session.id), "99", "x", "", "9" * 100):
            assert (await vera.post("/me", do="session", of=wrong)).status_code == 422


async def test_a_token_is_shown_once_used_and_revoked() -> None:
    with site() as (app, _):
        vera = Visitor(app)
        await vera.log_in("vera")
        made = await vera.post("/me", do="token", label="cron <x>")
        found = re.search(r'<code class="secret">([^<]+)</code>', made.text)
        assert found
        assert made.status_code == 201
        assert found[1] not in (await vera.get("/me")).text
        script = Visitor(app)
        assert (await script.get("/api", authorization=f"Bearer {found[1]}", accept="*/*")).json()["user"] == [
            "vera",
            "Vera",
            1,
        ]
        page = (await vera.get("/me")).text
        assert "<bdi>cron &lt;x&gt;</bdi>" in page
        number = re.search(r'name="do" value="revoke">\s*<input type="hidden" name="of" value="(\d+)"', page)
        assert number
        await vera.post("/me", do="revoke", of=number[1])
        assert "cron" not in (await vera.get("/me")).text
        empty = await vera.post("/me", do="token", label="")
        assert faults(empty) == {"label": "Please fill this in."}


async def test_a_user_may_leave_but_not_the_last_administrator() -> None:
    with site() as (app, accounts):
        vera, ada = Visitor(app), Visitor(app)
        await vera.log_in("vera")
        unsure = await vera.post("/me", do="delete", password=GOOD)
        assert "sure" in faults(unsure)
        assert where(await vera.post("/me", do="delete", password=GOOD, sure="1")) == (303, "/login")
        assert accounts.users.find("vera") is None
        admin = accounts.users.find("admin")
        assert admin
        accounts.delete_user(admin)
        await ada.log_in("ada")
        last = await ada.post("/me", do="delete", password=GOOD, sure="1")
        assert "ada is the only administrator" in last.text


async def test_old_addresses_lead_there() -> None:
    with site() as (app, _):
        vera = Visitor(app)
        await vera.log_in("vera")
        assert where(await vera.get("/edit")) == (303, "/me")
