"""Logins last as long as they should, and end when they should; those who listen hear of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from indipyterm.exceptions import BadDatabase, NotAccepted, TooManyTries
from indipyterm.web.accounts import Account, Accounts, Settings
from indipyterm.web.accounts.login import WRONG
from indipyterm.web.accounts.password_command import set_password
from indipyterm.web.accounts.passwords import DEFAULT_PASSWORD, hash_password
from indipyterm.web.accounts.sessions import MOST
from indipyterm.web.roles import Role

GOOD = "a good long one"


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock) -> Iterator[Accounts]:
    opened = Accounts(tmp_path / "indipyweb.db", now=clock)
    yield opened
    opened.close()


@pytest.fixture
def anna(accounts: Accounts) -> Account:
    return accounts.users.add("anna", "Anna", Role.OPERATOR, hash_password(GOOD))


def test_a_login_ends_after_twelve_idle_hours(accounts: Accounts, anna: Account, clock: Clock) -> None:
    token = accounts.begin_session(anna, "Firefox")
    for _ in range(10):
        clock.now += 11 * 3600
        assert accounts.identify(token)
    clock.now += 13 * 3600
    assert accounts.identify(token) is None
    assert accounts.sessions.of(anna.id, clock.now) == []


def test_a_login_ends_after_thirty_days_however_much_it_is_used(
    accounts: Accounts, anna: Account, clock: Clock
) -> None:
    token = accounts.begin_session(anna, "Firefox")
    for _ in range(3 * 30):
        clock.now += 8 * 3600
        assert accounts.identify(token)
    clock.now += 60
    assert accounts.identify(token) is None


def test_a_login_too_many_ends_the_one_that_was_not_used_for_the_longest(
    accounts: Accounts, anna: Account, clock: Clock
) -> None:
    used, unused = (accounts.begin_session(anna, "Firefox") for _ in range(2))
    clock.now += 3600
    assert accounts.identify(used)
    for _ in range(MOST - 1):
        accounts.begin_session(anna, "script")
    assert accounts.identify(used)
    assert accounts.identify(unused) is None
    assert len(accounts.sessions.of(anna.id, clock.now)) == MOST


def test_only_the_hash_of_a_secret_is_kept(accounts: Accounts, anna: Account) -> None:
    secrets = [accounts.begin_session(anna, "Firefox"), accounts.tokens.make(anna.id, "script", accounts.now)]
    assert all(len(secret) >= 43 for secret in secrets)
    assert accounts.path
    for file in accounts.path.parent.iterdir():
        assert not any(secret.encode() in file.read_bytes() for secret in secrets)


@pytest.mark.parametrize("text", ["", "x", "é" * 50, "\udcff", "x" * 100_000])
def test_what_is_no_secret_belongs_to_nobody(accounts: Accounts, anna: Account, text: str) -> None:
    accounts.begin_session(anna, "Firefox")
    assert accounts.identify(text) is None
    assert accounts.identify_script(text) is None


async def test_a_new_password_another_role_and_deletion_end_logins_and_are_told(
    accounts: Accounts, anna: Account
) -> None:
    told: list[str] = []
    accounts.listeners += [lambda: 1 / 0, lambda: told.append("changed")]
    token = accounts.begin_session(anna, "Firefox")
    await accounts.set_password(anna, "another long one")
    assert (accounts.identify(token), told) == (None, ["changed"])
    token = accounts.begin_session(anna, "Firefox")
    accounts.set_role(anna, Role.VIEWER)
    assert (accounts.identify(token), told) == (None, ["changed"] * 2)
    token, script = accounts.begin_session(anna, "Firefox"), accounts.tokens.make(anna.id, "script", accounts.now)
    assert accounts.identify_script(script)
    accounts.delete_user(anna)
    assert (accounts.identify(token), accounts.identify_script(script), told) == (None, None, ["changed"] * 3)


def test_logins_and_tokens_are_listed_and_revoked_by_their_user_only(accounts: Accounts, anna: Account) -> None:
    admin = accounts.users.all()[0]
    token, script = accounts.begin_session(anna, "Firefox, Linux"), accounts.tokens.make(anna.id, "cron", accounts.now)
    (session,), (listed,) = accounts.sessions.of(anna.id, accounts.now), accounts.tokens.of(anna.id)
    assert (session.browser, listed.label, listed.used) == ("Firefox, Linux", "cron", None)
    with pytest.raises(NotAccepted):
        accounts.end_session_of(admin, session.id)
    with pytest.raises(NotAccepted):
        accounts.revoke_token(admin, listed.id)
    assert accounts.identify(token)
    assert accounts.identify_script(script)
    accounts.end_session_of(anna, session.id)
    accounts.revoke_token(anna, listed.id)
    assert accounts.identify(token) is None
    assert accounts.identify_script(script) is None


def test_there_is_always_an_administrator(accounts: Accounts, anna: Account) -> None:
    admin = accounts.users.all()[0]
    with pytest.raises(NotAccepted, match="only administrator"):
        accounts.delete_user(admin)
    with pytest.raises(NotAccepted, match="only administrator"):
        accounts.set_role(admin, Role.VIEWER)
    accounts.set_role(anna, Role.ADMIN)
    accounts.delete_user(admin)
    assert [account.user.name for account in accounts.users.all()] == ["anna"]


@pytest.mark.parametrize(
    "name", ["/", "?a=b#c%20", "..", "🔭👩‍🚀", "שלום", "<script>alert(1)</script>", "'; DROP TABLE users; --", "a b"]
)
def test_names_of_users_may_be_almost_anything(accounts: Accounts, name: str) -> None:
    accounts.users.add(name, name, Role.VIEWER, "x")
    found = accounts.users.find(name.upper())
    assert found
    assert found.user == (name, name, Role.VIEWER)
    with pytest.raises(NotAccepted, match="already"):
        accounts.users.add(f" {name.lower()} ", "", Role.VIEWER, "x")


@pytest.mark.parametrize("name", ["", "  ", "x" * 65, "a\nb", "a\0b", "a\u202eb", "\x1b[31m", "\ud800"])
def test_names_that_cannot_be_shown_are_refused(accounts: Accounts, name: str) -> None:
    for field in ("name", "full_name"):
        if field == "full_name" and not name.strip():
            continue
        with pytest.raises(NotAccepted) as refused:
            accounts.users.add(*((name, "") if field == "name" else ("bert", name)), Role.VIEWER, "x")
        assert refused.value.field == field


async def test_who_logs_in_with_the_right_password(accounts: Accounts, anna: Account) -> None:
    assert await accounts.login.check("Anna", GOOD, "10.0.0.1", local=False) == anna
    for name, password in (("anna", "wrong"), ("nobody", GOOD), ("x" * 100_000, GOOD), ("", "")):
        with pytest.raises(NotAccepted) as refused:
            await accounts.login.check(name, password, "10.0.0.1", local=False)
        assert refused.value.reason == WRONG


async def test_an_old_hash_is_made_anew_at_login(
    accounts: Accounts, anna: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    from indipyterm.web.accounts import passwords

    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    await accounts.login.check("anna", GOOD, "10.0.0.1", local=False)
    now = accounts.users.by_id(anna.id)
    assert now
    assert "m=16,t=2" in now.hash
    await accounts.login.check("anna", GOOD, "10.0.0.1", local=False)


async def test_the_documented_password_is_taken_on_this_machine_only(accounts: Accounts) -> None:
    with pytest.raises(NotAccepted, match=WRONG):
        await accounts.login.check("admin", DEFAULT_PASSWORD, "10.0.0.1", local=False)
    account = await accounts.login.check("admin", DEFAULT_PASSWORD, "127.0.0.1", local=True)
    assert account.default_password
    await accounts.set_password(account, GOOD)
    assert accounts.users.with_default_password() is None
    for password, local in ((DEFAULT_PASSWORD, True), (GOOD, False)):
        wrong = password == DEFAULT_PASSWORD
        try:
            await accounts.login.check("admin", password, "127.0.0.1", local=local)
            assert not wrong
        except NotAccepted:
            assert wrong


async def test_the_code_is_for_one_account_and_five_mistakes(accounts: Accounts) -> None:
    assert accounts.login.code
    code = accounts.login.code.text
    for _ in range(4):
        with pytest.raises(NotAccepted, match="code"):
            accounts.login.account_for_code("AAAA-AAAA")
    account = accounts.login.account_for_code(code.lower().replace("-", " "))
    await accounts.set_password(account, GOOD)
    with pytest.raises(NotAccepted):
        accounts.login.account_for_code(code)


def test_a_code_is_void_after_five_mistakes_or_fifteen_minutes() -> None:
    from indipyterm.web.accounts.setup_code import SetupCode

    clock = Clock()
    guessed, old = SetupCode(clock), SetupCode(clock)
    assert not any(guessed.matches(text) for text in ("", "é", "AAAA", "x" * 10_000, guessed.text[:-1]))
    assert not guessed.matches(guessed.text)
    clock.now += 899
    assert old.matches(old.text)
    clock.now += 2
    assert not old.matches(old.text)


async def test_tries_at_once_are_as_slow_as_one_after_the_other(accounts: Accounts, anna: Account) -> None:
    tries = (accounts.login.check("anna", f"wrong {number}", "10.0.0.1", local=False) for number in range(40))
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(type(result) is NotAccepted for result in results) == 5
    assert sum(isinstance(result, TooManyTries) and result.seconds == 1 for result in results) == 35


def test_a_forgotten_password_is_set_beside_a_server_that_runs(accounts: Accounts, anna: Account) -> None:
    assert accounts.path
    token = accounts.begin_session(anna, "Firefox")
    with pytest.raises(NotAccepted, match="admin, anna"):
        set_password(accounts.path, "nobody", GOOD)
    with pytest.raises(NotAccepted, match="at least 10"):
        set_password(accounts.path, "anna", "short")
    with pytest.raises(BadDatabase, match="does not exist"):
        set_password(accounts.path.with_name("other.db"), "anna", GOOD)
    set_password(accounts.path, "ANNA", "another long one")
    assert accounts.identify(token) is None
    now = accounts.users.find("anna")
    assert now
    assert now.hash != anna.hash
    set_password(accounts.path, "admin", "another long one")
    assert accounts.users.with_default_password() is None


async def test_settings_are_kept_only_if_they_could_be_used(tmp_path: Path) -> None:
    class Target:
        refuses = False
        used: Settings | None = None

        async def use_settings(self, settings: Settings) -> None:
            if self.refuses:
                raise NotAccepted("servers", "No.")
            self.used = settings

    accounts = Accounts(tmp_path / "indipyweb.db")
    accounts.target = target = Target()
    assert accounts.settings == Settings()
    good = Settings(("pi4:7624",), "0.0.0.0", 8001, "", True)
    await accounts.change_settings(good)
    target.refuses = True
    with pytest.raises(NotAccepted):
        await accounts.change_settings(Settings())
    assert accounts.settings == target.used == good
    accounts.database.execute("UPDATE settings SET value = '{' WHERE key = 'servers'")
    accounts.database.execute("UPDATE settings SET value = '99999999' WHERE key = 'port'")
    accounts.database.execute("INSERT INTO settings VALUES ('later', '1')")
    accounts.close()
    again = Accounts(tmp_path / "indipyweb.db")
    assert again.settings == good._replace(servers=None, port=0)
    again.close()


async def test_nothing_is_kept_of_a_demo() -> None:
    accounts = Accounts()
    accounts.accept_default_password()
    account = await accounts.login.check("admin", DEFAULT_PASSWORD, "10.0.0.1", local=False)
    assert not account.default_password
    await accounts.flush()
    assert (await accounts.backup()).startswith(b"SQLite format 3\0")
    accounts.close()
