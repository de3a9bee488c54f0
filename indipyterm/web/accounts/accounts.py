"""Who may use the site: the facade of this package."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts.backup import backup_of
from indipyterm.web.accounts.database import checkpoint, open_database
from indipyterm.web.accounts.login import Login
from indipyterm.web.accounts.passwords import DEFAULT_PASSWORD, hash_password
from indipyterm.web.accounts.sessions import Session, Sessions
from indipyterm.web.accounts.settings import Settings, SettingsTable
from indipyterm.web.accounts.setup_lines import setup_lines
from indipyterm.web.accounts.tokens import Tokens
from indipyterm.web.accounts.users import Account, Users
from indipyterm.web.options import WebOptions
from indipyterm.web.roles import Role

DEFAULT_USER = "admin"


class Identity(NamedTuple):
    """Who is logged in, and by which login."""

    account: Account
    session: Session


class SettingsTarget(Protocol):
    """What uses the settings: the live session."""

    async def use_settings(self, settings: Settings) -> None:
        """Use other servers and another BLOB folder from now on. Raises NotAccepted, and then uses none of them."""


class Accounts:
    """Users, sessions, tokens and settings. For the event loop's thread only.

    `listeners` are called when somebody may do other things than before, or is logged out. `target` takes settings
    as soon as they change.
    """

    def __init__(self, path: Path | None = None, now: Callable[[], float] = time.time) -> None:
        """Open the file at `path`, made first if there is none; None: nothing is kept. Raises BadDatabase."""
        self.path, self._now = path, now
        self.database = open_database(path, _fill)
        self.listeners: list[Callable[[], object]] = []
        self.target: SettingsTarget | None = None
        self.users, self.sessions = Users(self.database), Sessions(self.database)
        self.tokens, self._settings = Tokens(self.database), SettingsTable(self.database)
        self.settings = self._settings.read()
        self.login = Login(self.users)

    def close(self) -> None:
        """Close the file."""
        self.login.close()
        self.database.close()

    @property
    def now(self) -> float:
        """Seconds since 1970."""
        return self._now()

    async def flush(self) -> None:
        """Bring changes to the disk, so that a power cut does not undo them."""
        if self.path:
            await asyncio.to_thread(checkpoint, self.path)

    def identify(self, token: str) -> Identity | None:
        """Who logged in with the token that a browser shows."""
        session = self.sessions.find(token, self.now)
        account = self.users.by_id(session.user) if session else None
        return Identity(account, session) if account and session else None

    def identify_script(self, token: str) -> Account | None:
        """Whose bearer token a script shows."""
        found = self.tokens.find(token, self.now)
        account = self.users.by_id(found.user) if found else None
        return account if account and not account.default_password else None

    def begin_session(self, account: Account, browser: str) -> str:
        """Log a user in whose password was right; return the token for the browser."""
        return self.sessions.begin(account.id, browser, self.now)

    def end_session(self, identity: Identity) -> None:
        """Log somebody out."""
        self.sessions.end(identity.account.id, identity.session.id)
        self.changed()

    def end_session_of(self, account: Account, session: int) -> None:
        """Revoke one of the logins of a user. Raises NotAccepted if there is none."""
        found = self.sessions.end(account.id, session)
        self.changed()
        if not found:
            raise NotAccepted("session", "This login has ended already.")

    def setup_lines(self, options: WebOptions) -> list[str]:
        """What the program says at its start: nothing, once a password was chosen."""
        account = self.users.with_default_password()
        return setup_lines(account.user.name, self.login.code.text, options) if account and self.login.code else []

    def accept_default_password(self) -> None:
        """Let the documented password be one like others, for a demo in which nothing can be lost."""
        if account := self.users.with_default_password():
            self.users.set_hash(account, account.hash)

    async def set_password(self, account: Account, password: str) -> None:
        """Change a password, which ends all sessions of its user. Raises NotAccepted."""
        await self.login.set_password(account, password)
        self.sessions.end_all(account.id)
        self.changed()

    def set_role(self, account: Account, role: Role) -> None:
        """Change what a user may do, which ends the sessions. Raises NotAccepted."""
        if role is not account.user.role:
            self.users.set_role(account, role)
            self.sessions.end_all(account.id)
            self.changed()

    def delete_user(self, account: Account) -> None:
        """Delete a user, with sessions and tokens. Raises NotAccepted."""
        self.users.delete(account)
        self.changed()

    def revoke_token(self, account: Account, token: int) -> None:
        """Revoke a bearer token of a user. Raises NotAccepted if there is none."""
        found = self.tokens.revoke(account.id, token)
        self.changed()
        if not found:
            raise NotAccepted("token", "This token was revoked already.")

    async def change_settings(self, settings: Settings) -> None:
        """Use and keep settings. Raises NotAccepted, and then keeps those from before."""
        if self.target:
            await self.target.use_settings(settings)
        self._settings.write(settings)
        self.settings = settings
        self.changed()

    async def backup(self) -> bytes:
        """A copy of the database, as the content of a file; without sessions."""
        if self.path:
            return await asyncio.to_thread(backup_of, self.path)
        return self.database.serialize()

    def changed(self) -> None:
        """Call all listeners; one that fails does not keep the others from it."""
        for listener in tuple(self.listeners):
            with contextlib.suppress(Exception):
                listener()


def _fill(database: sqlite3.Connection) -> None:
    """The user and the password of a new database, as documented."""
    users = Users(database)
    users.add(DEFAULT_USER, "", Role.ADMIN, hash_password(DEFAULT_PASSWORD), default_password=True)
