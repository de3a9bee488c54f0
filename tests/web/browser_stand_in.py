"""A page as the server sees it: a socket that shows something and acknowledges frames."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.web.stage import Stage, inflated

PATIENCE = 10.0


class StandIn:
    """Keeps what frames say, as the page's own code does."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.frames: list[dict[str, Any]] = []
        self.vectors: dict[int, dict[str, Any]] = {}
        self.parts: dict[str, Any] = {}
        self.cards: dict[tuple[str, ...], dict[str, Any]] = {}
        self.log: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.bytes = 0

    async def show(self, *scopes: dict[str, Any], page: str = "P", **known: Any) -> None:
        """Say what is shown."""
        await self.socket.send(json.dumps({"show": scopes, "page": page, **known}))

    async def hear(self, *, acknowledge: bool = True) -> dict[str, Any]:
        """Take one frame."""
        async with asyncio.timeout(PATIENCE):
            message = await self.socket.recv()
        self.bytes += len(message)
        frame = inflated(message)
        self.frames.append(frame)
        self._apply(frame)
        if acknowledge:
            await self.socket.send(str(frame["n"]))
        return frame

    async def until(self, condition: Callable[[], Any]) -> None:
        """Take frames until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await self.hear()

    def _apply(self, frame: dict[str, Any]) -> None:
        if frame.get("all"):
            self.vectors, self.cards, self.log = {}, {}, []
        for one in frame.get("define", ()):
            self.vectors[one["id"]] = one
        for number, state, values in frame.get("set", ()):
            self.vectors[number].update(state)
            if isinstance(values, list):
                self.vectors[number]["v"] = values
            for place, text in values.items() if isinstance(values, dict) else ():
                self.vectors[number]["v"][int(place)] = text
        for number in frame.get("delete", ()):
            del self.vectors[number]
        for card in frame.get("devices", ()):
            self.cards[tuple(card["k"])] = card
        for gone in frame.get("gone", ()):
            del self.cards[tuple(gone)]
        self.log += frame.get("log", [])
        self.answers += frame.get("answers", [])
        self.parts |= {
            name: frame[name] for name in ("servers", "modes", "closed", "signs", "transfers") if name in frame
        }

    def vector(self, name: str) -> dict[str, Any] | None:
        """A vector that is shown, by its INDI name."""
        return next((one for one in self.vectors.values() if one["k"][2] == name), None)

    def shown(self, name: str) -> dict[str, Any]:
        """A vector that is shown; AssertionError if it is not."""
        found = self.vector(name)
        assert found is not None, name
        return found

    def value(self, name: str, member: int = 0) -> str | None:
        """The text of a member that is shown."""
        vector = self.vector(name)
        return vector["v"][member] if vector else None


@asynccontextmanager
async def page_of(stage: Stage, *scopes: dict[str, Any], page: str = "P", url: str = "") -> AsyncIterator[StandIn]:
    """Open a socket, and show something on it; `url`: where a line to the site begins."""
    url = url or stage.url
    async with connect(url.replace("http", "ws") + "/live", origin=url, compression=None) as socket:  # type: ignore[arg-type]
        stand_in = StandIn(socket)
        if scopes:
            await stand_in.show(*scopes, page=page)
        yield stand_in
