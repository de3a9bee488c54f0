"""Which device a key means, where the cursor is on a row, on none, or was moved by what is gone."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from indipyterm.presentation.keys import DeviceKey, VectorKey
from indipyterm.tui.device_at_hand import DeviceAtHand

MOUNT, CCD = VectorKey("pi", "Mount", "COORD"), VectorKey("pi", "CCD", "CCD1")
OPEN = DeviceKey("pi", "Dome")


@pytest.mark.parametrize(
    ("cursor", "chosen", "displaced", "shown", "meant", "aborted", "told"),
    [
        (MOUNT, MOUNT, False, MOUNT.owner, [MOUNT.owner], MOUNT.owner, ""),
        (None, None, False, OPEN, [OPEN], OPEN, ""),
        (MOUNT, CCD, True, MOUNT.owner, [CCD.owner], CCD.owner, ""),
        (CCD, MOUNT, True, CCD.owner, None, None, "Mount is gone: nothing was sent; move the cursor first"),
        (CCD, None, True, CCD.owner, None, None, "The device that was here is gone: nothing was sent"),
    ],
)
def test_what_is_meant(
    cursor: VectorKey | None,
    chosen: VectorKey | None,
    displaced: bool,
    shown: DeviceKey,
    meant: list[DeviceKey] | None,
    aborted: DeviceKey | None,
    told: str,
) -> None:
    sheet: Any = SimpleNamespace(cursor=cursor, chosen=chosen, attention=SimpleNamespace(displaced=displaced))
    servers: Any = SimpleNamespace(device=lambda key: key == CCD.owner)
    said: list[str] = []
    app: Any = SimpleNamespace(notify=lambda text, severity: said.append(text))
    at_hand = DeviceAtHand(app, servers, lambda: sheet, lambda: OPEN)
    assert (at_hand.shown(), at_hand.chosen(), at_hand.to_abort()) == (shown, meant, aborted)
    assert [text[: len(told)] for text in said] == ([told] if told else [])


def test_where_nothing_is_shown_none_is_meant() -> None:
    sheet: Any = SimpleNamespace(cursor=None, chosen=None, attention=SimpleNamespace(displaced=False))
    at_hand = DeviceAtHand(SimpleNamespace(), SimpleNamespace(), lambda: sheet, lambda: None)  # type: ignore[arg-type]
    assert (at_hand.shown(), at_hand.chosen(), at_hand.to_abort()) == (None, [], None)
