"""The stage with a screen: the real app in a pretended terminal, the attacked device open, a text half typed."""

from __future__ import annotations

import asyncio
import contextlib
import unicodedata
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from rich.cells import cell_len
from textual.pilot import Pilot

from indipyterm.tui.app import Address, IPyTerm
from indipyterm.tui.sheet.editor import Editor
from indipyterm.workspace.config import Config
from indipyterm.workspace.launch import LaunchOptions
from indipyterm.workspace.state import LastRun
from tests.hostile import ledger
from tests.hostile.case import Case
from tests.hostile.stage import said
from tests.hostile.victim import SENTINEL, VICTIM, beat, beaten
from tests.servers import LOOPBACK, WireServer
from tests.tui.emulator import StillClock, Terminal, pauses

SIZE = (120, 40)  # wide enough for the watch list, in which the sentinel beats
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
TYPED = "7"


class Stage(Terminal):
    """The app on a server."""

    def __init__(self, app: IPyTerm, pilot: Pilot[None], server: WireServer) -> None:
        super().__init__(app, pilot)
        self.server, self.beats, self.resets = server, 0, 0

    async def until(self, condition: Callable[[], object], timeout: float = 20.0) -> None:
        """As in any terminal, but without waiting for idle moments: there are hundreds of cases."""
        try:
            async with asyncio.timeout(timeout):
                for pause in pauses():
                    if condition():
                        break
                    await asyncio.sleep(pause)
        except TimeoutError:
            raise AssertionError(f"never true within {timeout} s; the screen:\n{self.text}") from None

    async def shows(self, *texts: str, timeout: float = 20.0) -> None:
        """Wait until all texts are on screen: not at once, where nothing that came just now could be painted yet."""
        await asyncio.sleep(0.01)  # to look costs as much
        await self.until(lambda: all(map(self.text.__contains__, texts)), timeout)

    async def beat(self) -> None:
        """Let the sentinel say its next number, and see it on the screen."""
        self.beats += 1
        number = self.beats * 1000 + self.beats
        self.server.send(beat(number))
        catalog = next(iter(self.app.workspace.servers)).client.catalog
        await self.until(lambda: beaten(catalog) == str(number))
        if self.app.screen is self.app.main:
            await self.shows(f" {number} ")

    async def select(self, device: str, vector: str) -> None:
        """Put the cursor on a vector as soon as the sheet has it."""
        key = self.key(device, vector)

        def there() -> bool:
            if self.sheet.cursor != key:
                self.app.main.go_to(key)
            return self.sheet.cursor == key

        await self.until(lambda: self.app.workspace.servers.vector(key) is not None)
        await self.until(there)

    async def idle(self) -> None:
        """Wait until all keys have done what they do: one leads to messages that lead to others."""
        for _ in range(3):
            await self.pilot.pause()

    def judge_cells(self) -> None:
        """Nothing on the screen but cells that can be seen; no link, no action, no line too long."""
        for strip in self.app.screen._compositor.render_strips():
            assert strip.cell_length == self.app.size.width
            for text, style, control in strip:
                bad = [character for character in text if unicodedata.category(character) in INVISIBLE]
                assert not bad, (bad, text)
                assert not control
                assert style is None or style.link is None, (style, text)
                assert style is None or not any(key.startswith("@click") for key in style.meta), (style.meta, text)
            assert sum(map(cell_len, strip.text)) == self.app.size.width, strip.text

    async def edit(self) -> Editor:
        """Half type a number, unless the last case left it so."""
        if editor := self.app.main.pane.editor:
            return editor
        await self.select("Victim", "NUMBER")
        self.app.simulate_key("e")
        await self.until(lambda: (editor := self.app.main.pane.editor) and editor.is_mounted)
        editor = self.app.main.pane.editor
        assert editor is not None
        self.app.simulate_key(TYPED)
        await self.until(lambda: editor.current.value == TYPED)
        return editor

    async def leave_editor(self) -> None:
        """Drop what was typed."""
        self.app.simulate_key("escape")
        await self.until(lambda: self.app.main.pane.editor is None)

    async def over(self, key: str) -> None:
        """Look at the screen that a key opens over the main one, and leave it again."""
        self.app.simulate_key(key)
        await self.until(lambda: self.app.screen is not self.app.main and self.app.screen.is_mounted)
        await self.pilot.pause()
        self.judge_cells()
        self.app.simulate_key("escape")
        await self.until(lambda: self.app.screen is self.app.main)

    async def reset(self) -> None:
        """Victim as it was, and nothing of the last case to be seen; but what is half typed stays."""
        self.app.clear_notifications()
        catalog = next(iter(self.app.workspace.servers)).client.catalog
        gone = [f'<delProperty device="{escape(name)}"/>' for name in catalog.devices if name != "Sentinel"]
        self.resets += 1
        ready = f"ready {self.resets} !"
        quiet = b'<message message="."/>' * 5 + f'<message message="{ready}"/>'.encode()
        self.server.send("".join(gone).encode() + VICTIM + quiet)
        await self.shows(ready, "Alpha one")
        self.server.received.clear()


@contextlib.asynccontextmanager
async def staged(folder: Path | None = None) -> AsyncIterator[Stage]:
    """The app with Victim open, and Sentinel on the watch list beside it."""
    async with WireServer(SENTINEL + VICTIM) as server:
        host = f"{LOOPBACK}:{server.port}"
        state = LastRun(device="Victim", vector="NUMBER", watch=((host, "Sentinel", "BEAT"),))
        app = IPyTerm([Address(LOOPBACK, server.port)], LaunchOptions(Config(blobfolder=folder), state), StillClock())
        async with app.run_test(size=SIZE, notifications=True) as pilot:
            stage = Stage(app, pilot, server)
            await stage.shows("Alpha one")
            yield stage


async def judge(cases: Sequence[Case[Any]], family: str) -> None:
    """Let one screen bear one case after the other. Raises AssertionError for all that failed."""
    failed: dict[str, Exception] = {}
    left = list(cases)
    while left:
        try:
            async with staged() as stage:
                while left:
                    await stage.reset()
                    await bear(left[0], stage)
                    ledger.note(family, left.pop(0), True)
        except Exception as error:  # noqa: BLE001 - whatever it was, the app is at its end: the next has another
            case = left.pop(0)
            ledger.note(family, case, False)
            failed[case.name] = error
    assert not failed, "\n".join(f"{name}: {error}" for name, error in failed.items())


async def bear(case: Case[Any], stage: Stage) -> None:
    """Attack while a number is half typed; see that it stays so, and what the screen shows."""
    editor = await stage.edit()
    if isinstance(case.attack, bytes):
        stage.server.send(case.attack)
    else:
        await case.attack(stage)
        await stage.idle()
    await stage.beat()
    if case.shows:
        await stage.shows(*case.shows)
    for text in case.hides:
        await stage.hides(text)
    stage.judge_cells()
    if isinstance(case.attack, bytes):
        assert stage.app.main.pane.editor is editor
        assert editor.current.value == TYPED
    else:
        await stage.leave_editor()
    assert said(stage.server) == case.answers
