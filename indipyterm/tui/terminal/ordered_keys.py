"""One key at a time: each is done with before the next is looked at.

Textual hands keys on to the widget that has the focus at that moment, while what an earlier key started (an editor
that opens, a field that gets the focus) is still under way. When keys come in a burst, over a slow line or pasted, the
later ones would go to the wrong place: digits typed for an editor would switch devices. So a key is followed by a
marker, which takes the same way through the message queues; the next key waits until two markers in a row have come
back without the focus having moved between them.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass

from textual import events, on
from textual.app import App
from textual.message import Message
from textual.widget import Widget

_PATIENCE = 10.0
"""Seconds after which the next key is looked at whatever became of the marker."""

_LOOK = 0.05
"""Seconds between two looks whether a marker was lost with the widget that it was in."""

_MOST_ROUNDS = 6


@dataclass
class Marker(Message):
    """Follows key number `turn` from `origin` up to the app; `focus` is where the focus was when it set out."""

    turn: int
    origin: Widget
    focus: tuple[object, object]
    rounds: int = 0


class OrderedKeys(App[None]):
    """An app that handles keys, and what is pasted, strictly one after the other."""

    def __init__(self) -> None:
        super().__init__()
        self._turn = 0
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._patience: asyncio.TimerHandle | None = None  # set while a key is under way

    async def on_event(self, event: events.Event) -> None:
        """Textual's entry for events: hold keys back while one is under way."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
        elif not self.screen_stack:
            return  # the app is ending
        elif self._patience is not None or self._waiting:
            self._waiting.append(event)  # behind those that came earlier, though nothing may be under way just now
        else:
            await self._handle(event)

    async def _handle(self, event: events.Key | events.Paste) -> None:
        self._turn += 1
        origin = self.focused or self.screen
        self._look(self._turn, origin, asyncio.get_running_loop().time() + _PATIENCE)
        await super().on_event(event)
        if not origin.post_message(Marker(self._turn, origin, self._focus())):
            self._send_on(self._turn)

    def _look(self, turn: int, origin: Widget, end: float, ran: bool = False) -> None:
        """Look again and again whether the marker can still come back: a widget that is new may have yet to run."""
        loop = asyncio.get_running_loop()
        gone = not origin.is_attached or (ran and not origin.is_running)
        if turn == self._turn and (loop.time() > end or gone):
            self._send_on(turn)
        elif turn == self._turn:
            self._patience = loop.call_later(_LOOK, self._look, turn, origin, end, ran or origin.is_running)

    def _focus(self) -> tuple[object, object]:
        return self.screen, self.focused

    @on(Marker)
    def _marker_returned(self, marker: Marker) -> None:
        if marker.turn != self._turn or self._patience is None or not self.screen_stack:
            return  # out of turn, or the app is ending
        focus, rounds = self._focus(), marker.rounds + 1
        if (rounds > 1 and focus == marker.focus) or rounds >= _MOST_ROUNDS:
            self._send_on(marker.turn)
            return
        origin = marker.origin if rounds == 1 and marker.origin.is_attached else self.focused or self.screen
        if origin.post_message(Marker(marker.turn, origin, focus, rounds)):
            self._patience.cancel()
            self._look(marker.turn, origin, asyncio.get_running_loop().time() + _PATIENCE)
        else:
            self._send_on(marker.turn)

    def _send_on(self, turn: int) -> None:
        """The key is done with: on to the next, if one waits."""
        if turn != self._turn or self._patience is None:
            return
        self._patience.cancel()
        self._patience = None
        if self._waiting:
            self.call_later(self._next)

    async def _next(self) -> None:
        if self._waiting and self._patience is None and self.screen_stack:
            await self._handle(self._waiting.popleft())
