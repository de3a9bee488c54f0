"""What an abort stops, for all faces.

X stops what runs on the device at hand; where nothing runs there, all that runs anywhere; twice in a row, everything
that can be stopped on every device. It is never asked about.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from typing import NamedTuple

from indipyterm.model.standard import abort_requests, runs
from indipyterm.presentation.activities import Activity, activities_text, device_activities
from indipyterm.presentation.keys import DeviceKey
from indipyterm.presentation.text import printable
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.submission import Outcome, Refused, Request, requests_to

TWICE_SECONDS = 1.0
"""Two aborts within this time mean everything."""


class Scope(Enum):
    """Which devices are stopped."""

    HERE = auto()
    """The one at hand."""
    RUNNING = auto()
    """All on which something runs, as nothing does on the one at hand."""
    EVERYTHING = auto()
    """All that can be stopped."""


class DeviceAbort(NamedTuple):
    """What is sent to a device to stop it, and what runs there; no requests where nothing can stop it."""

    owner: DeviceKey
    title: str
    requests: tuple[Request, ...]
    running: tuple[Activity, ...]

    @property
    def named(self) -> str:
        """The device, with what runs on it."""
        return f"{self.title} ({activities_text(self.running)})" if self.running else self.title


class AbortPlan(NamedTuple):
    """What an abort is about to stop; `here` is the device at hand, by its name, empty where there is none."""

    scope: Scope
    devices: tuple[DeviceAbort, ...]
    here: str = ""

    @property
    def runs_here(self) -> bool:
        """Whether something runs on the device at hand."""
        return self.scope is Scope.HERE and any(one.running for one in self.devices)


class AbortReport(NamedTuple):
    """What became of an abort. All texts are safe to show."""

    plan: AbortPlan
    stopped: tuple[DeviceAbort, ...]
    failed: tuple[str, ...]
    """What could not be stopped, and why, a sentence for each device."""

    @property
    def text(self) -> str:
        """What was sent, in a sentence; device first."""
        plan = self.plan
        if not self.stopped:
            return "" if self.failed else "ABORT: nothing runs, and nothing here can be stopped"
        names = ", ".join(one.named for one in self.stopped)
        if plan.scope is Scope.EVERYTHING:
            return f"ABORT sent to everything: {names}"
        if plan.scope is Scope.RUNNING:
            where = f"nothing runs on {plan.here}" if plan.here else "no device is open"
            return f"ABORT sent to {names}: {where}"
        idle = not any(one.running for one in self.stopped)
        return f"ABORT sent to {names}, though nothing is known to run there" if idle else f"ABORT sent to {names}"


def plan_abort(servers: Servers, here: DeviceKey | None, *, everything: bool = False, only: bool = False) -> AbortPlan:
    """What an abort stops as things are now, by what the devices say at this moment.

    `here` is the device at hand. `everything`: all that can be stopped, on every device. `only`: the device at hand
    and no other, whatever runs there.
    """
    title = printable(servers.device_title(here)) if here else ""
    if everything:
        devices = (one for key in servers.devices() if (one := _device_abort(servers, key)))
        return AbortPlan(Scope.EVERYTHING, tuple(one for one in devices if one.requests or one.running), title)
    at_hand = _device_abort(servers, here) if here else None
    if only or (at_hand and at_hand.running and at_hand.requests):
        found = [at_hand] if at_hand and (at_hand.requests or at_hand.running) else []
        return AbortPlan(Scope.HERE, tuple(found), title)
    all_devices = [one for key in servers.devices() if (one := _device_abort(servers, key))]
    running = [one for one in all_devices if one.running]
    if any(one.requests for one in running):
        return AbortPlan(Scope.RUNNING, tuple(running), title)
    idle = [at_hand] if at_hand and at_hand.requests else []  # a driver may not say that it moves something
    return AbortPlan(Scope.HERE, (*idle, *running), title)


async def carry_out(plan: AbortPlan, submit: Callable[[Sequence[Request]], Awaitable[Outcome]]) -> AbortReport:
    """Send what a plan says to one device after the other, whatever becomes of the others; return what became of it.

    `submit` sends the requests, each independent of the others, and asks nobody.
    """
    stopped, failed = list[DeviceAbort](), list[str]()
    for one in plan.devices:
        if not one.requests:
            failed.append(f"{one.named}: nothing there can stop it")
        elif isinstance(outcome := await submit(one.requests), Refused):
            failed.append(f"{one.named}: {printable(outcome.why)}")
        else:
            stopped.append(one)
    return AbortReport(plan, tuple(stopped), tuple(failed))


def _device_abort(servers: Servers, key: DeviceKey) -> DeviceAbort | None:
    device = servers.device(key)
    if device is None:
        return None
    requests = tuple(requests_to(key, abort_requests(device)))
    running = tuple(one for one in device_activities(device) if runs(one.vector))
    return DeviceAbort(key, printable(servers.device_title(key)), requests, running)
