"""Which passwords are accepted; their hashes are the field's, and nothing tells an unknown user from another."""

from __future__ import annotations

import time

import pytest
from argon2 import PasswordHasher

from indipyterm.web.accounts.passwords import DEFAULT_PASSWORD, fault_of, hash_password, verify


@pytest.mark.parametrize(
    "password", ["correct horse", "aB3$aB3$aB", "паролю десять", "          x y", "🔭" * 4 + "abcdefg"]
)
def test_ten_characters_of_any_kind_are_accepted(password: str) -> None:
    assert fault_of(password, "anna", "Anna A") == ""


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("", "at least 10"),
        ("too short", "at least 10 characters; this one has 9"),
        (DEFAULT_PASSWORD, "at least 10"),
        ("Password123", "first that anybody tries"),
        ("1234567890", "first that anybody tries"),
        ("aaaaaaaaaaaa", "first that anybody tries"),
        ("abababababab", "first that anybody tries"),
        ("ANNA-MARIA-X", "name"),
        ("anna-maria-xanna-maria-x", "name"),
        ("Anna Maria Xu", "name"),
        ("x" * 257, "at most 256"),
    ],
)
def test_what_everybody_would_guess_is_not(password: str, words: str) -> None:
    assert words in fault_of(password, "anna-maria-x", "Anna Maria Xu")


@pytest.mark.usefixtures("real_hashes")
def test_hashes_have_the_profile_for_small_machines_and_old_ones_are_made_anew() -> None:
    new = hash_password("correct horse")
    assert new.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify("correct horse", new) == (True, "")
    assert not verify("correct horst", new).right
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    verdict = verify("correct horse", old)
    assert verdict.right
    assert verdict.new_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert not verify("x", "no hash").right


def test_one_password_is_the_same_from_every_keyboard() -> None:
    assert verify("Cafe\u0301 Cafe\u0301", hash_password("Caf\u00e9 Caf\u00e9")).right


@pytest.mark.usefixtures("real_hashes")
def test_an_unknown_user_takes_as_long() -> None:
    hashed = hash_password("correct horse")
    verify("x", None)
    times: dict[str | None, list[float]] = {hashed: [], None: []}
    for _ in range(5):
        for one, found in times.items():
            start = time.process_time()
            assert not verify("wrong password", one).right
            found.append(time.process_time() - start)
    known, unknown = min(times[hashed]), min(times[None])
    assert 0.5 < known / unknown < 2
