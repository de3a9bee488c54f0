"""What a client knows, as a mapping: ``client[device][vector][member]``."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any

from indipyterm.client.marks import Marks
from indipyterm.client.views import Device
from indipyterm.model import devices
from indipyterm.model.catalog import Catalog
from indipyterm.model.devices import Messages
from indipyterm.protocol.messages import DefVector


class DeviceMap(Mapping[str, Device]):
    """The devices by name, each with one view that stays the same object; read from the `catalog` at each call."""

    def __init__(self) -> None:
        self.catalog = Catalog()
        self.marks = Marks()
        self._views: dict[str, Device] = {}

    @abstractmethod
    def view(self, device: devices.Device) -> Device:
        """Make the view of a device."""

    def __getitem__(self, devicename: str) -> Device:
        device = self.catalog.devices[devicename]
        view = self._views.get(devicename)
        if view is None:
            view = self._views[devicename] = self.view(device)
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

    def enabledlen(self) -> int:
        """How many devices are there now."""
        return sum(device.enabled for device in self.catalog.devices.values())

    def get_vector_state(self, devicename: str, vectorname: str) -> str | None:
        """The state of a vector, the last one where it was deleted; None where there never was one by that name."""
        device = self.catalog.devices.get(devicename)
        vector = device.vectors.get(vectorname) if device else None
        return vector.state if vector else None

    def set_user_string(
        self, devicename: str, vectorname: str | None, membername: str | None, user_string: str = ""
    ) -> None:
        """Give a member a string of yours; a vector where `membername` is None, a device where `vectorname` is, too.

        The server need not have defined it yet.
        """
        self.marks.strings[devicename, vectorname, membername if vectorname else None] = user_string

    def get_user_string(self, devicename: str, vectorname: str | None, membername: str | None) -> str | None:
        """The string of a member, vector or device; None where none was set and there is nothing by that name."""
        name = (devicename, vectorname, membername if vectorname else None)
        return self.marks.strings.get(name, "" if name in self.marks.ids else None)

    def create_itemid(self, devicename: str = "", vectorname: str = "", membername: str = "", **kwargs: Any) -> int:
        """Override to number things in a way of your own: called once for each device, vector and member.

        That is when the server first defines it; what leads there was numbered before. What it gives is the `itemid`.
        """
        return len(self.marks.ids) + 1

    def learn(self, definition: DefVector) -> None:
        """Give ids to a vector, its device and its members, where they have none."""
        device, vector, ids = definition.device, definition.name, self.marks.ids
        if (device, None, None) not in ids:
            ids[device, None, None] = self.create_itemid(device, "", "")
        if (device, vector, None) not in ids:
            ids[device, vector, None] = self.create_itemid(device, vector, "")
        for member in definition.members:
            if (name := (device, vector, member.name)) not in ids:
                ids[name] = self.create_itemid(*name)
