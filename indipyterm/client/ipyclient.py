"""The INDI client for scripts: a mapping of devices, kept current, with methods to override.

A subclass may use any attribute or method name that is not public here: everything else that belongs to this class
has a mangled name, and the work is done by a `ClientCore`. It is longer than other modules for that reason: it is
what scripts know as one class, under the names that they know.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from indipyterm.client import events
from indipyterm.client.core import ClientCore, utc_now
from indipyterm.client.event_delivery import EventDelivery
from indipyterm.client.run import Beside
from indipyterm.client.script_data import ItemName, ScriptData, ScriptMapping, item_name
from indipyterm.client.snapshots import Snap
from indipyterm.client.views import Device
from indipyterm.client.wire_log import LOG, log
from indipyterm.exceptions import NotSent, Refused
from indipyterm.model.devices import Messages
from indipyterm.model.events import MessageReceived, SendFailed
from indipyterm.protocol.lazy_members import LazyDefinitions
from indipyterm.protocol.messages import BlobPolicy, DefVector, Message

if TYPE_CHECKING:
    from xml.etree import ElementTree

HARDWARE_SECONDS = 2.0
"""How long `IPyClient.hardware` may take to end after shutdown, if it does not look at `IPyClient.stop`."""

_HARDWARE_OF: ContextVar[IPyClient | None] = ContextVar("hardware of", default=None)
"""The client whose `hardware` is running."""


class IPyClient(ScriptMapping[Device]):
    """Connects to an INDI server and keeps ``client[device][vector][member]`` current.

    Run it with ``await client.asyncrun()``; it reconnects by itself until `shutdown`. Override `rxevent` to receive
    events and `hardware` to run code beside the connection. `clientdata` holds the keyword arguments that are yours.
    """

    def __init__(self, indihost: str = "localhost", indiport: int = 7624, **clientdata: Any) -> None:
        self.clientdata = clientdata
        self.user_string = ""
        self.enable_reports = True
        self.__delivery = delivery = EventDelivery(self, self, self.__number, utc_now)
        self.__core = ClientCore(
            indihost,
            indiport,
            delivery.on_event,
            on_update=delivery.on_update,
            on_failure=delivery.log_failure,
            before_connecting=delivery.connecting,
        )
        self.__script_data = ScriptData()
        self.__devices: dict[str, Device] = {}
        self.__hardware_looks = False

    # What scripts override

    async def rxevent(self, event: events.Event) -> None:
        """Called with each event, the model being current. Return soon: nothing more is read meanwhile.

        What it raises is logged, and ends nothing. While it waits it may be called again, from another task: a BLOB, a
        vector did not answer, `hardware` sent something that was refused. What it reports or warns of (a refusal, too)
        while it is called with a message of this client's own is only kept in `messages`.
        """

    async def hardware(self) -> None:
        """Runs beside the connection from the start of asyncrun. What it raises ends asyncrun.

        After shutdown, when the connection is closed, it may end by itself: a loop that looks at `stop` has all the
        time that it needs, and so has the code behind it. Where it never looks it is cancelled after 2 seconds.
        """

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

    def __delitem__(self, devicename: str) -> None:
        del self.__core.catalog.devices[devicename]
        self.__devices.pop(devicename, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.__core.catalog.devices)

    def __len__(self) -> int:
        return len(self.__core.catalog.devices)

    @property
    def data(self) -> dict[str, Device]:
        """The devices by name."""
        return {name: IPyClient.__getitem__(self, name) for name in self.__core.catalog.devices}

    @property
    def messages(self) -> Messages:
        """(timestamp, text) of the server's and this client's last messages, the newest first."""
        return self.__core.catalog.messages

    @messages.setter
    def messages(self, messages: Messages) -> None:
        self.__core.catalog.messages = messages

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

        The server need not have defined it yet. Raises KeyError without a device, and for a member without a vector.
        """
        self.__script_data.user_strings[item_name(devicename, vectorname, membername)] = user_string

    def get_user_string(self, devicename: str, vectorname: str | None, membername: str | None) -> str | None:
        """The string of a member, vector or device; None where none was set and there is nothing by that name.

        Raises KeyError without a device, and for a member without a vector.
        """
        item = item_name(devicename, vectorname, membername)
        return self.__script_data.user_strings.get(item, "" if item in self.__script_data.itemids else None)

    @property
    def user_string_dict(self) -> dict[ItemName, str]:
        """The strings that were set, by (device, vector, member)."""
        return self.__script_data.user_strings

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
        """The host name or address of the server; set it for the next connection."""
        return self.__core.host

    @indihost.setter
    def indihost(self, host: str) -> None:
        self.__core.link.host = host

    @property
    def indiport(self) -> int:
        """The port of the server; set it for the next connection."""
        return self.__core.port

    @indiport.setter
    def indiport(self, port: int) -> None:
        self.__core.link.port = port

    @property
    def stop(self) -> bool:
        """Whether `shutdown` was called; until asyncrun is called again."""
        if _HARDWARE_OF.get() is self:
            self.__hardware_looks = True
        return self.__core.stopping

    @property
    def _stop(self) -> bool:
        """The same as `stop`; setting it to True is a shutdown."""
        return self.stop

    @_stop.setter
    def _stop(self, stop: bool) -> None:
        if stop:
            self.__core.shutdown()

    @property
    def stopped(self) -> asyncio.Event:
        """Set when asyncrun is over."""
        return self.__core.stopped

    def shutdown(self) -> None:
        """End asyncrun, whatever it is doing. May be called from any thread, and before asyncrun.

        That takes 0.2 s, and the time that `hardware` takes, and up to 5 s while a slow disk takes BLOBs that were
        received before: they are saved, and `rxevent` gets them. Where that cannot be, as `rxevent` does not return or
        the disk is too slow, a message says so.
        """
        self.__core.shutdown()

    async def asyncrun(self) -> None:
        """Connect, ask for everything, and stay connected until `shutdown`; it may be called again after that.

        Raises what `hardware` raised, after closing the connection.
        """
        self.__hardware_looks = False
        try:
            await self.__core.run(Beside(self.__run_hardware, self.__hardware_patience, self.__delivery.closed))
        finally:
            self.__core.shutdown()  # `stop` is True after a failure, too

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
        *,
        check: bool = False,
    ) -> bool:
        """Send new values by member name; True when they were sent.

        Texts are strings, numbers are strings (sexagesimal too), ints or floats, switches "On", "Off" or bools, and
        a BLOB is (value, size, format): value bytes, a path or an open file, size 0 for the length, format "" for the
        suffix of the path. Text and number vectors are sent whole, with their other members as they are: without
        `members` all is sent again. A `timestamp` without a time zone is UTC.

        What there is to be said against the values (a number out of range, a read-only vector, a member that
        does not exist) is logged, and the driver decides; with `check` nothing is sent then. Where nothing is sent
        the reason becomes a message, as with `warning`, and False is returned.
        """
        if isinstance(timestamp, datetime) and timestamp.utcoffset() is None:
            timestamp = timestamp.replace(tzinfo=UTC)
        try:
            doubts = await self.__core.submit(devicename, vectorname, members or {}, timestamp, check=check)
        except (Refused, NotSent) as error:
            refused = isinstance(error, Refused)
            await self.__core.publish(SendFailed(devicename, vectorname, refused, str(error), self.__core.clock()))
            return False
        for doubt in doubts:
            log(LOG.warning, f"sent as it was given: {devicename} {vectorname}: {doubt}")
        return True

    async def send(self, xmldata: ElementTree.Element | bytes) -> None:
        """Send an element, or bytes, as they are; they are dropped where there is no connection."""
        if not isinstance(xmldata, bytes):
            from xml.etree import ElementTree  # noqa: PLC0415 - few scripts need it

            xmldata = ElementTree.tostring(xmldata)
        self.__core.write_bytes(xmldata)

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

    @property
    def timeout_enable(self) -> bool:
        """Whether unanswered vectors become `VectorTimeOut` events."""
        return self.__core.deadlines.enabled

    @timeout_enable.setter
    def timeout_enable(self, enable: bool) -> None:
        self.__core.set_deadlines(enabled=enable)

    @property
    def vector_timeout_min(self) -> float:
        """The shortest time for an answer, in seconds."""
        return self.__core.deadlines.shortest

    @vector_timeout_min.setter
    def vector_timeout_min(self, seconds: float) -> None:
        self.__core.set_deadlines(shortest=seconds)

    @property
    def vector_timeout_max(self) -> float:
        """The longest time for an answer, in seconds."""
        return self.__core.deadlines.longest

    @vector_timeout_max.setter
    def vector_timeout_max(self, seconds: float) -> None:
        self.__core.set_deadlines(longest=seconds)

    @property
    def idle_timeout(self) -> int:
        """Seconds without a word after which a server that does not answer pings is asked something (10).

        Counts from the next connection on, as `respond_timeout` does.
        """
        return self.__core.link.ask_after

    @idle_timeout.setter
    def idle_timeout(self, seconds: float) -> None:
        self.__core.link.ask_after = max(1, round(seconds))

    @property
    def respond_timeout(self) -> int:
        """Seconds without a word after which the connection to such a server is made anew (30)."""
        return self.__core.link.give_up_after

    @respond_timeout.setter
    def respond_timeout(self, seconds: float) -> None:
        self.__core.link.give_up_after = max(1, round(seconds))

    # BLOBs

    @property
    def BLOBfolder(self) -> Path | None:
        """Where BLOBs are saved. Setting a directory enables all BLOBs; None or "" go back to `enableBLOBdefault`.

        Raises `NotSaved` when it is set to what is no writable directory.
        """
        return self.__core.blob_folder

    @BLOBfolder.setter
    def BLOBfolder(self, folder: str | Path | None) -> None:
        self.__core.blob_folder = None if folder == "" else folder

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
        return self.__core.blob_default.value

    @enableBLOBdefault.setter
    def enableBLOBdefault(self, value: str) -> None:
        self.__core.blob_default = BlobPolicy(value)

    async def send_enableBLOB(self, value: str, devicename: str, vectorname: str | None = None) -> None:
        """Set "Never", "Also" or "Only" for a BLOB vector, or a device as a whole; kept over reconnects.

        "Only" for a device means that this connection gets nothing but BLOBs any more. Raises ValueError for other
        words.
        """
        self.__core.set_blob_policy(BlobPolicy(value), devicename, vectorname)

    async def resend_enableBLOB(self, devicename: str, vectorname: str | None = None) -> None:
        """Send again what is set for a device as a whole, and for its vectors, or for one vector."""
        self.__core.blob_policies.send(devicename, vectorname)

    @property
    def resend_enableBLOB_on_def(self) -> bool:
        """Whether it is sent again whenever a BLOB vector is defined: True, unless a script changes that."""
        return self.__core.blob_policies.on_definition

    @resend_enableBLOB_on_def.setter
    def resend_enableBLOB_on_def(self, resend: bool) -> None:
        self.__core.blob_policies.on_definition = resend

    # Messages

    async def report(self, message: str) -> None:
        """Add a message of this client, which is a `Message` event, too, unless `enable_reports` is off.

        It is logged as INFO in any case.
        """
        log(LOG.info, message)
        if self.enable_reports:
            await self.__report(message)

    async def warning(self, message: str) -> None:
        """Add a message of this client, which is a `Message` event, too; log it as WARNING."""
        log(LOG.warning, message)
        await self.__report(message)

    async def __report(self, text: str) -> None:
        now = self.__core.clock()
        await self.__core.publish(MessageReceived(Message(None, now, text), now, ours=True))

    # From the core

    async def __run_hardware(self) -> None:
        _HARDWARE_OF.set(self)
        await self.hardware()

    def __hardware_patience(self) -> float | None:
        return None if self.__hardware_looks else HARDWARE_SECONDS

    def __number(self, definition: DefVector) -> None:
        """Give ids to a vector, its device and its members, where they have none."""
        device, vector, itemids = definition.device, definition.name, self.__script_data.itemids
        if (device, None, None) not in itemids:
            itemids[device, None, None] = self.create_itemid(device, "", "")
        if (device, vector, None) not in itemids:
            itemids[device, vector, None] = self.create_itemid(device, vector, "")
        members = definition.members
        names = members.names if isinstance(members, LazyDefinitions) else [member.name for member in members]
        for name in names:
            if (item := (device, vector, name)) not in itemids:
                itemids[item] = self.create_itemid(*item)


class _Actions:
    """What views ask of their client."""

    def __init__(self, client: IPyClient) -> None:
        self._client = client

    async def send(
        self, devicename: str, vectorname: str, timestamp: datetime | None, members: Mapping[str, Any], check: bool
    ) -> bool:
        # not a script's own send_newVector, which may send through a vector
        return await IPyClient.send_newVector(self._client, devicename, vectorname, timestamp, members, check=check)

    async def create_clientevent(
        self, eventtype: str, devicename: str, vectorname: str, payload: Mapping[str, Any]
    ) -> None:
        when = core_of(self._client).clock()
        await self._client.rxevent(events.ClientEvent(self._client, eventtype, devicename, vectorname, payload, when))


def core_of(client: IPyClient) -> ClientCore:
    """The core of a client, for the packages of this program: it is no public name of the client."""
    core: ClientCore = vars(client)["_IPyClient__core"]
    return core
