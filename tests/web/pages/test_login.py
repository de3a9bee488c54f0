"""Logging in, out, and choosing the first password."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import httpx
import pytest

from indipyterm.web.accounts.passwords import DEFAULT_PASSWORD
from indipyterm.web.roles import Role
from tests.web.visitor import GOOD, Visitor, faults, site, value_of, where

OTHER = "another long one"


async def test_who_logs_in_goes_on_to_where_they_wanted() -> None:
    with site() as (app, _):
        vera = Visitor(app)
        assert where(await vera.get("/device?s=pi&d=A %26 B")) == (
            303,
            "/login?next=%2Fdevice%3Fs%3Dpi%26d%3DA%2520%2526%2520B",
        )
        page = await vera.get("/login?next=%2Fdevice%3Fs%3Dpi")
        assert 'name="next" value="/device?s=pi"' in page.text
        answer = await vera.log_in("vera", next="/device?s=pi")
        assert where(answer) == (303, "/device?s=pi")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("indipyweb-8000=")
        assert all(part in cookie for part in ("HttpOnly", "SameSite=strict", "Path=/", "Max-Age=2592000"))
        assert "Secure" not in cookie
        shown = await vera.get("/")
        assert '<body data-base="" data-user="vera" data-full-name="Vera" data-role="1"' in shown.text
        assert where(await vera.get("/login")) == (303, "/")


@pytest.mark.parametrize("demo", [True, False])
async def test_who_cannot_log_in_is_told_what_the_terminal_said(demo: bool) -> None:
    with site(demo=demo) as (app, _):
        page = (await Visitor(app).get("/login")).text
        assert ("password!" in page, "link that the program printed" in page) == (demo, not demo)


@pytest.mark.parametrize(
    "place",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "/%2f/evil", "x", "/a\nb", "/" + "a" * 5000],
)
async def test_nobody_is_sent_to_another_site(place: str) -> None:
    with site() as (app, _):
        assert where(await Visitor(app).log_in("vera", next=place)) == (303, "/")


async def test_a_wrong_password_is_said_and_the_name_is_kept() -> None:
    with site() as (app, _):
        answer = await Visitor(app).log_in('ve"ra', "wrong <password>")
        assert (answer.status_code, faults(answer)) == (422, {"password": "Wrong name or password."})
        assert value_of(answer, "name") == "ve&#34;ra"
        assert "wrong" not in answer.text
        empty = await Visitor(app).post("/login", do="login")
        assert faults(empty) == {"name": "Please fill this in.", "password": "Please fill this in."}


async def test_the_log_says_who_came_and_holds_no_passwords(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with site() as (app, _):
        visitor = Visitor(app)
        await visitor.log_in("verä", "wrong password")
        await visitor.log_in("vera")
        await visitor.get("/setup?code=K7QM-2DXT")
    log = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("indipyterm"))
    assert "'10.0.0.1' as 'ver\\xe4': Wrong name or password." in log
    assert "'10.0.0.1' logged in as 'vera'" in log
    assert "10.0.0.1 POST /login 303" in log
    assert not any(secret in log for secret in ("wrong password", GOOD, "K7QM", "indipyweb-8000"))


async def test_a_new_login_is_another_session_and_logging_out_ends_it() -> None:
    with site() as (app, accounts):
        vera = Visitor(app)
        await vera.log_in("vera")
        first = vera.http.cookies["indipyweb-8000"]
        await vera.log_in("vera")
        second = vera.http.cookies["indipyweb-8000"]
        assert (accounts.identify(first), first == second) == (None, False)
        assert (await vera.get("/logout")).status_code == 405
        assert where(await vera.post("/logout")) == (303, "/login")
        assert "indipyweb-8000" not in vera.http.cookies
        assert accounts.identify(second) is None
        assert (await vera.fetch("POST", "/logout")).json() == {}


async def test_a_login_that_was_ended_elsewhere_is_told_so() -> None:
    with site() as (app, accounts):
        vera = Visitor(app)
        assert "has ended" not in (await vera.get("/login")).text
        await vera.log_in("vera")
        account = accounts.users.find("vera")
        assert account
        accounts.set_role(account, Role.OPERATOR)
        assert where(await vera.get("/log")) == (303, "/login?next=%2Flog")
        assert "Your login has ended" in (await vera.get("/login?next=%2Flog")).text
        assert "has ended" not in (await vera.log_in("vera", "wrong")).text  # that says what is wrong
        await vera.log_in("vera")
        await vera.post("/logout")
        assert "has ended" not in (await vera.get("/login")).text


async def test_guessing_is_slowed_down_and_the_owner_gets_in() -> None:
    with site() as (app, _):
        mallory = Visitor(app, "10.0.0.66")
        codes = [(await mallory.log_in("vera", f"wrong {number}")).status_code for number in range(8)]
        assert codes == [422] * 5 + [429] * 3
        late = await mallory.log_in("vera")
        assert (late.status_code, late.headers["retry-after"]) == (429, "1")
        assert faults(late) == {"password": "Too many tries: please wait 1 s."}
        assert (await Visitor(app, "10.0.0.1").log_in("vera")).status_code == 303


async def refused_everywhere(visitor: Visitor) -> None:
    for path in ("/", "/me", "/users", "/settings", "/backup", "/device", "/api"):
        assert where(await visitor.get(path)) == (303, "/setup")
        assert (await visitor.fetch("GET", path)).status_code == 403
    assert (await visitor.fetch("POST", "/send")).json() == {"error": "Please choose a password first."}


async def test_the_documented_password_opens_only_the_door_to_another_one(tmp_path: Path) -> None:
    with site(tmp_path / "indipyweb.db", users=False) as (app, accounts):
        here, phone = Visitor(app, "127.0.0.1"), Visitor(app, "10.0.0.1")
        refused = await phone.log_in("admin", DEFAULT_PASSWORD)
        assert faults(refused) == {"password": "Wrong name or password."}
        assert "indipyweb-8000" not in phone.http.cookies
        assert where(await here.log_in("admin", DEFAULT_PASSWORD)) == (303, "/setup")
        await refused_everywhere(here)
        page = await here.get("/setup")
        assert 'name="code"' not in page.text
        for new in (DEFAULT_PASSWORD, "short", "password123"):
            answer = await here.post("/setup", do="setup", new_password=new, again_password=new)
            assert answer.status_code == 422
            assert "new_password" in faults(answer)
            assert new not in answer.text
        differs = await here.post("/setup", do="setup", new_password=GOOD, again_password=OTHER)
        assert "again_password" in faults(differs)
        await refused_everywhere(here)
        old = here.http.cookies["indipyweb-8000"]
        assert where(await here.post("/setup", do="setup", new_password=GOOD, again_password=GOOD)) == (303, "/")
        assert accounts.identify(old) is None
        assert (await here.get("/users")).status_code == 200
        assert where(await here.get("/setup")) == (303, "/")
        assert accounts.setup_lines(None) == []  # type: ignore[arg-type]


async def test_the_code_from_the_terminal_opens_the_same_door_from_elsewhere() -> None:
    with site(users=False) as (app, accounts):
        phone = Visitor(app, "10.0.0.1")
        assert accounts.login.code
        code = accounts.login.code.text
        page = await phone.get(f"/setup?code={code}")
        assert value_of(page, "code") == code
        await phone.get("/setup?code=WRONG")
        wrong = await phone.post("/setup", do="setup", code="AAAA-AAAA", new_password=GOOD, again_password=GOOD)
        assert "not valid" in faults(wrong)["code"]
        easy = await phone.post("/setup", do="setup", code=code, new_password="short", again_password="short")
        assert list(faults(easy)) == ["new_password"]
        assert value_of(easy, "code") == code
        assert where(await phone.post("/setup", do="setup", code=code, new_password=GOOD, again_password=GOOD)) == (
            303,
            "/",
        )
        assert 'data-role="3"' in (await phone.get("/")).text
        again = await Visitor(app).post("/setup", do="setup", code=code, new_password=OTHER, again_password=OTHER)
        assert "not valid" in faults(again)["code"]


async def test_nobody_is_told_whether_the_documented_password_stands() -> None:
    def what_a_stranger_sees(responses: list[httpx.Response]) -> list[tuple[int, str]]:
        return [(response.status_code, response.text) for response in responses]

    seen = []
    for users in (False, True):
        with site(users=users) as (app, _):
            stranger = Visitor(app)
            seen.append(
                what_a_stranger_sees(
                    [
                        await stranger.get("/login"),
                        await stranger.get("/setup"),
                        await stranger.log_in("admin", DEFAULT_PASSWORD),
                        await stranger.post(
                            "/setup", do="setup", code="AAAA-AAAA", new_password=OTHER, again_password=OTHER
                        ),
                    ]
                )
            )
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"x-forwarded-proto": "http"},
        {"x-real-ip": "127.0.0.1"},
        {"via": "1.1 proxy"},
    ],
)
async def test_a_proxy_on_this_machine_is_not_this_machine(headers: dict[str, str]) -> None:
    with site(users=False) as (app, _):
        answer = await Visitor(app, "127.0.0.1").post(
            "/login", headers=headers, do="login", name="admin", password=DEFAULT_PASSWORD
        )
        assert faults(answer) == {"password": "Wrong name or password."}


@pytest.mark.parametrize("options", [{"base": "/indi"}, {"proxies": ("10.0.0.2",)}])
async def test_where_a_proxy_is_meant_to_be_only_the_code_counts(options: dict[str, Any]) -> None:
    with site(users=False, **options) as (app, _):
        visitor = Visitor(app, "127.0.0.1", base=str(options.get("base", "")))
        assert (await visitor.log_in("admin", DEFAULT_PASSWORD)).status_code == 422


async def test_a_login_over_plain_http_with_secure_cookies_explains_itself() -> None:
    with site(secure_cookie=True) as (app, _):
        plain = await Visitor(app).log_in("vera")
        assert plain.status_code == 422
        assert "started with --securecookie True" in plain.text
        assert "https" in plain.text
        safe = await Visitor(app, url="https://localhost:8000").log_in("vera")
        assert safe.headers["set-cookie"].startswith("__Host-indipyweb-8000=")
        assert "Secure" in safe.headers["set-cookie"]
    with site(secure_cookie=True, base="/indi") as (app, _):
        below = await Visitor(app, url="https://localhost:8000", base="/indi").log_in("vera")
        assert below.headers["set-cookie"].startswith("indipyweb-8000=")
        assert "Path=/indi;" in below.headers["set-cookie"]


async def test_logins_outlast_a_restart(tmp_path: Path) -> None:
    with site(tmp_path / "indipyweb.db") as (app, _):
        vera = Visitor(app)
        await vera.log_in("vera")
    with site(tmp_path / "indipyweb.db", users=False) as (app, accounts):
        again = Visitor(app)
        again.http.cookies = vera.http.cookies
        assert 'data-user="vera"' in (await again.get("/")).text
        found = accounts.users.find("vera")
        assert found
        accounts.set_role(found, Role.OPERATOR)
        assert (await again.get("/")).status_code == 303


async def test_a_database_that_cannot_be_written_is_said_and_keeps_nobody_from_looking(tmp_path: Path) -> None:
    with site(tmp_path / "indipyweb.db") as (app, accounts):
        vera = Visitor(app)
        await vera.log_in("vera")
        accounts.database.execute("UPDATE sessions SET seen = seen - 3600")
        accounts.database.execute("PRAGMA query_only = 1")  # as a full disk does
        assert (await vera.get("/")).status_code == 200
        answer = await Visitor(app).log_in("olga")
        assert (answer.status_code, "the database cannot be used" in answer.text) == (503, True)
