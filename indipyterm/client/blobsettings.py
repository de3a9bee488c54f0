"""Which BLOBs a client wants, and where they are saved: the public names for it."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path

from indipyterm.client.blobs import check_folder, tidy_folder
from indipyterm.client.devicemap import DeviceMap
from indipyterm.client.policies import BlobPolicies
from indipyterm.protocol.messages import BlobPolicy, Element, EnableBlob, Kind


class BlobSettings(DeviceMap):
    """Keeps what is wanted, and says it again with `enable` for each BLOB vector that is defined."""

    def __init__(self) -> None:
        super().__init__()
        self._policies = BlobPolicies()
        self._folder: Path | None = None

    @property
    @abstractmethod
    def connected(self) -> bool:
        """Whether there is a connection now."""

    @abstractmethod
    def write(self, element: Element) -> None:
        """Send what is of no use later if it can't go now."""

    @property
    def BLOBfolder(self) -> Path | None:
        """Where BLOBs are saved. Setting a directory enables all BLOBs; None goes back to `enableBLOBdefault`.

        Raises `NotSaved` when it is set to what is no writable directory.
        """
        return self._folder

    @BLOBfolder.setter
    def BLOBfolder(self, folder: str | Path | None) -> None:
        self.save_in(folder)
        self._policies.everything = None if folder is None else BlobPolicy.ALSO
        self._enable_all()

    def save_in(self, folder: str | Path | None) -> None:
        """Save the BLOBs that come in a directory, without asking for any; None saves nothing.

        Raises `NotSaved` for what is no writable directory.
        """
        self._folder = None if folder is None else check_folder(folder)
        if self._folder:
            tidy_folder(self._folder)

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
                    self.enable(vector.device, vector.name)

    def enable(self, device: str, vector: str) -> None:
        """Say what is wanted of a BLOB vector that was defined."""
        policy = self._policies.of(device, vector)
        if policy is not None and self.connected:
            self.write(EnableBlob(policy, device, vector))
