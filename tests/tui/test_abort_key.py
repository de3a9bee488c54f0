"""The abort key: once for what is at hand, twice for everything, and what is told of it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.presentation.keys import DeviceKey
from indipyterm.tui import abort_key
from indipyterm.tui.abort_key import AbortKey
from indipyterm.workspace.abort import TWICE_SECONDS

MOUNT = DeviceKey("pi", "Mount")


def test_twice_within_a_second_is_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    aborted: list[tuple[DeviceKey, bool]] = []
    told: list[tuple[str, str]] = []
    reports = [("ABORT sent to Mount", ()), ("", ("CCD: no connection",)), ("ABORT sent to Mount", ())]

    async def abort(here: DeviceKey, *, everything: bool) -> SimpleNamespace:
        text, failed = reports[len(aborted)]
        aborted.append((here, everything))
        return SimpleNamespace(text=text, failed=failed)

    app: Any = SimpleNamespace(
        run_worker=asyncio.run, notify=lambda text, title="", severity="": told.append((severity, text))
    )
    workspace: Any = SimpleNamespace(abort=abort)
    key, now = AbortKey(app, workspace, lambda: MOUNT), [0.0]
    monkeypatch.setattr(abort_key, "monotonic", lambda: now[0])
    for now[0] in (100.0, 100.0 + TWICE_SECONDS / 2, 100.0 + 2 * TWICE_SECONDS):
        key.press()
    assert aborted == [(MOUNT, False), (MOUNT, True), (MOUNT, False)]
    assert told == [
        ("warning", "ABORT sent to Mount"),
        ("error", "CCD: no connection"),
        ("warning", "ABORT sent to Mount"),
    ]
