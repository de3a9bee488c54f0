"""A forgotten password, set from the command line of the machine."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from indipyterm.exceptions import BadDatabase, NotAccepted
from indipyterm.web.accounts.database import checkpoint, open_database
from indipyterm.web.accounts.passwords import fault_of, hash_password
from indipyterm.web.accounts.sessions import Sessions
from indipyterm.web.accounts.users import Account, Users


def check_user(database: Path, user: str) -> None:
    """Raises BadDatabase; NotAccepted (field "user") for a user that is not there."""
    with _opened(database) as connection:
        _find(Users(connection), user)


def set_password(database: Path, user: str, password: str) -> None:
    """Set a user's password, which ends the sessions, also of a server that runs.

    Raises BadDatabase; NotAccepted for a user that is not there (field "user") or a password that is too easy.
    """
    with _opened(database) as connection:
        users = Users(connection)
        account = _find(users, user)
        if fault := fault_of(password, account.user.name, account.user.full_name):
            raise NotAccepted("password", fault)
        users.set_hash(account, hash_password(password))
        Sessions(connection).end_all(account.id)
    checkpoint(database)


def _opened(database: Path) -> contextlib.closing[sqlite3.Connection]:
    if not os.path.lexists(database):
        raise BadDatabase(f"{database} does not exist")
    return contextlib.closing(open_database(database, lambda _: None))


def _find(users: Users, name: str) -> Account:
    account = users.find(name)
    if account is None:
        names = ", ".join(one.user.name for one in users.all())
        raise NotAccepted("user", f"there is no user {name!r}, only {names}")
    return account
