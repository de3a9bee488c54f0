"""The file that users, sessions and settings are kept in: made whole, refused untouched where it is not ours."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import struct
from collections.abc import Callable, Iterator
from pathlib import Path

from indipyterm.exceptions import BadDatabase
from indipyterm.files.opening import open_regular
from indipyterm.files.temporary import TempFiles

APPLICATION_ID = 0x49504957
"""What SQLite's header says of the program that a file belongs to."""

VERSION = 1
"""The version of the tables. A file of a later one is refused."""

_TABLES = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    full_name TEXT NOT NULL,
    role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 3),
    hash TEXT NOT NULL,
    default_password INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    token BLOB NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    made REAL NOT NULL,
    seen REAL NOT NULL,
    browser TEXT NOT NULL
);
CREATE TABLE tokens (
    id INTEGER PRIMARY KEY,
    token BLOB NOT NULL UNIQUE,
    user INTEGER NOT NULL REFERENCES users ON DELETE CASCADE,
    made REAL NOT NULL,
    used REAL,
    label TEXT NOT NULL
);
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""

_MAGIC = b"SQLite format 3\0"
_HEADER = 100  # bytes
_BUSY = 2.0  # seconds to wait for another program, such as ``--passwd``
_MODE = 0o600


def open_database(path: Path | None, fill: Callable[[sqlite3.Connection], object]) -> sqlite3.Connection:
    """Open the database at `path`, made first if there is none; in memory for None.

    `fill` puts the first rows into a new one. Raises BadDatabase: the file or its folder is left as it was.
    """
    if path is None:
        memory = sqlite3.connect(":memory:", isolation_level=None)
        _make(memory, fill)
        return memory
    try:
        if not os.path.lexists(path):
            _create(path, fill)
        _check_ours(path)
        return _connect(path)
    except OSError as error:
        raise BadDatabase(f"{path}: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise BadDatabase(f"{path} cannot be used: {error}") from None


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """All or nothing of what is written within."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK")
        raise
    database.execute("COMMIT")


def checkpoint(path: Path) -> None:
    """Bring what was written to the disk, so that it survives a power cut. Waits for the disk."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(_open_existing(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _make(database: sqlite3.Connection, fill: Callable[[sqlite3.Connection], object]) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.executescript(_TABLES)
    fill(database)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {VERSION}")


def _create(path: Path, fill: Callable[[sqlite3.Connection], object]) -> None:
    """Make the file under another name first: under its own it is always complete. Raises OSError."""
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as memory:
        _make(memory, fill)
        data = memory.serialize()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        name, file = TempFiles(folder, f".{path.name}-").create(_MODE)
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                with contextlib.suppress(FileExistsError):  # another run made it meanwhile: that one is taken
                    os.link(name, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        finally:
            os.unlink(name, dir_fd=folder)
    finally:
        os.close(folder)


def _check_ours(path: Path) -> None:
    """Look at a file without touching it. Raises BadDatabase, OSError."""
    with open_regular(path) as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise BadDatabase(f"{path} is not a database of indipyweb: it is left as it is; name another folder or move it")
    version, application = (struct.unpack_from(">I", header, offset)[0] for offset in (60, 68))
    if application != APPLICATION_ID:
        raise BadDatabase(f"{path} is the database of another program: it is left as it is; name another folder")
    if version > VERSION:
        raise BadDatabase(f"{path} was made by a later version of indipyterm: it is left as it is")


def _open_existing(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", timeout=_BUSY, isolation_level=None, uri=True)


def _connect(path: Path) -> sqlite3.Connection:
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK | os.X_OK):
        raise BadDatabase(f"{path} cannot be written to")
    with contextlib.suppress(OSError):  # it holds hashes of passwords, even if it was copied here by somebody
        path.chmod(_MODE)
    database = _open_existing(path)
    try:
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")
        # Writes do not wait for the disk, so the event loop may do them; see `checkpoint`.
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        fault = database.execute("PRAGMA quick_check(1)").fetchone()[0]
        if fault != "ok":
            raise BadDatabase(f"{path} is damaged: {fault}")
    except BaseException:
        database.close()
        raise
    return database
