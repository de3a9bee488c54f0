"""One key at a time: each is handled to its end before the next is looked at.

Textual hands keys on to the widget that has the focus at that moment, while what an earlier key started (an editor
that opens, a field that gets the focus) is still under way. When keys come in a burst, over a slow line or pasted, the
later ones would go to the wrong place: digits typed for an editor would switch devices. So a key is followed by a
marker, which takes the same way through the message queues; the next key waits until two markers in a row have come
back without the focus having moved between them.

That takes some milliseconds for each key. So that thousands of them do not keep the user from quitting, a key that
repeats itself is dropped once many of it wait; and where too many others wait, they are all dropped with what follows
without a pause, as what is left of a text that lost its middle must not be sent.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.widget import Widget

KeyEvent = events.Key | events.Paste

_PATIENCE_SECONDS = 10.0
"""After which the next key is handled, whatever became of the marker."""

_CHECK_SECONDS = 0.05
"""Between two checks whether a marker was lost with the widget that it was in."""

_MOST_ROUNDS = 6

_MOST_REPEATS = 100
"""How many times a key may wait in a row: nobody types that, but a key is held down on a slow line."""

_MOST_WAITING = 500
"""How many keys may wait at all."""

_PAUSE_SECONDS = 0.3
"""Without keys for so long, what was too much is over."""


@dataclass
class Marker(Message):
    """Follows key number `turn` from `origin` up to the app; `focus` is where the focus was when it set out."""

    turn: int
    origin: Widget
    focus: tuple[object, object]
    rounds: int = 0


class KeyQueue:
    """Hands keys, and what is pasted, to `handle` strictly one after the other.

    The app passes it each key event, and each `Marker` that comes back. `on_overflow` is called once where too many
    came, and those that waited were dropped.
    """

    def __init__(
        self,
        app: App[Any],
        handle: Callable[[KeyEvent], Awaitable[None]],
        on_overflow: Callable[[], object] = lambda: None,
    ) -> None:
        self._app, self._handle, self._on_overflow = app, handle, on_overflow
        self._repeats = 0  # how often the key that came last came in a row
        self._newest = ""
        self._dropping_until = 0.0  # the time of the event loop
        self._turn = 0
        self._last = ""
        self.changes = 0
        """How often another key than the one before was handled: a key that is held down changes nothing."""
        self._waiting: deque[KeyEvent] = deque()
        self._timer: asyncio.TimerHandle | None = None  # set while a key is under way

    @property
    def text_waits(self) -> bool:
        """Whether the next key is a character, and has come already."""
        following = self._waiting[0] if self._waiting else None
        return isinstance(following, events.Key) and following.is_printable

    async def put(self, event: KeyEvent) -> None:
        """Handle a key now, or later where one is under way."""
        if not self._app.screen_stack:
            return  # the app is ending
        if self._is_too_much(event):
            return
        if self._timer is not None or self._waiting:
            self._waiting.append(event)  # behind those that came earlier, though nothing may be under way just now
        else:
            await self._begin(event)

    def _is_too_much(self, event: KeyEvent) -> bool:
        """Whether to drop a key; where too many wait, these are dropped as well."""
        now = asyncio.get_running_loop().time()
        if now < self._dropping_until:
            self._dropping_until = now + _PAUSE_SECONDS
            return True
        key = event.key if isinstance(event, events.Key) else ""
        self._repeats = self._repeats + 1 if key and key == self._newest else 0
        self._newest = key
        if min(self._repeats, len(self._waiting)) >= _MOST_REPEATS:
            return True
        if len(self._waiting) < _MOST_WAITING:
            return False
        self._waiting.clear()
        self._dropping_until = now + _PAUSE_SECONDS
        self._on_overflow()
        return True

    async def _begin(self, event: KeyEvent) -> None:
        self._turn += 1
        key = event.key if isinstance(event, events.Key) else ""
        self._last, self.changes = key, self.changes + (key != self._last)
        origin = self._app.focused or self._app.screen
        self._check(self._turn, origin, asyncio.get_running_loop().time() + _PATIENCE_SECONDS)
        await self._handle(event)
        if not origin.post_message(Marker(self._turn, origin, self._focus())):
            self._finish(self._turn)

    def _check(self, turn: int, origin: Widget, end: float, ran: bool = False) -> None:
        """Check again and again whether the marker can still come back: a widget that is new may have yet to run."""
        loop = asyncio.get_running_loop()
        gone = not origin.is_attached or (ran and not origin.is_running)
        if turn == self._turn and (loop.time() > end or gone):
            self._finish(turn)
        elif turn == self._turn:
            self._timer = loop.call_later(_CHECK_SECONDS, self._check, turn, origin, end, ran or origin.is_running)

    def _focus(self) -> tuple[object, object]:
        return self._app.screen, self._app.focused

    def marker_returned(self, marker: Marker) -> None:
        """Send the marker round once more, or go on with the next key."""
        if marker.turn != self._turn or self._timer is None or not self._app.screen_stack:
            return  # out of turn, or the app is ending
        focus, rounds = self._focus(), marker.rounds + 1
        if (rounds > 1 and focus == marker.focus) or rounds >= _MOST_ROUNDS:
            self._finish(marker.turn)
            return
        first_again = rounds == 1 and marker.origin.is_attached
        origin = marker.origin if first_again else self._app.focused or self._app.screen
        if origin.post_message(Marker(marker.turn, origin, focus, rounds)):
            self._timer.cancel()
            self._check(marker.turn, origin, asyncio.get_running_loop().time() + _PATIENCE_SECONDS)
        else:
            self._finish(marker.turn)

    def _finish(self, turn: int) -> None:
        """The key is handled: go on with the next, if one waits."""
        if turn != self._turn or self._timer is None:
            return
        self._timer.cancel()
        self._timer = None
        if self._waiting:
            self._app.call_later(self._next)

    async def _next(self) -> None:
        if self._waiting and self._timer is None and self._app.screen_stack:
            await self._begin(self._waiting.popleft())
