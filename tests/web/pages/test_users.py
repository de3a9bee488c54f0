"""An administrator keeps the users."""

from __future__ import annotations

import html
from typing import Any

import pytest

from indipyterm.web.roles import Role
from tests.web.visitor import GOOD, Visitor, faults, site, value_of, where

HOSTILE = ["/ ? # % ..", "<script>alert(1)</script>", "🔭👩‍🚀", "שלום", "\"'&amp;", "a+b=c&d"]


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_user_of_any_name_is_added_changed_and_deleted(name: str) -> None:
    with site() as (app, accounts):
        ada, guest = Visitor(app), Visitor(app)
        await ada.log_in("ada")
        added = await ada.post(
            "/users", do="add", name=name, full_name=name, role="1", new_password=GOOD, again_password=GOOD
        )
        assert where(added) == (303, "/users?done=add")
        page = (await ada.get("/users?done=add")).text
        assert "The user is added." in page
        assert f"<bdi>{html.escape(name)}</bdi>".replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in page
        assert "<script" not in page
        assert (await guest.log_in(name)).status_code == 303
        assert where(await ada.post("/users", do="role", of=name, role="2")) == (303, "/users?done=role")
        assert (await guest.get("/")).status_code == 303
        await guest.log_in(name)
        assert 'data-role="2"' in (await guest.get("/")).text
        await ada.post(
            "/users", do="password", of=name, new_password="another long one", again_password="another long one"
        )
        assert (await guest.get("/")).status_code == 303
        assert (await guest.log_in(name, "another long one")).status_code == 303
        assert faults(await ada.post("/users", do="delete", of=name)).values()
        await ada.post("/users", do="delete", of=name, sure="1")
        assert (await guest.get("/")).status_code == 303
        assert accounts.users.find(name) is None


async def test_every_mistake_is_said_and_what_was_typed_is_kept_but_for_passwords() -> None:
    with site() as (app, _):
        ada = Visitor(app)
        await ada.log_in("ada")
        empty = await ada.post("/users", do="add")
        assert list(faults(empty)) == ["name", "role", "new_password", "again_password"]
        twice = await ada.post(
            "/users", do="add", name="VERA", full_name="Another", role="2", new_password=GOOD, again_password=GOOD
        )
        assert faults(twice) == {"name": "There is a user of this name already."}
        assert value_of(twice, "full_name") == "Another"
        assert 'type="radio" value="2" checked' in twice.text
        assert GOOD not in twice.text
        same = await ada.post(
            "/users",
            do="add",
            name="telescope one",
            role="1",
            new_password="telescope one",
            again_password="telescope one",
        )
        assert list(faults(same)) == ["new_password"]
        for role in ("0", "4", "x", "-1", "１"):
            answer = await ada.post("/users", do="add", name="new", role=role, new_password=GOOD, again_password=GOOD)
            assert list(faults(answer)) == ["role"]


async def test_what_cannot_be_done_to_users() -> None:
    with site() as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        for of in ("nobody", "", "x" * 5000):
            answer = await ada.post("/users", do="role", of=of, role="1")
            assert (answer.status_code, "Not done" in answer.text) == (422, True)
        own = await ada.post("/users", do="password", of="ada", new_password=GOOD, again_password=GOOD)
        assert "on the page “Me”" in own.text
        admin = accounts.users.find("admin")
        assert admin
        accounts.delete_user(admin)
        wrong: tuple[dict[str, Any], ...] = ({"do": "role", "role": "1"}, {"do": "delete", "sure": "1"})
        for fields in wrong:
            answer = await ada.post("/users", of="ada", **fields)
            assert (answer.status_code, "the only administrator" in answer.text) == (422, True)
        assert (await ada.post("/users", do="nothing")).status_code == 400


async def test_an_administrator_who_steps_down_is_logged_out() -> None:
    with site() as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        assert (await ada.post("/users", do="role", of="ada", role="1")).status_code == 303
        assert (await ada.get("/users")).status_code == 303
        found = accounts.users.find("ada")
        assert found
        assert found.user.role is Role.VIEWER
