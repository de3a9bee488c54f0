"""The table of bearer tokens, with which scripts read ``/api`` without logging in."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import NamedTuple

from indipyterm.exceptions import NotAccepted
from indipyterm.web.accounts.hashed_secrets import new_secret, secret_hash
from indipyterm.web.accounts.names import text_fault

MOST = 50
"""Tokens of a user."""

LONGEST_LABEL = 64
"""Characters."""

_TOUCH = 60.0  # seconds between notes of when a token was used
_COLUMNS = "id, user, made, used, label"


class Token(NamedTuple):
    """A bearer token; times in seconds since 1970. `label` is what its user calls it, `used` when it was last used."""

    id: int
    user: int
    made: float
    used: float | None
    label: str


class Tokens:
    """The bearer tokens of all users. They hold until they are revoked."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def make(self, user: int, label: str, now: float) -> str:
        """Make a token, which is shown this once. Raises NotAccepted."""
        label = label.strip()
        if not label:
            raise NotAccepted("label", "Say what the token is for.")
        if len(label) > LONGEST_LABEL:
            raise NotAccepted("label", f"At most {LONGEST_LABEL} characters; this has {len(label)}.")
        if fault := text_fault(label):
            raise NotAccepted("label", fault)
        if len(self.of(user)) >= MOST:
            raise NotAccepted("label", f"There are {MOST} tokens already: revoke one first.")
        token = new_secret()
        self._database.execute(
            "INSERT INTO tokens (token, user, made, label) VALUES (?, ?, ?, ?)", (secret_hash(token), user, now, label)
        )
        return token

    def find(self, token: str, now: float) -> Token | None:
        """The token of a secret; notes that it is used."""
        row = self._database.execute(f"SELECT {_COLUMNS} FROM tokens WHERE token = ?", (secret_hash(token),)).fetchone()
        if row is None:
            return None
        found = Token(*row)
        if found.used is None or abs(now - found.used) > _TOUCH:
            with contextlib.suppress(sqlite3.OperationalError):  # a full disk keeps nobody from looking
                self._database.execute("UPDATE tokens SET used = ? WHERE id = ?", (now, found.id))
        return found

    def of(self, user: int) -> list[Token]:
        """The tokens of a user, the newest first."""
        query = f"SELECT {_COLUMNS} FROM tokens WHERE user = ? ORDER BY made DESC, id DESC"
        return [Token(*row) for row in self._database.execute(query, (user,))]

    def revoke(self, user: int, token: int) -> bool:
        """Revoke a token of a user; whether there was one."""
        return self._database.execute("DELETE FROM tokens WHERE user = ? AND id = ?", (user, token)).rowcount > 0

    def revoke_all(self, user: int) -> None:
        """Revoke all tokens of a user."""
        self._database.execute("DELETE FROM tokens WHERE user = ?", (user,))
