"""What the main screen shows: a device, the watch list, or what a filter found; and the user's place in each."""

from __future__ import annotations

from dataclasses import replace

from indipyterm.presentation.groups import Section
from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.presentation.search import matching_sections, watch_list_sections
from indipyterm.tui.sheet.layout import Place
from indipyterm.workspace.servers import Servers
from indipyterm.workspace.state import LastRun


class ShownDevice:
    """Knows which sections the sheet is to show, and remembers places and folds. It knows no widget."""

    def __init__(self, servers: Servers, last: LastRun) -> None:
        self._servers = servers
        self._last_device, self._last_vector = last.device, last.vector
        self._places: dict[DeviceKey | None, Place] = {}
        self.device: DeviceKey | None = None
        """The device that is shown; None for the watch list, or where nothing is shown yet."""
        self.chosen = False
        """Whether the user, or the last run, chose what is shown."""
        self.filter = ""
        self.folded: set[tuple[str, str]] = set(last.folded)
        """Groups that only their heading is shown of: device and group."""
        self.watched: list[VectorKey] = [VectorKey(*names) for names in last.watch]

    @property
    def watch_list(self) -> bool:
        """Whether the watch list is shown."""
        return self.device is None and self.chosen

    @property
    def headless(self) -> bool:
        """Whether the first section has no heading, since the group line names it."""
        return self.device is not None and not self.filter

    def sections(self) -> list[Section]:
        """What the sheet shows."""
        if self.filter:
            return matching_sections(self._servers.vectors(), self.filter)
        if self.device is None:
            return watch_list_sections(self.watched, self._servers.vectors()) if self.chosen else []
        groups = self._servers.groups(self.device)
        folded = {group for name, group in self.folded if name == self.device.device}
        return [replace(each, folded=each.title in folded) for each in groups.sections] if groups else []

    def hint(self) -> str:
        """What is said where there is nothing to show."""
        if self.filter:
            return "Nothing matches."
        if self.watch_list:
            return "The watch list is empty: * on a row adds it."
        if any(server.connected for server in self._servers):
            return "No devices yet."
        return "Not connected. r tries again, H goes to another server; indipyterm --demo has instruments of its own."

    def remember_place(self, place: Place) -> None:
        """Remember where the user is, before something else is shown."""
        if not self.filter:
            self._places[self.device] = place

    def place(self) -> Place:
        """Where the user was in what is shown now."""
        return self._places.get(self.device, Place())

    def open(self, device: DeviceKey | None, vector: VectorKey | None = None, *, chosen: bool = True) -> None:
        """Show a device (None: the watch list); the group of `vector` is unfolded."""
        self.filter, self.device, self.chosen = "", device, chosen
        found = self._servers.vector(vector)
        if device and found:
            self.folded.discard((device.device, found.group))

    def toggle_fold(self, group: str) -> None:
        """Fold a group of the device that is shown, or unfold it."""
        if self.device:
            self.folded ^= {(self.device.device, group)}

    def toggle_watch(self, key: VectorKey) -> bool:
        """Put a vector on the watch list, or take it off; whether it is on it now."""
        if key in self.watched:
            self.watched.remove(key)
            return False
        self.watched.append(key)
        return True

    def device_to_open(self) -> tuple[DeviceKey, VectorKey | None, bool] | None:
        """What to show instead, as things are now: device, vector, and whether that is for good.

        The device of the last run, as soon as it is there, else the first one. None: what is shown stays.
        """
        present = self._servers.devices()
        gone = self.device is not None and self.device not in present
        if not present or self.filter or (self.chosen and not gone):
            return None
        last = next((key for key in present if key.device == self._last_device), None)
        vector = VectorKey(*last, self._last_vector) if last and self._last_vector else None
        there = self._servers.vector(vector) is not None
        if last and self.device != last:
            return last, vector, there
        if self.device not in present:
            return present[0], None, self.chosen
        return (last, vector, True) if last and there else None
