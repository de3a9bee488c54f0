"""The INDI client for scripts: a mapping of devices, kept current, with methods to override.

A subclass may use any attribute or method name that is not public here: everything else that belongs to this class
has a mangled name, and the work is done by a `ClientCore`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from indipyterm.client import events
from indipyterm.client.core import ClientCore
from indipyterm.client.script_data import ScriptData
from indipyterm.client.snapshots import Snap
from indipyterm.client.status_text import status_text
from indipyterm.client.views import Device
from indipyterm.client.wire_log import LOG
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model.devices import Messages
from indipyterm.model.events import DataIgnored, Defined, Event, MessageReceived, SendFailed, Status
from indipyterm.protocol.messages import BlobPolicy, DefVector, Message, SetVector


class IPyClient(Mapping[str, Device]):
    """Connects to an INDI server and keeps ``client[device][vector][member]`` current.

    Run it with ``await client.asyncrun()``; it reconnects by itself until `shutdown`. Override `rxevent` to receive
    events and `hardware` to run code beside the connection. `clientdata` holds the keyword arguments that are yours.
    """

    def __init__(self, indihost: str = "localhost", indiport: int = 7624, **clientdata: Any) -> None:
        self.clientdata = clientdata
        self.user_string = ""
        self.enable_reports = True
        self.__core = ClientCore(indihost, indiport, self.__on_event, on_update=self.__on_update)
        self.__script_data = ScriptData()
        self.__devices: dict[str, Device] = {}
        self.__telling: set[asyncio.Task[Any] | None] = set()
        """The tasks in which `rxevent` is being called with a message of this client's own."""

    # What scripts override

    async def rxevent(self, event: events.Event) -> None:
        """Called with each event, the model being current. Return soon: nothing more is read meanwhile.

        What it raises ends asyncrun. While it waits it may be called again, from another task: a BLOB was received, a
        vector did not answer, `hardware` sent something that was refused. What it reports or warns of (a refusal, too)
        while it is called with a message of this client's own is only kept in `messages`.
        """

    async def hardware(self) -> None:
        """Runs beside the connection from the start of asyncrun; it is cancelled at shutdown."""

    def create_itemid(self, devicename: str = "", vectorname: str = "", membername: str = "", **kwargs: Any) -> int:
        """Override to number things in a way of your own: called once for each device, vector and member.

        That is when the server first defines it; its device, and its vector, were numbered before. What it gives is
        the `itemid`.
        """
        return len(self.__script_data.itemids) + 1

    # The mapping

    def __getitem__(self, devicename: str) -> Device:
        device = self.__core.catalog.devices[devicename]
        view = self.__devices.get(devicename)
        if view is None:
            view = self.__devices[devicename] = Device(_Actions(self), self.__script_data, device)
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self.__core.catalog.devices)

    def __len__(self) -> int:
        return len(self.__core.catalog.devices)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)

    @property
    def messages(self) -> Messages:
        """(timestamp, text) of the server's and this client's messages, the newest first."""
        return self.__core.catalog.messages

    def enabledlen(self) -> int:
        """How many devices are there now."""
        return sum(device.enabled for device in self.__core.catalog.devices.values())

    def get_vector_state(self, devicename: str, vectorname: str) -> str | None:
        """The state of a vector, the last one where it was deleted; None where there never was one by that name."""
        device = self.__core.catalog.devices.get(devicename)
        vector = device.vectors.get(vectorname) if device else None
        return vector.state if vector else None

    def set_user_string(
        self, devicename: str, vectorname: str | None, membername: str | None, user_string: str = ""
    ) -> None:
        """Give a member a string of yours; a vector where `membername` is None, a device where `vectorname` is, too.

        The server need not have defined it yet.
        """
        self.__script_data.user_strings[devicename, vectorname, membername if vectorname else None] = user_string

    def get_user_string(self, devicename: str, vectorname: str | None, membername: str | None) -> str | None:
        """The string of a member, vector or device; None where none was set and there is nothing by that name."""
        item = (devicename, vectorname, membername if vectorname else None)
        return self.__script_data.user_strings.get(item, "" if item in self.__script_data.itemids else None)

    def snapshot(self) -> Snap:
        """A copy of all that is known now, which stays as it is: for another thread, or as JSON."""
        core = self.__core
        return Snap(
            core.catalog.devices,
            self.__script_data.copy(),
            host=core.host,
            port=core.port,
            connected=core.connected,
            messages=core.catalog.messages,
            user_string=self.user_string,
        )

    # The connection

    @property
    def connected(self) -> bool:
        """Whether there is a connection now."""
        return self.__core.connected

    @property
    def indihost(self) -> str:
        """The host name or address of the server."""
        return self.__core.host

    @property
    def indiport(self) -> int:
        """The port of the server."""
        return self.__core.port

    @property
    def stop(self) -> bool:
        """Whether `shutdown` was called."""
        return self.__core.stopping

    @property
    def stopped(self) -> asyncio.Event:
        """Set when asyncrun is over."""
        return self.__core.stopped

    def shutdown(self) -> None:
        """End asyncrun, within 0.2 s whatever it is doing. May be called from any thread, and before asyncrun."""
        self.__core.shutdown()

    async def asyncrun(self) -> None:
        """Connect, ask for everything, and stay connected until `shutdown`.

        Raises what `rxevent` or `hardware` raised, after closing the connection.
        """
        await self.__core.run(self.hardware)

    def debug_verbosity(self, verbose: int) -> None:
        """Log no elements (0), their tags (1, from the start), their members too (2), and BLOBs (3).

        Raises ValueError for other numbers.
        """
        self.__core.wire_log.set_verbosity(verbose)

    # Sending

    async def send_newVector(
        self,
        devicename: str,
        vectorname: str,
        timestamp: datetime | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> bool:
        """Send new values by member name; True when they were sent.

        Texts are strings, numbers are strings (sexagesimal too), ints or floats, switches "On", "Off" or bools, and
        a BLOB is (value, size, format): value bytes or a path, size 0 for the length, format "" for the suffix of
        the path. Text and number vectors are sent whole, with their other members as they are. Where nothing can be
        sent the reason becomes a message, as with `warning`, and False is returned.
        """
        try:
            await self.__core.submit(devicename, vectorname, members or {}, timestamp)
        except (Refused, NotSent) as error:
            refused = isinstance(error, Refused)
            await self.__core.publish(SendFailed(devicename, vectorname, refused, str(error), self.__core.clock()))
            return False
        return True

    async def send_getProperties(self, devicename: str | None = None, vectorname: str | None = None) -> None:
        """Ask for the definitions of everything, a device or a vector; asyncrun does so by itself."""
        self.__core.request_properties(devicename, vectorname)

    def set_vector_timeouts(
        self,
        timeout_enable: bool | None = None,
        timeout_min: float | None = None,
        timeout_max: float | None = None,
    ) -> None:
        """Whether unanswered vectors become `VectorTimeOut` events, and after how many seconds.

        A vector's own timeout counts between `timeout_min` (2) and `timeout_max` (10). None changes nothing.
        """
        self.__core.set_deadlines(enabled=timeout_enable, shortest=timeout_min, longest=timeout_max)

    # BLOBs

    @property
    def BLOBfolder(self) -> Path | None:
        """Where BLOBs are saved. Setting a directory enables all BLOBs; None goes back to `enableBLOBdefault`.

        Raises `NotSaved` when it is set to what is no writable directory.
        """
        return self.__core.blob_folder

    @BLOBfolder.setter
    def BLOBfolder(self, folder: str | Path | None) -> None:
        self.__core.blob_folder = folder

    @property
    def BLOBlimit(self) -> int:
        """Bytes of the largest BLOB, inflated or not, that is received from the next connection on, or sent."""
        return self.__core.blob_limit

    @BLOBlimit.setter
    def BLOBlimit(self, size: int) -> None:
        self.__core.blob_limit = size

    @property
    def enableBLOBdefault(self) -> str:
        """ "Never", "Also" or "Only", for BLOBs that nothing else was set for; ValueError for other words."""
        return self.__core.blob_default

    @enableBLOBdefault.setter
    def enableBLOBdefault(self, value: str) -> None:
        self.__core.blob_default = BlobPolicy(value)

    async def send_enableBLOB(self, value: str, devicename: str, vectorname: str | None = None) -> None:
        """Set "Never", "Also" or "Only" for a BLOB vector, or all of a device; kept over reconnects.

        Raises ValueError for other words.
        """
        self.__core.set_blob_policy(BlobPolicy(value), devicename, vectorname)

    # Messages

    async def report(self, text: str) -> None:
        """Add a message of this client, which is a `Message` event, too, unless `enable_reports` is off.

        It is logged as INFO in any case.
        """
        LOG.info(text)
        if self.enable_reports:
            await self.__report(text)

    async def warning(self, text: str) -> None:
        """Add a message of this client, which is a `Message` event, too; log it as WARNING."""
        LOG.warning(text)
        await self.__report(text)

    async def __report(self, text: str) -> None:
        now = self.__core.clock()
        await self.__core.publish(MessageReceived(Message(None, now, text), now, ours=True))

    # From the core

    def __on_update(self, message: SetVector, when: datetime) -> Awaitable[None]:
        return self.rxevent(events.SET[message.kind](self, message, when))

    def __on_event(self, event: Event) -> Awaitable[None] | None:
        match event:
            case Defined(message, _):
                self.__number(message)
            case MessageReceived(message, when, True):
                return self.__tell(message.message or "", when)
        if isinstance(event, Status):
            text = status_text(event)
            if not isinstance(event, DataIgnored):  # the fault of the server: the wire log has it
                LOG.warning(text)
            return self.__tell(text, event.when)
        made = events.public(self, event)
        return None if made is None else self.rxevent(made)

    async def __tell(self, text: str, when: datetime) -> None:
        """Keep a message of this client's own, and call `rxevent` with it, unless this is within such a call.

        Otherwise a script that reports each message would do so for ever.
        """
        self.__core.catalog.messages.appendleft((when, text))
        task = asyncio.current_task()
        if task not in self.__telling:
            self.__telling.add(task)
            try:
                await self.rxevent(events.Message(self, None, text, when))
            finally:
                self.__telling.discard(task)

    def __number(self, definition: DefVector) -> None:
        """Give ids to a vector, its device and its members, where they have none."""
        device, vector, itemids = definition.device, definition.name, self.__script_data.itemids
        if (device, None, None) not in itemids:
            itemids[device, None, None] = self.create_itemid(device, "", "")
        if (device, vector, None) not in itemids:
            itemids[device, vector, None] = self.create_itemid(device, vector, "")
        for member in definition.members:
            if (item := (device, vector, member.name)) not in itemids:
                itemids[item] = self.create_itemid(*item)


class _Actions:
    """What views ask of their client."""

    def __init__(self, client: IPyClient) -> None:
        self._client = client

    async def send(
        self, devicename: str, vectorname: str, timestamp: datetime | None, members: Mapping[str, Any]
    ) -> bool:
        return await self._client.send_newVector(devicename, vectorname, timestamp, members)

    async def create_clientevent(
        self, eventtype: str, devicename: str, vectorname: str, payload: Mapping[str, Any]
    ) -> None:
        when = core_of(self._client).clock()
        await self._client.rxevent(events.ClientEvent(self._client, eventtype, devicename, vectorname, payload, when))


def core_of(client: IPyClient) -> ClientCore:
    """The core of a client, for the packages of this program: it is no public name of the client."""
    core: ClientCore = vars(client)["_IPyClient__core"]
    return core
