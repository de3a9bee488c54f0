"""The table of sessions: who is logged in, where, and since when."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import NamedTuple

from indipyterm.web.accounts.hashed_secrets import new_secret, secret_hash

IDLE = 12 * 3600.0
"""Seconds after which a session that nobody uses ends."""

LONGEST = 30 * 86400.0
"""Seconds after which any session ends."""

MOST = 100
"""Sessions of a user; a further login ends that which was not used for the longest."""

_TOUCH = 60.0  # seconds between notes of when a session was used
_COLUMNS = "id, user, made, seen, browser"


class Session(NamedTuple):
    """A login; times in seconds since 1970. `user` is the number of its user."""

    id: int
    user: int
    made: float
    seen: float
    browser: str


class Sessions:
    """The logins of all users; they outlast a restart of the server."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database

    def begin(self, user: int, browser: str, now: float) -> str:
        """Log a user in; return the token that the browser keeps."""
        token = new_secret()
        self._database.execute("DELETE FROM sessions WHERE seen < ? OR made < ?", (now - IDLE, now - LONGEST))
        unused = "SELECT id FROM sessions WHERE user = ? ORDER BY seen DESC, id DESC LIMIT -1 OFFSET ?"
        self._database.execute(f"DELETE FROM sessions WHERE id IN ({unused})", (user, MOST - 1))
        self._database.execute(
            "INSERT INTO sessions (token, user, made, seen, browser) VALUES (?, ?, ?, ?, ?)",
            (secret_hash(token), user, now, now, browser),
        )
        return token

    def find(self, token: str, now: float) -> Session | None:
        """The session of a token, if it has not ended; notes that it is used."""
        query = f"SELECT {_COLUMNS} FROM sessions WHERE token = ? AND seen >= ? AND made >= ?"
        row = self._database.execute(query, (secret_hash(token), now - IDLE, now - LONGEST)).fetchone()
        if row is None:
            return None
        session = Session(*row)
        if abs(now - session.seen) > _TOUCH:
            with contextlib.suppress(sqlite3.OperationalError):  # a full disk keeps nobody from looking
                self._database.execute("UPDATE sessions SET seen = ? WHERE id = ?", (now, session.id))
        return session

    def of(self, user: int, now: float) -> list[Session]:
        """The sessions of a user, the latest used first."""
        query = f"SELECT {_COLUMNS} FROM sessions WHERE user = ? AND seen >= ? AND made >= ? ORDER BY seen DESC"
        return [Session(*row) for row in self._database.execute(query, (user, now - IDLE, now - LONGEST))]

    def end(self, user: int, session: int) -> bool:
        """End a session of a user; whether there was one."""
        found = self._database.execute("DELETE FROM sessions WHERE user = ? AND id = ?", (user, session))
        return found.rowcount > 0

    def end_all(self, user: int, but: int = 0) -> None:
        """End all sessions of a user, but one."""
        self._database.execute("DELETE FROM sessions WHERE user = ? AND id != ?", (user, but))
