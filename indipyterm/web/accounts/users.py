"""The table of users."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts.database import transaction
from indipyterm.web.accounts.names import LONGEST, name_fault, name_key, text_fault
from indipyterm.web.roles import Role, User

_COLUMNS = "id, name, full_name, role, hash, default_password"


class Account(NamedTuple):
    """A user as the database knows one. `default_password`: the documented one, which has to be changed first."""

    id: int
    user: User
    hash: str
    default_password: bool


class Users:
    """Who may log in."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """All users, by name."""
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM users ORDER BY key")
        return [_account(row) for row in rows]

    def find(self, name: str) -> Account | None:
        """The user of a name, in whatever case it is written."""
        if len(name) > 4 * LONGEST:
            return None
        return self._one("key = ?", name_key(name))

    def by_id(self, number: int) -> Account | None:
        """The user of a number."""
        return self._one("id = ?", number)

    def with_default_password(self) -> Account | None:
        """The user who has the documented password still."""
        return self._one("default_password = 1")

    def add(self, name: str, full_name: str, role: Role, hashed: str, default_password: bool = False) -> Account:
        """Add a user. Raises NotAccepted."""
        name = name.strip()
        if fault := name_fault(name):
            raise NotAccepted("name", fault)
        check_full_name(full_name)
        if self.find(name):
            raise NotAccepted("name", "There is a user of this name already.")
        values = (name, name_key(name), full_name.strip(), int(role), hashed, int(default_password))
        self._database.execute(
            "INSERT INTO users (name, key, full_name, role, hash, default_password) VALUES (?, ?, ?, ?, ?, ?)", values
        )
        account = self.find(name)
        assert account
        return account

    def set_full_name(self, account: Account, full_name: str) -> None:
        """Change how a user is called in the log. Raises NotAccepted."""
        check_full_name(full_name)
        self._database.execute("UPDATE users SET full_name = ? WHERE id = ?", (full_name.strip(), account.id))

    def set_hash(self, account: Account, hashed: str, default_password: bool = False) -> None:
        """Change the hash of a password."""
        values = (hashed, int(default_password), account.id)
        self._database.execute("UPDATE users SET hash = ?, default_password = ? WHERE id = ?", values)

    def set_role(self, account: Account, role: Role) -> None:
        """Change what a user may do. Raises NotAccepted for the last administrator."""
        with transaction(self._database):
            if role < Role.ADMIN:
                self._check_not_last(account)
            self._database.execute("UPDATE users SET role = ? WHERE id = ?", (int(role), account.id))

    def delete(self, account: Account) -> None:
        """Delete a user, with sessions and tokens. Raises NotAccepted for the last administrator."""
        with transaction(self._database):
            self._check_not_last(account)
            self._database.execute("DELETE FROM users WHERE id = ?", (account.id,))

    def _check_not_last(self, account: Account) -> None:
        others = "SELECT count(*) FROM users WHERE role = 3 AND id != ?"
        now = self.by_id(account.id)
        if now and now.user.role is Role.ADMIN and not self._database.execute(others, (account.id,)).fetchone()[0]:
            raise NotAccepted("role", f"{account.user.name} is the only administrator: make another one first.")

    def _one(self, condition: str, *values: object) -> Account | None:
        row = self._database.execute(f"SELECT {_COLUMNS} FROM users WHERE {condition}", values).fetchone()
        return _account(row) if row else None


def check_full_name(text: str) -> None:
    """Raise NotAccepted if this cannot be a full name."""
    if len(text) > LONGEST:
        raise NotAccepted("full_name", f"A full name has at most {LONGEST} characters; this one has {len(text)}.")
    if fault := text_fault(text):
        raise NotAccepted("full_name", fault)


def _account(row: tuple[int, str, str, int, str, int]) -> Account:
    number, name, full_name, role, hashed, default = row
    return Account(number, User(name, full_name, Role(role)), hashed, bool(default))
