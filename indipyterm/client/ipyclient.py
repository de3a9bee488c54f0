"""The INDI client that scripts and the screen use: a mapping of devices, kept current by one connection."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from indipyterm.client import events
from indipyterm.client.blobintake import BlobIntake
from indipyterm.client.blobs import check_folder
from indipyterm.client.deadlines import Deadlines
from indipyterm.client.link import Link, NotSent
from indipyterm.client.policies import BlobPolicies
from indipyterm.client.tasks import Tasks
from indipyterm.client.uploads import read_files
from indipyterm.client.views import Device
from indipyterm.model.catalog import Catalog
from indipyterm.model.devices import Messages
from indipyterm.model.events import Connected, Defined, Disconnected, Event, TimedOut, Updated
from indipyterm.model.requests import Refused, request
from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import (
    BlobPolicy,
    Element,
    EnableBlob,
    GetProperties,
    Kind,
    PingReply,
    PingRequest,
    Received,
    SetVector,
)

_STOP_SECONDS = 0.15


class IPyClient(Mapping[str, Device]):
    """Connects to an INDI server and keeps ``client[device][vector][member]`` current.

    Run it with ``await client.asyncrun()``; it reconnects by itself until `shutdown`. Override `rxevent` to hear of
    changes and `hardware` to run code beside the connection. `clientdata` holds the keyword arguments that are yours.
    """

    def __init__(self, indihost: str = "localhost", indiport: int = 7624, **clientdata: Any) -> None:
        self.link = Link(indihost, indiport)
        self.clientdata = clientdata
        self.user_string = ""
        self.enable_reports = True
        self.stopped = asyncio.Event()
        """Set when asyncrun is over."""
        self.catalog = Catalog()
        self._views: dict[str, Device] = {}
        self._deadlines = Deadlines(self._expired)
        self._policies = BlobPolicies()
        self._blobs = BlobIntake()
        self._folder: Path | None = None
        self._stop = False
        self._tasks: Tasks | None = None

    # What scripts override

    async def rxevent(self, event: events.Event) -> None:
        """Called with each event, the model being current. Return soon: nothing more is read meanwhile.

        What it raises ends asyncrun. While it waits it may be called again, from another task: a BLOB is there, a
        vector did not answer, `hardware` sent something that was refused.
        """

    async def hardware(self) -> None:
        """Runs beside the connection from the start of asyncrun; it is cancelled at shutdown."""

    async def dispatch(self, event: Event) -> None:
        """Called with each of the model's own events; makes the public one of it and awaits `rxevent`."""
        if (made := events.public(self, event)) is not None:
            await self.rxevent(made)

    def now(self) -> datetime:
        """The time that is given to what carries none, UTC."""
        return datetime.now(UTC)

    # The mapping

    def __getitem__(self, devicename: str) -> Device:
        device = self.catalog.devices[devicename]
        view = self._views.get(devicename)
        if view is None:
            view = self._views[devicename] = Device(self, device)
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self.catalog.devices)

    def __len__(self) -> int:
        return len(self.catalog.devices)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def messages(self) -> Messages:
        """(timestamp, text) of the server's and this client's messages, the newest first."""
        return self.catalog.messages

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self.link.connected

    @property
    def indihost(self) -> str:
        """The host name or address of the server."""
        return self.link.host

    @property
    def indiport(self) -> int:
        """The port of the server."""
        return self.link.port

    def enabledlen(self) -> int:
        """How many devices are there now."""
        return sum(device.enabled for device in self.catalog.devices.values())

    def get_vector_state(self, devicename: str, vectorname: str) -> str | None:
        """The state of a vector, or None where there is none by that name."""
        vector = self.catalog.find(devicename, vectorname)
        return vector.state if vector else None

    # Running

    @property
    def stop(self) -> bool:
        """Whether `shutdown` was called."""
        return self._stop

    def shutdown(self) -> None:
        """End asyncrun, within 0.2 s whatever it is doing. May be called from any thread, and before asyncrun."""
        self._stop = True
        if tasks := self._tasks:
            tasks.finish()

    async def asyncrun(self) -> None:
        """Connect, ask for everything, and stay connected until `shutdown`.

        Raises what `rxevent` or `hardware` raised, after closing the connection.
        """
        self.stopped.clear()
        tasks = self._tasks = Tasks()
        try:
            if not self._stop:  # looked at after the tasks are there: no thread's shutdown can slip through
                for work in (self.link.run(self), self._take_blobs(), self.hardware()):
                    tasks.spawn(work)
                await tasks.run(_STOP_SECONDS)
        finally:
            self._tasks = None
            self._forget_requests()
            self.stopped.set()

    def _forget_requests(self) -> None:
        """Nothing is answered over a connection that is gone."""
        self._deadlines.clear()
        self.catalog.lose()

    # Receiving

    async def link_made(self) -> None:
        """Called by the link when it is up."""
        self._write(GetProperties())  # before anything that a script may send
        await self.dispatch(Connected(self.now()))

    async def link_down(self, reason: str, retry: float, lost: bool) -> None:
        """Called by the link when it is lost, or could not be made; it tries again in `retry` seconds."""
        self._blobs.link_down()
        self._forget_requests()
        await self.dispatch(Disconnected(reason, retry, lost, self.now()))

    async def link_heard(self, message: Received) -> None:
        """Called by the link with each message, in order."""
        when = self.now()
        if self._stop:  # what was read along with the last message is not heard any more
            return
        if isinstance(message, PingRequest):
            self._write(PingReply(message.uid))
        elif isinstance(message, SetVector) and (members := self._blob_members(message)) is not None:
            self._blobs.put(message, when, members)
        elif not self._blobs.put_behind(message, when):
            for event in self._apply(message, when):
                await self.dispatch(event)

    def _blob_members(self, message: SetVector) -> frozenset[str] | None:
        """The members to take BLOBs of; None where this is no message of a BLOB vector that there is."""
        vector = self.catalog.find(message.device, message.name)
        return frozenset(vector.members) if vector and message.kind is vector.kind is Kind.BLOB else None

    def _apply(self, message: Received, when: datetime) -> list[Event]:
        changes = self.catalog.apply(message, when)
        for event in changes:
            if isinstance(event, Defined | Updated):
                self._deadlines.answered((event.message.device, event.message.name))
            if isinstance(event, Defined) and event.message.kind is Kind.BLOB:
                self._enable(event.message.device, event.message.name)
        return changes

    async def _take_blobs(self) -> None:
        while True:
            taken = await self._blobs.take(lambda: self._folder)
            changes = self._apply(taken.message, taken.when)
            for saved in taken.files:
                self.catalog.saved(saved)
            for event in (*changes, *taken.files):
                await self.dispatch(event)
            for fault in taken.faults:
                await self.warning(fault)

    # Sending

    async def send_newVector(
        self,
        devicename: str,
        vectorname: str,
        timestamp: datetime | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> bool:
        """Ask for new values by member name; True when they went out.

        Texts are strings, numbers are strings (sexagesimal too), ints or floats, switches "On", "Off" or bools, and
        a BLOB is (value, size, format): value bytes or a path, size 0 for the length, format "" for the suffix of
        the path. Text and number vectors are sent whole, with their other members as they are. What cannot be sent
        is told with `warning`, and False returned; `submit` raises instead.
        """
        try:
            await self.submit(devicename, vectorname, members or {}, timestamp)
        except (Refused, NotSent) as error:
            await self.warning(f"not sent: {devicename} {vectorname}: {error}")
            return False
        return True

    async def submit(
        self, device: str, vector: str, values: Mapping[str, Any], timestamp: datetime | None = None
    ) -> None:
        """As `send_newVector`, but raises `Refused` where the values make no sense, `NotSent` where they can't go."""
        found = self.catalog.find(device, vector)
        if found is None:
            raise Refused("no such vector")
        if not self.connected:
            raise NotSent("not connected")
        if found.kind is Kind.BLOB:
            message = request(found, await asyncio.to_thread(read_files, values), timestamp)
            data = await asyncio.to_thread(encode, message)
            if self.catalog.find(device, vector) is not found or found.stale:
                raise Refused("it went away meanwhile")
        else:
            message = request(found, values, timestamp)
            data = encode(message)
        self.link.send(data)
        sent = self.catalog.sent(message, self.now())
        self._deadlines.start((device, vector), found.timeout)
        await self.dispatch(sent)

    async def send_getProperties(self, devicename: str | None = None, vectorname: str | None = None) -> None:
        """Ask for the definitions of everything, a device or a vector; asyncrun does so by itself."""
        self._write(GetProperties(device=devicename, name=vectorname if devicename else None))

    def _write(self, element: Element) -> None:
        """Send what is of no use later if it can't go now: the next connection begins by asking everything."""
        with contextlib.suppress(NotSent):
            self.link.send(encode(element))

    # BLOBs

    @property
    def BLOBfolder(self) -> Path | None:
        """Where BLOBs are saved. Setting a directory enables all BLOBs; None goes back to `enableBLOBdefault`.

        Raises `blobs.NotSaved` when it is set to what is no writable directory.
        """
        return self._folder

    @BLOBfolder.setter
    def BLOBfolder(self, folder: str | Path | None) -> None:
        self._folder = None if folder is None else check_folder(folder)
        self._policies.everything = None if folder is None else BlobPolicy.ALSO
        self._enable_all()

    @property
    def enableBLOBdefault(self) -> str:
        """ "Never", "Also" or "Only", for BLOBs that nothing else was said of; ValueError for other words."""
        return self._policies.default

    @enableBLOBdefault.setter
    def enableBLOBdefault(self, value: str) -> None:
        self._policies.default = BlobPolicy(value)
        self._enable_all()

    async def send_enableBLOB(self, value: str, devicename: str, vectorname: str | None = None) -> None:
        """Say "Never", "Also" or "Only" for a BLOB vector, or all of a device; kept over reconnects.

        Raises ValueError for other words.
        """
        self._policies.say(BlobPolicy(value), devicename, vectorname)
        self._enable_all(devicename)

    def _enable_all(self, only: str | None = None) -> None:
        for device in self.catalog.devices.values():
            for vector in device.present():
                if vector.kind is Kind.BLOB and only in (None, device.name):
                    self._enable(vector.device, vector.name)

    def _enable(self, device: str, vector: str) -> None:
        policy = self._policies.of(device, vector)
        if policy is not None and self.connected:
            self._write(EnableBlob(policy, device, vector))

    # Messages and timeouts

    async def report(self, text: str) -> None:
        """Tell something as a message of this client, unless `enable_reports` is off."""
        if self.enable_reports:
            await self.warning(text)

    async def warning(self, text: str) -> None:
        """Tell something as a message of this client."""
        await self.dispatch(self.catalog.say(text, self.now()))

    async def clientevent(self, kind: str, device: str, vector: str, payload: Mapping[str, Any]) -> None:
        """Hand an event of a script's own to `rxevent`; see `views.Vector.create_clientevent`."""
        await self.rxevent(events.ClientEvent(self, kind, device, vector, payload))

    def set_vector_timeouts(
        self,
        timeout_enable: bool | None = None,
        timeout_min: float | None = None,
        timeout_max: float | None = None,
    ) -> None:
        """Whether unanswered vectors become `VectorTimeOut` events, and after how many seconds.

        A vector's own timeout counts between `timeout_min` (2) and `timeout_max` (10). None changes nothing.
        """
        self._deadlines.set(timeout_enable, timeout_min, timeout_max)

    def _expired(self, device: str, vector: str, seconds: float) -> None:
        found = self.catalog.find(device, vector)
        if found and found.request and not found.request.answered and self._tasks:
            self._tasks.spawn(self.dispatch(TimedOut(device, vector, seconds, self.now())))
