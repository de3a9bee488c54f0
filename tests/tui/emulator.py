"""Driving the screen in tests: keys in, lines of cells out, and waiting by condition."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from textual.pilot import Pilot

from indipyterm.presentation.keys import VectorKey
from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.sheet.sheet import Sheet
from indipyterm.workspace.clock import Clock
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions

NOON = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)


def pauses() -> Iterator[float]:
    """Seconds between two looks at a screen: a look takes as long as a key, so a long wait has longer ones."""
    pause = 0.01
    while True:
        yield pause
        pause = min(1.3 * pause, 0.06)


class StillClock:
    """A clock that a test sets."""

    def __init__(self, now: datetime = NOON) -> None:
        self.time = now

    def now(self) -> datetime:
        """The time that was set."""
        return self.time

    def advance(self, seconds: float) -> None:
        """Set the time on by `seconds`."""
        self.time += timedelta(seconds=seconds)


class Terminal:
    """An app in a pretended terminal."""

    def __init__(self, app: IPyTerm, pilot: Pilot[None]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def sheet(self) -> Sheet:
        """The property sheet."""
        return self.app.main.pane.sheet

    @property
    def lines(self) -> list[str]:
        """What the terminal shows, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """What the terminal shows."""
        return "\n".join(self.lines)

    def line(self, part: str) -> str:
        """The first line on screen that has `part` in it."""
        found = [line for line in self.lines if part in line]
        assert found, f"{part!r} is not on screen:\n{self.text}"
        return found[0]

    async def press(self, *keys: str) -> None:
        """Press keys one by one."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type text."""
        await self.pilot.press(*("space" if c == " " else c for c in text))

    async def until(self, condition: Callable[[], object], timeout: float = 60.0) -> None:
        """Wait until a condition holds; shows the screen when it does not within `timeout` seconds."""
        try:
            async with asyncio.timeout(timeout):
                for pause in pauses():
                    if condition():
                        break
                    await self.pilot.pause(pause)
        except TimeoutError:
            raise AssertionError(f"never true within {timeout} s; the screen:\n{self.text}") from None
        await self.pilot.pause()

    async def shows(self, *texts: str, timeout: float = 60.0) -> None:
        """Wait until these texts are on screen."""
        await self.until(lambda: all(map(self.text.__contains__, texts)), timeout)

    async def hides(self, text: str, timeout: float = 60.0) -> None:
        """Wait until a text is not on screen."""
        await self.until(lambda: text not in self.text, timeout)

    def key(self, device: str, vector: str) -> VectorKey:
        """What the screen calls a vector of the first server by."""
        return VectorKey(next(iter(self.app.workspace.servers)).name, device, vector)

    async def select(self, device: str, vector: str) -> None:
        """Show a device and put the cursor on a vector, as if found by moving there."""
        key = self.key(device, vector)
        await self.until(lambda: self.app.workspace.servers.vector(key) is not None)
        self.app.main.go_to(key)
        await self.until(lambda: self.sheet.cursor == key)

    async def click(self, text: str, row: str = "") -> None:
        """Click on a text, in the first line that has `row` in it (any line unless given)."""
        if isinstance(self.app, IPyTerm):
            await self.until(lambda: self.sheet.attention.settled)  # as soon as people could click
        for y, line in enumerate(self.lines):
            if text in line and row in line:
                await self.pilot.click(offset=(line.index(text) + len(text) // 2, y))
                return
        raise AssertionError(f"{text!r} is not on screen:\n{self.text}")


@asynccontextmanager
async def terminal(
    port: int,
    size: tuple[int, int] = (80, 24),
    clock: Clock | None = None,
    host: str = "127.0.0.1",
    folder: Path | None = None,
    more: Sequence[tuple[str, int]] = (),
) -> AsyncIterator[Terminal]:
    """Run the app against a server on this machine, and `more` if there are any."""
    setup = LaunchOptions(Config(blobfolder=folder))
    app = IPyTerm([Address(host, port), *(Address(*address) for address in more)], setup, clock)
    async with app.run_test(size=size, notifications=True) as pilot:
        yield Terminal(app, pilot)
