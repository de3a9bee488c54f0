"""Passwords that are typed: looked at, changed, and chosen for the first time."""

from __future__ import annotations

from indipyterm.exceptions import NotAccepted, TooManyTries
from indipyterm.web.accounts.names import LONGEST, name_key
from indipyterm.web.accounts.passwords import PasswordThread, fault_of
from indipyterm.web.accounts.setup_code import SetupCode
from indipyterm.web.accounts.throttle import Throttle
from indipyterm.web.accounts.users import Account, Users

WRONG = "Wrong name or password."
_WRONG_CODE = "This code is not valid, or no longer: start the program again for another one."


class Login:
    """Checks passwords, slowly enough for those who guess."""

    def __init__(self, users: Users) -> None:
        self._users, self._thread, self._throttle = users, PasswordThread(), Throttle()
        self.code = SetupCode() if users.with_default_password() else None

    def close(self) -> None:
        """Look at no more passwords."""
        self._thread.close()

    async def check(self, name: str, password: str, address: str, *, local: bool) -> Account:
        """The user of a name and password. Raises NotAccepted, TooManyTries.

        `local`: whether it was typed on this machine. The documented password is wrong anywhere else.
        """
        key = name_key(name[: 4 * LONGEST])
        if wait := self._throttle.admit(key, address):
            raise TooManyTries("password", wait)
        account = self._users.find(name)
        verdict = await self._thread.verify(password, account.hash if account else None)
        if account is None or not verdict.right or (account.default_password and not local):
            raise NotAccepted("password", WRONG)
        now = self._users.by_id(account.id)
        if now is None or now.hash != account.hash:  # changed while this was looked at
            raise NotAccepted("password", WRONG)
        self._throttle.succeeded(key, address)
        if verdict.new_hash:
            self._users.set_hash(account, verdict.new_hash, account.default_password)
        return account

    async def hash_new(self, password: str, *names: str) -> str:
        """The hash of a new password. Raises NotAccepted for one that is too easy."""
        if fault := fault_of(password, *names):
            raise NotAccepted("new_password", fault)
        return await self._thread.hash(password)

    async def set_password(self, account: Account, password: str) -> None:
        """Change a password. Raises NotAccepted."""
        hashed = await self.hash_new(password, account.user.name, account.user.full_name)
        self._users.set_hash(account, hashed)
        if account.default_password and self.code:
            self.code.use_up()

    def account_for_code(self, typed: str) -> Account:
        """Whose password the holder of the code may choose. Raises NotAccepted, whether there is a code or not."""
        account = self._users.with_default_password()
        if self.code is None or not self.code.matches(typed) or account is None:
            raise NotAccepted("code", _WRONG_CODE)
        return account
