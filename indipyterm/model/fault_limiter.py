"""Reports a repeated fault now and then: a driver that keeps making the same mistake must not fill the log."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta

INTERVAL = timedelta(minutes=1)
"""How long the same fault is not reported again."""

MAX_FAULTS = 1000
"""How many faults are remembered."""


class _Fault:
    def __init__(self, reported: datetime) -> None:
        self.reported = reported
        self.repeated = 0  # how often it occurred since then


class FaultLimiter:
    """Counts faults by a key; each is to be reported at most once an `INTERVAL`."""

    def __init__(self) -> None:
        self._faults: dict[Hashable, _Fault] = {}

    def occurred(self, key: Hashable, when: datetime) -> int | None:
        """Count a fault that occurred at `when`; None where it is not to be reported now.

        Else gives how often it occurred, unreported, since it was reported last.
        """
        fault = self._faults.pop(key, None)
        if fault and when - fault.reported < INTERVAL:
            fault.repeated += 1
            self._faults[key] = fault
            return None
        if len(self._faults) >= MAX_FAULTS:
            del self._faults[next(iter(self._faults))]
        self._faults[key] = _Fault(when)
        return fault.repeated if fault else 0
