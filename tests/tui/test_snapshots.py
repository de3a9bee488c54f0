"""Pictures of the demo with a still clock, compared cell by cell with those that were looked at before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.pictures import SCENES, SIZES, DemoTerm, Scene, started
from tests.tui.emulator import Terminal

pytestmark = pytest.mark.unmeasured


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", [scene for scene in SCENES if scene.still], ids=lambda scene: scene.name)
def test_scene(scene: Scene, size: tuple[int, int], snap_compare: Callable[..., bool]) -> None:
    async def play(pilot: Pilot[Any]) -> None:
        screen = Terminal(pilot.app, pilot)  # type: ignore[arg-type]
        await started(screen)
        await scene.play(screen)

    assert snap_compare(DemoTerm(), terminal_size=size, run_before=play)
