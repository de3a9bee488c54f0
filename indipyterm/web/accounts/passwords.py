"""Passwords: which are accepted, and their hashes, which are made one at a time and off the event loop."""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

DEFAULT_PASSWORD = "password!"
"""The documented password of a new database, which only opens the door to choosing another one."""

SHORTEST = 10
"""Characters of the shortest password that is accepted."""

LONGEST = 256
"""Characters of the longest."""

_BAD = frozenset(
    f"""
    {DEFAULT_PASSWORD} password!! password!!! password12 password123 password1234 passw0rd123 p@ssw0rd12 password01
    passwordpassword mypassword yourpassword newpassword changeme123 changemenow letmein123 letmeinnow welcome123
    welcome1234 adminadmin admin12345 admin123456 administrator indiindi indiindiindi indipyterm indipyweb
    raspberrypi raspberry1 raspberry123 stellarmate astroberry observatory telescope1 telescope123 astronomy1
    1234567890 0123456789 0987654321 9876543210 12345678910 123456789a a123456789 1234567891 1q2w3e4r5t 1qaz2wsx3edc
    qwertyuiop qwerty1234 qwerty12345 qwerty123456 qwertzuiop azertyuiop asdfghjkl1 asdfghjkl; abcdefghij abc1234567
    abcd123456 iloveyou12 iloveyou123 sunshine123 football123 baseball123 princess123 trustno1trustno1 startrek123
    starwars123 superman123
    """.split()
)

# OWASP's profile for small machines: 19 MiB.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def normal(text: str) -> str:
    """A password in one way of writing its characters, whichever keyboard it came from."""
    return unicodedata.normalize("NFC", text)


def fault_of(password: str, *names: str) -> str:
    """Why a new password is not accepted, in words; empty if it is. `names` are those of its user."""
    text = normal(password)
    plain = text.casefold()
    if len(text) < SHORTEST:
        return f"A password has at least {SHORTEST} characters; this one has {len(text)}."
    if len(text) > LONGEST:
        return f"A password has at most {LONGEST} characters."
    if plain in _BAD or len(set(plain)) < 3:
        return "This password is among the first that anybody tries."
    if any(name and plain.replace(normal(name).casefold(), "").strip() == "" for name in names):
        return "The password must not be the user's name."
    return ""


class Verdict(NamedTuple):
    """Whether a password is right, and its hash in today's parameters if the old one was made with others."""

    right: bool
    new_hash: str = ""


def hash_password(password: str) -> str:
    """The hash of a password, with its parameters and salt. Takes 19 MiB and some 50 ms."""
    return _hasher.hash(normal(password))


def verify(password: str, hashed: str | None) -> Verdict:
    """Compare a password with its hash; None, of an unknown user, takes as long."""
    try:
        _hasher.verify(hashed or _nobody(), normal(password))
    except (VerificationError, InvalidHashError):
        return Verdict(False)
    if hashed is None:
        return Verdict(False)
    return Verdict(True, hash_password(password) if _hasher.check_needs_rehash(hashed) else "")


@lru_cache(1)
def _nobody() -> str:
    return _hasher.hash("the password of nobody")


class PasswordThread:
    """A thread that hashes: one at a time, so that many logins cost neither all memory nor all cores."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, "passwords")
        self._thread.submit(_nobody)  # before the first login: an unknown user takes no longer than any other

    async def hash(self, password: str) -> str:
        """The hash of a password."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, hash_password, password)

    async def verify(self, password: str, hashed: str | None) -> Verdict:
        """Compare a password with its hash."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, verify, password, hashed)

    def close(self) -> None:
        """End the thread; what waits is dropped."""
        self._thread.shutdown(wait=False, cancel_futures=True)
