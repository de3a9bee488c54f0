"""One page with a socket.

A page acknowledges what it has applied. While it is quick to do so, a few frames may be under way to it; to a slow one
it is one, and after that it gets the newest state, never a queue.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from typing import Any, NamedTuple

from starlette.websockets import WebSocket

from indipyterm.web.encoding import Encoded, encoded, with_more
from indipyterm.web.hub import EVERYTHING, Hub
from indipyterm.web.scope import Scope, read_scope
from indipyterm.web.vector_json import Json

KEEP_ALIVE_SECONDS = 5.0
"""A page hears something at least so often."""

_LONGEST_MESSAGE = 1 << 18
_UNDER_WAY = 5
"""Frames to a page that acknowledges within `_SOON_SECONDS`; it does so a few times a second (`live.js`)."""
_SOON_SECONDS = 0.75
_UNDER_WAY_BYTES = 32_768  # more than one frame only up to so many


class _Sent(NamedTuple):
    """A frame that a page has not acknowledged yet."""

    frame: int
    size: int
    when: float


class LivePage:
    """One page with a socket: what it shows, what it knows, and answers that only it gets."""

    def __init__(self, hub: Hub, socket: WebSocket) -> None:
        self._hub, self._socket = hub, socket
        self.scope = Scope()
        self.name = ""
        """What the page calls itself when it sends something."""
        self._since = EVERYTHING
        self._greeting: Json | None = None  # to be sent with the next frame
        self._under_way: deque[_Sent] = deque()
        self._most = 1  # frames under way
        self._answers: list[tuple[int, Json]] = []  # each with the last frame before it
        self._woken = asyncio.Event()
        self._last = 0.0  # when something was sent

    def wake(self) -> None:
        """Look whether there is something to send, unless enough is under way."""
        if self._has_room:
            self._woken.set()

    @property
    def _has_room(self) -> bool:
        under_way = self._under_way
        return not under_way or (
            len(under_way) < self._most and sum(sent.size for sent in under_way) < _UNDER_WAY_BYTES
        )

    def keep_alive(self) -> None:
        """Say something if nothing was said for a time; called every second."""
        if self._is_quiet:
            self.wake()

    @property
    def _is_quiet(self) -> bool:
        return asyncio.get_running_loop().time() - self._last >= KEEP_ALIVE_SECONDS

    def answer(self, answer: Json) -> None:
        """Send what became of a request of this page, with the frame that shows it in the property itself."""
        self._answers.append((self._hub.frame, answer))
        self._hub.schedule()

    async def receive(self) -> None:
        """Take what the page says, until it is gone. Raises ValueError where it is not as it should be."""
        while True:
            text = await self._socket.receive_text()
            if len(text) > _LONGEST_MESSAGE:
                raise ValueError("too long")
            if text.isascii() and text.isdigit():
                self._acknowledge(int(text[:20]))
            else:
                self._show(_object(text))
                self.wake()

    def _acknowledge(self, frame: int) -> None:
        """Forget a frame and those before it; others were for what the page showed before."""
        sent = next((sent for sent in self._under_way if sent.frame == frame), None)
        if sent:
            soon = asyncio.get_running_loop().time() - sent.when <= _SOON_SECONDS
            self._most = _UNDER_WAY if soon else 1
            while self._under_way and self._under_way[0].frame <= frame:
                self._under_way.popleft()
            if self._since < self._hub.frame:
                self.wake()

    def _show(self, wanted: Json) -> None:
        self.scope = read_scope(wanted.get("show"))
        self.name = str(wanted.get("page", ""))
        self._hub.pages.add(self)
        self._hub.prepare(self.scope)
        self._since = self._hub.since(wanted.get("epoch"), wanted.get("since"))
        self._greeting = self._hub.greeting(self._since)
        self._under_way.clear()

    async def send(self) -> None:
        """Send frames, until cancelled."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._has_room and (frame := self._next_frame()):
                await self._send(frame)

    def _next_frame(self) -> Encoded | None:
        frame = self._hub.encoded(self.scope, self._since) if self._since < self._hub.frame else None
        self._since = max(self._since, self._hub.frame)
        if frame and not self._greeting and not self._answers:
            return frame
        more = self._greeting or {}
        due = [answer for before, answer in self._answers if before < self._hub.frame]
        if due:
            more = {**more, "answers": due}
        elif frame is None and self._is_quiet:
            more = {**more, "now": self._hub.now()}
        if more:
            frame = with_more(frame or encoded({"n": self._hub.frame}), more)
        self._greeting, self._answers = None, [one for one in self._answers if one[0] >= self._hub.frame]
        return frame

    async def _send(self, frame: Encoded) -> None:
        self._last = asyncio.get_running_loop().time()
        self._under_way.append(_Sent(self._hub.frame, len(frame.deflated or frame.text), self._last))
        if frame.deflated is None:
            await self._socket.send_text(frame.text)
        else:
            await self._socket.send_bytes(frame.deflated)


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found
