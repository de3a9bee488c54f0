"""Waiting within a series: for what the servers report, for a time, and never beyond a stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from indipyterm.model.events import Event
from indipyterm.workspace.series.progress import EndKind


class Ended(Exception):
    """The series has come to an end before all frames are there."""

    def __init__(self, end: EndKind, reason: str) -> None:
        super().__init__(reason)
        self.end, self.reason = end, reason


class News:
    """Wakes whoever waits. Once `stopped` is set, all waiting raises it."""

    def __init__(self) -> None:
        self.stopped: Ended | None = None
        self._event = asyncio.Event()
        self.clock = asyncio.get_running_loop().time
        """Seconds."""

    def wake(self) -> None:
        """There is something new."""
        self._event.set()

    def stop(self, end: EndKind, reason: str) -> None:
        """Raise `Ended` in whatever waits; the first reason counts."""
        self.stopped = self.stopped or Ended(end, reason)
        self.wake()

    async def until(self, condition: Callable[[], bool], end: float | None = None, *, to_the_end: bool = False) -> bool:
        """Wait until a condition holds; False if it does not until a time of the clock.

        `to_the_end`: even after a stop.
        """
        while True:
            if self.stopped and not to_the_end:
                raise self.stopped
            if condition():
                return True
            if not await self.any(end, to_the_end=to_the_end):
                return condition()

    async def any(self, end: float | None = None, *, to_the_end: bool = False) -> bool:
        """Wait until there is anything new; False if there is nothing until a time of the clock."""
        if self.stopped and not to_the_end:
            raise self.stopped
        try:
            async with asyncio.timeout_at(end):
                await self._event.wait()
        except TimeoutError:
            return False
        finally:
            self._event.clear()
        if self.stopped and not to_the_end:
            raise self.stopped
        return True


def device_of(event: Event) -> str | None:
    """The device that an event is about; None if it is about all, or the connection."""
    message = getattr(event, "message", None)
    device = getattr(event, "device", None) or getattr(message, "device", None)
    return device if isinstance(device, str) else None
