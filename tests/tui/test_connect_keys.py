"""The keys that connect: what is sent, or why nothing is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.connect_keys import ConnectKeys
from indipyterm.workspace.submission import Request

MOUNT = DeviceKey("pi", "Mount")
CONNECT = Request(VectorKey(*MOUNT, "CONNECTION"), {"CONNECT": "On"})


class Stage:
    """The keys, with what they send and tell."""

    def __init__(
        self, requests: list[Request], *, chosen: list[DeviceKey] | None, live: bool = True, retrying: bool = False
    ) -> None:
        self.sent: list[Request] = []
        self.told: list[str] = []

        def send(requests: Any, *, independent: bool = False, on_sent: Any = lambda: None) -> None:
            self.sent += requests
            on_sent()

        servers = [SimpleNamespace(connected=live)]
        workspace: Any = SimpleNamespace(
            servers=type("Servers", (list,), {"devices": lambda _: [MOUNT]})(servers),
            connect_requests=lambda devices: requests if devices else [],
            connections=SimpleNamespace(retry=lambda: retrying),
            request_properties=lambda key: live,
        )
        app: Any = SimpleNamespace(notify=lambda text, severity="": self.told.append(text))
        at_hand: Any = SimpleNamespace(chosen=lambda: chosen, shown=lambda: next(iter(chosen or []), None))
        self.keys = ConnectKeys(app, workspace, at_hand, send)


def test_the_device_of_the_row_is_connected_unless_it_is_gone() -> None:
    stage = Stage([CONNECT], chosen=[MOUNT])
    stage.keys.connect()
    assert (stage.sent, stage.told) == ([CONNECT], [])
    gone = Stage([CONNECT], chosen=None)
    gone.keys.connect()
    assert (gone.sent, gone.told) == ([], [])
    idle = Stage([], chosen=[MOUNT])
    idle.keys.connect()
    assert idle.told == ["This device is connected already, or has no such switch"]


@pytest.mark.parametrize(
    ("requests", "live", "told"),
    [
        ([CONNECT], True, "Connecting 1 devices"),
        ([], True, "All devices are connected already"),
        ([], False, "Not connected: nothing can be sent"),
    ],
)
def test_all_devices_are_connected(requests: list[Request], live: bool, told: str) -> None:
    stage = Stage(requests, chosen=[], live=live)
    stage.keys.connect_all()
    assert (stage.sent, stage.told) == (requests, [told])


@pytest.mark.parametrize(
    ("chosen", "live", "retrying", "told"),
    [
        ([MOUNT], True, False, ["Asked for all of Mount again"]),
        ([MOUNT], False, True, []),
        ([], True, False, ["No device here to read again"]),
    ],
)
def test_servers_are_tried_again_and_the_device_is_read_again(
    chosen: list[DeviceKey], live: bool, retrying: bool, told: list[str]
) -> None:
    stage = Stage([], chosen=chosen, live=live, retrying=retrying)
    stage.keys.reconnect()
    assert stage.told == told
