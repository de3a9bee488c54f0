"""Pictures of the demo with a still clock, compared cell by cell with those that were looked at before."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from functools import cache

import pytest
import textual._doc

from tests.pictures import SCENES, SIZES, DemoTerm, Scene, started
from tests.tui.emulator import Terminal

pytestmark = pytest.mark.unmeasured

BY_NAME = {scene.name: scene for scene in SCENES}

ACTS = (
    ("found", "mount", "palette", "details", "every-kind", "invalid", "confirm", "switches"),
    ("editing", "slew", "log"),
    ("image", "preview", "night", "blobs"),
    ("alert",),
    ("history",),
    ("lost",),
)
"""The scenes that are played in one app, in this order: none of them changes what the next one shows."""


class Act:
    """An app in which scenes are played one after the other, and its pictures by the names of the scenes."""

    def __init__(self, scenes: Iterable[Scene], size: tuple[int, int]) -> None:
        self.app = DemoTerm()
        self.pictures: dict[str, str] = {}
        asyncio.run(self._play(scenes, size))

    async def _play(self, scenes: Iterable[Scene], size: tuple[int, int]) -> None:
        async with self.app.run_test(size=size, notifications=True) as pilot:
            screen = Terminal(self.app, pilot)
            await started(screen)
            last = None
            for scene in scenes:
                if last and scene.after is not last:
                    await _close_all(screen)
                await scene.play(screen)
                await pilot.pause()
                await pilot.wait_for_scheduled_animations()
                self.pictures[scene.name] = self.app.export_screenshot(title=self.app.title, simplify=True)
                last = scene


async def _close_all(screen: Terminal) -> None:
    while len(screen.app.screen_stack) > 1:
        await screen.press("escape")
    await screen.press("escape")


@cache
def act(names: tuple[str, ...], size: tuple[int, int]) -> Act | None:
    """The act of these scenes, or None where one of them failed."""
    with contextlib.suppress(Exception):  # each is played alone then, and it is said which one failed
        return Act((BY_NAME[name] for name in names), size)
    return None


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("name", "names"), [pytest.param(name, names, id=name) for names in ACTS for name in names])
def test_scene(
    name: str,
    names: tuple[str, ...],
    size: tuple[int, int],
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    played = act(names, size) or Act(BY_NAME[name].plays, size)
    monkeypatch.setattr(textual._doc, "take_svg_screenshot", lambda **_: played.pictures[name])
    assert snap_compare(played.app)


def test_each_scene_is_in_one_act() -> None:
    assert sorted(BY_NAME) == sorted(name for names in ACTS for name in names)
