"""A copy of the database while it is used."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path


def backup_of(path: Path) -> bytes:
    """The content of a copy of a database, without the sessions: nobody is logged in by restoring it."""
    with (
        contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database,
        contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as copy,
    ):
        database.backup(copy)
        copy.execute("DELETE FROM sessions")
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("VACUUM")
        return copy.serialize()
