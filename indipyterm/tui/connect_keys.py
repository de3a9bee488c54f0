"""The keys that connect: one device or all of them to their hardware, servers again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from textual.app import App

from indipyterm.tui.device_at_hand import DeviceAtHand
from indipyterm.workspace.submission import Request
from indipyterm.workspace.workspace import Workspace


class Send(Protocol):
    """Sends values, asked about first where that is risky; `on_sent` is called when all were sent."""

    def __call__(
        self,
        requests: Sequence[Request],
        *,
        independent: bool = False,
        on_sent: Callable[[], object] = lambda: None,
    ) -> None: ...


class ConnectKeys:
    """What they do, by the device at hand."""

    def __init__(self, app: App[Any], workspace: Workspace, at_hand: DeviceAtHand, send: Send) -> None:
        self._app, self._workspace, self._at_hand, self._send = app, workspace, at_hand, send

    def connect(self) -> None:
        """Connect the device of the row to its hardware."""
        devices = self._at_hand.chosen()
        if devices is None:
            return
        if requests := self._workspace.connect_requests(devices):
            self._send(requests)
        else:
            self._app.notify("This device is connected already, or has no such switch")

    def connect_all(self) -> None:
        """Connect all devices to their hardware."""
        servers = self._workspace.servers
        if requests := self._workspace.connect_requests(servers.devices()):
            text = f"Connecting {len(requests)} devices"
            self._send(requests, independent=True, on_sent=lambda: self._app.notify(text, severity="warning"))
        else:
            live = any(server.connected for server in servers)
            self._app.notify("All devices are connected already" if live else "Not connected: nothing can be sent")

    def reconnect(self) -> None:
        """Try now to connect what is not; ask for all of the shown device again."""
        retrying = self._workspace.connections.retry()
        key = self._at_hand.shown()
        if key and self._workspace.request_properties(key):
            self._app.notify(f"Asked for all of {key.device} again")
        elif not retrying:
            self._app.notify("No device here to read again")
