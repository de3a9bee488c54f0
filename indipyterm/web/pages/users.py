"""The users, for administrators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts import Account
from indipyterm.web.guards.roles import NAMES
from indipyterm.web.pages.acting import FormPage, identity_of
from indipyterm.web.pages.forms import Form
from indipyterm.web.roles import Role, Route
from indipyterm.web.site import site_of


async def users(request: Request) -> Response:
    """The page of all users."""
    return await _USERS(request)


async def _add(request: Request, form: Form) -> None:
    name, full_name, role = form.required("name"), form.text("full_name"), form.role("role")
    password = form.new_password()
    if form.faults:
        return
    accounts = site_of(request).accounts
    if accounts.users.find(name):
        raise NotAccepted("name", "There is a user of this name already.")
    hashed = await accounts.login.hash_new(password, name, full_name)
    accounts.users.add(name, full_name, role, hashed)


async def _change_role(request: Request, form: Form) -> None:
    account, role = _whom(request, form), form.role("role")
    if account and not form.faults:
        site_of(request).accounts.set_role(account, role)


async def _reset_password(request: Request, form: Form) -> None:
    account, password = _whom(request, form), form.new_password()
    if account and account.id == identity_of(request).account.id:
        raise NotAccepted("new_password", "Change your own password on the page “Me”.")
    if account and not form.faults:
        await site_of(request).accounts.set_password(account, password)


async def _delete(request: Request, form: Form) -> None:
    account = _whom(request, form)
    if not form.checked("sure"):
        form.fail("sure", "Please check this, if you mean it.")
    if account and not form.faults:
        try:
            site_of(request).accounts.delete_user(account)
        except NotAccepted as error:
            raise NotAccepted("sure", error.reason) from None


def _whom(request: Request, form: Form) -> Account | None:
    """The user whom a form is about."""
    name = form.required("of")
    account = site_of(request).accounts.users.find(name) if not form.faults else None
    if account is None:
        form.fail("", "There is no such user, or no longer.")
    return account


def _context(request: Request) -> Mapping[str, Any]:
    accounts = site_of(request).accounts
    return {
        "accounts": [account.user for account in accounts.users.all()],
        "me": identity_of(request).account.user.name,
        "roles": [(str(int(role)), text.split(" ")[1]) for role, text in NAMES.items()],
    }


_USERS = FormPage(
    "users.html",
    {"add": _add, "role": _change_role, "password": _reset_password, "delete": _delete},
    {
        "add": "The user is added.",
        "role": "The role is changed; the user has to log in again.",
        "password": "The password is changed; the user has to log in again.",
        "delete": "The user is deleted.",
    },
    _context,
)

ROUTES = (Route("/users", users, Role.ADMIN, ("GET", "POST")),)
