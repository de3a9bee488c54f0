"""The file of users: its own alone, complete, and never touched where it is another's."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from indipyterm.exceptions import BadDatabase
from indipyterm.web.accounts import Accounts
from indipyterm.web.accounts.database import APPLICATION_ID, VERSION
from indipyterm.web.accounts.password_command import set_password
from indipyterm.web.roles import Role


def state_of(path: Path) -> tuple[bytes, int, int]:
    return path.read_bytes(), path.stat().st_mtime_ns, path.stat().st_mode


def test_a_new_file_and_those_beside_it_are_the_users_alone(tmp_path: Path) -> None:
    path = tmp_path / "indipyweb.db"
    accounts = Accounts(path)
    accounts.tokens.make(1, "script", 0.0)
    assert {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()} == {
        "indipyweb.db": "0o600",
        "indipyweb.db-shm": "0o600",
        "indipyweb.db-wal": "0o600",
    }
    accounts.close()
    assert [file.name for file in tmp_path.iterdir()] == ["indipyweb.db"]


def test_what_was_kept_is_there_again(tmp_path: Path) -> None:
    path = tmp_path / "indipyweb.db"
    accounts = Accounts(path)
    anna = accounts.users.add("anna", "Anna A", Role.OPERATOR, "x")
    token = accounts.begin_session(anna, "Firefox")
    accounts.close()
    again = Accounts(path)
    identity = again.identify(token)
    assert identity is not None
    assert identity.account.user == ("anna", "Anna A", Role.OPERATOR)
    again.close()


def test_a_file_that_all_could_read_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "indipyweb.db"
    Accounts(path).close()
    path.chmod(0o644)
    Accounts(path).close()
    assert path.stat().st_mode & 0o777 == 0o600


def foreign_database(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE users (name)")
    database.close()


def later_database(path: Path) -> None:
    Accounts(path).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b""), "not a database of indipyweb"),
        (lambda path: path.write_bytes(b"some text, " * 50), "not a database of indipyweb"),
        (foreign_database, "another program"),
        (later_database, "later version"),
    ],
)
def test_a_file_that_is_not_ours_is_refused_and_never_touched(tmp_path: Path, make: object, words: str) -> None:
    path = tmp_path / "indipyweb.db"
    make(path)  # type: ignore[operator]
    os.utime(path, (1, 1))
    before = state_of(path)
    for attempt in (lambda: Accounts(path), lambda: set_password(path, "admin", "a good long one")):
        with pytest.raises(BadDatabase, match=words) as refused:
            attempt()
        assert str(path) in str(refused.value)
        assert "\n" not in str(refused.value)
    assert state_of(path) == before
    assert [file.name for file in tmp_path.iterdir()] == ["indipyweb.db"]


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "indipyweb.db"
    Accounts(path).close()
    data = path.read_bytes()
    path.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(BadDatabase, match=r"damaged|cannot be used"):
        Accounts(path)


@pytest.mark.parametrize("place", ["/proc/none/indipyweb.db", "/nowhere/indipyweb.db", "/proc/indipyweb.db"])
def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(place: str) -> None:
    with pytest.raises(BadDatabase, match=place):
        Accounts(Path(place))


def test_neither_a_folder_nor_a_pipe_is_a_database(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", "."):
        with pytest.raises(BadDatabase):
            Accounts(tmp_path / name)


async def test_a_backup_is_a_database_without_sessions(tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "indipyweb.db")
    token = accounts.begin_session(accounts.users.all()[0], "Firefox")
    accounts.tokens.make(1, "script", 0.0)
    copy = tmp_path / "copy.db"
    copy.write_bytes(await accounts.backup())
    restored = Accounts(copy)
    assert [account.user.name for account in restored.users.all()] == ["admin"]
    assert [found.label for found in restored.tokens.of(1)] == ["script"]
    assert restored.identify(token) is None
    assert accounts.identify(token) is not None
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    database.close()
    for one in (accounts, restored):
        one.close()
