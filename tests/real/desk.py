"""A user at a terminal: keys in, painted rows out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.keys import _character_to_key

from indipyterm.tui.sheet.editor import Editor
from indipyterm.tui.sheet.layout import Item
from tests.real.bench import Bench
from tests.tui.emulator import Terminal, terminal

NARROW, WIDE = (80, 24), (120, 40)

FRAME = 1 / 40
"""Seconds between two looks at the screen."""


class Desk:
    """Drives the app by keys alone, as fast as they would come in from a line; nothing waits between two keys."""

    def __init__(self, screen: Terminal, bench: Bench) -> None:
        self.screen, self.bench = screen, bench

    def strike(self, *keys: str) -> None:
        """Press keys, without waiting for what they do."""
        driver = self.screen.app._driver
        assert driver is not None
        for key in keys:
            single = len(key) == 1
            event = events.Key(_character_to_key(key) if single else key, key if single else None)
            event.set_sender(self.screen.app)
            driver.send_message(event)

    async def until(self, condition: Callable[[], object], timeout: float = 10.0) -> None:
        """Wait until a condition holds, looking at each frame; shows the screen when it never does."""
        try:
            async with asyncio.timeout(timeout):
                while not condition():
                    await self.screen.pilot.pause(FRAME)
        except TimeoutError:
            raise AssertionError(f"never true within {timeout} s; the screen:\n{self.screen.text}") from None

    async def shows(self, text: str, timeout: float = 10.0) -> None:
        """Wait until a text is on screen."""
        await self.until(lambda: text in self.screen.text, timeout)

    async def reach(self, device: str, vector: str) -> None:
        """Show a device with its digit, then go to a vector with the keys for groups and rows."""
        if self.here is None or self.here[0] != device:
            await self.until(
                lambda: len(self.screen.app.workspace.servers.devices()) >= len(self.bench.counts)
            )  # digits change
            self.strike(*self.bench.keys(device))
        await self.until(lambda: self.find(vector, device))
        async with asyncio.timeout(20):
            while self.here != (device, vector):
                self.strike(*self._way(vector))
                await self.screen.pilot.pause()  # until they have acted

    def _way(self, vector: str) -> list[str]:
        """Keys that lead to a vector: to the head of its group first, unless it is this one, then along the rows."""
        items, goal = self._items(), self.find(vector)
        start = next(
            (item for item in items if item.vector_row and item.vector_row.vector is self.screen.sheet.vector), None
        )
        if start is None or goal is None:
            return ["g"]
        groups = goal.section - start.section
        if groups:
            start = next(item for item in items if item.section == goal.section)
        rows = items.index(goal) - items.index(start)
        return ["]" if groups > 0 else "["] * abs(groups) + ["j" if rows > 0 else "k"] * abs(rows)

    async def write(self, *texts: str) -> None:
        """Open the editor of the row under the cursor, and type into its fields, Tab leading to the next."""
        self.strike("e")
        for number, text in enumerate(texts):
            await self.until(lambda number=number: self.editor and self.editor.fields[number].has_focus)  # type: ignore[misc]
            self.strike(*text)
            await self.until(lambda number=number, text=text: self.typed()[number] == text)  # type: ignore[misc]
            if number + 1 < len(texts):
                self.strike("tab")

    async def agreed(self, done: Callable[[], object]) -> None:
        """Wait until a condition holds; say yes if the app asks before it acts."""
        app = self.screen.app
        await self.until(lambda: done() or app.screen is not app.main)
        if app.screen is not app.main:
            self.strike("y")
        await self.until(done)

    @property
    def editor(self) -> Editor | None:
        """The editor, while one is open."""
        return self.screen.app.main.pane.editor

    def typed(self) -> list[str]:
        """The texts in the fields of the editor."""
        return [field.value for field in self.editor.fields] if self.editor else []

    @property
    def here(self) -> tuple[str, str] | None:
        """Device and vector under the cursor."""
        vector = self.screen.sheet.vector
        return (vector.device, vector.name) if vector else None

    def _items(self) -> list[Item]:
        layout = self.screen.sheet.current_layout
        return [item for item in layout.between(0, layout.height) if item.vector_row]

    def find(self, vector: str, device: str | None = None) -> Item | None:
        """Where a vector stands in the sheet that is shown; `device`, where given, must be the one shown."""
        for item in self._items():
            found = item.vector_row.vector if item.vector_row else None
            if found and found.name == vector and device in (None, found.device):
                return item
        return None

    def vectors(self, device: str) -> list[str]:
        """The vectors in the sheet; none where another device is shown."""
        vectors = [item.vector_row.vector for item in self._items() if item.vector_row]
        return [vector.name for vector in vectors if vector.device == device]

    def rows(self, vector: str) -> list[str]:
        """What is painted of a vector: all its rows, none where it is not wholly on screen."""
        item = self.find(vector)
        return self.painted(item) if item else []

    def row(self, vector: str) -> str:
        """The first of its rows; empty where they are not on screen."""
        return next(iter(self.rows(vector)), "")

    def free(self, vector: str) -> bool:
        """Whether the row of a number or text that can be edited is on screen with no editor over it."""
        return self.editor is None and bool(self.row(vector))

    def state(self, vector: str) -> str:
        """The sign of a vector's state on its row; empty where it is not on screen."""
        return self.row(vector)[1:2]

    def painted(self, item: Item, lines: Sequence[str] = ()) -> list[str]:
        """The rows of the terminal (or of its `lines`) that a vector has; none where they are not all on screen."""
        region = self.screen.sheet.region
        top = item.top - self.screen.sheet.scroll_offset.y
        if top < 0 or top + item.height > region.height:
            return []
        lines = lines or self.screen.lines
        return [line[region.x : region.right] for line in lines[region.y + top : region.y + top + item.height]]

    def whole(self) -> dict[str, list[str]]:
        """The vectors that are wholly on screen and not under the editor, with their painted rows."""
        lines = self.screen.lines
        shown = {item.vector_row.vector.name: self.painted(item, lines) for item in self._items() if item.vector_row}
        return {name: rows for name, rows in shown.items() if rows and not self._is_under_editor(name)}

    def _is_under_editor(self, vector: str) -> bool:
        item = self.find(vector)
        if item is None or self.editor is None:
            return False
        top = self.screen.sheet.region.y + item.top - self.screen.sheet.scroll_offset.y
        return top < self.editor.region.bottom and top + item.height > self.editor.region.y


@asynccontextmanager
async def desk(bench: Bench, size: tuple[int, int] = NARROW, folder: Path | None = None) -> AsyncIterator[Desk]:
    """The whole app in a terminal of so many columns and rows, connected."""
    async with terminal(bench.port, size, folder=folder) as screen:
        await screen.until(lambda: screen.sheet.vector)
        yield Desk(screen, bench)
