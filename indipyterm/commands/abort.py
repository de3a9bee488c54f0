"""Stopping whatever moves, exposes or streams, on some devices or on all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from indipyterm.commands.definitions import await_definitions, not_heard, unheard
from indipyterm.commands.device_names import find_devices
from indipyterm.commands.patterns import Part, Pattern, device_part
from indipyterm.commands.session import Session
from indipyterm.exceptions import NoServer, NotSent, Refused
from indipyterm.model.devices import Device
from indipyterm.model.events import Defined, Event
from indipyterm.model.standard import abort_request, abort_requests, runs
from indipyterm.model.vectors import Vector
from indipyterm.protocol.messages import State

TIMEOUT = 10.0
"""Seconds that devices have to be heard of, and then to stop."""


class Ending(StrEnum):
    """What became of an abort on a device."""

    STOPPED = "stopped"
    IDLE = "nothing ran"
    RUNS_ON = "runs on"
    REFUSED = "refused"
    NO_ABORT = "nothing stops it"
    NOT_HEARD = "not heard of"


@dataclass(slots=True)
class Aborted:
    """What became of an abort on one device: `running` are the labels of what ran, `why` the reason of a refusal."""

    device: str
    ending: Ending = Ending.IDLE
    running: list[str] = field(default_factory=list)
    why: str = ""

    def __str__(self) -> str:
        """A line for people: ``Telescope Simulator: stopped: Eq. Coordinates``."""
        return ": ".join(filter(None, (self.device, self.ending, ", ".join(self.running), self.why)))


async def abort(
    session: Session,
    devices: Collection[str] = (),
    *,
    timeout: float = TIMEOUT,
    on_unknown: Callable[[Sequence[str], Sequence[str]], object] = lambda names, known: None,
) -> list[Aborted]:
    """Stop everything that can be stopped on some devices, by name, or on all; wait until nothing runs there.

    A name of which nothing is heard stands for the only device that begins with it (see `find_devices`), one with ``*``
    or ``?`` for all that match. `on_unknown` is called early with the names that are not there so far, and all devices.
    Each device is told as soon as it defines what stops it, whatever others are still to come. `timeout` is in
    seconds, for being heard of and again for stopping. Devices on which nothing ran and nothing can be stopped are left
    out unless they were named. Raises `NoServer`.
    """
    run = _Run(session, devices)
    with session.listening(run.on_event):
        sending = asyncio.create_task(run.send_as_defined())
        try:
            with suppress(TimeoutError):  # those that were heard of by then are told
                async with asyncio.timeout(timeout):
                    await _find(session, run, on_unknown)
                    await await_definitions(session, run.patterns)
        finally:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending
        for device in run.wanted():
            await run.send(device.name, abort_requests(device))
        with suppress(TimeoutError):
            await session.until(run.all_stopped, timeout)
    return run.endings(unheard(session, run.names))


async def _find(session: Session, run: _Run, on_unknown: Callable[[Sequence[str], Sequence[str]], object]) -> None:
    """Find which devices are meant by names of which nothing is heard, while those that are heard of are told."""
    try:
        meant, known = await find_devices(session, run.names)
    except NoServer:  # it takes no second connection, and what is named exactly must be stopped all the same
        session.check()
        return
    run.take(meant)
    if unknown := [name for name in unheard(session, run.names) if name not in (*known, *meant.values())]:
        on_unknown(unknown, known)


class _Run:
    """One abort: what was sent, and what ran on each device when it was first heard of."""

    def __init__(self, session: Session, devices: Collection[str]) -> None:
        self._session = session
        parts = {name: device_part(name) for name in devices}
        self._wildcards = [Pattern(part) for part in parts.values() if part.regex]
        self.names = [name for name, part in parts.items() if not part.regex]
        """The devices that are named."""
        self._ran: dict[str, dict[str, str]] = {}
        self._sent: dict[tuple[str, str], str] = {}  # why it was not, if it was not
        self._defined: asyncio.Queue[Vector] = asyncio.Queue()
        for device in self.wanted():
            for vector in device.present():
                self._add(vector)

    @property
    def patterns(self) -> list[Pattern]:
        """What is to be stopped; none for all."""
        return [*(Pattern(Part(name, quoted=True)) for name in self.names), *self._wildcards]

    def take(self, meant: Mapping[str, str]) -> None:
        """Stop other devices than those named, by the names that stand for them."""
        self.names = list(dict.fromkeys(meant.get(name, name) for name in self.names))
        for device in self.wanted():
            if device.name in meant.values():
                for vector in device.present():
                    self._add(vector)

    def _wants(self, name: str) -> bool:
        patterns = self.patterns
        return not patterns or any(pattern.device.matches(name) for pattern in patterns)

    def wanted(self) -> list[Device]:
        """The devices that are meant, as far as they are defined."""
        devices = self._session.catalog.devices.values()
        return [device for device in devices if device.enabled and self._wants(device.name)]

    def on_event(self, event: Event) -> None:
        """Called with each event of the session."""
        if not isinstance(event, Defined) or not self._wants(event.message.device):
            return
        if vector := self._session.catalog.find(event.message.device, event.message.name):
            self._add(vector)

    def _add(self, vector: Vector) -> None:
        if runs(vector):
            self._ran.setdefault(vector.device, {})[vector.name] = vector.label
        if abort_request(vector):
            self._defined.put_nowait(vector)

    async def send_as_defined(self) -> None:
        """Send to each property that aborts, as it is defined."""
        while True:
            vector = await self._defined.get()
            if request := abort_request(vector):
                await self.send(vector.device, [request])

    async def send(self, device: str, requests: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Send requests to a device, each only once. Raises `NoServer`."""
        for name, values in requests:
            if (device, name) in self._sent:
                continue
            self._sent[device, name] = ""
            try:
                await self._session.client.submit(device, name, values)
            except Refused as error:
                self._sent[device, name] = str(error)
            except NotSent as error:
                self._session.check()
                raise NoServer(f"not sent: {error}") from None

    def all_stopped(self) -> bool:
        """Whether nothing runs on any of the devices, and each abort was answered."""
        return not any(self._still_running(device) for device in self.wanted())

    def _still_running(self, device: Device) -> list[str]:
        """The labels of what still runs, and of aborts without an answer."""
        asked = {name for owner, name in self._sent if owner == device.name}
        busy = [one for one in device.present() if runs(one) or (one.name in asked and one.state is State.BUSY)]
        return [vector.label for vector in busy] if asked else []

    def endings(self, unheard_of: Sequence[str]) -> list[Aborted]:
        """What became of it, device by device."""
        found = [one for device in self.wanted() if (one := self._ending(device))]
        return [*found, *(Aborted(name, Ending.NOT_HEARD) for name in unheard_of)]

    def _ending(self, device: Device) -> Aborted | None:
        name, ran = device.name, list(self._ran.get(device.name, {}).values())
        reasons = {vector: why for (owner, vector), why in self._sent.items() if owner == name}
        if refused := [f"{vector}: {why}" for vector, why in reasons.items() if why]:
            return Aborted(name, Ending.REFUSED, ran, "; ".join(refused))
        if not reasons:
            return Aborted(name, Ending.NO_ABORT, ran) if ran or name in self.names else None
        if still := self._still_running(device):
            return Aborted(name, Ending.RUNS_ON, still)
        if alerts := [vector for vector in reasons if device.vectors[vector].state is State.ALERT]:
            return Aborted(name, Ending.REFUSED, ran, "; ".join(device.vectors[one].message or one for one in alerts))
        return Aborted(name, Ending.STOPPED if ran else Ending.IDLE, ran)


def unheard_text(found: Sequence[Aborted], seconds: float) -> str:
    """What to say of devices of which nothing was heard; empty where there are none."""
    names = [one.device for one in found if one.ending is Ending.NOT_HEARD]
    return not_heard(names, seconds) if names else ""
