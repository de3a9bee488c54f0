"""Answers to the last requests, for those that come a second time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable

from starlette.responses import Response

_MOST = 500


class RememberedAnswers:
    """The last answers, and those that are being made, by what was asked. To be used in one event loop."""

    def __init__(self) -> None:
        self._answers: dict[Hashable, asyncio.Task[Response]] = {}

    async def answer(self, asked: Hashable, make: Callable[[], Awaitable[Response]]) -> Response:
        """Return the answer to what was asked, made once. Where making it raised, the next one tries anew."""
        if asked not in self._answers:
            self._answers[asked] = asyncio.create_task(_made(make))
            if len(self._answers) > _MOST:
                del self._answers[next(iter(self._answers))]
        try:
            return await asyncio.shield(self._answers[asked])
        except Exception:
            self._answers.pop(asked, None)
            raise


async def _made(make: Callable[[], Awaitable[Response]]) -> Response:
    return await make()
