"""Who may do what, and what the others are told."""

from __future__ import annotations

import pytest

from indipyterm.web.roles import Role
from tests.web.visitor import USERS, Visitor, site, where


@pytest.mark.parametrize(("name", "role"), USERS)
async def test_each_role_may_do_what_those_before_it_may(name: str, role: Role) -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        await visitor.log_in(name)
        for needed, page in (
            (Role.VIEWER, "/me"),
            (Role.ADMIN, "/users"),
            (Role.ADMIN, "/settings"),
            (Role.ADMIN, "/backup"),
        ):
            assert (await visitor.get(page)).status_code == (200 if role >= needed else 403)
        answer = await visitor.fetch("POST", "/send")
        if role >= Role.OPERATOR:
            assert answer.json()["user"] == [name, name.title(), int(role)]
        else:
            assert (answer.status_code, answer.json()) == (
                403,
                {"error": "Only an operator may do this; vera is a viewer."},
            )


async def test_who_is_not_logged_in_is_sent_to_the_login_or_told() -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        assert where(await visitor.get("/plot?m=1")) == (303, "/login?next=%2Fplot%3Fm%3D1")
        assert where(await visitor.post("/users", do="add")) == (303, "/login?next=%2Fusers")
        for method, path in (("GET", "/"), ("GET", "/api"), ("POST", "/send")):
            answer = await visitor.fetch(method, path)
            assert (answer.status_code, answer.json()) == (401, {"error": "Please log in."})
        visitor.http.cookies.set("indipyweb-8000", "guessed")
        assert (await visitor.fetch("GET", "/api")).status_code == 401


async def test_where_anyone_may_look_they_may_look_only() -> None:
    with site() as (app, accounts):
        await accounts.change_settings(accounts.settings._replace(anyone_may_look=True))
        visitor = Visitor(app)
        assert (await visitor.fetch("GET", "/api")).json()["user"] == ["", "", 1]
        assert '<body data-base="" data-user="" data-full-name="" data-role="1"' in (await visitor.get("/")).text
        assert (await visitor.fetch("POST", "/send")).status_code == 401
        assert where(await visitor.get("/me")) == (303, "/login?next=/me")
        assert where(await visitor.get("/users")) == (303, "/login?next=%2Fusers")
        assert where(await visitor.post("/me", do="token", label="x")) == (303, "/login?next=/me")
        assert (await visitor.get("/login")).status_code == 200


async def test_a_token_reads_what_scripts_read_and_changes_nothing() -> None:
    with site() as (app, accounts):
        ada = accounts.users.find("ada")
        assert ada
        secret = accounts.tokens.make(ada.id, "cron", accounts.now)
        script, bearer = Visitor(app), {"authorization": f"Bearer {secret}", "accept": "*/*"}
        assert (await script.get("/api", **bearer)).json()["user"] == ["ada", "Ada", 1]
        assert (await script.get("/api/Mount", **bearer)).status_code == 200
        for path in ("/", "/me", "/users", "/backup", "/apiary"):
            assert (await script.get(path, **bearer)).status_code in (401, 404)
        for path in ("/send", "/me", "/api"):
            assert (await script.http.post(path, headers=bearer)).status_code in (401, 405)
        wrong = await script.get("/api", authorization=f"Bearer {secret[:-1]}", accept="*/*")
        assert wrong.status_code == 401
        accounts.revoke_token(ada, accounts.tokens.of(ada.id)[0].id)
        assert (await script.get("/api", **bearer)).status_code == 401


async def test_a_token_beside_a_cookie_does_not_borrow_its_rights() -> None:
    with site() as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        answer = await ada.http.post("/send", headers={"authorization": "Bearer x", "origin": "http://evil.example"})
        assert answer.status_code in (303, 401)
