"""How often a login may be tried: slower with each wrong password, for the account and for the address."""

from __future__ import annotations

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE = 5
"""Wrong passwords before anybody has to wait."""

LONGEST_WAIT = 60.0
"""Seconds between tries at most: nobody is ever locked out."""

FORGOTTEN = 900.0
"""Seconds after the last wrong password until it is forgotten."""

_SPACING = 2.0  # seconds between tries from addresses that have made no mistake, while the account has to wait
_MOST = 10_000  # accounts and addresses


@dataclass(slots=True)
class _Tries:
    wrong: int = 0
    last: float = 0.0  # the last try
    newcomer: float = float("-inf")  # the last try from an address that had made no mistake

    def wait(self, now: float) -> float:
        """Seconds until the next try."""
        if self.wrong < FREE:
            return 0.0
        pause = min(LONGEST_WAIT, 2.0 ** min(self.wrong - FREE, 10))
        return max(0.0, self.last + pause - now)


class Throttle:
    """Tries to log in: five for nothing, then a pause of 1, 2, 4 … 60 s before the next.

    Each try is counted before its password is looked at, so a hundred at once are as slow as one after the other.
    While strangers guess at an account, an address that made no mistake yet gets its try all the same: nobody can
    lock its owner out.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._accounts, self._addresses = _Table(), _Table()

    def admit(self, account: str, address: str) -> float:
        """Count a try and return 0; or the seconds to wait, and the try must not be made."""
        now, network = self._clock(), _network(address)
        by_account, by_address = self._accounts.at(account, now), self._addresses.at(network, now)
        wait, account_wait = by_address.wait(now), by_account.wait(now)
        newcomer = account_wait > 0 and not by_address.wrong
        if newcomer:
            account_wait = max(0.0, by_account.newcomer + _SPACING - now)
        if wait or account_wait:
            return max(wait, account_wait)
        if newcomer:
            by_account.newcomer = now
        self._accounts.count(account, by_account, now)
        self._addresses.count(network, by_address, now)
        return 0.0

    def succeeded(self, account: str, address: str) -> None:
        """The password was right: the account's tries are forgotten, the address has made one mistake fewer."""
        self._accounts.forget(account)
        self._addresses.forgive(_network(address))


class _Table:
    """Tries by account or address, those of the longest ago first."""

    def __init__(self) -> None:
        self._tries: OrderedDict[str, _Tries] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tries)

    def at(self, key: str, now: float) -> _Tries:
        """The tries until now; they are kept only when one more is counted."""
        tries = self._tries.get(key)
        return tries if tries and now - tries.last <= FORGOTTEN else _Tries()

    def count(self, key: str, tries: _Tries, now: float) -> None:
        """Count one more."""
        tries.wrong, tries.last = tries.wrong + 1, now
        self._tries[key] = tries
        self._tries.move_to_end(key)
        if len(self._tries) > _MOST:
            self._tries.popitem(last=False)

    def forget(self, key: str) -> None:
        """Forget all."""
        self._tries.pop(key, None)

    def forgive(self, key: str) -> None:
        """Take one back."""
        if tries := self._tries.get(key):
            tries.wrong = max(0, tries.wrong - 1)


def _network(address: str) -> str:
    """What one person can have many of counts as one: the addresses of an IPv6 network."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if ip.version == 4:
        return str(ip)
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ipaddress.ip_network((ip, 64), strict=False))
