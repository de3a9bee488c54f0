"""Guessing becomes slow, for an account and for an address; nobody can lock anybody else out."""

from __future__ import annotations

from indipyterm.web.accounts.throttle import FORGOTTEN, Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_five_tries_are_free_then_the_pauses_double_up_to_a_minute() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert [throttle.admit("anna", "10.0.0.1") for _ in range(5)] == [0.0] * 5
    pauses = []
    for _ in range(9):
        pauses.append(throttle.admit("anna", "10.0.0.1"))
        clock.now += pauses[-1]
        assert throttle.admit("anna", "10.0.0.1") == 0.0
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_asking_while_waiting_does_not_make_it_longer() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(5):
        throttle.admit("anna", "10.0.0.1")
    for _ in range(100):
        assert throttle.admit("anna", "10.0.0.1") == 1.0
    clock.now += 1.0
    assert throttle.admit("anna", "10.0.0.1") == 0.0


def test_many_names_from_one_address_and_many_addresses_for_one_name_are_slow_too() -> None:
    throttle = Throttle(Clock())
    assert sum(not throttle.admit(f"user{number}", "10.0.0.1") for number in range(200)) == 5
    assert sum(not throttle.admit("anna", f"10.0.1.{number}") for number in range(200)) == 6
    assert sum(not throttle.admit("bert", f"2001:db8::{number:x}") for number in range(1, 200)) == 5


def test_the_owner_gets_in_from_another_address_meanwhile() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(200):
        throttle.admit("anna", "10.0.0.1")
    assert throttle.admit("anna", "10.0.0.2") == 0.0
    throttle.succeeded("anna", "10.0.0.2")
    assert throttle.admit("anna", "10.0.0.2") == 0.0


def test_a_right_password_does_not_make_an_address_innocent() -> None:
    throttle = Throttle(Clock())
    admitted = 0
    for _ in range(100):
        if not throttle.admit("mallory", "10.0.0.1"):
            throttle.succeeded("mallory", "10.0.0.1")
        admitted += not throttle.admit("anna", "10.0.0.1")
    assert admitted == 5


def test_mistakes_are_forgotten_in_the_end() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    for _ in range(5):
        throttle.admit("anna", "10.0.0.1")
    clock.now += FORGOTTEN + 1
    assert [throttle.admit("anna", "10.0.0.1") for _ in range(5)] == [0.0] * 5


def test_a_flood_of_names_costs_little_memory() -> None:
    throttle = Throttle(Clock())
    for number in range(20_000):
        throttle.admit(f"user{number}", f"10.{number >> 8 & 255}.{number & 255}.1")
    assert len(throttle._accounts) <= 10_000
    assert len(throttle._addresses) <= 10_000
